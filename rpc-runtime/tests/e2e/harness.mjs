// What suites have in common: one import for each. How Workers are started is in `xtask/node`, which the demo uses, too.

import assert from "node:assert/strict";

import { newestDate } from "../../../xtask/node/miniflare.mjs";

export { caller, inFile, inFolder, inline, start } from "../../../xtask/node/miniflare.mjs";

// The compatibility dates that suites run on: that of the first Workers RPC, and the newest that the workerd knows which
// runs them. Between them the runtime changes what happens to arguments that are stubs, to errors and to promises of other
// requests.
export const FIRST = "2024-04-03";
export const NEWEST = newestDate();

// What a WIT schema calls a method, and so what errors call it: `placeOrder` is `place-order` there.
export const inSchema = (method) => method.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

// Waits for a line that a Worker prints after its reply.
export async function printed(workers, line) {
  for (let tries = 0; tries < 100; tries++) {
    if (workers.log.includes(line)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`never printed: ${line}\n${workers.log}`);
}
