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

/** What wasm-bindgen's tasks are run by, once they have asked for it and it has not run. */
let turn;

whenItEnds(() => (turn = undefined));

const settled = Promise.resolve();

function ask(mine) {
  settled.then(() => {
    if (turn !== mine) return;
    turn = undefined;
    mine.run();
  });
}

/** In the place of the promise that wasm-bindgen's tasks wait for. */
const turns = {
  then(run) {
    turn = { run };
    ask(turn);
  },
};

/** What lets go of something of Rust's that garbage collection has found. */
let collected = [];

whenItEnds(() => (collected = []));

/**
 * Has `letGo` called in the next request. A finalizer is in none, and may do next to nothing; what Rust drops may do much, as to
 * clear a timer, and an exception there would end the instance.
 */
export function letGoLater(letGo) {
  collected.push(letGo);
}

function letGoOfCollected() {
  // One by one: what is not done when the runtime cuts this off is for the next request, and an instance may end on the way.
  for (let letGo = collected.shift(); letGo !== undefined; letGo = collected.shift()) {
    try {
      letGo();
    } catch (error) {
      console.error(error);
    }
  }
}

/**
 * Called in a request: when a call comes in, or is answered. Has wasm-bindgen's tasks go on that have asked for it. They ask
 * once; and what was to run in a turn in which a Durable Object aborts itself is lost, after which none of them would ever go
 * on. Lets go of what was collected, too.
 */
export function goOn() {
  if (turn !== undefined) ask(turn);
  if (collected.length > 0) settled.then(letGoOfCollected);
}

let hidden;

/**
 * As if the runtime had no `queueMicrotask`, until `showQueueMicrotask`, and no promise but `turns`; not where they cannot be
 * hidden.
 */
function hideQueueMicrotask() {
  hidden = [
    [globalThis, "queueMicrotask", Object.getOwnPropertyDescriptor(globalThis, "queueMicrotask")],
    [Promise, "resolve", Object.getOwnPropertyDescriptor(Promise, "resolve")],
  ];
  Reflect.defineProperty(globalThis, "queueMicrotask", { value: undefined, configurable: true });
  Reflect.defineProperty(Promise, "resolve", { value: () => turns, configurable: true });
}

function showQueueMicrotask() {
  for (const [of, name, before] of hidden) {
    Reflect.deleteProperty(of, name);
    if (before !== undefined) Reflect.defineProperty(of, name, before);
  }
}

export const instances = { end, aborted, hideQueueMicrotask, showQueueMicrotask };
