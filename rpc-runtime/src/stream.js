// What streams need of JavaScript. Imported from one `extern` block only (src/stream/js.rs).

import { settle } from "./js/serving.js";

/** About how many bytes a value takes on the wire; at least `enough` for one that takes more than that. */
function weigh(value, enough) {
  switch (typeof value) {
    case "string":
      return 8 + value.length;
    case "object":
      break;
    default:
      return 8;
  }
  if (value === null) return 8;
  if (typeof value.byteLength === "number") return 16 + value.byteLength;
  const parts = value instanceof Map ? [...value].flat()
    : Array.isArray(value) ? value
    : Object.values(value);
  let weight = 16;
  for (const part of parts) {
    if (weight >= enough) break;
    weight += 8 + weigh(part, enough - weight);
  }
  return weight;
}

/** Adds an item to a batch; gives what it weighs. */
function add(items, item, enough) {
  items.push(item);
  return weigh(item, enough);
}

/**
 * Takes care of a pump of bytes, which is over when `outcome` is fulfilled. If a panic ends the wasm instance that it
 * runs in, the writer is aborted. `origin` is what the stream is a reply of, or undefined.
 */
function watch(outcome, writer, origin) {
  settle(outcome, origin).catch((error) => writer.abort(error)).catch(() => {});
}

/** Fulfilled when the calls that are made now are under way. */
function later() {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

export const streams = { add, watch, later };
