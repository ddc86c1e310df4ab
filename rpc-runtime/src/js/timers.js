// Waiting for a time to pass. Imported from one `extern` block only (src/js/glue.rs).

import { instance } from "./instance.js";

/** Calls `settled(number, undefined, false)` after so many milliseconds; what stops that. */
function after(milliseconds, settled, number) {
  const mine = instance;
  return setTimeout(() => mine === instance && settled(number, undefined, false), milliseconds);
}

function stop(timer) {
  try {
    clearTimeout(timer);
  } catch {
    // Of a request that has ended.
  }
}

export const timers = { after, stop };
