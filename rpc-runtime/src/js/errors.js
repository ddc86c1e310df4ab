// Errors, from and to Rust. Imported from one `extern` block only (src/js/glue.rs). The flags are those of
// `error/known.rs`, under the same names: a test compares them.

const REMOTE = 1;
const RETRYABLE = 2;
const OVERLOADED = 4;
const DURABLE_OBJECT_RESET = 8;

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
function makeError(isTypeError, name, message, flags) {
  const error = isTypeError ? new TypeError(message) : new Error(message);
  if (name !== undefined && name !== error.name) {
    Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
  }
  if (flags & RETRYABLE) error.retryable = true;
  if (flags & OVERLOADED) error.overloaded = true;
  if (flags & DURABLE_OBJECT_RESET) error.durableObjectReset = true;
  return error;
}

export const errors = { describe, makeError };
