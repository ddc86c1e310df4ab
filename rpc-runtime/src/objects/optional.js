// Codecs of what may be missing: options, fields with defaults, parameters. Imported from one `extern` block only
// (src/objects/js.rs).

import {
    ARGUMENT,
    INVALID,
    add,
    attempt,
    begin,
    codecs,
    getByte,
    put32,
    putByte,
    refuse,
    stepTo,
} from "./codec.js";
import { isPlain, own } from "./look.js";

export const options = {
    codec(of) {
        const { make, take } = codecs[of];
        return add(
            () => (getByte() === 1 ? make() : undefined),
            (value) => (value === undefined || value === null ? putByte(0) : putByte(1) && take(value)),
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
        return add(make, (value) => (value === undefined ? putByte(0) : putByte(1) && take(value)));
    },
};

// Takes an argument. Each may take the memory that a value may.
function takeArgument(part, value, isMissing, names, index) {
    begin(value);
    if (isMissing ? refuse(INVALID, "missing") : attempt(part.take, value)) return true;
    return stepTo(names, index, ARGUMENT);
}

// Whether there are no more than so many. Trailing `undefined` is none.
function areAll(list, expected) {
    for (let index = expected; index < list.length; index++) {
        if (list[index] === undefined) continue;
        const plural = expected === 1 ? "" : "s";
        return refuse(INVALID, `expected ${expected} argument${plural}, got ${list.length}`);
    }
    return true;
}

// All arguments of a call, each by its position. `names` is the number of the parameters' names.
export const parameters = {
    codec(names, of, required) {
        const parts = Array.from(of, (part) => codecs[part]);
        return add(
            () => parts.map((part) => part.make()),
            (list) => {
                for (let index = 0; index < parts.length; index++) {
                    const isMissing = required[index] && index >= list.length;
                    if (!takeArgument(parts[index], list[index], isMissing, names, index)) return false;
                }
                return areAll(list, parts.length);
            },
        );
    },
};

// As keys of one object.
export const namedParameters = {
    codec(names, of, required, keys) {
        const parts = Array.from(of, (part) => codecs[part]);
        return add(
            () => {
                const object = {};
                for (let index = 0; index < parts.length; index++) {
                    const value = parts[index].make();
                    if (value !== undefined) object[keys[index]] = value;
                }
                return [object];
            },
            (list) => {
                const object = list[0] === undefined ? {} : list[0];
                if (!isPlain(object)) return refuse(INVALID, "expected an object with the arguments, got ", [object]);
                for (let index = 0; index < parts.length; index++) {
                    const value = own(object, keys[index]);
                    const isMissing = required[index] && value === undefined;
                    if (!takeArgument(parts[index], value, isMissing, names, index)) return false;
                }
                return areAll(list, 1);
            },
        );
    },
};

// The only one is that object; nothing at all stands for an empty one.
export const wholeParameter = {
    codec(names, of) {
        const { make, take } = codecs[of];
        return add(
            () => [make()],
            (list) => {
                const [object = {}] = list;
                return takeArgument({ take }, object, false, names, 0) && areAll(list, 1);
            },
        );
    },
};
