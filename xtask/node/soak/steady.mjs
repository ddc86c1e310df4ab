// Workers whose instances live for all of the test: what they keep, after they warmed up and at the end.

import { heapOf } from "./heap.mjs";
import { load } from "./load.mjs";
import { atRest } from "./rest.mjs";
import { NAMES, together } from "./workers.mjs";

// The part of the time in which they warm up; and what is left for the end, in milliseconds.
const WARM_UP = 0.25;
const REST = 12_000;
// Callers of a hundred who are cancelled.
const CANCELS = 10;

// Calls until a little before `end`, and has `started` called before. Gives `{ WORKER: [after warming up, at the end] }`.
export async function steady(outcomes, random, end, started) {
  const workers = await inspected();
  started();
  try {
    const last = end - REST;
    const options = { cancels: CANCELS };
    await load(workers, outcomes, random, Date.now() + (last - Date.now()) * WARM_UP, options);
    const before = await kept(workers);
    await load(workers, outcomes, random, last, options);
    const after = await kept(workers);
    return Object.fromEntries(NAMES.map((name) => [name, [before[name], after[name]]]));
  } catch (error) {
    throw new Error(`${error.message}\n${workers.log.slice(-5000)}`, { cause: error });
  } finally {
    await workers.stop();
  }
}

// On the newest workerd: that which Miniflare brings was seen to end by itself, by an error in V8, when its inspector was
// on.
async function inspected() {
  const before = process.env.WORKERS_RPC_WORKERD ?? "";
  process.env.WORKERS_RPC_WORKERD = "newest";
  try {
    return await together({ shared: { inspectorPort: 0 } });
  } finally {
    process.env.WORKERS_RPC_WORKERD = before;
  }
}

// What each has when nothing is called, and garbage is collected.
async function kept(workers) {
  const inspector = await workers.inspector();
  const all = {};
  for (const name of NAMES) {
    let heap = await heapOf(inspector, name);
    // The engine tells finalizers later what it has collected.
    const collect = async () => (heap = await heapOf(inspector, name));
    await workers.fetch(name, "/now");
    await collect();
    all[name] = { ...(await atRest(workers, name, collect)), heap };
  }
  return all;
}
