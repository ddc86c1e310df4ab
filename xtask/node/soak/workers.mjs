// The Workers of the soak test: in one workerd, or on both sides of a network.

import { createServer } from "node:net";

import { caller, inFiles, inFolder, start } from "../miniflare.mjs";

const FOLDER = "rpc-runtime/tests/soak";

// What is called, by its binding; and the Worker there.
export const PEERS = { OBJECTS: "objects", MESSAGES: "messages", JS: "js" };
export const NAMES = Object.values(PEERS);
// Those that are instances of WebAssembly.
export const IN_RUST = ["objects", "messages"];

const CODE = {
  objects: (overrides) => inFolder(`${FOLDER}/objects`, { name: "objects", ...overrides }),
  messages: (overrides) => inFolder(`${FOLDER}/messages`, { name: "messages", ...overrides }),
  js: ({ serviceBindings, ...overrides }) =>
    inFiles("js", `${FOLDER}/javascript/worker.mjs`, serviceBindings, {}, overrides),
};

const ROOMS = Object.fromEntries(
  Object.entries(PEERS).map(([binding, name]) => [`${binding}_ROOM`, { className: "Room", scriptName: name }]),
);

// All of them, and `test`, which runs functions: in one workerd, where each calls the services `peers`, by default these
// same Workers; `test` calls them by their names, too. `shared` are options of Miniflare for all.
export function together({ peers = PEERS, overrides = () => ({}), shared = {} } = {}) {
  const workers = NAMES.map((name) =>
    CODE[name]({ serviceBindings: peers, durableObjects: ROOMS, ...overrides(name) }),
  );
  const own = Object.fromEntries(NAMES.map((name) => [name, name]));
  return start([...workers, caller("test", { ...peers, ...own })], undefined, shared);
}

// Those that are called, at addresses that stay when they are started anew.
export async function far() {
  const ports = Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await freePort()])));
  const at = (name) => ({ unsafeDirectSockets: [{ host: "127.0.0.1", port: ports[name] }] });
  return {
    start: () => together({ overrides: at }),
    peers: Object.fromEntries(
      Object.entries(PEERS).map(([binding, name]) => [
        binding,
        { external: { address: `127.0.0.1:${ports[name]}`, http: {} } },
      ]),
    ),
  };
}

// Below those that the system gives to whoever asks for any: nobody else takes it while a side is not there.
const PORTS = { from: 20_000, to: 30_000 };

async function freePort() {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from));
    const server = createServer();
    const isFree = await new Promise((resolve) => {
      server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
