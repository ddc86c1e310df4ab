// What is left of a reply. Imported from one `extern` block only (src/js/glue.rs).

import { dispose } from "./stubs.js";

/** Disposes what a reply holds, but for the parts that were taken out of it: whoever has them disposes them. */
function disposeRest(reply, taken) {
  const keep = new Set(taken);
  const visit = (value) => {
    if (keep.has(value) || value === null || !["object", "function"].includes(typeof value)) return;
    keep.add(value);
    if (Array.isArray(value)) value.forEach(visit);
    else if (value instanceof Map) value.forEach((item, key) => (visit(key), visit(item)));
    else if (isPlain(value)) Object.values(value).forEach(visit);
    else dispose(value);
  };
  try {
    visit(reply);
  } catch {
    // A reply of an object in this Worker, with code of its own.
  }
}

function isPlain(object) {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

export const replies = { disposeRest };
