// Runs on the newest workerd, too.

// Streams, futures and platform types in every direction, on the oldest and the newest compatibility date. What each
// scenario does is in `worker/src` (Rust) and in `scenarios.mjs` (JavaScript).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { DATES, NEWEST, inFile, inFolder, start } from "../harness.mjs";

const HERE = "rpc-runtime/tests/e2e";
const JAVASCRIPT = ["worker", "scenarios", "producers", "carriers"];

// What workerd says to the reader of a byte stream whose producer failed, and what a Rust reader adds to it.
const CUT = "ReadableStream received over RPC disconnected prematurely.";
// The same on workerd 2026-04-26, if a producer in JavaScript fails before it is read.
const CUT_AT_ONCE = NEWEST < "2026-11-17" ? "Network connection lost." : CUT;
const TRAPPED =
  "The Worker's instance ended while it served this call, by a panic or for want of memory or stack: its log says more.";
const GONE = "The resource is gone: its Worker's instance ended.";
const WHY = "(the producer failed or went away; the runtime does not carry the reason of a byte stream)";
const NOTE = `${CUT} ${WHY}`;

const BYTES = 1024 * 64 * 1024;

// What every direction says alike.
const SAME = {
  bytes: ["produced at rest: true", `${BYTES} bytes`, "ahead: true", "memory: true"],
  "bytes-dropped": ["dropped 1, produced true", "dropped 1, produced true"],
  "bytes-sent": [`${BYTES} bytes`, "produced 1024, dropped 1", "memory: true"],
  "bytes-sent-dropped": ["read true", "dropped 1, produced true"],
  items: [
    "produced at rest: 0",
    "ahead: true",
    "999 items, sum 499500",
    "0 items, sum 0",
    "ticks: 300",
    "produced 1000, dropped 2",
  ],
  "items-large": [`${BYTES} bytes`, "memory: true"],
  "items-sent": ["total 499500", "produced 1000, dropped 1"],
  "items-sent-dropped": ["total 6", "dropped 1, produced true"],
  "items-of-resources": ["sum 55", "left 0"],
};

const FROM_RUST = {
  "bytes-failing": [`3000 bytes, then Remote: bytes: ${NOTE}`, `0 bytes, then Remote: bytes: ${NOTE}`],
  "bytes-through": [
    "100000 bytes, sum 5050000",
    "100000 bytes, sum 4950000",
    "100000 bytes, sum 5050000",
    "99000 bytes, sum 4950000",
    "500 bytes, sum 500",
    'Err("only 500 of 1000 bytes")',
  ],
  "items-failing": [
    "300 items, then Remote: items: no more after 300",
    "0 items, then Remote: items: no more after 0",
  ],
  "items-dropped": ["dropped 1, produced true", "dropped 1, produced true", "waited true", "dropped 1"],
  "items-through": [
    "100 items, sum 5050",
    "100 items, sum 4950",
    "90 items, sum 4905",
    "100 items, sum 5050",
    "89 items, sum 4895",
  ],
  futures: ["2", "1"],
  "futures-failing": ["Remote: later: there is no such value"],
  "futures-dropped": ["dropped 1", "waited true", "dropped 2"],
  platform: ["201 POST /path header body", 'Some("1, 2")', "86399000 ms"],
};

const RUST_TO_RUST = {
  "bytes-sent-failing": [`Remote: count: count: ${NOTE}`, `Remote: count: count: ${NOTE}`],
  "items-sent-failing": ["Remote: total: total: no more after 300"],
  "futures-sent": ["7", "Remote: wait: wait: no value", "8", "9", "dropped 1"],
  // The server's wasm instance is gone, and with it its count of what was produced.
  // Who waits for an item is told of the panic; who was given some before asks what is gone.
  panicking: [
    "20 bytes",
    `Remote: panicking: ${NOTE}`,
    "true",
    `0 items, then Trapped: panicking: ${TRAPPED}`,
    `1 items, then Gone: panicking: ${GONE}`,
  ],
};

const RUST_TO_JAVASCRIPT = {
  "bytes-failing": [
    `3000 bytes, then Remote: bytes: ${NOTE}`,
    `0 bytes, then ${CUT_AT_ONCE === CUT ? "Remote" : "Gone"}: bytes: ${CUT_AT_ONCE} ${WHY}`,
  ],
  "bytes-sent-failing": [`Remote: count: ${CUT}`, `Remote: count: ${CUT}`],
  "items-sent-failing": ["Remote: total: no more after 300"],
  "items-invalid": [
    '1 items, then InvalidReply: broken: result: [1].id: expected u32, got string "2"',
    "0 items, then InvalidReply: broken: result: items: expected array, got number 5",
    "InvalidReply: broken: result: expected a stub of a stream, got array of 1",
    '0 items, then MissingMethod: broken: The RPC receiver does not implement the method "next".',
  ],
  "futures-sent": ["7", "Remote: wait: no value", "8", "9", "dropped 1"],
};

const JAVASCRIPT_TO_RUST = {
  "bytes-failing": [`3000 bytes, then Error: ${CUT}`, `0 bytes, then Error: ${CUT}`],
  "bytes-sent-failing": [`Error: count: ${NOTE}`],
  "bytes-mixed": [
    // The newest leaves out what is no bytes, and does not say so.
    NEWEST < "2026-11-17" ? `Error: count: ${NOTE}` : "4",
    NEWEST < "2026-11-17" ? `Error: count: ${NOTE}` : "7",
    `Error: count: ${NOTE}`,
    "4",
    "6",
  ],
  "bytes-through": [
    "100000 bytes, sum 5050000",
    "100000 bytes, sum 4950000",
    "100000 bytes, sum 5050000",
    "500 bytes, sum 500",
    '{"tag":"err","val":"only 500 of 1000 bytes"}',
  ],
  "items-counted": [
    "few calls: true",
    "few calls: true",
    "1 item",
    "1 item",
    "1 item",
    "ahead 1",
    "in order: true",
    "TypeError: next: argument max: expected a number of at least 1, got number 0",
    'TypeError: next: argument max: expected a number of at least 1, got string "many"',
    '{"items":[],"done":true}',
    "item 0",
  ],
  "items-failing": [
    "300 items, then Error: no more after 300",
    "0 items, then Error: no more after 0",
  ],
  "items-dropped": [
    "dropped 1, produced true",
    "dropped 1, produced true",
    '{"items":[],"done":true}',
    "dropped 1",
  ],
  "items-sent-failing": ["Error: total: no more after 300"],
  "items-through": [
    "100 items, sum 5050",
    "100 items, sum 4950",
    "90 items, sum 4905",
    "100 items, sum 5050",
  ],
  "items-invalid": [
    'TypeError: total: argument items: [1].id: expected u32, got string "2"',
    "TypeError: total: argument items: items: expected array, got number 5",
    "TypeError: total: argument items: expected a stub of a stream, got array of 1",
    'TypeError: total: The RPC receiver does not implement the method "next".',
  ],
  panicking: [`20 bytes, then Error: ${CUT}`, `0 items, then Error: ${TRAPPED}`, `1 items, then Error: ${GONE}`],
  futures: ["2", "1", "3"],
  "futures-failing": [
    "Error: there is no such value",
    "Error: get: somebody has asked for the value already",
  ],
  "futures-dropped": ["dropped 1", "Error: get: the reader let go of it", "dropped 2"],
  "futures-sent": [
    "7",
    "Error: wait: no value",
    "8",
    "9",
    'TypeError: wait: The RPC receiver does not implement the method "get".',
    "TypeError: wait: argument value: expected a stub of a future, got number 5",
    "dropped 2",
  ],
  platform: [
    "201 POST /path header body",
    "1, 2",
    "86399000 ms",
    'TypeError: answer: argument request: expected Request, got string "http://host/"',
    "TypeError: with-header: argument headers: expected Headers, got object",
    "TypeError: next-day: argument date: expected Date, got number 5",
    "TypeError: next-day: argument date: expected Date, got an invalid Date",
    "TypeError: count: argument data: expected ReadableStream, got Response",
  ],
};

// The readers of the wire document against its producers.
const JAVASCRIPT_ALONE = { "items-left": ["dropped 1, produced true"] };

const DIRECTIONS = [
  ["Rust → Rust", "streams", "RUST", { ...SAME, ...FROM_RUST, ...RUST_TO_RUST }],
  ["Rust → JavaScript", "streams", "JS", { ...SAME, ...FROM_RUST, ...RUST_TO_JAVASCRIPT }],
  ["JavaScript → Rust", "streams-js", "RUST", { ...SAME, ...JAVASCRIPT_ALONE, ...JAVASCRIPT_TO_RUST }],
  ["JavaScript → JavaScript", "streams-js", "JS", JAVASCRIPT_ALONE],
];

test("the code in the wire document is the code that is tested", () => {
  const text = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
  const blocks = [...text("../../../WIRE.md").matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);
  assert.equal(blocks.length, 4);
  const tested = text("carriers.mjs");
  for (const block of blocks) assert.ok(tested.includes(block), block);
});

for (const compatibilityDate of DATES) {
  describe(`on ${compatibilityDate}`, () => {
    const modules = JAVASCRIPT.map((part) => ({
      type: "ESModule",
      path: fileURLToPath(import.meta.resolve(`./${part}.mjs`)),
    }));
    let workers;

    before(async () => {
      const services = { RUST: "streams-server", JS: "streams-js" };
      workers = await start([
        inFolder(`${HERE}/streams/worker`, { compatibilityDate, serviceBindings: services }),
        inFolder(`${HERE}/streams/worker`, { name: "streams-server", compatibilityDate }),
        inFile("streams-js", `${HERE}/streams/worker.mjs`, services, { compatibilityDate, modules }),
      ]);
    });
    after(() => workers?.stop());

    for (const [direction, worker, binding, scenarios] of DIRECTIONS) {
      for (const [scenario, expected] of Object.entries(scenarios)) {
        test(`${direction}: ${scenario}`, async () => {
          const said = await workers.json(worker, `/${scenario}?binding=${binding}`);
          assert.deepEqual(said, expected);
        });
      }
    }
  });
}
