// Workers that come to rest: what is not collected yet, or still under way, is waited for, but not for ever.

import { IN_RUST } from "./workers.mjs";

// In milliseconds.
const PATIENCE = 4000;
const PAUSE = 100;

// What a Worker in Rust has when it has nothing any more, or in the end. `collect` has its garbage collected.
export async function atRest(workers, name, collect) {
  if (!IN_RUST.includes(name)) return {};
  const end = Date.now() + PATIENCE;
  for (;;) {
    // What was collected is let go of when somebody calls.
    await workers.run("test", (env, name) => env[name].now(), name);
    const has = await workers.json(name, "/now");
    const { counters, producers, tables, memories } = has;
    const all = [counters, producers, memories - 1, ...Object.values(tables)].reduce((sum, number) => sum + number, 0);
    if (all === 0 || Date.now() > end) return has;
    await collect();
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
