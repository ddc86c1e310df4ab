//! A hostile peer: values that were right, changed at random places.

/// `(value, seed, count) => exotic`: makes changes inside `value`, in place; all but the root, which is
/// `value.root`. Says whether some change has a behaviour of its own, so that reading twice may give two results.
pub const MUTATE: &str = r#"
function mutate(holder, seed, count) {
    // mulberry32
    const random = (limit) => {
        seed = (seed + 0x6D2B79F5) | 0;
        let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) % limit;
    };
    const pick = (list) => list[random(list.length)];
    const fail = () => { throw new Error("hostile"); };
    const detached = (view) => { structuredClone(view.buffer, { transfer: [view.buffer] }); return view; };
    const revoked = (target) => { const { proxy, revoke } = Proxy.revocable(target, {}); revoke(); return proxy; };
    const sparse = (length) => { const array = []; array.length = length; return array; };
    const traps = ["get", "has", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor"];

    const plain = [
        () => undefined, () => null, () => true, () => false,
        () => 0, () => -0, () => 1, () => 255, () => 256, () => -1, () => 0.5, () => NaN, () => Infinity,
        () => 2 ** 31, () => 2 ** 32, () => 2 ** 53 - 1, () => 2 ** 53, () => -(2 ** 53), () => 1e300,
        () => 0n, () => 1n, () => -1n, () => 2n ** 63n, () => 2n ** 64n, () => -(2n ** 63n) - 1n, () => 2n ** 1000n,
        () => "", () => "a", () => "ab", () => "😀", () => "\ud800", () => "a\udc00b", () => "\ufffd",
        () => "red", () => "dark-green", () => "cash", () => "ok", () => "none", () => "__proto__",
        () => "x".repeat(100000),
        () => Symbol("s"), () => Symbol.iterator, () => () => 1, () => class A {}, () => async function* () {},
        () => [], () => [1], () => [1, 2], () => [, 1], () => ["a", "b"], () => [null], () => [undefined],
        () => sparse(3), () => sparse(2 ** 32 - 2), () => sparse(2 ** 32 - 1),
        () => ({}), () => ({ tag: "ok" }), () => ({ tag: "none" }), () => ({ tag: "some", val: 1 }),
        () => ({ tag: "cash", val: 1 }), () => ({ val: 1 }), () => ({ length: 3 }), () => ({ length: 2 ** 32, 0: 1 }),
        () => Object.create(null), () => Object.create({ tag: "cash" }), () => JSON.parse('{"__proto__":{"a":1}}'),
        () => new Map, () => new Map([[1, 1], [1n, 2]]), () => new Map([["a", 1]]), () => new Map([[NaN, NaN]]),
        () => new Map([[{}, {}]]), () => new Set, () => new Set(["a"]), () => new WeakMap,
        () => new Date, () => new Date(NaN), () => /x/, () => new Error("x"), () => Promise.resolve(1),
        () => new Number(1), () => new String("a"), () => new Boolean(false), () => Object(1n), () => Object(Symbol()),
        () => new Uint8Array(3), () => Uint8Array.of(1, 2, 3).subarray(1, 2), () => new Uint8ClampedArray(3),
        () => new Uint16Array(3), () => new Uint32Array(3), () => new BigUint64Array(3), () => new Int8Array(3),
        () => new Int16Array(3), () => new Int32Array(3), () => new BigInt64Array(3), () => new Float32Array(3),
        () => new Float64Array(3), () => Float64Array.of(NaN, -0, Infinity), () => new ArrayBuffer(5),
        () => new DataView(new ArrayBuffer(5), 1, 2), () => new SharedArrayBuffer(2),
        () => new Uint8Array(new ArrayBuffer(4, { maxByteLength: 8 })), () => Buffer.from("abc"),
        () => new ReadableStream, () => new Headers, () => globalThis, () => Math, () => JSON, () => Reflect,
        () => (function () { return arguments; })(1, 2), () => [1, 2].values(), () => (function* () { yield 1; })(),
        () => holder.root,
    ];
    const exotic = [
        () => detached(new Uint8Array(4)), () => detached(new Float64Array(4)), () => detached(new Uint8Array(4)).buffer,
        () => detached(new BigUint64Array(4)),
        () => Object.prototype, () => Array.prototype, () => Map.prototype, () => Uint8Array.prototype,
        () => Object.create(Uint8Array.prototype), () => Object.create(ArrayBuffer.prototype),
        () => Object.create(Map.prototype), () => Object.create(Array.prototype), () => Object.create(Date.prototype),
        () => ({ [Symbol.toStringTag]: "Uint8Array", length: 5 }), () => ({ [Symbol.toPrimitive]: fail }),
        () => ({ valueOf: () => 1, toString: () => "a" }), () => ({ [Symbol.iterator]: fail }), () => ({ then: fail }),
        () => Object.defineProperty(new Uint8Array(2), "length", { value: 2 ** 31 }),
        () => Object.defineProperties(new Uint8Array(2), { byteLength: { value: 2 ** 31 }, buffer: { get: fail } }),
        () => Object.setPrototypeOf(new Float64Array(2), Uint8Array.prototype),
        () => Object.setPrototypeOf(new BigInt64Array(2), Float64Array.prototype),
        () => Object.setPrototypeOf(new Uint8Array(2), null),
        () => Object.setPrototypeOf(new Map([["a", 1]]), Object.prototype),
        () => Object.setPrototypeOf(["a"], Object.prototype), () => Object.setPrototypeOf(() => 1, Object.prototype),
        () => new (class extends Uint8Array { get length() { return 2 ** 31; } get byteLength() { throw 1; } })(2),
        () => new (class extends Map { entries() { fail(); } [Symbol.iterator]() { fail(); } get size() { return -1; } })([["a", 1]]),
        () => new (class extends Array { constructor() { super(3); } static get [Symbol.species]() { fail(); } }),
        () => Object.assign([1, 2], { [Symbol.iterator]: fail, constructor: null }),
        () => Object.assign(new Map([["a", 1]]), { get: fail, forEach: fail, [Symbol.iterator]: null }),
        () => Object.create({ get constructor() { fail(); } }), () => Object.create({ constructor: { get name() { fail(); } } }),
        () => Object.create({ constructor: { name: "\ud800".repeat(1000) } }), () => new (class { static name = 7; }),
        () => revoked({}), () => revoked([]), () => revoked(() => 1),
        () => new Proxy([], { get: (_, key) => (key === "length" ? 2 ** 12 : 1) }),
        () => new Proxy([], { get: (_, key) => (key === "length" ? "3" : fail()) }),
        () => new Proxy([], { get: (_, key) => (key === "length" ? -1 : fail()) }),
        () => new Proxy({}, { get: (_, key) => key, has: () => true, getOwnPropertyDescriptor: () => undefined }),
        ...traps.map((trap) => () => new Proxy({ tag: "ok", val: 1 }, { [trap]: fail })),
        ...traps.map((trap) => () => new Proxy([1, 2], { [trap]: fail })),
    ];

    // What every later test needs as it is.
    const builtins = new Set([Math, JSON, Reflect, globalThis, Object.prototype, Array.prototype, Map.prototype]);
    const containers = [];
    const walk = (value, depth) => {
        if (value === null || typeof value !== "object" || depth > 12 || builtins.has(value)) return;
        const isMap = value instanceof Map;
        if (!isMap && !Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return;
        containers.push(value);
        for (const child of isMap ? value.values() : Object.values(value)) walk(child, depth + 1);
    };
    let odd = false;
    for (let round = 0; round < count; round++) {
        containers.length = 0;
        try { walk(holder, 0); } catch { continue; }
        const container = pick(containers);
        const isMap = container instanceof Map;
        const keys = isMap ? [...container.keys()] : Object.keys(container);
        const set = (key, value) => { if (isMap) container.set(key, value); else container[key] = value; };
        const get = (key) => (isMap ? container.get(key) : container[key]);
        const key = pick(keys);
        try {
            if (keys.length === 0) {
                if (isMap) container.set(pick(plain)(), pick(plain)());
                else container[pick([0, 3, "a", "tag"])] = pick(plain)();
                continue;
            }
            switch (random(isMap || container === holder ? 6 : 14)) {
                case 0: case 1: case 2:
                    set(key, pick(plain)());
                    break;
                case 3:
                    odd = true;
                    set(key, pick(exotic)());
                    break;
                case 4: {
                    const value = get(key);
                    if (typeof value === "string") set(key, pick([value + "\ud800", value + "x", value.slice(1), [value]]));
                    else if (typeof value === "number") set(key, pick([value + 0.5, -value, value + 1, BigInt(Math.trunc(value) || 0), String(value)]));
                    else if (typeof value === "bigint") set(key, pick([value + 1n, -value, Number(value), value + 2n ** 64n, String(value)]));
                    else if (ArrayBuffer.isView(value)) set(key, pick([value.buffer, [...value], new DataView(value.buffer), new Set(value)]));
                    else if (value instanceof Map) set(key, pick([Object.fromEntries(value), [...value], new Set(value)]));
                    else set(key, pick([[value], { val: value }, new Map([["val", value]]), structuredClone(value)]));
                    break;
                }
                case 5:
                    if (isMap) container.set(pick(plain)(), get(key));
                    else set(key, pick(containers));
                    break;
                case 6: delete container[key]; break;
                case 7: container[pick(["more", "toString", "constructor", 7, "val", "tag", "none", "circle"])] = pick(plain)(); break;
                case 8: if (Array.isArray(container)) container.length = pick([0, 1, 2 ** 32 - 2, 2 ** 32 - 1]); break;
                case 9: {
                    const value = get(key);
                    Object.defineProperty(container, key, { get: () => value, enumerable: true, configurable: true });
                    break;
                }
                case 10:
                    odd = true;
                    Object.defineProperty(container, key, { get: fail, enumerable: random(2) === 0, configurable: true });
                    break;
                case 11: {
                    odd = true;
                    let turn = 0;
                    const values = [get(key), pick(plain)(), pick(exotic)()];
                    Object.defineProperty(container, key, { get: () => values[turn++ % 3], enumerable: true, configurable: true });
                    break;
                }
                case 12:
                    odd = true;
                    if (builtins.has(get(key))) break;
                    set(key, new Proxy(Object(get(key)), random(2) === 0 ? {} : { [pick(traps)]: fail }));
                    break;
                case 13:
                    odd = true;
                    if (random(2) === 0) Object.freeze(container);
                    else Object.setPrototypeOf(container, pick([null, Object.prototype, Array.prototype, Map.prototype, { ...container }]));
                    break;
            }
        } catch (error) {
            // A change that an earlier one made impossible.
        }
    }
    return odd;
}
"#;
