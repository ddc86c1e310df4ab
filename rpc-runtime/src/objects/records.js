// Codecs of what has parts by names: records, variants, flags and their like. Imported from one `extern` block only
// (src/objects/js.rs).

import {
    INVALID,
    LEAST,
    add,
    charge,
    codecs,
    enter,
    getByte,
    getU32,
    leave,
    put32,
    putByte,
    refuse,
    stepTo,
    unexpected,
    unknown,
} from "./codec.js";
import { isPlain, own } from "./look.js";

export const records = {
    // `shape` has the literal of the object, and the properties that are read: code of the type's own, which is twice as
    // fast as code for any names. `names` is the number of the fields' names; `union` is of members beside the fields.
    codec(expected, names, [makes, takes], of, union) {
        const fields = Array.from(of, (field) => codecs[field]);
        const parts = union === undefined ? fields : [...fields, codecs[union]];
        const check = (value) => isPlain(value) || unexpected(expected, value);
        const failed = (index) => stepTo(names, index);
        const take = takes(check, failed, own, ...parts.map((part) => part.take));
        const cost = LEAST * fields.length;
        return add(
            makes(...parts.map((part) => part.make)),
            (value) => enter() && charge(cost) && take(value) && leave(),
        );
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
                const number = getU32();
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
    // `names` is the number of `tag` and `val`. A case without a payload has -1 in `of`.
    codec(expected, names, cases, of) {
        const payloads = Array.from(of, (payload) => codecs[payload]);
        const numberOf = numbering(cases);
        return add(
            () => {
                const number = getU32();
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
                    return stepTo(names, 0);
                }
                put32(number);
                const payload = payloads[number];
                const fits =
                    payload === undefined
                        ? val === undefined || val === null || unexpected("nothing", val)
                        : payload.take(val);
                return fits ? leave() : stepTo(names, 1);
            },
        );
    },
};

export const flags = {
    // `numbers` is the number of the names.
    codec(numbers, names) {
        return add(
            () => {
                const object = {};
                for (const name of names) object[name] = getByte() === 1;
                return object;
            },
            (value) => {
                // As many as a record of them, and none at all as the bytes that say so.
                if (value === undefined || value === null) {
                    return charge(names.length) && names.every(() => putByte(0));
                }
                if (!isPlain(value)) return unexpected("object of flags", value);
                if (!enter() || !charge(LEAST * names.length)) return false;
                const extra = Object.keys(value).find((key) => value[key] === true && !names.includes(key));
                if (extra !== undefined) return unknown("flag", extra, names);
                for (let index = 0; index < names.length; index++) {
                    const flag = own(value, names[index]);
                    if (flag !== undefined && typeof flag !== "boolean") {
                        unexpected("bool", flag);
                        return stepTo(numbers, index);
                    }
                    putByte(flag === true ? 1 : 0);
                }
                return leave();
            },
        );
    },
};

// The one member that is there, in an object that may have other keys. One without a value is `null`; with `undefined` it
// counts if there is no other.
const ABSENT = 65535;

export const unions = {
    // `voids` says which members have no value; without any member, the union is its default if it has one.
    codec(expected, names, members, of, voids, hasDefault) {
        const kinds = Array.from(of, (member) => codecs[member]);
        const make = (object) => {
            const number = getU32();
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
                if (!kinds[number].take(value)) return stepTo(names, number);
            }
            if (active !== undefined) return true;
            if (none !== undefined) return put32(none) && kinds[none].take(undefined);
            if (hasDefault) return put32(ABSENT);
            return refuse(INVALID, `expected one of the members ${members.join(", ")}`);
        };
        if (expected === undefined) return add(make, take);
        const cost = LEAST * members.length;
        return add(
            () => make({}),
            (value) => {
                if (!isPlain(value)) return unexpected(expected, value);
                return enter() && charge(cost) && take(value) && leave();
            },
        );
    },
};

function twoMembers(first, second) {
    return refuse(INVALID, `"${first}" and "${second}" are both there: only one member of a union can be`);
}
