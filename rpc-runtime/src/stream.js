// What streams need of JavaScript and can have anywhere. Imported from one `extern` block only (src/stream/js.rs).

import { settle } from "./glue.js";

/** About how many bytes a value takes on the wire; at least `enough` for one that takes more than that. */
export function weigh(value, enough) {
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
  let weight = 16;
  const parts = value instanceof Map ? [...value.keys(), ...value.values()]
    : Array.isArray(value) ? value
    : Object.values(value);
  for (const part of parts) {
    if (weight >= enough) break;
    weight += 8 + weigh(part, enough - weight);
  }
  return weight;
}

/** Fulfilled when the pump is done. If a panic ends the wasm instance that it runs in, the writer is aborted. */
export function watch(outcome, writer) {
  return settle(outcome).catch((error) => writer.abort(error)).catch(() => {});
}
