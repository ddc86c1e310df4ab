// Callers that call for a while, in turns that have one seed each, and what came of all their calls.

import { NAMES, PEERS } from "./workers.mjs";

// How long a turn is, in milliseconds.
const TURN = 1000;
// How long it may take before its caller is taken to have hung: its own patience, and a machine that is busy.
const PATIENCE = 35_000;

export class Outcomes {
  calls = 0;
  wrong = 0;
  unended = 0;
  faults = {};
  errors = {};
  texts = [];
  // Turns whose caller's own instance ended, or who was cancelled: what they counted is lost.
  lost = 0;
  // Turns that the runtime ended, since it found that their caller waited for nothing.
  hung = 0;

  fault(what, times = 1) {
    this.faults[what] = (this.faults[what] ?? 0) + times;
  }

  // Of a turn in which `who` called.
  add(who, { calls = 0, wrong = 0, unended = 0, faults = {}, errors = {}, texts = [] }) {
    this.calls += calls;
    this.wrong += wrong;
    this.unended += unended;
    for (const [what, times] of Object.entries(faults)) this.fault(what, times);
    for (const [what, times] of Object.entries(errors)) {
      const text = `${who}: ${what}`;
      this.errors[text] = (this.errors[text] ?? 0) + times;
    }
    this.texts.push(...texts.map((text) => `${who}: ${text}`));
  }
}

// What `work` gives, which has a signal; or an error, after so many milliseconds. Not by the signal alone: what is fetched
// holds it weakly.
async function within(milliseconds, work) {
  const controller = new AbortController();
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      const error = new DOMException("it took too long", "TimeoutError");
      controller.abort(error);
      reject(error);
    }, milliseconds);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

// Every caller calls, one peer after the other, until `end`. `random` chooses seeds, and who is cancelled, of a hundred `cancels`.
export async function load(workers, outcomes, random, end, { cancels = 0, resets = false, turn = TURN } = {}) {
  await Promise.all(NAMES.map(async (name, index) => {
    const peers = Object.keys(PEERS);
    for (let at = index; Date.now() < end; at++) {
      const peer = peers[at % peers.length];
      const who = `${name} → ${PEERS[peer]}`;
      const path = `/run?peer=${peer}&seed=${random.next()}&milliseconds=${turn}${resets ? "&resets" : ""}`;
      const cancelled = random.below(100) < cancels;
      try {
        const { response, text } = await within(cancelled ? 20 + random.below(turn / 2) : PATIENCE, async (signal) => {
          const response = await workers.fetch(name, path, { signal });
          return { response, text: await response.text() };
        });
        if (!response.ok) throw new Error(text);
        outcomes.add(who, JSON.parse(text));
      } catch (error) {
        outcomes.lost += 1;
        if (cancelled && error.name === "TimeoutError") outcomes.fault("caller cancelled");
        else if (error.name === "TimeoutError") outcomes.add(who, { unended: 1, texts: ["the turn did not end"] });
        else if (/had hung|will never complete/.test(error.message)) outcomes.hung += 1;
        else outcomes.add(who, { errors: { [`turn: ${error.message.slice(0, 200)}`]: 1 } });
      }
    }
  }));
}
