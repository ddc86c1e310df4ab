// Values that no schema has asked for, of up to so many bytes.

import { RpcTarget } from "cloudflare:workers";

const KINDS = {
  number: (rng) => rng.pick([NaN, -0, Infinity, 0.5, -1, 2 ** 31, 2 ** 32, 2 ** 53, 1e300]),
  bigint: (rng) => rng.pick([-1n, 2n ** 63n, 2n ** 64n, 10n ** 50n]),
  nothing: (rng) => rng.pick([null, undefined]),
  boolean: (rng) => rng.oneIn(2),
  text: (rng, size) => rng.pick(["x", "\ud800", "中", "🦀", "\0"]).repeat(1 + rng.below(size)).slice(0, size),
  view: (rng, size) => {
    const Typed = rng.pick([
      Uint8Array, Int8Array, Uint8ClampedArray, Uint16Array, Int32Array, Float32Array, Float64Array, BigUint64Array,
      BigInt64Array,
    ]);
    return new Typed(Math.floor(rng.below(size) / Typed.BYTES_PER_ELEMENT));
  },
  part: (rng, size) => new Uint8Array(new ArrayBuffer(size), rng.below(size), 0),
  dataView: (rng, size) => new DataView(new ArrayBuffer(rng.below(size))),
  buffer: (rng, size) => new ArrayBuffer(rng.below(size)),
  array: (rng, size) => {
    const part = Math.max(1, Math.floor(size / 8));
    return rng.many(6, () => garbage(rng, Math.floor(part / 6)));
  },
  long: (rng, size) => Array(Math.floor(rng.below(size) / 8)).fill(rng.pick([0, 1.5, "", null, true])),
  holes: (rng, size) => {
    const array = [];
    array[Math.floor(rng.below(size) / 8)] = 1;
    return array;
  },
  // What the runtime carries once, and Rust has many times.
  shared: (rng, size) => {
    const one = garbage(rng, Math.floor(size / 2));
    const times = Math.floor(rng.below(size) / 16);
    // Text it carries as often as it is there.
    return Array(typeof one === "string" ? Math.min(times, Math.ceil(size / (1 + one.length))) : times).fill(one);
  },
  deep: (rng, size) => {
    let value = 1;
    for (let depth = rng.below(Math.min(size, 2000)); depth > 0; depth--) value = depth % 2 ? [value] : { val: value };
    return value;
  },
  object: (rng, size) =>
    Object.fromEntries(rng.many(6, () => [
      rng.pick(["tag", "val", "__proto__", "constructor", "id", "x", "then", "toString", ""]),
      garbage(rng, Math.floor(size / 8)),
    ])),
  tagged: (rng, size) => ({
    tag: rng.pick(["ok", "err", "some", "none", "circle", "polygon", "labelled", "toString", "__proto__", "x".repeat(size)]),
    val: garbage(rng, Math.floor(size / 4)),
  }),
  wide: (rng, size) => Object.fromEntries(Array.from({ length: rng.below(size / 32) }, (_, at) => [`key${at}`, at])),
  map: (rng, size) => new Map(rng.many(20, () => [garbage(rng, 8), garbage(rng, Math.floor(size / 20))])),
  set: (rng, size) => new Set(rng.many(20, () => garbage(rng, Math.floor(size / 20)))),
  date: (rng) => new Date(rng.pick([NaN, 0, 8.64e15])),
  error: (rng, size) => new RangeError("x".repeat(rng.below(size))),
  pattern: () => /x/,
  function: () => () => 1,
  target: () => new RpcTarget(),
  getter: () => ({ get id() { return 1; }, get name() { throw new Error("a getter that throws"); } }),
  proxy: () => new Proxy({}, { get() { throw new Error("a trap that throws"); } }),
  prototypeless: () => Object.create(null),
  instance: () => new (class Own { id = 1; })(),
  boxed: () => Object(1),
  thenable: () => ({ then: 1 }),
  symbol: () => Symbol("it"),
  stream: () => new ReadableStream({ type: "bytes", pull: (controller) => controller.close() }),
};

export function garbage(rng, size) {
  const kinds = Object.keys(KINDS);
  // What holds others ends somewhere.
  const kind = size < 8 ? kinds[rng.below(4)] : rng.pick(kinds);
  return KINDS[kind](rng, size);
}

// `value` with garbage at some place in it.
export function spoiled(value, rng, size) {
  if (rng.oneIn(4) || typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return garbage(rng, size);
  if (value instanceof Map) {
    const copy = new Map(value);
    return rng.oneIn(2) ? copy.set(garbage(rng, 8), garbage(rng, size)) : copy.set("a", garbage(rng, size));
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return garbage(rng, size);
  const key = rng.pick(keys);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = spoiled(value[key], rng, size);
  return copy;
}
