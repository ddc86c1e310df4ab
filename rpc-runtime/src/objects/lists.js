// Codecs of lists, tuples and maps. Imported from one `extern` block only (src/objects/js.rs).

import {
    ELSEWHERE,
    HOLE,
    INDEX,
    INVALID,
    KEY,
    LEAST,
    MAP_KEY,
    add,
    amend,
    charge,
    codecs,
    enter,
    getBytes,
    getPart,
    getU32,
    leave,
    mark,
    put32,
    putBytes,
    putPart,
    refuse,
    rewind,
    step,
    unexpected,
} from "./codec.js";
import { arrayName, bufferOf, bytesOf, entriesOf, isPlain } from "./look.js";

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
                const length = getU32();
                const list = [];
                for (let index = 0; index < length; index++) list.push(make());
                return list;
            },
            (list) => {
                if (!Array.isArray(list)) return unexpected("array", list);
                if (!enter()) return false;
                const start = mark();
                put32(0);
                let index = 0;
                for (const { length } = list; index < length; index++) {
                    if (!charge(cost) || !inside(element(list, index))) return step(INDEX, index);
                }
                // As many as were looked at: the length is a claim.
                amend(start, index);
                return leave();
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
                return leave();
            },
        );
    },
};

export const maps = {
    codec(key, of, cost, isText) {
        const keys = codecs[key];
        const { make, take, inside = take } = codecs[of];
        return add(
            () => {
                const length = getU32();
                const map = new Map();
                for (let index = 0; index < length; index++) map.set(keys.make(), make());
                return map;
            },
            (value) => {
                const entries = isText && isPlain(value) ? Object.entries(value) : entriesOf(value);
                if (entries === undefined) return unexpected(isText ? "Map or object" : "Map", value);
                if (!enter()) return false;
                put32(entries.length);
                for (const [key, item] of entries) {
                    if (!charge(cost) || !(keys.inside ?? keys.take)(key)) return step(MAP_KEY);
                    if (!inside(item)) return step(KEY, key);
                }
                return leave();
            },
        );
    },
};

// Lists of numbers are typed arrays. Short ones go with the rest, others by themselves.
const SHORT_ARRAY = 256;

function makeBytes() {
    const length = getU32();
    return length === ELSEWHERE ? getPart() : getBytes(length);
}

// Takes the bytes under a typed array, for Rust to have them as a `Class`.
function takeArray(array, Class) {
    const under = bytesOf(array);
    const { length } = under;
    if (!charge(length)) return false;
    if (length <= SHORT_ARRAY) return put32(length) && putBytes(under);
    // Not the array itself, whose class may say that it is longer than it is.
    const count = length / Class.BYTES_PER_ELEMENT;
    putPart(Class === Uint8Array ? under : new Class(under.buffer, under.byteOffset, count));
    return put32(ELSEWHERE);
}

// Takes an array of numbers as the typed array that can hold them. Looks at every element before it makes room for them.
function takePacked(array, Class, takeItem) {
    if (!enter()) return false;
    const start = mark();
    const items = [];
    const { length } = array;
    for (let index = 0; index < length; index++) {
        const item = element(array, index);
        if (!takeItem(item)) return step(INDEX, index);
        items.push(item);
        rewind(start);
    }
    leave();
    return takeArray(Class.from(items, Class.name.startsWith("Big") ? BigInt : undefined), Class);
}

export const arrays = {
    // Of the class `name`, whose elements are taken as `of` takes them.
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
                return takePacked(value, Class, take);
            },
        );
    },
};

export const byteArrays = {
    codec(of) {
        const { take } = codecs[of];
        return add(makeBytes, (value) => {
            if (Array.isArray(value)) return takePacked(value, Uint8Array, take);
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
