// A caller that sends what no client would: `GET /values?peer=OBJECTS&seed=1&size=1000&milliseconds=1000` random values, `GET
// /attacks?peer=OBJECTS` each attack once.

import { WorkerEntrypoint } from "cloudflare:workers";

import { ATTACKS } from "./attacks.mjs";
import { garbage, spoiled } from "./garbage.mjs";
import { Rng } from "./random.mjs";
import { SAME } from "./types.mjs";

// What takes longer has hung.
const PATIENCE = 20_000;

const inSchema = (method) => method.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export default class extends WorkerEntrypoint {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const binding = searchParams.get("peer");
    const peer = this.env[binding];
    if (pathname === "/attacks") return Response.json(await attacks(peer, binding));
    const number = (name) => Number(searchParams.get(name));
    return Response.json(await values(peer, new Rng(number("seed")), number("size"), Date.now() + number("milliseconds")));
  }
}

async function within(promise) {
  let timer;
  const patience = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error("it never ended")), PATIENCE)));
  try {
    return await Promise.race([promise, patience]);
  } finally {
    clearTimeout(timer);
  }
}

// So many at once.
const WIDTH = 4;

async function values(peer, rng, most, end) {
  const outcomes = { answered: 0, refused: 0, unsent: 0, wrong: 0, texts: [] };
  await Promise.all(Array.from({ length: WIDTH }, () => oneByOne(peer, rng, most, end, outcomes)));
  return outcomes;
}

async function oneByOne(peer, rng, most, end, outcomes) {
  while (Date.now() < end) {
    const method = rng.pick(Object.keys(SAME));
    const size = 2 ** rng.below(Math.log2(most) + 1);
    const call = async () => {
      const value = spoiled(SAME[method].make(rng), rng, size);
      const reply = await peer[method](...(rng.oneIn(20) ? [value, garbage(rng, size)] : [value]));
      reply?.[Symbol.dispose]?.();
    };
    try {
      await within(call());
      outcomes.answered += 1;
    } catch (error) {
      if (error.remote !== true && error.message !== "it never ended") outcomes.unsent += 1;
      else if (error instanceof TypeError && error.message.startsWith(`${inSchema(method)}: `)) outcomes.refused += 1;
      else {
        outcomes.wrong += 1;
        if (outcomes.texts.length < 5) outcomes.texts.push(`${method}: ${error}`.slice(0, 300));
      }
    }
  }
}

// Runs each; afterwards the same instance has to answer as ever.
async function attacks(peer, binding) {
  const { instance } = await peer.now();
  const outcomes = {};
  const texts = [];
  let [calls, unending] = [0, 0];
  const tools = { made: (times) => (calls += times), waits: () => (unending += 1), binding };
  for (const [name, attack] of Object.entries(ATTACKS)) {
    let problem;
    try {
      problem = await within(attack(peer, tools));
    } catch (error) {
      problem = `${error.stack}`;
    }
    const after = await within(peer.now()).catch((error) => ({ error: `${error}` }));
    if (after.instance !== instance) problem ??= `the instance ended ${after.error ?? ""}`;
    else if ((await peer.add(2, 3)) !== 5) problem ??= "it cannot add any more";
    outcomes[name] = problem === undefined;
    if (problem !== undefined) texts.push(`${name}: ${problem}`.slice(0, 600));
    if (after.instance !== instance) break;
  }
  return { outcomes, attacks: Object.keys(ATTACKS).length, texts, calls, unending };
}
