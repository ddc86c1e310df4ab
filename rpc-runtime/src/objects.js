// Reading values: most functions look at one place, a property of an object or an element of an array, and none
// throws. Imported from one `extern` block only (src/objects/js.rs).

const threw = Symbol("threw");
const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
const typedArrayName = Object.getOwnPropertyDescriptor(typedArray, Symbol.toStringTag).get;

function attempt(f) {
    try {
        return f();
    } catch {
        return undefined;
    }
}

function get(object, key) {
    try {
        return object[key];
    } catch {
        return threw;
    }
}

function getNumber(object, key) {
    const value = get(object, key);
    return typeof value === "number" ? value : NaN;
}

function getBool(object, key) {
    const value = get(object, key);
    return value === true ? 1 : value === false ? 0 : 2;
}

function getText(object, key) {
    return wellFormed(get(object, key));
}

function wellFormed(value) {
    return typeof value === "string" && value.isWellFormed() ? value : undefined;
}

function getUnsigned(object, key) {
    const value = get(object, key);
    if (typeof value === "bigint") return BigInt.asUintN(64, value) === value ? value : 0n;
    return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : 0n;
}

function getSigned(object, key) {
    const value = get(object, key);
    if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? value : 0n;
    return Number.isSafeInteger(value) ? BigInt(value) : 0n;
}

function isNullish(object, key) {
    const value = get(object, key);
    return value === undefined || value === null;
}

function isUndefined(object, key) {
    return get(object, key) === undefined;
}

function getPlainObject(object, key) {
    const value = get(object, key);
    return isPlainObject(value) ? value : undefined;
}

function isPlainObject(value) {
    if (typeof value !== "object" || value === null) return false;
    try {
        const prototype = Object.getPrototypeOf(value);
        return prototype === Object.prototype || prototype === null;
    } catch {
        return false;
    }
}

function hasOwn(object, key) {
    return attempt(() => Object.hasOwn(object, key)) ?? false;
}

function unknownFlag(object, known) {
    return attempt(() => Object.keys(object).find((key) => object[key] === true && !known.includes(key)));
}

function arrayLength(value) {
    try {
        const length = Array.isArray(value) ? value.length : -1;
        return typeof length === "number" ? length : -1;
    } catch {
        return -1;
    }
}

function entries(object) {
    return attempt(() => Object.entries(object));
}

// The built-in functions, not the value's own: they work on what it really is, or throw.

function mapEntries(value) {
    return attempt(() => Array.from(Map.prototype.entries.call(value)));
}

function arrayName(value) {
    return typedArrayName.call(value);
}

// `value` as the bytes of the typed array `name`, if it is one, or an array of what such a one can hold.
function numberBytes(value, name) {
    return attempt(() => {
        const actual = typedArrayName.call(value);
        if (actual === name) return view(typedArray, value);
        return actual === undefined && Array.isArray(value) ? pack(value, globalThis[name]) : undefined;
    });
}

function bytes(value) {
    return attempt(() => {
        if (typedArrayName.call(value) !== undefined) return view(typedArray, value);
        if (Array.isArray(value)) return pack(value, Uint8Array);
        if (ArrayBuffer.isView(value)) return view(DataView.prototype, value);
        return new Uint8Array(value, 0, Reflect.get(ArrayBuffer.prototype, "byteLength", value));
    });
}

function view(prototype, value) {
    const part = (name) => Reflect.get(prototype, name, value);
    return new Uint8Array(part("buffer"), part("byteOffset"), part("byteLength"));
}

// Looks at every element before it makes room for them: the length is only a claim.
function pack(array, TypedArray) {
    const type = TypedArray.name.startsWith("Big") ? "bigint" : "number";
    const length = array.length;
    for (let index = 0; index < length; index++) {
        if (typeof array[index] !== type) return undefined;
    }
    const packed = new TypedArray(length);
    const isExact = !TypedArray.name.startsWith("Float");
    for (let index = 0; index < length; index++) {
        packed[index] = array[index];
        if (isExact && packed[index] !== array[index]) return undefined;
    }
    return new Uint8Array(packed.buffer);
}

// What a value counts for being there, and an object beside that for being one: about what they take in memory.
const PLACE = 8;
const OBJECT = 48;

// About how many bytes arrived for a value, or that they are at least `enough`. The runtime sends an object once, so it
// counts once; text is sent each time.
function weigh(value, enough) {
    const seen = new Set();
    const rest = [];
    let weight = 0;
    const add = (part) => {
        weight += PLACE;
        if (typeof part === "string") weight += part.length;
        if (typeof part !== "object" || part === null || seen.has(part)) return;
        weight += OBJECT;
        seen.add(part);
        rest.push(part);
    };
    const addParts = (object) => {
        if (Array.isArray(object)) {
            // Up to a hole: a sparse array claims any length, and is not read beyond.
            for (let index = 0; index < object.length && weight < enough; index++) {
                const item = object[index];
                if (item === undefined && !Object.hasOwn(object, index)) break;
                add(item);
            }
        } else if (ArrayBuffer.isView(object)) {
            add(object.buffer);
        } else if (object instanceof ArrayBuffer) {
            weight += object.byteLength;
        } else if (object instanceof Map) {
            for (const [key, item] of object) {
                add(key);
                add(item);
            }
        } else if (isPlainObject(object)) {
            for (const [key, item] of Object.entries(object)) {
                weight += key.length;
                add(item);
            }
        }
    };
    attempt(() => {
        add(value);
        while (rest.length > 0 && weight < enough) addParts(rest.pop());
    });
    return weight;
}

// What kind of value it is, with as much of it as helps: `number 12`, `array of 3`. Not of what whoever made it may have
// written: a string, or the name of a class.
function description(value) {
    const type = typeof value;
    if (value === undefined || value === null) return String(value);
    if (value === threw) return "an exception";
    if (type === "boolean" || type === "number") return `${type} ${value}`;
    if (type === "bigint") return BigInt.asIntN(128, value) === value ? `bigint ${value}n` : "bigint beyond 128 bits";
    if (type === "string") return undefined;
    if (type !== "object") return type;
    const length = arrayLength(value);
    if (length >= 0) return `array of ${Math.min(Math.trunc(length), 2 ** 32 - 1)}`;
    const array = arrayName(value);
    if (array !== undefined) return `${array} of ${Reflect.get(typedArray, "length", value)}`;
    return isPlainObject(value) || !className(value) ? "object" : undefined;
}

function className(value) {
    const name = attempt(() => Object.getPrototypeOf(value).constructor.name);
    return typeof name === "string" ? name : undefined;
}

// As one object: wasm-bindgen imports the module once for each function that it can import as it is, and
// bundlers warn of that.
export const objects = {
    get,
    getNumber,
    getBool,
    getText,
    wellFormed,
    getUnsigned,
    getSigned,
    isNullish,
    isUndefined,
    getPlainObject,
    isPlainObject,
    hasOwn,
    unknownFlag,
    arrayLength,
    entries,
    mapEntries,
    numberBytes,
    bytes,
    weigh,
    description,
    className,
};
