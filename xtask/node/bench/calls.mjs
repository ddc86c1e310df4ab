// `cargo xtask bench`: how long calls between Workers take, in one run of one workerd.
//
// Each work is done in every way, and the ways take turns, round after round, so that whatever else the machine does
// meets all of them. A round is one request to a Worker, which makes so many calls that it takes about the same time
// whatever the work is. It is timed from here: a clock in a Worker stands still while that runs. Numbers of different
// runs or machines do not compare; the ratios of one run do.
//
// Takes `{ quick, works, rivals, before }` as JSON, the last two folders with Workers, or null; prints
// `{ rows: [{ work, direction, wire, samples }], compared, notes }`. Of `{ list: true }`, prints the names of all works.

import "../parent.mjs";

import { join } from "node:path";

import { inFiles, inFolder, modulesFolder, start } from "../miniflare.mjs";
import { distance } from "./distance.mjs";
import { FULL, QUICK, callsOfRound, median, paceOf, roundsOf } from "./rounds.mjs";
import { EXCEPT, NOTES, SIDES, WAYS, WORKS } from "./works.mjs";

const BENCH = "rpc-runtime/bench";
// Rounds that are not counted: they warm up, after those that tell how many calls a round has.
const WARM_UP = 2;

const { list, quick, works: wanted, rivals, before } = JSON.parse(process.argv[2]);
const pace = quick ? QUICK : FULL;
if (list) {
  console.log(JSON.stringify(WORKS.map(({ name }) => name)));
  process.exit();
}

const chosen = WORKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
for (const { compared } of chosen.filter(({ compared }) => compared)) {
  if (!chosen.some(({ name }) => name === compared)) chosen.push(WORKS.find(({ name }) => name === compared));
}

const sides = Object.fromEntries(Object.entries(SIDES).filter(([, side]) => before !== null || !side.before));
const ways = WAYS.filter(({ caller, server }) => caller in sides && server in sides);
const notes = [...NOTES, ...Object.values(EXCEPT).map(({ why }) => why)];
if (before === null) notes.push("before: this clone lacks the commit that it is built from; `git fetch --unshallow` has it");

const distances = new Map();
for (const side of Object.keys(sides)) distances.set(side, await distance());
const workers = await start(Object.entries(sides).flatMap(([name, side]) => bothOf(name, side)));
try {
  for (const [side, distance] of distances) distance.to(await workers.address(side));
  const rows = [];
  for (const work of chosen) rows.push(...(await measure(work)));
  const compared = Object.fromEntries(chosen.filter((work) => work.compared).map((work) => [work.name, work.compared]));
  console.log(JSON.stringify({ rows, compared, notes }));
} finally {
  for (const distance of distances.values()) distance.stop();
  await workers.stop();
}
process.exit();

// A Worker that is called, and the same one as who calls: it has two bindings for each that is called, one of which
// takes its time.
function bothOf(name, side) {
  const { main, packages = {} } = side;
  const others = Object.entries(packages).map(([file, path]) => [file, join(modulesFolder(), path)]);
  const worker = (name, services, overrides) =>
    main
      ? inFiles(name, `${BENCH}/${main}`, services, Object.fromEntries(others), overrides)
      : inFolder(folderOf(side), { name, serviceBindings: services, ...overrides });
  const peers = Object.keys(sides).flatMap((side) => [
    [bindingOf(side, false), side],
    [bindingOf(side, true), { external: { address: distances.get(side).address, http: {} } }],
  ]);
  return [
    worker(name, {}, { unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] }),
    worker(`${name}-caller`, Object.fromEntries(peers), {}),
  ];
}

function folderOf(side) {
  if (side.rivals) return join(rivals, side.rivals);
  return side.before ? join(before, side.before) : `${BENCH}/${side.folder}`;
}

function bindingOf(side, far) {
  return `${side.toUpperCase().replaceAll("-", "_")}${far ? "_FAR" : ""}`;
}

function can(wire, work) {
  const { only, except = [] } = EXCEPT[wire] ?? {};
  return (only?.includes(work) ?? true) && !except.includes(work);
}

// A row for each way to do `work`.
async function measure(work) {
  const cells = [];
  for (const way of ways.filter(({ wire }) => can(wire, work.name))) {
    const time = (calls) => request(way, work, calls);
    // What it takes to ask, and to make what is sent: the least of many, since more is the machine's doing.
    const asking = Math.min(await time(0), await time(0), await time(0));
    cells.push({ way, time, asking, each: await paceOf(pace, time, asking), rounds: [] });
  }
  for (let round = -WARM_UP; round < pace.rounds; round++) {
    for (const cell of cells) {
      const calls = callsOfRound(pace, cell.each);
      const rounds = roundsOf(pace, cell.each * calls);
      if (round >= rounds || (round < 0 && rounds === pace.least)) continue;
      const took = await cell.time(calls);
      // What else the machine did may have made a call seem slow; too few calls would be all noise then.
      cell.each = Math.min(cell.each, Math.max(took - cell.asking, took / 2) / calls);
      if (round < 0) continue;
      cell.rounds.push({ took, calls });
      cell.asking = Math.min(cell.asking, await cell.time(0));
    }
  }
  const rows = cells.map(({ way: { direction, wire }, asking, rounds }) => {
    const samples = rounds.map(({ took, calls }) => ((took - asking) * 1000) / calls);
    return { work: work.name, direction, wire, samples };
  });
  const said = rows.map(({ direction, wire, samples }) => `${direction} ${wire} ${median(samples).toFixed(1)}`);
  console.error(`   ${work.name}, µs: ${said.join(", ")}`);
  return rows;
}

// Milliseconds of one request that makes so many calls.
async function request({ wire, caller, server }, { name, far = false }, calls) {
  const began = performance.now();
  const path = `/${name}?times=${calls}&peer=${bindingOf(server, far)}&client=${wire}`;
  const response = await workers.fetch(`${caller}-caller`, path);
  const text = await response.text();
  if (text !== "done") throw new Error(`${caller} → ${server} ${path}: ${response.status}\n${text}\n${workers.log}`);
  return performance.now() - began;
}
