// What cannot be said in wasm-bindgen's terms, for calls and resources. Imported from one `extern` block (src/js/glue.rs):
// the bundler warns about duplicate keys otherwise. What is in "cloudflare:workers" comes in as an argument, so that
// this runs elsewhere, too. Functions are imported as members of one object: wasm-bindgen lists the file once for
// each function that it can import directly.

// Nothing here throws: where wasm-bindgen catches an exception, it leaks the slot of what should have been returned.

/**
 * Calls a method of a stub, a binding or a plain object. What comes back may be a promise of the runtime's own
 * kind, on which further calls can be pipelined, so it is handed on as it is; anything else that is not
 * thenable is wrapped.
 */
function call(target, method, args) {
  try {
    const f = target[method];
    if (typeof f !== "function") return Promise.reject(missing(method));
    // Not `f.call(…)`: on a function stub that is itself taken as a remote property.
    const result = Reflect.apply(f, target, args);
    return typeof result?.then === "function" ? result : Promise.resolve(result);
  } catch (error) {
    return Promise.reject(error);
  }
}

/**
 * What peers have said about messages: for an object that was called, by the name of the method that takes them,
 * whether it has that method. A service binding is the same object as long as the Worker lives, so a peer is asked
 * once.
 */
const answers = new WeakMap();

/** Whether `target` takes messages by `method`; undefined while that is not known. */
function takesMessages(target, method) {
  return answers.get(target)?.get(method);
}

/** The peer is asked again. */
function forgetAnswer(target, method) {
  answers.get(target)?.delete(method);
}

function learn(target, method, answer) {
  try {
    if (!answers.has(target)) answers.set(target, new Map());
    answers.get(target).set(method, answer);
  } catch {
    // A primitive, which has no identity to remember.
  }
}

/**
 * Calls a method that takes messages, without knowing whether the target has it. `retry(number, error)` says what was
 * thrown, if anything was: if that is that there is no such method, then nothing has run yet, and it gives the same call
 * as `[method, arguments]` with objects. The reply is an `Answer`. The cap table is empty: what is in one could not
 * be sent twice.
 */
function offer(target, by, method, message, retry, number) {
  const mine = instance;
  return call(target, by, [method, message]).then(
    (reply) => {
      if (mine === instance) retry(number, undefined);
      learn(target, by, true);
      return new Answer(reply, true);
    },
    (error) => {
      // What made the call is gone with its instance.
      const same = mine === instance ? retry(number, error) : undefined;
      if (same === undefined) throw error;
      learn(target, by, false);
      const [fallback, objects] = same;
      return call(target, fallback, objects).then((reply) => new Answer(reply, false));
    },
  );
}

/** A reply that is a message, or not. */
class Answer {
  constructor(reply, isMessage) {
    this.reply = reply;
    this.isMessage = isMessage;
  }

  [Symbol.dispose]() {
    dispose(this.reply);
  }
}

/** `[reply, isMessage]` */
function answer({ reply, isMessage }) {
  return [reply, isMessage];
}

/** Calls a method that takes messages: `[method, message]`, or with the cap table. */
function callMessage(target, by, method, message, caps) {
  return call(target, by, caps === undefined ? [method, message] : [method, message, caps]);
}

// Rises with every panic: what an instance waits for is nothing to the one that replaces it.
let instance = 0;

/**
 * Tells how `promise` is settled: `settled(number, value, failed)`. One closure of Rust serves all calls: making two
 * for each, as `JsFuture` does, takes as long as the rest of a short call in Rust.
 */
function watch(promise, settled, number) {
  const mine = instance;
  try {
    promise.then(
      (value) => mine === instance && settled(number, value, false),
      (error) => mine === instance && settled(number, error, true),
    );
  } catch (error) {
    // An object of this Worker that only looks like a promise.
    settled(number, error, true);
  }
}

function missing(method) {
  return new TypeError(`${MISSING_HERE}"${method}".`);
}

// The flags and texts of errors, which `error/known.rs` has under the same names: a test compares them.

const REMOTE = 1;
const RETRYABLE = 2;
const OVERLOADED = 4;
const DURABLE_OBJECT_RESET = 8;

// What the calls are told that end with their wasm instance: what happened is in the log, and not for a peer.
const TRAPPED =
  "The Worker's instance ended while it served this call, by a panic or for want of memory or stack: its log says more.";
const RESOURCE_TRAPPED = "The resource is gone: its Worker's instance ended.";
const RESOURCE_DISPOSED = "The resource was disposed.";
const MISSING_HERE = "The target has no method ";

/** The members of a thrown value that the runtime may set, in the order that `RemoteError` reads them. */
function describe(error) {
  try {
    if (error === null || (typeof error !== "object" && typeof error !== "function")) {
      return [undefined, String(error), 0];
    }
    const flags =
      (error.remote === true ? REMOTE : 0) |
      (error.retryable === true ? RETRYABLE : 0) |
      (error.overloaded === true ? OVERLOADED : 0) |
      (error.durableObjectReset === true ? DURABLE_OBJECT_RESET : 0);
    return [text(error.name), text(error.message) ?? String(error), flags];
  } catch {
    // An exotic object, such as a Proxy with throwing traps.
    return [undefined, "the thrown value cannot be read", 0];
  }
}

function text(value) {
  return typeof value === "string" ? value : undefined;
}

/** A new Error; never the one that was caught, which could be an instance of WebAssembly.RuntimeError. */
function makeError(type, name, message, flags) {
  const error = type === "TypeError" ? new TypeError(message) : new Error(message);
  if (name !== undefined && name !== error.name) {
    Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
  }
  if (flags & RETRYABLE) error.retryable = true;
  if (flags & OVERLOADED) error.overloaded = true;
  if (flags & DURABLE_OBJECT_RESET) error.durableObjectReset = true;
  return error;
}

// Calls that this Worker is still serving. A panic ends the wasm instance that would have settled them, and a
// promise that nobody settles makes the runtime cancel the caller as hung.
const serving = new Set();

/**
 * The outcome of a served call that had to wait: `outcome`, or the failure that `failServing` gives it. The call runs to
 * its end although its caller may go away, see `Keeper`; `origin` is what was called, or undefined.
 */
function settle(outcome, origin) {
  const settled = new Promise((resolve, reject) => {
    serving.add(reject);
    outcome.then(resolve, reject).finally(() => serving.delete(reject));
  });
  keepUntil(settled, origin);
  return settled;
}

/** A panic: fails every call still being served, and every later call of a target of this instance. */
function failServing() {
  instance += 1;
  for (const reject of serving) reject(new Error(TRAPPED));
  serving.clear();
  dispatchers = new WeakMap();
}

function log(what) {
  console.error(what);
}

/** A trap: the same, and worker-build's shim is told, which has not seen every trap. */
function aborted() {
  failServing();
  const state = globalThis.__worker_init_state;
  if (state !== undefined) state.criticalError = true;
}

/**
 * Has Rust serve a call. What Rust throws is an error for the caller, and an `Error` of ours (`makeError`); the engine's
 * own say that the instance has ended. A call that sees one is told like those that waited.
 */
function enter(dispatch, self, index, args) {
  const mine = instance;
  try {
    return dispatch(self, index, args);
  } catch (error) {
    const isTrap = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    if (!isTrap && mine === instance) throw error;
    console.error("Critical", error);
    // The handler of the instance runs in what is left of it, and may not have come to its end.
    aborted();
    throw new Error(TRAPPED);
  }
}

/**
 * What JavaScript calls as `serve(this, index, arguments)` for the methods of an entrypoint or of a Durable Object. A
 * Durable Object stands in Rust where wasm-bindgen has put it.
 */
function serveBy(dispatch, methods, isDurable) {
  return (object, index, args) => {
    const self = isDurable ? object?.__wbg_ptr : object;
    // For a function that was fetched by itself, `this` is that function.
    if (typeof object !== "object" || !self) throw alone(methods[index], isDurable ? "object" : "binding");
    return enter(dispatch, self, index, args);
  };
}

function alone(method, object) {
  return new TypeError(
    `The method "${method}" was called without its object: call \`${object}.${method}(…)\`, not a function taken off it.`,
  );
}

/** Lets go of a stub, or of whatever has a disposer. A disposer that throws has nobody to tell. */
function dispose(value) {
  try {
    value?.[Symbol.dispose]?.();
  } catch {}
}

/** Disposes what a reply holds, but for the parts that were taken out of it: whoever has them disposes them. */
function disposeRest(reply, taken) {
  if (taken.length === 0) return dispose(reply);
  const keep = new Set(taken);
  const visit = (value) => {
    if (keep.has(value) || value === null || !["object", "function"].includes(typeof value)) return;
    keep.add(value);
    if (Array.isArray(value)) value.forEach(visit);
    else if (value instanceof Map) value.forEach((item, key) => (visit(key), visit(item)));
    else if (isPlain(value)) Object.values(value).forEach(visit);
    else dispose(value);
  };
  try {
    visit(reply);
  } catch {
    // A reply of an object in this Worker, with code of its own.
  }
}

function isPlain(object) {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

/** `[another stub of the same object]`, or `[undefined, why not]`. */
function duplicate(stub) {
  try {
    return [stub.dup()];
  } catch (error) {
    return [undefined, error];
  }
}

/** The property of a result that has not arrived: calls on it are pipelined. */
function pending(promise, property) {
  return promise[property];
}

/** Nobody waits for this reply: what it holds is disposed when it comes. */
function abandon(reply) {
  try {
    reply.then(dispose, () => {});
  } catch {}
}

// Resources that live in this Worker, as the runtime wants them: instances of RpcTarget whose methods are on the
// prototype. A Proxy that poses as one breaks when calls are pipelined.

/**
 * What an instance does when called; not a property, which the runtime would not let a peer reach anyway. A panic
 * empties it: wasm-bindgen would run the first closure that is called after one in the instance that replaces the
 * closure's own.
 */
let dispatchers = new WeakMap();

/** One class for each resource, by its name in full: `rpc:library/library/book`. */
const classes = new Map();

/**
 * Lets go of what is behind targets that nobody has disposed and nobody can call any more. The runtime disposes none
 * of those that a request has sent when that request ends. Not there before compatibility date 2025-05-05.
 */
const unreachable =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry(({ letGo, of }) => of === instance && letGo())
    : undefined;

/**
 * `dispatch(number, this, index, arguments)` runs a method; without an index, it lets go of the resource. `origin` is
 * the entrypoint or the target that returns this one, or undefined.
 */
function makeTarget(RpcTarget, name, methods, dispatch, number, origin) {
  let Target = classes.get(name);
  if (Target === undefined) {
    const short = name.slice(name.lastIndexOf("/") + 1);
    Target = { [short]: class extends RpcTarget {} }[short];
    methods.forEach((method, index) => define(Target, method, function (...args) {
      const dispatch = dispatchers.get(this);
      if (dispatch !== undefined) return enter(dispatch, this, index, args);
      throw this instanceof Target ? new Error(RESOURCE_TRAPPED) : alone(method, short);
    }));
    define(Target, Symbol.dispose, function () {
      const dispatch = dispatchers.get(this);
      dispatchers.set(this, disposed);
      unreachable?.unregister(this);
      try {
        if (dispatch !== undefined) enter(dispatch, this, undefined, []);
      } finally {
        keepers.get(this)?.letGo(this);
      }
    });
    classes.set(name, Target);
  }
  const target = new Target();
  const run = (...call) => dispatch(number, ...call);
  dispatchers.set(target, run);
  unreachable?.register(target, { letGo: () => enter(run, undefined, undefined, []), of: instance }, target);
  keeperOf(origin)?.keep(target);
  return target;
}

function disposed(_, index) {
  if (index !== undefined) throw new Error(RESOURCE_DISPOSED);
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

  keep(reason) {
    if (this.#reasons === 0) this.#ctx.waitUntil(new Promise((resolve) => (this.#release = resolve)));
    this.#reasons += 1;
    keepers.set(reason, this);
  }

  letGo(reason) {
    keepers.delete(reason);
    this.#reasons -= 1;
    if (this.#reasons === 0) this.#release();
  }
}

function keeperOf(origin) {
  if (origin === undefined) return undefined;
  let keeper = keepers.get(origin);
  if (keeper === undefined && typeof origin.ctx?.waitUntil === "function") {
    keeper = new Keeper(origin.ctx);
    keepers.set(origin, keeper);
  }
  return keeper;
}

/** Keeps that context until `promise` is settled. */
function keepUntil(promise, origin) {
  const keeper = keeperOf(origin);
  if (keeper === undefined) return;
  keeper.keep(promise);
  const letGo = () => keeper.letGo(promise);
  promise.then(letGo, letGo);
}

function define(Class, name, value) {
  Object.defineProperty(Class.prototype, name, { value, configurable: true, writable: true });
}

function isInstance(value, Class) {
  try {
    return value instanceof Class;
  } catch {
    // A Proxy with throwing traps.
    return false;
  }
}

export const glue = {
  call,
  callMessage,
  watch,
  takesMessages,
  forgetAnswer,
  offer,
  answer,
  describe,
  makeError,
  settle,
  failServing,
  log,
  aborted,
  serveBy,
  dispose,
  disposeRest,
  duplicate,
  pending,
  abandon,
  makeTarget,
  keepUntil,
  isInstance,
};
