// Workers that call others, which end in every way while they serve.

import { Outcomes, load } from "./load.mjs";
import { memoryOf, workerds } from "./process.mjs";
import { atRest } from "./rest.mjs";
import { IN_RUST, far, together } from "./workers.mjs";

const ENDINGS = ["panic", "panic-later", "trap", "trap-later", "stack"];
// How often something ends, in milliseconds; and one of how many times it is a whole side, which takes a second to start
// anew. After half of the time none is, so that what many ends leave would be seen.
const EVERY = 300;
const SIDE = 25;
// Callers of a hundred who are cancelled.
const CANCELS = 10;
// What is left for the end, in milliseconds.
const REST = 8000;
// What takes longer has hung.
const PATIENCE = 40_000;

// What fails because of all this.
export const ALLOWED = [
  /The Worker's instance ended while it served this call/,
  /The resource is gone: its Worker's instance ended/,
  // While a side is not there, and for what it was doing. JavaScript's own text for the latter, of a stream:
  /Network connection lost/,
  /internal error; $/,
  /ReadableStream received over RPC disconnected prematurely/,
  // A call of an instance that ended is failed in the context of whoever ended it; the runtime, which hands that on a
  // turn later, sometimes sees before that it waits for nothing.
  /: Hung .*had hung|: Error (?!turn).*had hung/,
];

// Calls until a little before `end`, and has `started` called when its processes are there. Gives
// `{ memory: of the servers' process, afterwards: outcomes when nothing ends any more,
// kept: { WORKER: what it has }, instances: [those of callers before all this, and after it] }`.
export async function shaken(outcomes, random, end, started) {
  const there = await far();
  const callers = await together({ peers: there.peers });
  const instances = await instancesOf(callers);
  let servers = await there.start();
  let process = workerds().at(-1);
  started();
  const last = end - REST;
  const middle = (Date.now() + last) / 2;
  const shake = async () => {
    while (Date.now() < last) {
      await new Promise((resolve) => setTimeout(resolve, random.below(2 * EVERY)));
      if (random.below(SIDE) === 0 && Date.now() < middle) {
        await within("stopping a side", servers.stop());
        servers = await within("starting a side", there.start());
        process = workerds().at(-1);
        outcomes.fault("a side is started anew");
        continue;
      }
      const [binding, how] = [random.pick(["OBJECTS", "MESSAGES"]), random.pick(ENDINGS)];
      const outcome = await callers.run("test", askToEnd, binding, how);
      if (outcome.startsWith("ended")) outcomes.fault(how);
    }
  };
  try {
    const calling = load(callers, outcomes, random, last, { cancels: CANCELS, resets: true });
    await Promise.all([calling, shake()]);
    // Whatever has happened, the next call works.
    const afterwards = new Outcomes();
    await load(callers, afterwards, random, Date.now() + 1000);
    const memory = memoryOf(process);
    const kept = await keptOf([callers, servers]);
    return { memory, afterwards, kept, instances: [instances, await instancesOf(callers)] };
  } catch (error) {
    throw new Error(`${error.message}\n${callers.log.slice(-3000)}\n${servers.log.slice(-3000)}`, { cause: error });
  } finally {
    await Promise.all([callers.stop(), servers.stop()]);
  }
}

async function within(what, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} does not end`)), PATIENCE);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function instancesOf(workers) {
  return Promise.all(IN_RUST.map(async (name) => (await workers.json(name, "/now")).instance));
}

async function keptOf(groups) {
  const all = {};
  for (const [at, workers] of groups.entries()) {
    for (const name of IN_RUST) {
      const who = `${["caller", "server"][at]} ${name}`;
      all[who] = await atRest(workers, name, () => workers.fetch(name, "/press"));
    }
  }
  return all;
}

async function askToEnd(env, binding, how) {
  try {
    return `answered ${await env[binding].end(how)}`;
  } catch (error) {
    return `ended: ${error.message}`;
  }
}
