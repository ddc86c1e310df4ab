// Looking at a value, which may be anything: an object of this Worker can have code of its own. Where that throws, so do
// these, but for those of `looks`, `descriptions` and `objects`, which Rust calls. Imported from one `extern` block only
// (src/objects/js.rs).

export function isPlain(value) {
    if (typeof value !== "object" || value === null) return false;
    const prototype = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null;
}

export function own(object, key) {
    return Object.hasOwn(object, key) ? object[key] : undefined;
}

const typedArray = /* @__PURE__ */ Object.getPrototypeOf(Uint8Array.prototype);

// The built-in accessors, not the value's own: they work on what it really is, or throw.
export function arrayName(value) {
    return Reflect.get(typedArray, Symbol.toStringTag, value);
}

function viewOf(prototype, value) {
    const part = (name) => Reflect.get(prototype, name, value);
    return new Uint8Array(part("buffer"), part("byteOffset"), part("byteLength"));
}

// The bytes under a typed array.
export const bytesOf = (array) => viewOf(typedArray, array);

// The bytes of an `ArrayBuffer`, or under a view; undefined of what is neither.
export function bufferOf(value) {
    try {
        if (arrayName(value) !== undefined) return bytesOf(value);
        if (ArrayBuffer.isView(value)) return viewOf(DataView.prototype, value);
        return new Uint8Array(value, 0, Reflect.get(ArrayBuffer.prototype, "byteLength", value));
    } catch {
        return undefined;
    }
}

// The entries of a `Map`; undefined of what is none.
export function entriesOf(value) {
    try {
        return Array.from(Map.prototype.entries.call(value));
    } catch {
        return undefined;
    }
}

// What a value counts for being there, and an object beside that for being one: about what they take in memory.
const PLACE = 8;
const OBJECT = 48;

// About how many bytes arrived for a value, or that they are at least `enough`. The runtime sends an object once, so it
// counts once; text is sent each time.
export function weigh(value, enough) {
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
        } else if (isPlain(object)) {
            for (const [key, item] of Object.entries(object)) {
                weight += key.length;
                add(item);
            }
        }
    };
    try {
        add(value);
        while (rest.length > 0 && weight < enough) addParts(rest.pop());
    } catch {
        // A getter of an object of this Worker.
    }
    return weight;
}

// The number by which Rust knows what serde reads a value as (`kind` in js.rs).
function kindOf(value) {
    if (value === undefined || value === null) return 1;
    if (typeof value === "boolean") return 2;
    if (typeof value === "number") return Number.isSafeInteger(value) ? 3 : 4;
    if (typeof value === "bigint") {
        if (BigInt.asIntN(64, value) === value) return 3;
        return BigInt.asUintN(64, value) === value ? 5 : 0;
    }
    if (typeof value === "string") return value.isWellFormed() ? 6 : 0;
    if (Array.isArray(value)) return 7;
    if (entriesOf(value) !== undefined) return 9;
    if (isPlain(value)) return 10;
    return bufferOf(value) === undefined ? 0 : 8;
}

function attempt(look, otherwise) {
    try {
        return look();
    } catch {
        return otherwise;
    }
}

// For what serde reads.
export const looks = {
    kind(value) {
        return attempt(() => kindOf(value), 0);
    },

    integer(value) {
        return BigInt(value);
    },

    // `[key, value]` pairs, in an array of our own; undefined where looking throws.
    entries(value) {
        return entriesOf(value) ?? attempt(() => Object.entries(value), undefined);
    },

    buffer(value) {
        return bufferOf(value);
    },

    // `[the element]`, or `[]` where there is none; undefined where looking throws.
    element(array, index) {
        return attempt(() => (Object.hasOwn(array, index) ? [array[index]] : []), undefined);
    },

    weigh,
};

function className(value) {
    const name = attempt(() => Object.getPrototypeOf(value).constructor.name, undefined);
    return typeof name === "string" ? name : undefined;
}

function describe(value) {
    const type = typeof value;
    if (value === undefined || value === null) return String(value);
    if (type === "boolean" || type === "number") return `${type} ${value}`;
    if (type === "bigint") return BigInt.asIntN(128, value) === value ? `bigint ${value}n` : "bigint beyond 128 bits";
    if (type === "string") return undefined;
    // All that arrives of a Proxy of a plain object.
    if (type === "function" && className(value) === "RpcStub") return "a stub (a Proxy arrives as one: send a copy of it)";
    if (type !== "object") return type;
    if (Array.isArray(value)) return `array of ${Math.min(Math.trunc(value.length), 2 ** 32 - 1)}`;
    const array = arrayName(value);
    if (array !== undefined) return `${array} of ${Reflect.get(typedArray, "length", value)}`;
    return isPlain(value) || !className(value) ? "object" : undefined;
}

// For what errors say.
export const descriptions = {
    // What kind of value it is, with as much of it as helps: `number 12`, `array of 3`. Not of what whoever made it may
    // have written: a string, or the name of a class.
    of(value) {
        return attempt(() => describe(value), "object");
    },

    isSound(value) {
        return value.isWellFormed();
    },

    className,
};

// For objects around values: a reply with a property.
export const objects = {
    isPlain(value) {
        return attempt(() => isPlain(value), false);
    },

    own(object, key) {
        return attempt(() => own(object, key), undefined);
    },
};
