// What a soak test is about: figures, each with what it has to be.

const MIB = 2 ** 20;

export class Figures {
  rows = [];
  // What went wrong, in words.
  problems = [];

  // `now` may be `most` at most; `before` is what it was.
  most(what, now, most, before) {
    const value = before === undefined ? shown(now) : `${shown(before)}, then ${shown(now)}`;
    this.rows.push({ what, value, limit: `at most ${shown(most)}`, met: now <= most });
  }

  is(what, value, expected) {
    this.rows.push({ what, value: shown(value), limit: shown(expected), met: value === expected });
  }

  // For whoever reads it: nothing is asked of it.
  told(what, value) {
    this.rows.push({ what, value: shown(value) });
  }
}

const shown = (value) => (typeof value === "number" ? value.toLocaleString("en-US") : String(value));
const mib = (bytes) => Math.round((bytes / MIB) * 10) / 10;
const sum = (numbers) => Object.values(numbers).reduce((all, number) => all + number, 0);

// Where nothing makes calls fail.
const NONE = [];

// What came of calls. `allowed` says which errors come of what was done to the callee.
export function ofCalls(figures, group, { calls, faults, errors, wrong, unended, hung, texts }, allowed = NONE) {
  figures.told(`${group}: calls that ended as they have to`, calls);
  for (const [what, times] of Object.entries(faults).sort()) figures.told(`${group}: fault, ${what}`, times);
  const others = Object.entries(errors).filter(([text]) => !allowed.some((it) => it.test(text)));
  const failed = sum(errors) - sum(Object.fromEntries(others));
  if (allowed !== NONE) figures.told(`${group}: failed by these faults`, failed);
  figures.is(`${group}: callers that the runtime took for hung`, hung, 0);
  figures.is(`${group}: failed in another way`, sum(errors) - failed, 0);
  figures.is(`${group}: wrong values`, wrong, 0);
  figures.is(`${group}: calls that never ended`, unended, 0);
  figures.problems.push(...texts.slice(0, 20), ...others.slice(0, 20).map(([text, times]) => `${times} × ${text}`));
}

// How much more there may be at the end than after warming up: by chance, more calls were under way at once, and a method
// was called for the first time.
const MORE_MEMORY = MIB;
const MORE = 16;

// What Workers have after they warmed up, and at the end.
export function ofKept(figures, group, kept) {
  for (const [name, [before, after]] of Object.entries(kept)) {
    const of = (what) => `${group}: ${name}: ${what}`;
    if (before.memory !== undefined) {
      figures.is(of("is the same instance"), after.instance === before.instance, true);
      figures.most(of("memory of WebAssembly, MiB"), mib(after.memory), mib(before.memory + MORE_MEMORY), mib(before.memory));
      figures.most(of("JavaScript's values in Rust"), after.slots, before.slots + MORE, before.slots);
      atRest(figures, of, after);
    }
    for (const [what, words] of Object.entries(HEAP)) {
      figures.most(of(words), after.heap[what], before.heap[what] + MORE, before.heap[what]);
    }
  }
}

const HEAP = {
  stubs: "live stubs",
  targets: "live targets",
  referred: "entries of JavaScript's tables",
};

// A Worker of which nobody wants anything has nothing.
function atRest(figures, of, { counters, producers, tables }, most = {}) {
  for (const [table, entries] of Object.entries(tables)) {
    figures.most(of(`entries of the table \`${table}\``), entries, most[table] ?? 0);
  }
  figures.most(of("live counters and producers of the server"), counters + producers, most.live ?? 0);
}

// Memories of WebAssembly that may be there, of more than a hundred instances that ended: workerd 2026-04-26 keeps up to ten
// or so, however many those are, the newest none.
const MEMORIES = 24;
// What may be there of objects that were reset and are not collected yet: calls that they serve, and what these wait for and
// have given, 32 at once. If no object was ever let go of, the former would be 32 to 43 after a minute.
const CUT_OFF = { served: 24, sent: 512, targets: 512, live: 512 };

export function ofShaken(figures, group, { memory, afterwards, kept, instances }) {
  ofCalls(figures, `${group}, afterwards`, afterwards, []);
  const [first, last] = instances.map(String);
  figures.is(`${group}: callers are the same instances`, first === last, true);
  figures.told(`${group}: memory of the servers' workerd, MiB`, mib(memory));
  for (const [who, has] of Object.entries(kept)) {
    figures.most(`${group}: ${who}: memories of WebAssembly`, has.memories, MEMORIES);
    // Objects are those of callers.
    atRest(figures, (what) => `${group}: ${who}: ${what}`, has, who.startsWith("caller") ? CUT_OFF : {});
  }
}

// The documented limit (rpc-runtime/src/limits.rs) for a value of so many bytes; twice, for what is made of it on the way.
const FREE = 8 * MIB;
const FACTOR = 16;
const MOST = 128 * MIB;
const most = (arrived) => Math.min(2 * (FREE + FACTOR * arrived), MOST);

export function ofHostility(figures, sides, wanted, size) {
  let sent = 0;
  for (const { name, before, attacked, after, attacks, values, texts } of sides) {
    const of = (what) => `hostile: ${name}: ${what}`;
    figures.is(of("attacks that changed nothing"), sum(attacks.outcomes), attacks.attacks);
    figures.told(of("calls of these"), attacks.calls);
    figures.most(of("memory after these, MiB"), mib(attacked.memory), mib(before.memory + MOST), mib(before.memory));
    figures.told(of("random values, refused"), values.refused);
    figures.told(of("random values, answered"), values.answered);
    figures.told(of("random values, not sent by the runtime"), values.unsent);
    figures.is(of("random values, anything else"), values.wrong, 0);
    const limit = Math.max(attacked.memory, before.memory + most(size));
    figures.most(of("memory after these, MiB"), mib(after.memory), mib(limit), mib(attacked.memory));
    figures.is(of("is the same instance"), after.instance === before.instance, true);
    atRest(figures, of, after, { sent: attacks.unending, served: attacks.unending });
    sent += sum(values);
    figures.problems.push(...attacks.texts, ...texts.slice(0, 10));
  }
  figures.told(`hostile: random values of up to ${mib(size)} MiB, of ${shown(wanted)} that are wanted`, sent);
}
