// Calls of objects that are elsewhere, and their promises. Imported from one `extern` block only (src/js/glue.rs).

import { goOn, instance } from "./instance.js";
import { dispose } from "./stubs.js";

/** For the promise of a call that can be cancelled by a word to the other side, what says it. */
export const cancels = new WeakMap();

const MISSING_HERE = "The target has no method ";

/**
 * Calls a method of a stub, a binding or a plain object. What comes back may be a promise of the runtime's own
 * kind, on which further calls can be pipelined, so it is handed on as it is; anything else that is not
 * thenable is wrapped.
 */
export function call(target, method, args) {
  try {
    const f = target[method];
    if (typeof f !== "function") return Promise.reject(new TypeError(`${MISSING_HERE}"${method}".`));
    // Not `f.call(…)`: on a function stub that is itself taken as a remote property.
    const result = Reflect.apply(f, target, args);
    return typeof result?.then === "function" ? result : Promise.resolve(result);
  } catch (error) {
    return Promise.reject(error);
  }
}

/**
 * Tells how `promise` is settled: `settled(number, value, failed)`. One closure of Rust serves all calls: making two
 * for each, as `JsFuture` does, takes as long as the rest of a short call in Rust.
 */
function watch(promise, settled, number) {
  const mine = instance;
  const tell = (value, failed) => {
    goOn();
    if (mine === instance) settled(number, value, failed);
  };
  try {
    promise.then((value) => tell(value, false), (error) => tell(error, true));
  } catch (error) {
    // An object of this Worker that only looks like a promise.
    settled(number, error, true);
  }
}

/** A call that is watched. */
function send(target, method, args, settled, number) {
  const promise = call(target, method, args);
  watch(promise, settled, number);
  return promise;
}

/**
 * Nobody waits for this reply: what it holds is disposed when it comes. Where the runtime cancels a call whose promise is
 * disposed, it does so.
 */
function abandon(reply) {
  try {
    cancels.get(reply)?.();
    reply.then(dispose, () => {});
    reply[Symbol.dispose]?.();
  } catch {}
}

export const calls = { call, send, watch, abandon };
