// How often something is measured, and how much of it at a time.

// Of a quick run, and of one that takes its time: how many milliseconds a round should take, and how many rounds there
// are. What takes longer than `total` altogether has fewer, down to `least`.
export const QUICK = { milliseconds: 30, rounds: 7, least: 2, total: 400 };
export const FULL = { milliseconds: 80, rounds: 25, least: 5, total: 3000 };

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
  const cold = (await time(1)) - asking;
  if (cold >= pace.total / 2) return cold; // It will be slow.
  for (let calls = 1; ; calls *= 4) {
    const took = (await time(calls)) - asking;
    if (took >= pace.milliseconds / 2) return took / calls;
  }
}

export function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
