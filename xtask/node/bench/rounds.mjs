// How often something is measured, and how much of it at a time.

// A round of a quick run, and of one that takes its time: how many, and how many milliseconds one should take. What
// takes longer than `total` altogether has fewer rounds.
export const QUICK = { rounds: 7, least: 3, milliseconds: 50, total: 600 };
export const FULL = { rounds: 21, least: 7, milliseconds: 80, total: 4000 };

// How many calls make a round of `pace`, if one takes `each` milliseconds.
export function callsOfRound(pace, each) {
  return Math.max(1, Math.round(pace.milliseconds / each));
}

// How many rounds there are, if each takes `round` milliseconds.
export function roundsOf(pace, round) {
  return Math.min(pace.rounds, Math.max(pace.least, Math.floor(pace.total / round)));
}

// What one call takes, in milliseconds, once it is warm: `time(calls)` is how long so many take, of which `asking` is not
// theirs. Makes more until they take half of a round.
export async function paceOf(pace, time, asking) {
  await time(1); // What is called for the first time is slow.
  for (let calls = 1; ; calls *= 4) {
    const took = (await time(calls)) - asking;
    if (took >= pace.milliseconds / 2) return took / calls;
  }
}

export function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
