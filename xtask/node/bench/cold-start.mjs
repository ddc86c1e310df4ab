// `cargo xtask bench`: how long it takes from a fresh isolate to its first answer, for a calculator that adds, in one run
// of one workerd: by its Worker Loader, each id makes an isolate that has not run before.
//
// The wasm of each isolate differs from all others in a custom section, or V8 would take what it has compiled for an
// earlier one; a machine that has not run the Worker has nothing to take it from. As with calls, ways take turns, and
// what a request takes that makes no isolate is not counted.
//
// Takes `{ rounds, generated, byHand }` as JSON, the latter two as folders, `{ server, client }`; prints `{ rows: [{
// work, direction, wire, samples }] }`.

import "../parent.mjs";

import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { inFiles, inFolder, inline, start } from "../miniflare.mjs";
import { median } from "./rounds.mjs";

const ROOT = resolve(import.meta.dirname, "..", "..", "..");
// How many isolates one request makes, one after the other.
const TIMES = 4;
const DATE = "2026-04-21";

const { rounds, generated, byHand } = JSON.parse(process.argv[2]);

// Servers and clients, as they are deployed.
const KINDS = {
  javascript: { server: join(ROOT, "examples/calculator-js"), client: join(ROOT, "examples/calculator-js") },
  generated,
  byHand,
};

// Who is warm, and calls.
const CALLERS = {
  js: inFiles("js", "rpc-runtime/bench/javascript/index.mjs"),
  rust: inFolder("rpc-runtime/bench/bench-objects", { name: "rust" }),
};

const JS_JS = { direction: "js-js", wire: "object", kind: "javascript" };
const JS_RUST = { direction: "js-rust", wire: "object", kind: "generated" };
const BY_HAND = { direction: "js-rust", wire: "hand-written", kind: "byHand" };
const RUST_RUST = { direction: "rust-rust", wire: "object", kind: "generated" };

const WORKS = [
  // A warm Worker calls a fresh isolate.
  {
    work: "cold-start",
    ways: [JS_JS, JS_RUST, BY_HAND, RUST_RUST],
    path: ({ kind }, times) => `/add?times=${times}&peer=${kind}`,
    worker: ({ direction }) => direction.split("-")[0],
  },
  // A fresh isolate, which is fetched, calls another one.
  {
    work: "cold-start-pair",
    ways: [JS_JS, RUST_RUST, { ...BY_HAND, direction: "rust-rust" }],
    path: ({ kind }, times) => `/?times=${times}&peer=${kind}`,
    worker: () => "loader",
  },
];

// Makes isolates. Each of its entrypoints is a service whose every call goes to a fresh one.
const LOADER = `
import { WorkerEntrypoint } from "cloudflare:workers";
import kinds from "kinds";

let count = 0;

// The same module with a custom section that no other has.
function unlike(wasm) {
  const section = [0, 9, 1, 0x6e, ...new Uint8Array(new BigUint64Array([BigInt(++count)]).buffer).slice(0, 7)];
  const bytes = new Uint8Array(wasm.byteLength + section.length);
  bytes.set(new Uint8Array(wasm));
  bytes.set(section, wasm.byteLength);
  return bytes.buffer;
}

function fresh(env, files, bindings) {
  const modules = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === "string" ? { js: content } : { wasm: unlike(content) },
  ]);
  return env.LOADER.get(String(++count), () => ({
    compatibilityDate: "${DATE}",
    mainModule: "index.js",
    modules: Object.fromEntries(modules),
    env: bindings,
    globalOutbound: null,
  })).getEntrypoint();
}

const serving = (kind) =>
  class extends WorkerEntrypoint {
    add(a, b) {
      return fresh(this.env, kinds[kind].server, {}).add(a, b);
    }
  };
export const javascript = serving("javascript");
export const generated = serving("generated");
export const byHand = serving("byHand");

// What clients in Rust ask besides.
export class Warm extends WorkerEntrypoint {
  add(a, b) {
    return a + b;
  }
}

export default {
  async fetch(request, env, ctx) {
    const { searchParams } = new URL(request.url);
    const peer = searchParams.get("peer");
    const bindings = { CALCULATOR: ctx.exports[peer]({ props: {} }), CALCULATOR_JS: ctx.exports.Warm({ props: {} }) };
    for (let times = Number(searchParams.get("times")); times > 0; times--) {
      const response = await fresh(env, kinds[peer].client, bindings).fetch("http://client/?a=1&b=2");
      const answers = await response.json();
      if (answers.length === 0 || answers.some(({ result }) => result !== 3)) {
        return Response.json(answers, { status: 500 });
      }
    }
    return new Response("done");
  },
};
`;

// The modules of the loader: its own, and those that it makes isolates of.
function loaderModules() {
  const modules = [];
  const imports = [];
  const kinds = Object.entries(KINDS).map(([kind, folders]) => {
    const sides = Object.entries(folders).map(([side, folder]) => {
      const files = readdirSync(folder).filter((file) => /\.(js|wasm)$/.test(file));
      const members = files.map((file) => {
        const name = `${kind}_${side}_${file.replace(/\W/g, "_")}`;
        const type = file.endsWith(".js") ? "Text" : "Data";
        modules.push({ type, path: name, contents: readFileSync(join(folder, file)) });
        imports.push(`import ${name} from "${name}";`);
        return `"${file}": ${name}`;
      });
      return `${side}: { ${members.join(", ")} }`;
    });
    return `${kind}: { ${sides.join(", ")} }`;
  });
  return [
    { type: "ESModule", path: "loader.mjs", contents: LOADER },
    { type: "ESModule", path: "kinds", contents: `${imports.join("\n")}\nexport default { ${kinds.join(", ")} };` },
    ...modules,
  ];
}

const loader = { ...inline("loader", ""), modules: loaderModules(), workerLoaders: { LOADER: {} } };
const peers = Object.keys(KINDS).map((kind) => [kind, { name: "loader", entrypoint: kind }]);
const callers = Object.values(CALLERS).map((worker) => ({ ...worker, serviceBindings: Object.fromEntries(peers) }));
const workers = await start([loader, ...callers]);
try {
  const rows = [];
  for (const of of WORKS) rows.push(...(await measure(of)));
  console.log(JSON.stringify({ rows }));
} finally {
  await workers.stop();
}
process.exit();

// A row for each way to do a work.
async function measure({ work, ways, path, worker }) {
  const cells = ways.map((way) => ({ way, samples: [], asking: [] }));
  // The first rounds warm up what is not to be measured.
  for (let round = -2; round < rounds; round++) {
    // What an isolate leaves to be done in the background meets the one after it: each round begins with another way.
    const first = (round + 2) % cells.length;
    for (const { way, samples, asking } of [...cells.slice(first), ...cells.slice(0, first)]) {
      const time = (times) => request(worker(way), path(way, times));
      const nothing = await time(0);
      const took = await time(TIMES);
      if (round < 0) continue;
      asking.push(nothing);
      samples.push(took);
    }
  }
  const rows = cells.map(({ way: { direction, wire }, samples, asking }) => {
    const nothing = median(asking);
    return { work, direction, wire, samples: samples.map((took) => ((took - nothing) * 1000) / TIMES) };
  });
  const said = rows.map(({ direction, wire, samples }) => `${direction} ${wire} ${median(samples).toFixed(0)}`);
  console.error(`   ${work}, µs: ${said.join(", ")}`);
  return rows;
}

// Milliseconds of one request.
async function request(worker, path) {
  const began = performance.now();
  const response = await workers.fetch(worker, path);
  const text = await response.text();
  if (text !== "done") throw new Error(`${worker}${path}: ${response.status}\n${text}\n${workers.log}`);
  return performance.now() - began;
}
