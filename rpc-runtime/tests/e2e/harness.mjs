// The compatibility dates that suites run on: that of the first Workers RPC, and the newest that the workerd knows which
// runs them. Between them the runtime changes what happens to arguments that are stubs, to errors and to promises of other
// requests.

import { newestDate } from "../../../xtask/node/miniflare.mjs";

export const FIRST = "2024-04-03";
export const NEWEST = newestDate();
