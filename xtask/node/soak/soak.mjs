// `cargo xtask soak`: Workers that call each other for a while, while much goes wrong, and what is left of it.
//
// There are three groups, at once. `steady` are in one workerd, the newest, and nothing ends their instances: what they
// have at the end is what they had after they warmed up. `shaken` call over a network others whose instances panic and
// trap, and which are started anew; and Durable Objects that are reset. `hostile` are servers, and a caller who sends them
// what no client would.
//
// Takes `{ seconds, seed }` as JSON, and prints `{ rows, problems }`: each row is `{ what, value }`, with `{ limit, met }`
// where something is asked of it.

import "../parent.mjs";

import { Rng } from "../../../rpc-runtime/tests/soak/javascript/random.mjs";
import { Figures, ofCalls, ofHostility, ofKept, ofShaken } from "./figures.mjs";
import { SIZE, VALUES, hostility } from "./hostility.mjs";
import { Outcomes } from "./load.mjs";
import { memoryOf, workerds } from "./process.mjs";
import { ALLOWED, shaken } from "./shaken.mjs";
import { steady } from "./steady.mjs";

const { seconds, seed } = JSON.parse(process.argv[2]);
const began = Date.now();
const end = began + seconds * 1000;
const random = new Rng(seed);
const ofSteady = new Outcomes();
const ofTheShaken = new Outcomes();

// A machine that is busy may take longer, but not for ever; and nothing may take all of its memory.
const LONGER = 180_000;
const MEMORY = 6 * 2 ** 30;
setInterval(() => {
  const memory = workerds().map(memoryOf).reduce((sum, bytes) => sum + bytes, 0);
  const why = Date.now() > end + LONGER ? "it does not end" : memory > MEMORY ? `it takes ${memory} bytes` : undefined;
  if (why === undefined) return;
  console.error(`the soak test is given up: ${why}`);
  process.exit(1);
}, 1000).unref();

// Miniflare reads which workerd to start from the environment, and a process is found as the newest: so the groups start one
// after the other.
const [steadyBegan, beginShaken] = latch();
const [shakenBegan, beginHostile] = latch();
function latch() {
  let open;
  return [new Promise((resolve) => (open = resolve)), open];
}

// Says when a group is done.
async function told(name, group) {
  const outcome = await group;
  console.error(`   ${name}: done after ${Math.round((Date.now() - began) / 1000)} s`);
  return outcome;
}
const [kept, left, sides] = await Promise.all([
  told("steady", steady(ofSteady, new Rng(random.next()), end, beginShaken)),
  told("shaken", steadyBegan.then(() => shaken(ofTheShaken, new Rng(random.next()), end, beginHostile))),
  told("hostile", shakenBegan.then(() => hostility(new Rng(random.next()), end))),
]);

const figures = new Figures();
ofCalls(figures, "steady", ofSteady);
ofKept(figures, "steady", kept);
ofCalls(figures, "shaken", ofTheShaken, ALLOWED);
ofShaken(figures, "shaken", left);
ofHostility(figures, sides, VALUES, SIZE);
const attacks = sides.reduce((sum, { attacks }) => sum + attacks.calls, 0);
const values = sides.reduce((sum, { values }) => sum + values.answered + values.refused, 0);
figures.told("all: calls", ofSteady.calls + ofTheShaken.calls + attacks + values);
figures.told("all: seconds", Math.round((Date.now() - began) / 1000));
console.log(JSON.stringify(figures));
process.exit();
