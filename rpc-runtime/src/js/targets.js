// Resources that live in this Worker, as the runtime wants them: instances of RpcTarget whose methods are on the
// prototype. A Proxy that poses as one breaks when calls are pipelined. Imported from one `extern` block only
// (src/js/glue.rs).

import { instance, letGoLater, whenItEnds } from "./instance.js";
import { alone, enter, keeperOf, letGoOf } from "./serving.js";

const RESOURCE_TRAPPED = "The resource is gone: its Worker's instance ended.";
const RESOURCE_DISPOSED = "The resource was disposed.";

/**
 * What an instance does when called; not a property, which the runtime would not let a peer reach anyway. A panic
 * empties it: wasm-bindgen would run the first closure that is called after one in the instance that replaces the
 * closure's own.
 */
let dispatchers = new WeakMap();
whenItEnds(() => (dispatchers = new WeakMap()));

/**
 * Lets go of what is behind targets that nobody has disposed and nobody can call any more. The runtime disposes none
 * of those that a request has sent when that request ends. Not there before compatibility date 2025-05-05.
 */
const unreachable =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry(({ letGo, of }) => of === instance && letGoLater(letGo))
    : undefined;

/** One class for each resource, by its name in full: `rpc:library/library/book`. */
const classes = new Map();

/** The class of a resource whose methods are `methods`, with a comma between them. */
function targetClass(RpcTarget, name, methods) {
  let Target = classes.get(name);
  if (Target !== undefined) return Target;
  const short = name.slice(name.lastIndexOf("/") + 1);
  Target = { [short]: class extends RpcTarget {} }[short];
  methods.split(",").forEach((method, index) => define(Target, method, function (...args) {
    const dispatch = dispatchers.get(this);
    if (dispatch !== undefined) return enter(dispatch, this, index, args);
    throw this instanceof Target ? new Error(RESOURCE_TRAPPED) : alone(method, short);
  }));
  define(Target, Symbol.dispose, function () {
    const dispatch = dispatchers.get(this);
    dispatchers.set(this, disposed);
    unreachable?.unregister(this);
    try {
      if (dispatch !== undefined) enter(dispatch, this, undefined, undefined);
    } finally {
      letGoOf(this);
    }
  });
  classes.set(name, Target);
  return Target;
}

/**
 * A target, of which `dispatch(number, this, index, arguments)` runs a method; without an index, it lets go of the
 * resource. `origin` is the entrypoint or the target that returns this one, or undefined.
 */
function makeTarget(Target, dispatch, number, origin) {
  const target = new Target();
  const run = (self, index, args) => dispatch(number, self, index, args);
  dispatchers.set(target, run);
  unreachable?.register(target, { letGo: () => enter(run, undefined, undefined, undefined), of: instance }, target);
  keeperOf(origin)?.keep(target);
  return target;
}

function disposed(_, index) {
  if (index !== undefined) throw new Error(RESOURCE_DISPOSED);
}

function define(Class, name, value) {
  Object.defineProperty(Class.prototype, name, { value, configurable: true, writable: true });
}

export const targets = { targetClass, makeTarget };
