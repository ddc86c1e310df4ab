// `cargo xtask bench`: how long calls take, in one run of one workerd.
//
// What is compared takes turns, round after round, so that whatever else the machine does meets all of it. Numbers
// of different runs or machines do not compare; the ratios of one run do.

import { inFile, inFolder, start } from "./miniflare.mjs";

const ROUNDS = 15;

// What is called, and how often in a round.
const ROWS = [
  { call: "add", what: "add(u32, u32)", times: 1000 },
  { call: "order", what: "echo an order of 100 lines (id, sku, quantity, price { currency, cents }, gift)", times: 200 },
];

// Each calls a second copy of itself.
const WIRES = [
  { name: "javascript", what: "JavaScript → JavaScript" },
  { name: "objects", what: "Rust → Rust, objects" },
  { name: "messages", what: "Rust → Rust, messages" },
];

const BENCH = "rpc-runtime/bench";

function worker(wire, name, services) {
  return wire === "javascript"
    ? inFile(name, `${BENCH}/javascript.mjs`, services)
    : inFolder(`${BENCH}/bench-${wire}`, { name, serviceBindings: services });
}

const workers = await start(
  WIRES.flatMap(({ name }) => [worker(name, `${name}-server`, {}), worker(name, name, { PEER: `${name}-server` })]),
);
try {
  for (const { call, what, times } of ROWS) {
    const measured = new Map(WIRES.map(({ name }) => [name, []]));
    for (let round = -2; round < ROUNDS; round++) {
      for (const { name } of WIRES) {
        const micros = (await time(name, call, times)) / times;
        // The first rounds warm up.
        if (round >= 0) measured.get(name).push(micros);
      }
    }
    print(what, times, measured);
  }
} finally {
  await workers.stop();
}

// Microseconds of one request that makes `times` calls.
async function time(name, call, times) {
  const began = performance.now();
  const response = await workers.fetch(name, `/${call}?times=${times}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`${name}: status ${response.status}\n${text}\n${workers.log}`);
  return (performance.now() - began) * 1000;
}

function print(what, times, measured) {
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  const base = median(measured.get(WIRES[0].name));
  console.log(`${what}: ${ROUNDS} rounds of ${times} calls`);
  for (const { name, what } of WIRES) {
    const values = measured.get(name);
    const [middle, least, most] = [median(values), Math.min(...values), Math.max(...values)];
    const ratio = (middle / base).toFixed(2);
    console.log(
      `  ${what.padEnd(26)}${middle.toFixed(1).padStart(8)} µs a call   ratio ${ratio}   ` +
        `(${least.toFixed(1)} to ${most.toFixed(1)} µs)`,
    );
  }
  console.log();
}
