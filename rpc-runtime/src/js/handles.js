// What handles of resources do besides. Imported from one `extern` block only (src/js/glue.rs).

import { behind } from "./stubs.js";

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

/**
 * What is sent in the place of `object`: what is behind it, if it only passes on calls. Of an entrypoint of `ctx.exports` that
 * is a stub made of it, for the entrypoint itself is a function that makes one for any props. Anything else is what it is.
 */
function sendable(object, ServiceStub) {
  const sent = real(object);
  return typeof sent === "function" && isInstance(sent, ServiceStub) ? sent({}) : sent;
}

/** What is behind an object, if anything is. */
function real(object) {
  try {
    return behind.get(object)?.() ?? object;
  } catch {
    // Of a request that is over, no stub can be made.
    return object;
  }
}

function isInstance(value, Class) {
  try {
    return value instanceof Class;
  } catch {
    // A Proxy with throwing traps.
    return false;
  }
}

export const handles = { duplicate, pending, sendable, isInstance };
