// Codecs of what has no parts. Imported from one `extern` block only (src/objects/js.rs).

import {
    ELSEWHERE,
    HOLE,
    add,
    advance,
    charge,
    getByte,
    getF64,
    getI32,
    getI64,
    getPart,
    getText,
    getU32,
    getU64,
    out,
    put32,
    put64,
    putByte,
    putF64,
    putPart,
    reserve,
    unexpected,
} from "./codec.js";

export const booleans = {
    codec() {
        return add(
            () => getByte() === 1,
            (value) => (typeof value === "boolean" ? putByte(value ? 1 : 0) : unexpected("bool", value)),
        );
    },
};

export const integers = {
    codec(name, least, most) {
        return add(least < 0 ? getI32 : getU32, (value) => {
            if (typeof value !== "number" || Math.trunc(value) !== value || value < least || value > most) {
                return unexpected(name, value);
            }
            return put32(value);
        });
    },
};

export const floats = {
    codec(name) {
        return add(getF64, (value) => (typeof value === "number" ? putF64(value) : unexpected(name, value)));
    },
};

// Of 64 bits: a bigint, or a number that is exact.
export const bigints = {
    codec(name, isSigned) {
        const wrap = isSigned ? BigInt.asIntN : BigInt.asUintN;
        return add(isSigned ? getI64 : getU64, (value) => {
            const exact = typeof value === "bigint" || !Number.isSafeInteger(value) ? value : BigInt(value);
            if (typeof exact !== "bigint" || wrap(64, exact) !== exact) return unexpected(name, value);
            return put64(exact);
        });
    },
};

export const characters = {
    codec() {
        return add(
            () => String.fromCodePoint(getU32()),
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
// Shorter text is written faster here than by the encoder.
const SHORT_TEXT = 32;

export const texts = {
    codec() {
        return add(
            () => {
                const units = getU32();
                return units === ELSEWHERE ? getPart() : getText(units);
            },
            (value) => (typeof value === "string" ? takeText(value) : unexpected("string", value)),
        );
    },
};

function takeText(value) {
    const { length } = value;
    if (length >= LONG_TEXT) {
        if (!charge(length)) return false;
        if (!value.isWellFormed()) return unexpected("string", value);
        putPart(value);
        return put32(ELSEWHERE);
    }
    const start = reserve(4 + 3 * length) + 4;
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
    put32(written);
    advance(written);
    return charge(written);
}

// A value of JavaScript, which Rust looks at.
export const values = {
    // With `expected`, it may not be missing.
    codec(expected) {
        return add(getPart, (value) => {
            if (value === HOLE) return unexpected(expected ?? "data", value);
            if (value === undefined && expected !== undefined) return unexpected(expected, value);
            return putPart(value);
        });
    },
};

const isNothing = (value) => value === undefined || value === null || unexpected("nothing", value);

export const units = {
    codec() {
        return add(() => undefined, isNothing);
    },

    // One that is written all the same.
    nullCodec() {
        return add(() => null, isNothing);
    },
};
