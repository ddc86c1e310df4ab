// The JavaScript half of values. A type has a codec, made of those of its parts when a Worker first needs it: `make` makes
// a value of what Rust wrote into one buffer, and `take` writes a value into another, if it is what the type takes; if
// not, it gives false. Each kind of codec is an object of its own, so that the bundler leaves out those that no type uses;
// wasm-bindgen imports each by its name. What throws has nobody to tell.

const codecs = [];

function add(make, take) {
    return codecs.push({ make, take }) - 1;
}

// Of the wasm instance: looked at anew when its memory has grown.
let memory;
let bytes = new Uint8Array(0);
let view;

function look() {
    if (bytes.length > 0) return;
    bytes = new Uint8Array(memory.buffer);
    view = new DataView(memory.buffer);
}

// Where `make` is in what Rust wrote, which is in three places: numbers in the buffer, text in one string, and what is
// JavaScript's in an array.
let at = 0;
let text = "";
let char = 0;
let parts = [];
let part = 0;

const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });

function u32() {
    const value = view.getUint32(at, true);
    at += 4;
    return value;
}

// Where `take` writes.
let out = new Uint8Array(1024);
let slots = new DataView(out.buffer);
let end = 0;
let taken = [];

function room(length) {
    if (end + length <= out.length) return;
    const grown = new Uint8Array(Math.max(2 * out.length, end + length));
    grown.set(out.subarray(0, end));
    out = grown;
    slots = new DataView(out.buffer);
}

function put32(value) {
    room(4);
    slots.setUint32(end, value, true);
    end += 4;
    return true;
}

// What `take` has found wrong, and the way there from the inside out.
let problem;
let steps = [];

const [INVALID, TOO_DEEP, TOO_LARGE] = [0, 1, 2];
const [FIELD, INDEX, KEY, MAP_KEY, ARGUMENT] = [0, 1, 2, 3, 4];

function refuse(kind, before, value, after) {
    problem = { kind, before, value, after };
    steps = [];
    return false;
}

// What stands for an element that an array does not have.
const HOLE = Symbol("hole");

function unexpected(expected, value) {
    if (value === HOLE) return refuse(INVALID, `expected ${expected}, got a hole`);
    return refuse(INVALID, `expected ${expected}, got `, [value]);
}

function unknown(what, name, known) {
    return refuse(INVALID, `unknown ${what} `, [name], ` (known: ${known.join(", ")})`);
}

function step(kind, where) {
    steps.push(kind, where);
    return false;
}

// What is being taken, how deep inside it, and how much memory may still be made of it.
const nothing = Symbol("nothing");
let whole = nothing;
let depth = 0;
let left = 0;
let allowed = 0;
let free = 0;

const DEPTH = 128;
const FACTOR = 16;
const MOST = 2 ** 27;
const LEAST = 8;

function enter() {
    depth += 1;
    return depth <= DEPTH || refuse(TOO_DEEP, `nested more than ${DEPTH} levels deep`);
}

function charge(size) {
    left -= size;
    return left >= 0 || chargeBeyond();
}

// Only here is it asked how much arrived: looking for objects that are referred to more than once would cost every call.
// And only whether it is enough for twice as much as is needed now, which costs little beside reading that much.
function chargeBeyond() {
    const needed = allowed - left;
    const enough = Math.ceil(Math.max(Math.min(2 * needed, MOST) - free, 0) / FACTOR);
    allowed = Math.min(weigh(whole, enough) * FACTOR + free, Math.max(MOST, free));
    left = allowed - needed;
    if (left >= 0) return true;
    const limit = `takes more than ${Math.floor(allowed / 2 ** 20)} MiB of memory, the limit for what arrived`;
    return refuse(TOO_LARGE, `${limit}; \`rpc_runtime::limits::read_up_to\` allows more`);
}

// Code of a value that is taken may have another one taken: a getter of an object of this Worker, which calls.
const suspended = [];

function suspend() {
    suspended.push([out, slots, end, taken, whole, depth, left, allowed, free]);
    out = new Uint8Array(1024);
    slots = new DataView(out.buffer);
}

function resume() {
    if (out.length > 2 ** 20) {
        out = new Uint8Array(1024);
        slots = new DataView(out.buffer);
    }
    if (suspended.length > 0) [out, slots, end, taken, whole, depth, left, allowed, free] = suspended.pop();
}

export const codec = {
    // A new instance of wasm has nothing of an older one's.
    attach(its) {
        memory = its;
        bytes = new Uint8Array(0);
        codecs.length = 0;
        suspended.length = 0;
        whole = nothing;
    },

    // A type that holds itself.
    later() {
        const here = codecs.length;
        add(() => codecs[here].to.make(), (value) => codecs[here].to.take(value));
        codecs[here].inside = (value) => {
            const { take, inside = take } = codecs[here].to;
            return inside(value);
        };
        return here;
    },

    resolve(later, to) {
        codecs[later].to = codecs[to];
    },

    part(value) {
        parts.push(value);
    },

    make(codec, start, textStart, textLength) {
        look();
        at = start;
        text = textLength > 0 ? decoder.decode(bytes.subarray(textStart, textStart + textLength)) : "";
        char = 0;
        part = 0;
        const value = codecs[codec].make();
        if (parts.length > 0) parts = [];
        return value;
    },

    // How many bytes were written, and 2³² more if there are values that are JavaScript's; or -1.
    take(codec, value, mostFree) {
        if (whole !== nothing) suspend();
        end = 0;
        taken = [];
        whole = value;
        depth = 0;
        left = allowed = free = mostFree;
        let fits = false;
        try {
            fits = codecs[codec].take(value);
        } catch {
            refuse(INVALID, "an exception was thrown while it was read");
        }
        whole = nothing;
        if (fits) return taken.length > 0 ? 2 ** 32 + end : end;
        resume();
        return -1;
    },

    // `length` is what Rust has made room for.
    copy(start, length) {
        look();
        bytes.set(out.subarray(0, length), start);
        resume();
    },

    copyTaken(start, length) {
        const values = taken;
        codec.copy(start, length);
        return values;
    },

    problemKind() {
        return problem.kind;
    },

    problemText(after) {
        return (after ? problem.after : problem.before) ?? "";
    },

    problemValue() {
        return problem.value;
    },

    problemSteps() {
        return steps;
    },
};

export const booleans = {
    codec() {
        return add(
            () => bytes[at++] === 1,
            (value) => {
                if (typeof value !== "boolean") return unexpected("bool", value);
                room(1);
                out[end++] = value ? 1 : 0;
                return true;
            },
        );
    },
};

export const integers = {
    codec(name, least, most) {
        return add(
            least < 0
                ? () => {
                      const value = view.getInt32(at, true);
                      at += 4;
                      return value;
                  }
                : u32,
            (value) => {
                if (typeof value !== "number" || Math.trunc(value) !== value || value < least || value > most) {
                    return unexpected(name, value);
                }
                return put32(value);
            },
        );
    },
};

export const floats = {
    codec(name) {
        return add(
            () => {
                const value = view.getFloat64(at, true);
                at += 8;
                return value;
            },
            (value) => {
                if (typeof value !== "number") return unexpected(name, value);
                room(8);
                slots.setFloat64(end, value, true);
                end += 8;
                return true;
            },
        );
    },
};

// Of 64 bits: a bigint, or a number that is exact.
export const bigints = {
    codec(name, isSigned) {
        const [get, wrap] = isSigned
            ? [() => view.getBigInt64(at, true), BigInt.asIntN]
            : [() => view.getBigUint64(at, true), BigInt.asUintN];
        return add(
            () => {
                const value = get();
                at += 8;
                return value;
            },
            (value) => {
                const exact = typeof value === "bigint" || !Number.isSafeInteger(value) ? value : BigInt(value);
                if (typeof exact !== "bigint" || wrap(64, exact) !== exact) return unexpected(name, value);
                room(8);
                slots.setBigInt64(end, exact, true);
                end += 8;
                return true;
            },
        );
    },
};

export const characters = {
    codec() {
        return add(
            () => String.fromCodePoint(u32()),
            (value) => {
                const code = typeof value === "string" ? value.codePointAt(0) : undefined;
                if (code === undefined || value.length !== (code > 0xffff ? 2 : 1) || !value.isWellFormed()) {
                    return unexpected("char", value);
                }
                return put32(code);
            },
        );
    },
};

const encoder = /* @__PURE__ */ new TextEncoder();
// Longer text goes by itself: less is copied then, and text beside it keeps its own form.
const LONG_TEXT = 1024;
const ELSEWHERE = 2 ** 32 - 1;
// Shorter text is written faster here than by the encoder.
const SHORT_TEXT = 32;

export const texts = {
    codec() {
        return add(makeText, (value) => (typeof value === "string" ? takeText(value) : unexpected("string", value)));
    },
};

function makeText() {
    const length = u32();
    if (length === ELSEWHERE) return parts[part++];
    const start = char;
    char += length;
    return text.substring(start, char);
}

function takeText(value) {
    const { length } = value;
    if (length >= LONG_TEXT) {
        if (!charge(length)) return false;
        if (!value.isWellFormed()) return unexpected("string", value);
        taken.push(value);
        return put32(ELSEWHERE);
    }
    room(4 + 3 * length);
    const start = end + 4;
    let written = 0;
    if (length <= SHORT_TEXT) {
        for (; written < length; written++) {
            const code = value.charCodeAt(written);
            if (code > 127) break;
            out[start + written] = code;
        }
    }
    if (written < length) {
        if (!value.isWellFormed()) return unexpected("string", value);
        written = encoder.encodeInto(value, out.subarray(start)).written;
    }
    slots.setUint32(end, written, true);
    end = start + written;
    return charge(written);
}

// A value of JavaScript, which Rust looks at.
export const values = {
    // With `expected`, it may not be missing.
    codec(expected) {
        return add(
            () => parts[part++],
            (value) => {
                if (value === HOLE) return unexpected(expected ?? "data", value);
                if (value === undefined && expected !== undefined) return unexpected(expected, value);
                taken.push(value);
                return true;
            },
        );
    },
};

export const units = {
    codec() {
        return add(
            () => undefined,
            (value) => value === undefined || value === null || unexpected("nothing", value),
        );
    },

    // One that is written all the same.
    nullCodec() {
        return add(() => null, (value) => value === undefined || value === null || unexpected("nothing", value));
    },
};

export const options = {
    codec(of) {
        const { make, take } = codecs[of];
        return add(
            () => (bytes[at++] === 1 ? make() : undefined),
            (value) => {
                room(1);
                if (value === undefined || value === null) {
                    out[end++] = 0;
                    return true;
                }
                out[end++] = 1;
                return take(value);
            },
        );
    },
};

// An option of what may be missing itself: a variant of `none` and `some`.
export const taggedOptions = {
    codec(variant) {
        const { make, take } = codecs[variant];
        const tagged = add(make, (value) => (value === undefined ? put32(0) : take(value)));
        // Only a field or an argument may be missing.
        codecs[tagged].inside = take;
        return tagged;
    },
};

// What has a default: only `undefined` stands for it, and it is always written.
export const defaults = {
    codec(of) {
        const { make, take } = codecs[of];
        return add(make, (value) => {
            room(1);
            out[end++] = value === undefined ? 0 : 1;
            return value === undefined || take(value);
        });
    },
};

function element(array, index) {
    const value = array[index];
    return value === undefined && !Object.hasOwn(array, index) ? HOLE : value;
}

export const lists = {
    codec(of, size) {
        const { make, take, inside = take } = codecs[of];
        const cost = Math.max(size, LEAST);
        return add(
            () => {
                const length = u32();
                const list = [];
                for (let index = 0; index < length; index++) list.push(make());
                return list;
            },
            (list) => {
                if (!Array.isArray(list)) return unexpected("array", list);
                if (!enter()) return false;
                const start = end;
                put32(0);
                let index = 0;
                for (const { length } = list; index < length; index++) {
                    if (!charge(cost) || !inside(element(list, index))) return step(INDEX, index);
                }
                slots.setUint32(start, index, true);
                depth -= 1;
                return true;
            },
        );
    },
};

// Lists of numbers are typed arrays. Short ones go with the rest, others by themselves.
const SHORT_ARRAY = 256;

function makeBytes() {
    const length = u32();
    if (length === ELSEWHERE) return parts[part++];
    at += length;
    return bytes.slice(at - length, at);
}

// Takes the bytes under a typed array, for Rust to have them as a `Class`.
function takeArray(array, Class) {
    const under = viewOf(typedArray, array);
    const { length } = under;
    if (!charge(length)) return false;
    if (length > SHORT_ARRAY) {
        // Not the array itself, whose class may say that it is longer than it is.
        const count = length / Class.BYTES_PER_ELEMENT;
        taken.push(Class === Uint8Array ? under : new Class(under.buffer, under.byteOffset, count));
        return put32(ELSEWHERE);
    }
    put32(length);
    room(length);
    out.set(under, end);
    end += length;
    return true;
}

const typedArray = /* @__PURE__ */ Object.getPrototypeOf(Uint8Array.prototype);

// The built-in accessors, not the value's own: they work on what it really is, or throw.
function arrayName(value) {
    return Reflect.get(typedArray, Symbol.toStringTag, value);
}

function viewOf(prototype, value) {
    const part = (name) => Reflect.get(prototype, name, value);
    return new Uint8Array(part("buffer"), part("byteOffset"), part("byteLength"));
}

// What an array of numbers holds, in a typed array of that class; a step to what it cannot hold. Looks at every element
// before it makes room for them: the length is only a claim.
function pack(array, Class, takeItem) {
    if (!enter()) return undefined;
    const start = end;
    const items = [];
    const { length } = array;
    for (let index = 0; index < length; index++) {
        const item = element(array, index);
        if (!takeItem(item)) {
            step(INDEX, index);
            return undefined;
        }
        items.push(item);
        end = start;
    }
    depth -= 1;
    return Class.from(items, Class.name.startsWith("Big") ? BigInt : undefined);
}

export const arrays = {
    // Of `class`, whose elements are taken as `of` takes them.
    codec(of, name) {
        const Class = globalThis[name];
        const { take } = codecs[of];
        return add(
            () => {
                const array = makeBytes();
                return array instanceof Class ? array : new Class(array.buffer);
            },
            (value) => {
                const actual = arrayName(value);
                if (actual === name) return takeArray(value, Class);
                if (actual !== undefined || !Array.isArray(value)) return unexpected(`${name} or array`, value);
                const packed = pack(value, Class, take);
                return packed !== undefined && takeArray(packed, Class);
            },
        );
    },
};

// The bytes of an `ArrayBuffer`, or under a view.
function bufferOf(value) {
    try {
        if (arrayName(value) !== undefined) return viewOf(typedArray, value);
        if (ArrayBuffer.isView(value)) return viewOf(DataView.prototype, value);
        return new Uint8Array(value, 0, Reflect.get(ArrayBuffer.prototype, "byteLength", value));
    } catch {
        return undefined;
    }
}

export const byteArrays = {
    codec(of) {
        const { take } = codecs[of];
        return add(makeBytes, (value) => {
            if (Array.isArray(value)) {
                const packed = pack(value, Uint8Array, take);
                return packed !== undefined && takeArray(packed, Uint8Array);
            }
            const buffer = bufferOf(value);
            return buffer === undefined ? unexpected("Uint8Array", value) : takeArray(buffer, Uint8Array);
        });
    },
};

export const buffers = {
    codec() {
        return add(
            () => makeBytes().buffer,
            (value) => {
                const buffer = Array.isArray(value) ? undefined : bufferOf(value);
                return buffer === undefined ? unexpected("ArrayBuffer or view", value) : takeArray(buffer, Uint8Array);
            },
        );
    },
};

export const tuples = {
    codec(of) {
        const parts = Array.from(of, (part) => codecs[part]);
        const { length } = parts;
        return add(
            () => {
                const tuple = [];
                for (let index = 0; index < length; index++) tuple.push(parts[index].make());
                return tuple;
            },
            (tuple) => {
                if (!Array.isArray(tuple)) return unexpected(`array of ${length}`, tuple);
                if (tuple.length !== length) {
                    const plural = length === 1 ? "" : "s";
                    return refuse(INVALID, `expected ${length} element${plural}, got ${tuple.length}`);
                }
                if (!enter()) return false;
                for (let index = 0; index < length; index++) {
                    const { take, inside = take } = parts[index];
                    if (!charge(LEAST) || !inside(element(tuple, index))) return step(INDEX, index);
                }
                depth -= 1;
                return true;
            },
        );
    },
};

function isPlain(value) {
    if (typeof value !== "object" || value === null) return false;
    const prototype = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null;
}

function own(object, key) {
    return Object.hasOwn(object, key) ? object[key] : undefined;
}

export const records = {
    // `shape` has the literal of the object, and the properties that are read: code of the type's own, which is twice as
    // fast as code for any names. `names` tells the type's fields from others'; `union` is of members beside the fields.
    codec(expected, names, [makes, takes], of, union) {
        const fields = Array.from(of, (field) => codecs[field]);
        const rest = union === undefined ? undefined : codecs[union];
        const makers = fields.map(({ make }) => make);
        const takers = fields.map(({ take }) => take);
        if (rest !== undefined) {
            makers.push(rest.make);
            takers.push(rest.take);
        }
        const check = (value) => isPlain(value) || unexpected(expected, value);
        const failed = (index) => step(FIELD, names * 65536 + index);
        const take = takes(check, failed, own, ...takers);
        const cost = LEAST * fields.length;
        return add(makes(...makers), (value) => {
            if (!enter() || !charge(cost) || !take(value)) return false;
            depth -= 1;
            return true;
        });
    },
};

const [BY_POSITION, BY_NAME] = [0, 1];

export const parameters = {
    // All arguments of a call. Each may take the memory that a value may.
    codec(style, numbers, names, of, required) {
        const parts = Array.from(of, (part) => codecs[part]);
        const count = parts.length;
        const make = () => {
            const list = [];
            for (let index = 0; index < count; index++) list.push(parts[index].make());
            if (style !== BY_NAME) return list;
            const object = {};
            for (let index = 0; index < count; index++) {
                if (list[index] !== undefined) object[names[index]] = list[index];
            }
            return [object];
        };
        const takePart = (index, value, isMissing) => {
            whole = value;
            left = allowed = free;
            if (isMissing && required[index]) refuse(INVALID, "missing");
            else {
                try {
                    if (parts[index].take(value)) return true;
                } catch {
                    refuse(INVALID, "an exception was thrown while it was read");
                }
            }
            return step(ARGUMENT, numbers * 65536 + index);
        };
        const take = (list) => {
            const sent = list.length;
            if (style === BY_POSITION) {
                for (let index = 0; index < count; index++) {
                    if (!takePart(index, list[index], index >= sent)) return false;
                }
            } else {
                const object = list[0] === undefined ? {} : list[0];
                if (style !== BY_NAME) {
                    if (!takePart(0, object, false)) return false;
                } else {
                    if (!isPlain(object)) {
                        return refuse(INVALID, "expected an object with the arguments, got ", [object]);
                    }
                    for (let index = 0; index < count; index++) {
                        const value = own(object, names[index]);
                        if (!takePart(index, value, value === undefined)) return false;
                    }
                }
            }
            const expected = style === BY_POSITION ? count : 1;
            for (let index = expected; index < sent; index++) {
                if (list[index] === undefined) continue;
                const plural = expected === 1 ? "" : "s";
                return refuse(INVALID, `expected ${expected} argument${plural}, got ${sent}`);
            }
            return true;
        };
        return add(make, take);
    },
};

// The number of a name that arrived. To look it up in a map takes its hash, which takes longer than to compare it with a
// few others.
function numbering(names) {
    const { length } = names;
    if (length > 8) {
        const numbers = new Map(names.map((name, number) => [name, number]));
        return (name) => numbers.get(name);
    }
    return (name) => {
        for (let number = 0; number < length; number++) if (names[number] === name) return number;
        return undefined;
    };
}

export const enums = {
    codec(names, isOpen) {
        const numberOf = numbering(names);
        const expected = isOpen ? "name or number of a case" : `one of ${names.map((name) => `"${name}"`).join(", ")}`;
        return add(
            () => {
                const number = u32();
                return names[number] ?? number;
            },
            (value) => {
                const number = numberOf(value);
                if (number !== undefined) return put32(number);
                if (typeof value === "string" && value.isWellFormed()) return unknown("case", value, names);
                if (isOpen && Number.isInteger(value) && value >= 0 && value < 65536) return put32(value);
                return unexpected(expected, value);
            },
        );
    },
};

export const variants = {
    // A case without a payload has -1 in `of`.
    codec(expected, names, cases, of) {
        const payloads = Array.from(of, (payload) => codecs[payload]);
        const numberOf = numbering(cases);
        return add(
            () => {
                const number = u32();
                const tag = cases[number];
                const val = payloads[number]?.make();
                return val === undefined ? { tag } : { tag, val };
            },
            (value) => {
                if (!isPlain(value)) return unexpected(expected, value);
                if (!enter() || !charge(2 * LEAST)) return false;
                const { tag, val } = value;
                const number = numberOf(tag);
                if (number === undefined) {
                    if (typeof tag === "string" && tag.isWellFormed()) return unknown("case", tag, cases);
                    unexpected("string", tag);
                    return step(FIELD, names * 65536);
                }
                put32(number);
                const payload = payloads[number];
                const fits =
                    payload === undefined
                        ? val === undefined || val === null || unexpected("nothing", val)
                        : payload.take(val);
                if (!fits) return step(FIELD, names * 65536 + 1);
                depth -= 1;
                return true;
            },
        );
    },
};

export const flags = {
    codec(numbers, names) {
        return add(
            () => {
                const object = {};
                for (const name of names) object[name] = bytes[at++] === 1;
                return object;
            },
            (value) => {
                room(names.length);
                if (value === undefined || value === null) {
                    if (!charge(names.length)) return false;
                    out.fill(0, end, end + names.length);
                    end += names.length;
                    return true;
                }
                if (!isPlain(value)) return unexpected("object of flags", value);
                if (!enter() || !charge(LEAST * names.length)) return false;
                const extra = Object.keys(value).find((key) => value[key] === true && !names.includes(key));
                if (extra !== undefined) return unknown("flag", extra, names);
                for (let index = 0; index < names.length; index++) {
                    const flag = own(value, names[index]);
                    if (flag !== undefined && typeof flag !== "boolean") {
                        unexpected("bool", flag);
                        return step(FIELD, numbers * 65536 + index);
                    }
                    out[end++] = flag === true ? 1 : 0;
                }
                depth -= 1;
                return true;
            },
        );
    },
};

export const maps = {
    codec(key, of, cost, isText) {
        const [keys, values] = [codecs[key], codecs[of]];
        const { take, inside = take } = values;
        return add(
            () => {
                const length = u32();
                const map = new Map();
                for (let index = 0; index < length; index++) map.set(keys.make(), values.make());
                return map;
            },
            (value) => {
                const entries = isText && isPlain(value) ? Object.entries(value) : entriesOf(value);
                if (entries === undefined) return unexpected(isText ? "Map or object" : "Map", value);
                if (!enter()) return false;
                put32(entries.length);
                for (const [key, item] of entries) {
                    if (!charge(cost) || !keys.take(key)) return step(MAP_KEY);
                    if (!inside(item)) return step(KEY, key);
                }
                depth -= 1;
                return true;
            },
        );
    },
};

function entriesOf(value) {
    try {
        return Array.from(Map.prototype.entries.call(value));
    } catch {
        return undefined;
    }
}

// The one member that is there, in an object that may have other keys. One without a value is `null`; with `undefined` it
// counts if there is no other.
const ABSENT = 65535;

export const unions = {
    // `voids` says which members have no value; without any member, the union is its default if it has one.
    codec(expected, names, members, of, voids, hasDefault) {
        const kinds = Array.from(of, (member) => codecs[member]);
        const make = (object) => {
            const number = u32();
            object[members[number]] = kinds[number].make();
            return object;
        };
        const take = (object) => {
            let active;
            let none;
            for (let number = 0; number < members.length; number++) {
                const key = members[number];
                if (!Object.hasOwn(object, key)) continue;
                const value = object[key];
                if (value === undefined) {
                    if (!voids[number]) continue;
                    if (none !== undefined) return twoMembers(members[none], key);
                    none = number;
                    continue;
                }
                if (active !== undefined) return twoMembers(members[active], key);
                active = number;
                put32(number);
                if (!kinds[number].take(value)) return step(FIELD, names * 65536 + number);
            }
            if (active !== undefined) return true;
            if (none !== undefined) {
                put32(none);
                return kinds[none].take(undefined);
            }
            if (hasDefault) return put32(ABSENT);
            return refuse(INVALID, `expected one of the members ${members.join(", ")}`);
        };
        if (expected === undefined) return add(make, take);
        return add(
            () => make({}),
            (value) => {
                if (!isPlain(value)) return unexpected(expected, value);
                if (!enter() || !charge(LEAST * members.length) || !take(value)) return false;
                depth -= 1;
                return true;
            },
        );
    },
};

function twoMembers(first, second) {
    return refuse(INVALID, `"${first}" and "${second}" are both there: only one member of a union can be`);
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

// The JavaScript half of looking at a value that serde reads, and of saying what one is.
export const looks = {
    // 0 for what is none of these.
    kind(value) {
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
    },

    integer(value) {
        return BigInt(value);
    },

    // `[key, value]` pairs, in an array of our own.
    entries(value) {
        return entriesOf(value) ?? Object.entries(value);
    },

    buffer(value) {
        return bufferOf(value);
    },

    weigh,
};

export const descriptions = {
    // What kind of value it is, with as much of it as helps: `number 12`, `array of 3`. Not of what whoever made it may
    // have written: a string, or the name of a class.
    of(value) {
        const type = typeof value;
        if (value === undefined || value === null) return String(value);
        if (type === "boolean" || type === "number") return `${type} ${value}`;
        if (type === "bigint") {
            return BigInt.asIntN(128, value) === value ? `bigint ${value}n` : "bigint beyond 128 bits";
        }
        if (type === "string") return undefined;
        if (type !== "object") return type;
        try {
            if (Array.isArray(value)) return `array of ${Math.min(Math.trunc(value.length), 2 ** 32 - 1)}`;
            const array = arrayName(value);
            if (array !== undefined) return `${array} of ${Reflect.get(typedArray, "length", value)}`;
        } catch {
            // A Proxy with traps that throw.
        }
        return isObject(value) || !className(value) ? "object" : undefined;
    },

    isSound(value) {
        return value.isWellFormed();
    },

    className,
};

function isObject(value) {
    try {
        return isPlain(value);
    } catch {
        return true;
    }
}

function className(value) {
    try {
        const { name } = Object.getPrototypeOf(value).constructor;
        return typeof name === "string" ? name : undefined;
    } catch {
        return undefined;
    }
}

// Objects around values: arguments by name, a reply with a property.
export const objects = {
    isPlain(value) {
        try {
            return isPlain(value);
        } catch {
            return false;
        }
    },

    own(object, key) {
        try {
            return own(object, key);
        } catch {
            return undefined;
        }
    },
};
