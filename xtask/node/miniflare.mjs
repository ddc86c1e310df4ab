// Starts Workers together on workerd, for the demo and the end-to-end tests.
//
//   const workers = await start([
//     inFolder("examples/calculator-server"),
//     caller("test", { CALCULATOR: "calculator-server" }),
//   ]);
//   await workers.run("test", (env) => env.CALCULATOR.add(1, 2)); // 3
//   await workers.stop();

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { decode, encode } from "./values.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(HERE, "..", "..");

// For Workers without a `wrangler.toml`.
const COMPATIBILITY_DATE = "2026-04-21";

// A call that takes longer than this hangs.
const TIMEOUT = 30_000;

// The npm packages are in the cache of `cargo xtask`, not beside this file.
function load(name) {
  return createRequire(join(modulesFolder(), "resolve-from-here.js"))(name);
}

// Where the npm packages are.
export function modulesFolder() {
  const modules = process.env.WORKERS_RPC_NODE_MODULES;
  if (!modules) {
    throw new Error("WORKERS_RPC_NODE_MODULES is not set: run this through `cargo xtask test e2e`");
  }
  return modules;
}

// Which workerd runs: with `WORKERS_RPC_WORKERD=newest`, the newest one, else that which Miniflare brings.
function workerd() {
  const { WORKERS_RPC_WORKERD: which = "" } = process.env;
  if (which === "") return load("workerd");
  if (which === "newest") return load("workerd-newest");
  throw new Error(`WORKERS_RPC_WORKERD is ${which}: it is "newest", or not set`);
}

// The versions that suites run on, as the newest compatibility dates that they know: that which Miniflare brings, and the
// newest. `package.json` beside this names both.
export const versions = () => [load("workerd").compatibilityDate, load("workerd-newest").compatibilityDate];

// The newest compatibility date that this workerd knows.
export const newestDate = () => workerd().compatibilityDate;

// The Worker in `folder` (relative to the checkout, or absolute) as its `wrangler.toml` describes
// it. `overrides` are options of Miniflare.
export function inFolder(folder, overrides = {}) {
  const dir = resolve(ROOT, folder);
  const config = load("smol-toml").parse(readFileSync(join(dir, "wrangler.toml"), "utf8"));
  const main = resolve(dir, config.main);
  if (!existsSync(main)) throw new Error(`${folder} is not built: run \`cargo xtask test build\``);
  const durable = config.durable_objects?.bindings ?? [];
  const sqlite = new Set((config.migrations ?? []).flatMap((step) => step.new_sqlite_classes ?? []));
  return {
    name: config.name,
    ...modulesOf(main),
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags ?? [],
    bindings: config.vars ?? {},
    serviceBindings: Object.fromEntries(
      (config.services ?? []).map(({ binding, service, entrypoint, props }) => [
        binding,
        { name: service, entrypoint, props },
      ]),
    ),
    durableObjects: Object.fromEntries(
      durable.map(({ name, class_name, script_name }) => [
        name,
        {
          className: class_name,
          scriptName: script_name,
          useSQLite: script_name ? undefined : sqlite.has(class_name),
        },
      ]),
    ),
    ...overrides,
  };
}

// `main` and every other module in its folder.
function modulesOf(main) {
  const types = { ".js": "ESModule", ".mjs": "ESModule", ".wasm": "CompiledWasm" };
  const folder = dirname(main);
  const others = readdirSync(folder)
    .map((file) => join(folder, file))
    .filter((path) => path !== main && extname(path) in types);
  return {
    modulesRoot: folder,
    modules: [main, ...others].map((path) => ({ type: types[extname(path)], path })),
  };
}

// A Worker from the JavaScript files of a folder (relative to the checkout, or absolute), of which `main` is the first,
// and from others by what they are imported as: `{ "name.js": path }`.
export function inFiles(name, main, services = {}, others = {}, overrides = {}) {
  const { modulesRoot, modules } = modulesOf(resolve(ROOT, main));
  for (const [file, path] of Object.entries(others)) {
    modules.push({ type: "ESModule", path: join(modulesRoot, file), contents: readFileSync(path, "utf8") });
  }
  return {
    name,
    modulesRoot,
    modules,
    compatibilityDate: COMPATIBILITY_DATE,
    serviceBindings: services,
    ...overrides,
  };
}

// A Worker from its one JavaScript file (relative to the checkout, or absolute).
export function inFile(name, path, services = {}, overrides = {}) {
  const file = resolve(ROOT, path);
  return {
    name,
    modulesRoot: dirname(file),
    modules: [{ type: "ESModule", path: file }],
    compatibilityDate: COMPATIBILITY_DATE,
    serviceBindings: services,
    ...overrides,
  };
}

// A Worker from the text of its one JavaScript module.
export function inline(name, script, services = {}, overrides = {}) {
  return {
    name,
    modules: [{ type: "ESModule", path: `${name}.mjs`, contents: script }],
    compatibilityDate: COMPATIBILITY_DATE,
    serviceBindings: services,
    ...overrides,
  };
}

// A Worker with the service bindings `services` that runs what `run` is given.
export function caller(name, services = {}, overrides = {}) {
  return {
    name,
    modulesRoot: HERE,
    modules: ["caller.worker.mjs", "values.mjs"].map((file) => ({
      type: "ESModule",
      path: join(HERE, file),
    })),
    compatibilityDate: COMPATIBILITY_DATE,
    serviceBindings: services,
    unsafeEvalBinding: "UNSAFE_EVAL",
    ...overrides,
  };
}

// Starts `workers` in one workerd, where they find each other by name. With a `compatibilityDate`, all have that one.
// `shared` are options of Miniflare for all of them.
export async function start(workers, compatibilityDate, shared = {}) {
  // Miniflare asks for it whenever it starts one.
  process.env.MINIFLARE_WORKERD_PATH = workerd().default;
  const { Log, LogLevel, Miniflare } = load("miniflare");
  let log = "";
  const keep = (stream) => stream.setEncoding("utf8").on("data", (text) => (log += text));
  const miniflare = new Miniflare({
    workers: compatibilityDate ? workers.map((worker) => ({ ...worker, compatibilityDate })) : workers,
    cf: false, // Else it asks the network where this is.
    log: new Log(LogLevel.ERROR),
    handleRuntimeStdio: (stdout, stderr) => [stdout, stderr].forEach(keep),
    ...shared,
  });
  try {
    await miniflare.ready;
  } catch (error) {
    await miniflare.dispose().catch(() => {});
    throw new Error(`workerd did not start: ${error.message}\n${log}`, { cause: error });
  }
  return new Workers(miniflare, () => log);
}

class Workers {
  #miniflare;
  #log;

  constructor(miniflare, log) {
    this.#miniflare = miniflare;
    this.#log = log;
  }

  // What the Workers and workerd have printed so far.
  get log() {
    return this.#log();
  }

  // The response of the Worker `name` to a request for `path`.
  async fetch(name, path, init = {}) {
    const worker = await this.#miniflare.getWorker(name);
    return worker.fetch(new URL(path, "http://worker").href, {
      signal: AbortSignal.timeout(TIMEOUT),
      ...init,
    });
  }

  // Where the Worker `name` listens, which has `unsafeDirectSockets`.
  async address(name) {
    return (await this.#miniflare.unsafeGetDirectURL(name)).host;
  }

  // Where the inspector listens, if all have the option `inspectorPort`.
  async inspector() {
    return this.#miniflare.getInspectorURL();
  }

  // The JSON that the Worker `name` answers to a GET for `path`.
  async json(name, path) {
    const response = await this.fetch(name, path);
    const text = await response.text();
    if (!response.ok) throw new Error(`${name}${path}: status ${response.status}\n${text}\n${this.log}`);
    return JSON.parse(text);
  }

  // Runs `fn(env, ...args, ctx)` inside `name`, which is a Worker made by `caller`; gives its
  // result, or throws an error with the name, the message and the own properties of what it
  // threw. `fn` is sent as text: it sees nothing of the test around it but its arguments.
  async run(name, fn, ...args) {
    const body = encode({ source: fn.toString(), args });
    const response = await this.fetch(name, "/", { method: "POST", body });
    const text = await response.text();
    if (!response.ok) throw new Error(`${name} failed: ${text}\n${this.log}`);
    const outcome = decode(text);
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  async stop() {
    await this.#miniflare.dispose();
  }
}
