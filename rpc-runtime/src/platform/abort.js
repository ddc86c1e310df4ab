// What `AbortSignal` needs of JavaScript. Imported from one `extern` block only (src/platform/abort_signal.rs).

const controller = () => new AbortController();

const signal = (controller) => controller.signal;

function abort(controller, reason) {
  controller.abort(new DOMException(reason, "AbortError"));
}

// A signal that was not made here can be anything with the prototype of one.
function of(signal, look, otherwise) {
  try {
    return look(signal);
  } catch {
    return otherwise;
  }
}

const isAborted = (signal) => of(signal, (signal) => signal.aborted === true, false);

/** Why it was aborted, as text; undefined if it was not. */
function reason(signal) {
  if (!isAborted(signal)) return undefined;
  return of(signal, ({ reason }) => (typeof reason?.message === "string" ? reason.message : String(reason)), "");
}

/** A promise that is fulfilled when the signal is aborted. */
function aborted(signal) {
  return new Promise((resolve) => {
    if (isAborted(signal)) resolve();
    else of(signal, (signal) => signal.addEventListener("abort", () => resolve(), { once: true }));
  });
}

export const aborts = { controller, signal, abort, isAborted, reason, aborted };
