// Resources that live in this Worker, as the runtime wants them: instances of RpcTarget whose methods are on
// the prototype. A Proxy that poses as one breaks when calls are pipelined.
//
// Apart from glue.js, because "cloudflare:workers" exists on workerd only, and nobody pays for what is not
// imported.

import { RpcStub, RpcTarget } from "cloudflare:workers";

/** What an instance does when called; not a property, which the runtime would not let a peer reach anyway. */
const dispatchers = new WeakMap();

/** One class for each resource of the schema. */
const classes = new Map();

/** `dispatch(index, arguments)` runs a method; without an index, it lets go of the resource. */
export function makeTarget(name, methods, dispatch) {
  let Target = classes.get(name);
  if (Target === undefined) {
    Target = { [name]: class extends RpcTarget {} }[name];
    methods.forEach((method, index) => define(Target, method, function (...args) {
      return dispatchers.get(this)(index, args);
    }));
    define(Target, Symbol.dispose, function () {
      const dispatch = dispatchers.get(this);
      dispatchers.set(this, disposed);
      dispatch?.(undefined, []);
    });
    classes.set(name, Target);
  }
  const target = new Target();
  dispatchers.set(target, dispatch);
  return target;
}

function define(Class, name, value) {
  Object.defineProperty(Class.prototype, name, { value, configurable: true, writable: true });
}

function disposed(index) {
  if (index !== undefined) throw new Error("The resource was disposed.");
}

/** Whether methods can be called on a value that is not plain data: a stub, or a target of this Worker's own. */
export function isTarget(value) {
  return value instanceof RpcStub || value instanceof RpcTarget;
}
