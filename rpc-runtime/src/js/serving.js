// Calls that come in. Imported from one `extern` block only (src/js/glue.rs).

import { aborted, instance, whenItEnds } from "./instance.js";

// What the calls are told that end with their wasm instance: what happened is in the log, and not for a peer.
const TRAPPED =
  "The Worker's instance ended while it served this call, by a panic or for want of memory or stack: its log says more.";

/** What Rust has thrown, in an array, until the call that threw it is over. */
let thrown;

/**
 * Has Rust serve a call, which may throw an `Error` of ours. One of the engine's own says that the instance has ended: then
 * the call is told like those that wait.
 */
export function enter(dispatch, self, index, args) {
  const mine = instance;
  let outcome;
  try {
    outcome = dispatch(self, index, args);
  } catch (error) {
    const isTrap = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    if (!isTrap && mine === instance) throw error;
    console.error("Critical", error);
    // The handler of the instance runs in what is left of it, and may not have come to its end.
    aborted();
    throw new Error(TRAPPED);
  }
  if (thrown === undefined) return outcome;
  const [error] = thrown;
  thrown = undefined;
  throw error;
}

/** Has the call that is being served throw `error` when Rust returns: an exception that goes through wasm costs more. */
function fail(error) {
  thrown = [error];
}

/**
 * What JavaScript calls as `serve(this, index, arguments)` for the methods of an entrypoint or of a Durable Object. A
 * Durable Object stands in Rust where wasm-bindgen has put it. The names in `methods` have a comma between them.
 */
function serveBy(dispatch, methods, isDurable) {
  return (object, index, args) => {
    const self = isDurable ? object?.__wbg_ptr : object;
    // For a function that was fetched by itself, `this` is that function.
    if (typeof object !== "object" || !self) throw alone(methods.split(",")[index], isDurable ? "object" : "binding");
    return enter(dispatch, self, index, args);
  };
}

export function alone(method, object) {
  return new TypeError(
    `The method "${method}" was called without its object: call \`${object}.${method}(…)\`, not a function taken off it.`,
  );
}

// What this Worker is still doing for others, by a number. A panic ends the wasm instance that would have finished it, and
// a promise that nobody settles makes the runtime cancel the caller as hung.
const waiting = new Map();

whenItEnds(() => {
  thrown = undefined;
  for (const number of [...waiting.keys()]) finish(number, new Error(TRAPPED), true);
});

/**
 * The promise of a call that had to wait, until `finish` or a panic settles it. The call runs to its end although its
 * caller may go away, see `Keeper`; `origin` is what was called, or undefined.
 */
export function wait(number, origin) {
  return new Promise((resolve, reject) => {
    const keeper = keeperOf(origin);
    keeper?.hold();
    waiting.set(number, { resolve, reject, keeper });
  });
}

export function finish(number, value, failed) {
  const call = waiting.get(number);
  if (call === undefined) return;
  waiting.delete(number);
  if (failed) call.reject(value);
  else call.resolve(value);
  call.keeper?.letGo();
}

/** The same for a promise: `outcome`, or the failure that a panic gives it. */
export function settle(outcome, origin) {
  const key = {};
  const promise = wait(key, origin);
  outcome.then((value) => finish(key, value, false), (error) => finish(key, error, true));
  return promise;
}

const settled = Promise.resolve();

/** Has Rust go on, once whoever runs now is done. Not `queueMicrotask`, which takes the runtime several times as long. */
function soon(run) {
  const mine = instance;
  settled.then(() => mine === instance && run());
}

/** For an entrypoint or a target, what keeps its call's context. */
const keepers = new WeakMap();

/**
 * Keeps the context of a call until the call is over and every target that came out of it is disposed. The runtime ends
 * the context with its last stub, and then has no place left to run that target's disposer in; and as soon as the caller
 * goes away, without a word: what the call waits for never comes, and everything that it has would stay where it is. In a
 * context that is kept, reading from the caller fails, and so does calling it.
 */
class Keeper {
  #ctx;
  #reasons = 0;
  #release;

  constructor(ctx) {
    this.#ctx = ctx;
  }

  /** Until as many `letGo`. */
  hold() {
    if (this.#reasons === 0) this.#ctx.waitUntil(new Promise((resolve) => (this.#release = resolve)));
    this.#reasons += 1;
  }

  letGo() {
    this.#reasons -= 1;
    if (this.#reasons === 0) this.#release();
  }

  /** Until the target is gone, and what that may return as well. */
  keep(target) {
    this.hold();
    keepers.set(target, this);
  }
}

export function keeperOf(origin) {
  if (origin === undefined) return undefined;
  let keeper = keepers.get(origin);
  if (keeper === undefined && typeof origin.ctx?.waitUntil === "function") {
    keeper = new Keeper(origin.ctx);
    keepers.set(origin, keeper);
  }
  return keeper;
}

/** The target is gone: nothing of its call's context is for it any more. */
export function letGoOf(target) {
  const keeper = keepers.get(target);
  keepers.delete(target);
  keeper?.letGo();
}

export const serving = { fail, serveBy, wait, finish, soon };
