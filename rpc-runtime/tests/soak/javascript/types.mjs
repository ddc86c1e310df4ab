// The types of `../wit/soak.wit`, as data: what values of each are, made by an `Rng`.

const LETTERS = ["a", "b", "z", " ", "\0", '"', "é", "ß", "中", "\u2028", "\ufffd", "🦀"];
const word64 = (rng) => (BigInt(rng.next()) << 32n) | BigInt(rng.next());
const text = (rng, most = 30) => rng.many(most, () => rng.pick(LETTERS)).join("");
const float = (rng) => rng.pick([0, Infinity, -Number.MIN_VALUE, rng.below(1000), (rng.next() - 2 ** 31) / 1e3]);

const type = (make) => ({ make });
const list = (of, most = 10, Typed = Array) => type((rng) => Typed.from(rng.many(most, of.make)));
const fixed = (of, length, Typed = Array) => type((rng) => Typed.from({ length }, () => of.make(rng)));
const option = (of) => ({ optional: true, make: (rng) => (rng.oneIn(2) ? of.make(rng) : undefined) });
const tuple = (...parts) => type((rng) => parts.map((part) => part.make(rng)));
const record = (fields) => ({
  fields,
  make: (rng) => {
    const all = Object.entries(fields).map(([key, { make }]) => [key, make(rng)]);
    return Object.fromEntries(all.filter(([, value]) => value !== undefined));
  },
});
const variant = (cases) => type((rng) => {
  const [tag, payload] = rng.pick(Object.entries(cases));
  return payload === undefined ? { tag } : { tag, val: payload.make(rng) };
});
const result = (ok, err) => variant({ ok, err });
const map = (key, value) => type((rng) => new Map(rng.many(5, () => [key.make(rng), value.make(rng)])));
const oneOf = (...cases) => type((rng) => rng.pick(cases));

const bool = type((rng) => rng.oneIn(2));
const u8 = type((rng) => rng.next() & 0xff);
const u16 = type((rng) => rng.next() & 0xffff);
const u32 = type((rng) => rng.next());
const u64 = type(word64);
const s8 = type((rng) => (rng.next() << 24) >> 24);
const s16 = type((rng) => (rng.next() << 16) >> 16);
const s32 = type((rng) => rng.next() | 0);
const s64 = type((rng) => BigInt.asIntN(64, word64(rng)));
const f32 = type((rng) => Math.fround(float(rng)));
const f64 = type(float);
const char = type((rng) => rng.pick(LETTERS));
const string = type((rng) => text(rng));
const nothing = undefined;

const point = record({ x: f64, y: f64 });
const shape = variant({ dot: nothing, circle: f64, polygon: list(point), labelled: option(string) });
const line = record({ id: u64, name: string, amount: u32, price: f64, note: option(string) });
const rights = type((rng) => ({ read: rng.oneIn(2), write: rng.oneIn(2), shareLink: rng.oneIn(2) }));
// What is sent of an `option<option<string>>`.
const nested = variant({ none: nothing, some: option(string) });
const everything = record({
  truth: bool, a: u8, b: u16, c: u32, d: u64, e: s8, f: s16, g: s32, h: s64, i: f32, j: f64,
  letter: char, text: string, bytes: list(u8, 200, Uint8Array), shorts: list(u16, 20, Uint16Array),
  wide: list(s64, 20, BigInt64Array), floats: list(f64, 20, Float64Array), truths: list(bool), texts: list(string, 5),
  lines: list(line, 5), digest: fixed(u8, 4, Uint8Array), corners: fixed(point, 2), ages: map(string, u8),
  names: map(u64, string), age: option(u8), middleName: nested, outcome: result(u32, string),
  done: result(nothing, nothing), pair: tuple(u32, string, option(bool)), shapes: list(shape, 4),
  color: oneOf("red", "dark-green", "blue"), rights, grid: list(list(f64, 8, Float64Array), 4),
});
const date = type((rng) => new Date(rng.next() * 1000));

// How large something may be: as `large` now and then.
const size = (rng, small, large) => (rng.oneIn(30) ? large : small);

// What each method gives back that it is given.
export const SAME = {
  sameText: type((rng) => text(rng, size(rng, 100, 5000))),
  sameBytes: type((rng) => {
    const bytes = new Uint8Array(rng.below(size(rng, 1000, 300_000)));
    return bytes.map(() => rng.next());
  }),
  sameFloats: type((rng) => list(f64, size(rng, 100, 5000), Float64Array).make(rng)),
  sameLines: type((rng) => list(line, size(rng, 5, 100)).make(rng)),
  sameEverything: everything,
  sameDate: date,
};

export { everything, line, text };

// Where two values are not the same, and what is there; a key that is missing is `undefined`, and so is an empty payload.
export function difference(one, other, place = "") {
  const differ = `${place}: ${shown(one)} in place of ${shown(other)}`;
  if (Object.is(one, other) || (one === 0 && other === 0)) return undefined;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return differ;
  if (one instanceof Date) return other instanceof Date && one.getTime() === other.getTime() ? undefined : differ;
  if (one instanceof Map) {
    if (!(other instanceof Map) || one.size !== other.size) return differ;
    return first(one.keys(), (key) => difference(one.get(key), other.get(key), `${place}.get(${shown(key)})`));
  }
  if (ArrayBuffer.isView(one) && (one.constructor !== other.constructor || one.length !== other.length)) return differ;
  // A reply that holds stubs has a disposer, which is no key.
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return first(keys, (key) => difference(one[key], other[key], `${place}.${key}`));
}

function first(keys, find) {
  for (const key of keys) {
    const found = find(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

const shown = (value) =>
  typeof value === "bigint" ? `${value}n` : typeof value === "object" ? `${value?.constructor?.name}` : JSON.stringify(value);
