// What suites have in common: one import for each. How Workers are started is in `xtask/node`, which the demo uses, too.

import assert from "node:assert/strict";

import { newestDate } from "../../../xtask/node/miniflare.mjs";

export { caller, inFile, inFolder, inline, start, versions } from "../../../xtask/node/miniflare.mjs";

// The compatibility dates that suites run on: that of the first Workers RPC, and the newest that the workerd knows which
// runs them. Between them the runtime changes what happens to arguments that are stubs, to errors and to promises of other
// requests.
export const FIRST = "2024-04-03";
export const NEWEST = newestDate();

// Likewise, for a suite that takes long: on the newest workerd the newest date alone.
export const DATES = process.env.WORKERS_RPC_WORKERD === "newest" ? [NEWEST] : [FIRST, NEWEST];

// What a WIT schema calls a method, and so what errors call it: `placeOrder` is `place-order` there.
export const inSchema = (method) => method.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

// Waits for what a Worker prints, which may come after its reply: `text` in what was logged after `from` characters,
// as often as `times` says.
export async function printed(workers, text, { from = 0, times = 1 } = {}) {
  const found = () => workers.log.slice(from).split(text).length - 1;
  for (let tries = 0; found() < times; tries++) {
    if (tries === 500) assert.fail(`printed ${found()} times in place of ${times}: ${text}\n${workers.log.slice(from)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
