// Stubs of Durable Objects. Imported from one `extern` block only (src/entrypoints/context/namespace.rs). Nothing here throws:
// see js/instance.js.

import { behind } from "../js/stubs.js";
import { attempt } from "./bindings.js";

/** `[what calls the object]`, or `[undefined, why nothing does]`. */
function object(namespace, name, id, jurisdiction, locationHint) {
  return attempt(() => {
    const objects = jurisdiction === undefined ? namespace : namespace.jurisdiction(jurisdiction);
    const of = name === undefined ? objects.idFromString(id) : objects.idFromName(name);
    return renewed(() => (locationHint === undefined ? objects.get(of) : objects.get(of, { locationHint })));
  });
}

/** Calls the stub that `make` makes, and a new one after an error of the runtime: a stub does not work again after that. */
function renewed(make) {
  let stub = make();
  const current = () => (stub ??= make());
  const get = (_, method) => {
    const used = current();
    const f = used[method];
    if (typeof f !== "function") return f;
    return (...args) => {
      const promise = Reflect.apply(f, used, args);
      // The runtime's promises take a function for either, and nothing else.
      promise.then(nothing, (error) => {
        if (stub === used && breaks(error)) stub = undefined;
      });
      return promise;
    };
  };
  const caller = new Proxy({}, { get });
  behind.set(caller, current);
  return caller;
}

function nothing() {}

/** Whether an error is of the runtime, or it says that the object is gone. What a method throws is remote, and no more. */
function breaks(error) {
  try {
    return error.remote !== true || Boolean(error.retryable || error.overloaded || error.durableObjectReset);
  } catch {
    return true;
  }
}

export const objects = { object };
