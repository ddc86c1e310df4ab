// The wasm instance that runs: worker-build's shim replaces it after a panic. Imported from one `extern` block
// (src/js/glue.rs), as each of these files is: the bundler warns about duplicate keys otherwise. A file's functions are
// members of one object: wasm-bindgen lists the file once for each function that it can import directly. What a Worker
// does not call is in files that its bundle does not have.

// Nothing in these files throws into Rust: where wasm-bindgen catches an exception, it leaks the slot of what should have
// been returned.

/** Rises with every panic: what an instance waits for is nothing to the one that replaces it. */
export let instance = 0;

const ends = [];

/** Has `run` called whenever an instance ends. */
export function whenItEnds(run) {
  ends.push(run);
}

/** A panic: fails what waits in this instance. */
function end() {
  instance += 1;
  for (const run of ends) run();
}

/** A trap: the same, and worker-build's shim is told, which has not seen every trap. */
export function aborted() {
  end();
  const state = globalThis.__worker_init_state;
  if (state !== undefined) state.criticalError = true;
}

let queueMicrotask;

/** As if the runtime had no `queueMicrotask`, until `showQueueMicrotask`; not where it cannot be hidden. */
function hideQueueMicrotask() {
  queueMicrotask = Object.getOwnPropertyDescriptor(globalThis, "queueMicrotask");
  Reflect.defineProperty(globalThis, "queueMicrotask", { value: undefined, configurable: true });
}

function showQueueMicrotask() {
  Reflect.deleteProperty(globalThis, "queueMicrotask");
  if (queueMicrotask !== undefined) Reflect.defineProperty(globalThis, "queueMicrotask", queueMicrotask);
}

export const instances = { end, aborted, hideQueueMicrotask, showQueueMicrotask };
