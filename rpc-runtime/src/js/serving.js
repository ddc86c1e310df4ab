// Calls that come in. Imported from one `extern` block only (src/js/glue.rs).

import { aborted, goOn, instance, letGoLater, whenItEnds } from "./instance.js";

// What the calls are told that end with their wasm instance: what happened is in the log, and not for a peer.
const TRAPPED =
  "The Worker's instance ended while it served this call, by a panic or for want of memory or stack: its log says more.";

/** What a caller is told, should it still listen, whose Durable Object was reset. */
const OBJECT_ENDED = "The Durable Object is gone: the runtime has ended it.";

/** What a caller is told, should it still listen, whose call was cancelled. */
const CANCELLED = "The call was cancelled.";

/** What Rust has thrown, in an array, until the call that threw it is over. */
let thrown;

/**
 * Has Rust serve a call, which may throw an `Error` of ours. One of the engine's own says that the instance has ended: then
 * the call is told like those that wait.
 */
export function enter(dispatch, self, index, args) {
  goOn();
  const mine = instance;
  const signal = takeSignal(args);
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
  if (thrown === undefined) {
    if (signal !== undefined) heed(signal, outcome, self);
    return outcome;
  }
  const [error] = thrown;
  thrown = undefined;
  throw error;
}

/**
 * What a caller sends along by which it says that the call is cancelled: `{ $cancel: … }`, one argument more than the schema
 * has. No name in a schema is that. Whatever else an object with that key holds, it is an argument like any other.
 */
function takeSignal(args) {
  const last = args?.[args.length - 1];
  if (typeof last !== "object" || last === null || Object.getPrototypeOf(last) !== Object.prototype) return undefined;
  if (!Object.hasOwn(last, "$cancel") || Object.keys(last).length !== 1) return undefined;
  const signal = last.$cancel;
  const isSignal = signal instanceof AbortSignal || (signal instanceof ReadableStream && !signal.locked);
  if (!isSignal) return undefined;
  args.pop();
  return signal;
}

/** Whether that is the promise of a call that has just begun to wait. */
const waits = (outcome) => latest !== undefined && latest.promise === outcome;

/** Cancels the call whose outcome that promise is, once the signal says so. */
function heed(signal, outcome, origin) {
  const call = waits(outcome) ? waiting.get(latest.number) : undefined;
  const number = latest?.number;
  const cancel = () => {
    if (call === undefined || waiting.get(number) !== call) return;
    cancelled(origin);
    call.cancel(number);
    finish(number, new Error(CANCELLED), true);
  };
  if (signal instanceof AbortSignal) {
    if (call === undefined) return;
    call.done = () => signal.removeEventListener("abort", cancel);
    signal.addEventListener("abort", cancel);
    if (signal.aborted) cancel();
    return;
  }
  let reader;
  try {
    reader = signal.getReader();
  } catch {
    // The method reads it, of which it is an argument as well.
    return;
  }
  const done = () => void reader.cancel().catch(() => {});
  if (call === undefined) return done();
  call.done = done;
  untilItEnds(reader).then(cancel);
}

async function untilItEnds(reader) {
  try {
    while (!(await reader.read()).done);
  } catch {
    // That is an end as well.
  }
}

/** For each entrypoint whose call is cancelled, or asks whether it is: a promise, and what fulfils it. */
const cancellations = new WeakMap();

function cancellation(origin) {
  let known = cancellations.get(origin);
  if (known === undefined) {
    known = { is: false };
    known.promise = new Promise((resolve) => (known.resolve = resolve));
    cancellations.set(origin, known);
  }
  return known;
}

function cancelled(origin) {
  // A Durable Object is called by its address.
  if (typeof origin !== "object") return;
  const known = cancellation(origin);
  known.is = true;
  known.resolve();
}

function isCancelled(origin) {
  return cancellations.get(origin)?.is ?? false;
}

function whenCancelled(origin) {
  return cancellation(origin).promise;
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
    const outcome = enter(dispatch, self, index, args);
    if (isDurable && waits(outcome)) noteCall(object, latest.number);
    return outcome;
  };
}

/** For each Durable Object, the numbers of its calls that waited, and the instance whose numbers they are. */
const callsOfObjects = new WeakMap();

/**
 * Drops what calls of an object have left that is gone. The runtime resets one without a word to what waits in it, and that
 * would stay where it is.
 */
const resets =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry(({ numbers, of }) => of === instance && letGoLater(() => numbers.forEach(forget)))
    : undefined;

function noteCall(object, number) {
  if (resets === undefined) return;
  let calls = callsOfObjects.get(object);
  // An object may outlive an instance.
  if (calls?.of !== instance) {
    calls = { numbers: new Set(), of: instance };
    callsOfObjects.set(object, calls);
    resets.register(object, calls);
  }
  const call = waiting.get(number);
  // It may be cancelled already.
  if (call === undefined) return;
  calls.numbers.add(number);
  call.calls = calls.numbers;
}

function forget(number) {
  const call = waiting.get(number);
  if (call === undefined) return;
  call.cancel(number);
  finish(number, new Error(OBJECT_ENDED), true);
}

export function alone(method, object) {
  return new TypeError(
    `The method "${method}" was called without its object: call \`${object}.${method}(…)\`, not a function taken off it.`,
  );
}

// What this Worker is still doing for others, by a number. A panic ends the wasm instance that would have finished it, and
// a promise that nobody settles makes the runtime cancel the caller as hung.
const waiting = new Map();

/** The last of them. */
let latest;

whenItEnds(() => {
  thrown = undefined;
  for (const number of [...waiting.keys()]) finish(number, new Error(TRAPPED), true);
});

/**
 * The promise of a call that had to wait, until `finish` or a panic settles it. The call runs to its end although its
 * caller may go away, see `Keeper`; `origin` is what was called, or undefined.
 */
export function wait(number, origin, cancel) {
  const promise = new Promise((resolve, reject) => {
    const keeper = keeperOf(origin);
    keeper?.hold();
    waiting.set(number, { resolve, reject, keeper, cancel, done: undefined, calls: undefined });
  });
  latest = { promise, number };
  return promise;
}

export function finish(number, value, failed) {
  const call = waiting.get(number);
  if (call === undefined) return;
  waiting.delete(number);
  if (failed) call.reject(value);
  else call.resolve(value);
  call.keeper?.letGo();
  call.calls?.delete(number);
  try {
    call.done?.();
  } catch {
    // The signal is of a request that is over. Others may wait to be told after this one.
  }
}

/** The same for a promise: `outcome`, or the failure that a panic gives it. */
export function settle(outcome, origin) {
  const key = {};
  const promise = wait(key, origin);
  outcome.then((value) => finish(key, value, false), (error) => finish(key, error, true));
  return promise;
}

const settled = Promise.resolve();

/** The tasks that Rust has woken. */
const woken = new Set();

whenItEnds(() => woken.clear());

/** Has Rust go on with a task, once whoever runs now is done. Not `queueMicrotask`, which takes the runtime several times as long. */
function soon(run, number) {
  const mine = instance;
  woken.add(number);
  settled.then(() => mine === instance && woken.delete(number) && run(number));
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

export const serving = { fail, serveBy, wait, finish, soon, isCancelled, whenCancelled };
