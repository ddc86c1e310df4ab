// What handles of resources do besides. Imported from one `extern` block only (src/js/glue.rs).

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
 * What of `object` the runtime sends. Of an entrypoint of `ctx.exports` that is a stub made of it: the entrypoint itself is
 * a function that makes one for any props. Everything else is sent as it is.
 */
function sendable(object, ServiceStub) {
  return typeof object === "function" && isInstance(object, ServiceStub) ? object({}) : object;
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
