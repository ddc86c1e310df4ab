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

function isInstance(value, Class) {
  try {
    return value instanceof Class;
  } catch {
    // A Proxy with throwing traps.
    return false;
  }
}

export const handles = { duplicate, pending, isInstance };
