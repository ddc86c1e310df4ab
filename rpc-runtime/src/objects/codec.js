// The JavaScript half of values. A type has a codec, made of those of its parts when a Worker first needs it: `make` makes
// a value of what Rust wrote into one buffer, and `take` writes a value into another, if it is what the type takes; if
// not, it gives false. Here is what all kinds of codecs are made of; the kinds are in the files beside this one, each an
// object of its own, so that the bundler leaves out those that no type uses. wasm-bindgen imports each by its name.
// Imported from one `extern` block only (src/objects/js.rs), as each of these files is.

import { weigh } from "./look.js";

export const codecs = [];

export function add(make, take) {
    return codecs.push({ make, take }) - 1;
}

// Instead of a length: what has it is by itself.
export const ELSEWHERE = 2 ** 32 - 1;

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
let unit = 0;
let parts = [];
let part = 0;

const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });

export function getByte() {
    return bytes[at++];
}

export function getU32() {
    const value = view.getUint32(at, true);
    at += 4;
    return value;
}

export function getI32() {
    const value = view.getInt32(at, true);
    at += 4;
    return value;
}

export function getF64() {
    const value = view.getFloat64(at, true);
    at += 8;
    return value;
}

export function getI64() {
    const value = view.getBigInt64(at, true);
    at += 8;
    return value;
}

export function getU64() {
    const value = view.getBigUint64(at, true);
    at += 8;
    return value;
}

export function getBytes(length) {
    at += length;
    return bytes.slice(at - length, at);
}

export function getText(units) {
    unit += units;
    return text.substring(unit - units, unit);
}

export function getPart() {
    return parts[part++];
}

// Where `take` writes.
export let out = new Uint8Array(1024);
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

export function putByte(value) {
    room(1);
    out[end++] = value;
    return true;
}

export function put32(value) {
    room(4);
    slots.setUint32(end, value, true);
    end += 4;
    return true;
}

export function putF64(value) {
    room(8);
    slots.setFloat64(end, value, true);
    end += 8;
    return true;
}

export function put64(value) {
    room(8);
    slots.setBigInt64(end, value, true);
    end += 8;
    return true;
}

export function putBytes(array) {
    room(array.length);
    out.set(array, end);
    end += array.length;
    return true;
}

// Makes room for what is written into `out` from the index on that this gives, and then said to be there by `advance`.
export function reserve(length) {
    room(length);
    return end;
}

export function advance(length) {
    end += length;
}

export function putPart(value) {
    taken.push(value);
    return true;
}

// What is written from here on can be taken back, or said at its beginning.
export function mark() {
    return end;
}

export function rewind(mark) {
    end = mark;
}

export function amend(mark, value) {
    slots.setUint32(mark, value, true);
}

// What `take` has found wrong, and the way there from the inside out. The numbers are those of problem.rs.
let problem;
let steps = [];

export const INVALID = 0;
const TOO_DEEP = 1;
const TOO_LARGE = 2;

export const FIELD = 0;
export const INDEX = 1;
export const KEY = 2;
export const MAP_KEY = 3;
export const ARGUMENT = 4;

export function refuse(kind, before, value, after) {
    problem = { kind, before, value, after };
    steps = [];
    return false;
}

// What stands for an element that an array does not have.
export const HOLE = Symbol("hole");

export function unexpected(expected, value) {
    if (value === HOLE) return refuse(INVALID, `expected ${expected}, got a hole`);
    return refuse(INVALID, `expected ${expected}, got `, [value]);
}

export function unknown(what, name, known) {
    return refuse(INVALID, `unknown ${what} `, [name], ` (known: ${known.join(", ")})`);
}

export function step(kind, where) {
    steps.push(kind, where);
    return false;
}

// The step to a name: `names` is the number of the names that Rust has of the type.
export function stepTo(names, index, kind = FIELD) {
    return step(kind, names * 65536 + index);
}

// What is being taken, how deep inside it, and how much memory may still be made of it. The figures are those of limits.rs.
const nothing = Symbol("nothing");
let whole = nothing;
let depth = 0;
let left = 0;
let allowed = 0;
let free = 0;

const DEPTH = 128;
const FACTOR = 16;
const MOST = 2 ** 27;
// What an element or a field counts at least: looking at it takes time, too.
export const LEAST = 8;

export function enter() {
    depth += 1;
    return depth <= DEPTH || refuse(TOO_DEEP, `nested more than ${DEPTH} levels deep`);
}

export function leave() {
    depth -= 1;
    return true;
}

export function charge(size) {
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

// What is taken from here on may take the memory that a value may.
export function begin(value) {
    whole = value;
    left = allowed = free;
}

// Takes what code of its own may be in.
export function attempt(take, value) {
    try {
        return take(value);
    } catch {
        return refuse(INVALID, "an exception was thrown while it was read");
    }
}

// That code, a getter of an object of this Worker, may call, and so have another value taken.
const suspended = [];

function suspend() {
    suspended.push([out, slots, end, taken, whole, depth, left, allowed, free]);
    out = new Uint8Array(1024);
    slots = new DataView(out.buffer);
}

function resume() {
    taken = [];
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
        parts = [];
        taken = [];
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
        unit = 0;
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
        depth = 0;
        free = mostFree;
        begin(value);
        const fits = attempt(codecs[codec].take, value);
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
