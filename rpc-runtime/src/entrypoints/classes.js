// Turns the classes that wasm-bindgen wrote into entrypoints and Durable Objects. Imported from one `extern` block
// only (src/entrypoints/classes.rs), and only by a Worker that exports such a class: what this imports exists nowhere else.

import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
// What wasm-bindgen wrote; the bundler joins the two into one file. Its classes are there before it starts the
// wasm instance, which calls `install`.
import * as worker from "../../../../index.js";

// What the runtime calls by itself on a Durable Object, and refuses to a peer.
const HANDLERS = ["fetch", "connect", "alarm", "webSocketMessage", "webSocketClose", "webSocketError"];

// By class, one function for each of its services. The bundler's shim replaces the wasm instance after a panic, and
// with it these functions, but not the methods that call them.
const installed = new Map();

/**
 * Gives the class `name` the methods of `services`, each `[methods, dispatch]`, and takes from it all other
 * members that a peer could reach.
 */
export function install(name, durable, services) {
  const dispatchers = services.map(([, dispatch]) => dispatch);
  const before = installed.get(name);
  if (before !== undefined) {
    before.splice(0, Infinity, ...dispatchers);
    return;
  }
  installed.set(name, dispatchers);

  const Class = worker[name];
  const Base = durable ? DurableObject : WorkerEntrypoint;
  const { prototype } = Class;
  const keep = durable ? ["constructor", ...HANDLERS] : ["constructor"];
  for (const key of Reflect.ownKeys(prototype)) {
    if (!keep.includes(key)) delete prototype[key];
  }
  Object.setPrototypeOf(Class, Base);
  Object.setPrototypeOf(prototype, Base.prototype);

  services.forEach(([methods], service) => {
    methods.forEach((method, index) => {
      const value = function (...args) {
        return dispatchers[service](this, index, args);
      };
      Object.defineProperty(prototype, method, { value, configurable: true, writable: true });
    });
  });
}

/**
 * What `new` of an entrypoint class gives: an instance made by the runtime's own class, which keeps `ctx` and `env`
 * where no peer reaches them.
 */
export function construct(name, ctx, env) {
  return Reflect.construct(WorkerEntrypoint, [ctx, env], worker[name]);
}
