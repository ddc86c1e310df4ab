// Values of `parcel` in `worker/wit`: every kind of value, each with its extremes, in the form that is sent.

const POINTS = [{ x: 1, y: -0.5 }, { x: NaN, y: -0 }];

const LEAST = {
  truth: false,
  bytes: [0, -128],
  shorts: [0, -32_768],
  longs: [0, -2_147_483_648],
  biggest: [0n, -(2n ** 63n)],
  single: -Infinity,
  double: -0,
  letter: "\0",
};

const MOST = {
  truth: true,
  bytes: [255, 127],
  shorts: [65_535, 32_767],
  longs: [4_294_967_295, 2_147_483_647],
  biggest: [2n ** 64n - 1n, 2n ** 63n - 1n],
  single: NaN,
  double: 5e-324,
  letter: "\u{10ffff}",
};

const NO_RIGHTS = { read: false, write: false, shareLink: false };
const RIGHTS = { read: true, write: false, shareLink: true };

const SHAPES = [
  { tag: "dot" },
  { tag: "circle", val: Infinity },
  { tag: "polygon", val: [] },
  { tag: "polygon", val: POINTS },
  { tag: "labelled" },
  { tag: "labelled", val: "" },
  { tag: "labelled", val: "añ🦀\0" },
];

const EMPTY = {
  numbers: LEAST,
  text: "",
  lists: {
    bools: [],
    bytes: new Uint8Array(),
    s8s: new Int8Array(),
    u16s: new Uint16Array(),
    s16s: new Int16Array(),
    u32s: new Uint32Array(),
    s32s: new Int32Array(),
    u64s: new BigUint64Array(),
    s64s: new BigInt64Array(),
    f32s: new Float32Array(),
    f64s: new Float64Array(),
    chars: [],
    strings: [],
    points: [],
    shapes: [],
    colors: [],
    rights: [],
    tuples: [],
    options: [],
    results: [],
    maps: [],
    grid: [],
    digests: [],
  },
  either: { tag: "ok" },
  unit: { tag: "ok" },
  nested: { tag: "none" },
  table: new Map(),
  byText: new Map(),
  corners: [{ x: 0, y: 0 }, { x: 0, y: 0 }],
  color: "red",
  rights: NO_RIGHTS,
  shape: { tag: "dot" },
};

const FULL = {
  numbers: MOST,
  text: "añ🦀\0\ufffd\n\"'",
  lists: {
    // More than fit into one word.
    bools: Array.from({ length: 67 }, (_, index) => index % 3 === 0),
    bytes: Uint8Array.from({ length: 257 }, (_, index) => index),
    s8s: Int8Array.of(-128, 0, 127),
    u16s: Uint16Array.of(0, 65_535),
    s16s: Int16Array.of(-32_768, 32_767),
    u32s: Uint32Array.of(0, 4_294_967_295, 1),
    s32s: Int32Array.of(-2_147_483_648, 2_147_483_647),
    u64s: BigUint64Array.of(0n, 2n ** 53n + 1n, 2n ** 64n - 1n),
    s64s: BigInt64Array.of(-(2n ** 63n), -1n, 2n ** 63n - 1n),
    f32s: Float32Array.of(1.5, NaN, -0, Infinity),
    f64s: Float64Array.of(0.1, NaN, -0, -Infinity, 1.7976931348623157e308),
    chars: ["a", "\0", "🦀", "\ud7ff", "\ue000", "\u{10ffff}"],
    strings: ["", "a", "🦀", "", "\0"],
    points: POINTS,
    shapes: SHAPES,
    colors: ["red", "dark-green", "blue"],
    rights: [NO_RIGHTS, RIGHTS],
    tuples: [[0, ""], [255, "añ"]],
    options: [undefined, 0, 4_294_967_295],
    results: [{ tag: "ok", val: 0 }, { tag: "err", val: "" }, { tag: "err", val: "no" }],
    maps: [new Map(), new Map([["", 0], ["__proto__", 255]])],
    grid: [new Float64Array(), Float64Array.of(1, NaN)],
    digests: [Uint8Array.of(0, 0, 0, 0), Uint8Array.of(1, 2, 3, 255)],
  },
  either: { tag: "ok", val: 0 },
  unit: { tag: "err" },
  nested: { tag: "some", val: { tag: "some", val: "" } },
  table: new Map([[0n, ["", undefined]], [2n ** 64n - 1n, ["most", SHAPES[3]]]]),
  byText: new Map([["", []], ["both", [LEAST, MOST]]]),
  corners: POINTS,
  color: "blue",
  rights: { read: true, write: true, shareLink: true },
  shape: { tag: "labelled", val: "x" },
};

export const PARCELS = [
  FULL,
  EMPTY,
  { ...EMPTY, either: { tag: "err", val: new Uint8Array() }, nested: { tag: "some", val: { tag: "none" } } },
  { ...EMPTY, either: { tag: "err", val: Uint8Array.of(0, 255) }, nested: { tag: "some", val: { tag: "some" } } },
  ...SHAPES.map((shape) => ({ ...EMPTY, shape })),
];
