// What a hostile caller does: each gives nothing, or what is wrong with what came of it.

import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

const MANY = 256;
// A promise that never comes is waited for as long as this.
const WHILE = 100;

const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// A target with the method or getter that `members` describes.
function target(members) {
  class Hostile extends RpcTarget {}
  Object.defineProperties(Hostile.prototype, Object.getOwnPropertyDescriptors(members));
  return new Hostile();
}

const deep = (depth) => {
  let value = 1;
  for (; depth > 0; depth--) value = [value];
  return value;
};

// What is given back in place of what was asked for. A few are right, by luck.
const ANSWERS = {
  undefined: () => undefined,
  null: () => null,
  text: () => "1",
  fraction: () => 0.5,
  negative: () => -1,
  bigint: () => 1n,
  object: () => ({}),
  huge: () => "x".repeat(5_000_000),
  long: () => Array(100_000).fill(1),
  shared: () => Array(3000).fill(new Float64Array(10_000)),
  deep: () => deep(500),
  thenable: () => ({ then: (resolve) => resolve(1) }),
  thenableThatThrows: () => ({ then: () => { throw new Error("then throws"); } }),
  proxy: () => new Proxy({}, { get() { throw new Error("a trap throws"); }, getPrototypeOf() { throw new Error("so"); } }),
  function: () => () => 1,
  target: () => target({}),
  throwing: () => { throw new Error("as asked"); },
  throwingText: () => { throw "text"; },
  throwingNothing: () => { throw undefined; },
  throwingTrap: () => { throw new WebAssembly.RuntimeError("unreachable"); },
  never: () => new Promise(() => {}),
  late: () => after(20).then(() => "late"),
};

// What came of `promise`: an error of the callee's own, a value, or nothing for a while. Says what is wrong with it.
async function judged(what, promise, allowed = () => false) {
  try {
    const value = await Promise.race([promise, after(WHILE).then(() => judged)]);
    if (value === judged || allowed(value)) return undefined;
    return `${what} was answered: ${typeof value} ${String(value).slice(0, 80)}`;
  } catch (error) {
    if (/instance ended|unreachable|memory access/.test(error.message) && what !== "throwingTrap") return `${what}: ${error}`;
    return undefined;
  }
}

// The first thing that is wrong.
async function each(cases, judge) {
  for (const one of cases) {
    const problem = await judge(one);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

// Names that every object, function, target or class of wasm-bindgen's has.
const INHERITED = [
  ...[Object, Function, Array, Promise, RpcTarget, WorkerEntrypoint].flatMap(({ prototype }) =>
    Object.getOwnPropertyNames(prototype)),
  "__wbg_ptr", "__destroy_into_raw", "free", "memory", "ctx", "env", "default", "prototype", "exports", "_class",
  "$capnp", "$capnpOther", "end_", "sameeverything", "same-text", "alarm", "scheduled", "queue", "email", "tail",
  "__wbindgen_malloc", "__wbindgen_start", "$0", " add", "add ", "",
];
// Those that are the runtime's own on this side, and never get there.
const LOCAL = ["fetch", "connect", "dup", "then", "catch", "finally", "constructor", "toString"];

export const ATTACKS = {
  async "methods that no schema has"(peer, { made }) {
    using counter = await peer.open(1n);
    return each([peer, counter], (object) => each(INHERITED.filter((name) => !LOCAL.includes(name)), (name) => {
      let call;
      try {
        call = object[name]();
      } catch {
        return undefined;
      }
      // What gives no promise was not sent.
      if (typeof call?.then !== "function") return undefined;
      made(1);
      // A resource has methods that JavaScript's arrays have, too.
      return judged(name, call, () => name === "add");
    }));
  },

  async "properties of methods and of what is not there"(peer, { made }) {
    made(8);
    return each([
      ["add.constructor", () => peer.add.constructor("return 1")],
      ["add.call", () => peer.add.call(null, 1, 2)],
      ["add.bind", () => peer.add.bind(null)],
      ["ctx.waitUntil", () => peer.ctx.waitUntil(1)],
      ["env.anything", () => peer.env.anything],
      ["__proto__.add", () => peer["__proto__"].add(1, 2)],
      ["open.prototype", () => peer.open(1n).prototype.add(1)],
      ["long path", () => Array(200).fill("x").reduce((object, name) => object[name], peer)()],
    ], ([name, call]) => judged(name, (async () => call())()));
  },

  async "too many arguments, and too few"(peer, { made }) {
    const lists = [[], [1], [1, 2, 3], [1, 2, null], [undefined, undefined], Array(10_000).fill(1)];
    made(lists.length);
    const problem = await each(lists, (list) => judged(`add of ${list.length}`, peer.add(...list)));
    return problem ?? judged("undefined beside", peer.add(1, 2, undefined), (sum) => sum === 3);
  },

  async "observers that answer what was not asked"(peer, { made }) {
    return each(Object.entries(ANSWERS), ([name, notify]) => {
      made(2);
      return judged(name, peer.ask(target({ notify }), 1, 1), (answer) => ["thenable"].includes(name) && answer === 1);
    });
  },

  async "observers whose method is a getter"(peer, { made }) {
    let asked = 0;
    const getters = {
      throwing: { get notify() { throw new Error("a getter throws"); } },
      changing: { get notify() { return ++asked % 2 ? 5 : () => "changed"; } },
      object: { get notify() { return { call: 1, then: 2 }; } },
      target: { get notify() { return target({ notify: () => 1 }); } },
      absent: {},
    };
    return each(Object.entries(getters), ([name, members]) => {
      made(3);
      return judged(name, peer.ask(target(members), 1, 2));
    });
  },

  async "what is no observer"(peer, { made }) {
    const others = [
      1, null, undefined, {}, [], "notify", { notify: () => 1 }, () => 1, new Map(), new Date(0), { then: 1 },
      new ReadableStream({ type: "bytes" }), Object.create(null), new Proxy({}, {}),
    ];
    return each(others, (other) => {
      made(1);
      // A function is a stub, of which `notify` is a property that is not there.
      return judged(String(typeof other), (async () => peer.ask(other, 1, 1))());
    });
  },

  async "streams of items that are none"(peer, { made }) {
    const batches = {
      ...ANSWERS,
      noItems: () => ({ done: false }),
      number: () => ({ items: 5, done: true }),
      holes: () => ({ items: [1, , 3], done: true }),
      wrongItem: () => ({ items: [1, "2"], done: true }),
      doneText: () => ({ items: [1], done: "no" }),
      tooMany: () => ({ items: Array(100_000).fill(1), done: false }),
      endless: () => ({ items: [1], done: false }),
      empty: () => ({ items: [], done: false }),
      longObject: () => ({ items: { length: 2 ** 32 }, done: false }),
    };
    return each(Object.entries(batches), async ([name, next]) => {
      made(3);
      // An endless one is left after so many.
      let left = 200;
      const bounded = () => (left-- > 0 ? next() : { items: [], done: true });
      const right = ["endless", "empty", "tooMany"].includes(name);
      return judged(name, peer.total(target({ next: bounded, cancel() {} }), 100), () => right);
    });
  },

  async "futures that are none"(peer, { made }) {
    return each(Object.entries(ANSWERS), ([name, get]) => {
      made(2);
      return judged(name, peer.wait(target({ get, cancel() { throw new Error("cancel throws"); } })),
        (value) => name === "thenable" && value === 1);
    });
  },

  // workerd leaves the reader of some of these waiting for ever, and nothing says so to who waits.
  async "streams of what are no bytes"(peer, { made, waits }) {
    const streams = {
      texts: () => ReadableStream.from(["a", "b"]),
      objects: () => ReadableStream.from([{}, {}]),
      failing: () => new ReadableStream({ type: "bytes", pull() { throw new Error("pull throws"); } }),
      failed: () => new ReadableStream({ start(controller) { controller.error(new Error("so")); } }),
      locked: () => {
        const stream = new ReadableStream({ type: "bytes" });
        stream.getReader();
        return stream;
      },
      silent: () => new IdentityTransformStream().readable,
      text: () => "bytes",
      bytes: () => new Uint8Array(10),
    };
    return each(Object.entries(streams), ([name, make]) => {
      made(1);
      waits();
      return judged(name, (async () => peer.weigh(make()))(), () => ["texts", "objects"].includes(name));
    });
  },

  async "huge and deep arguments"(peer, { made }) {
    const values = {
      text: "x".repeat(4_000_000),
      wideText: "中".repeat(1_000_000),
      tooLarge: "x".repeat(34_000_000),
      array: Array(200_000).fill(0),
      deep: deep(1000),
      deeper: deep(20_000),
      shared: Array(3300).fill(new Float64Array(10_000)),
      sharedText: Array(300).fill("x".repeat(10_000)),
      wide: Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`key${at}`, at])),
      cyclic: (() => { const cycle = []; cycle.push(cycle); return cycle; })(),
    };
    return each(Object.entries(values), ([name, value]) => each(["sameText", "sameLines", "sameFloats"], (method) => {
      made(1);
      const right = (name.toLowerCase().includes("text") && method === "sameText") ||
        (name === "array" && method === "sameFloats");
      return judged(`${name} to ${method}`, (async () => peer[method](value))(), () => right);
    }));
  },

  async "many calls in flight"(peer, { made }) {
    made(3 * MANY);
    const calls = Array.from({ length: MANY }, (_, at) => [
      peer.add(at, 1).then((sum) => sum === at + 1),
      peer.add(at, "1").then(() => false, (error) => error instanceof TypeError),
      peer.sleep(at % 20).then((slept) => slept === at % 20),
    ]);
    const right = await Promise.all(calls.flat());
    return right.every(Boolean) ? undefined : `${right.filter((it) => !it).length} of ${right.length} are wrong`;
  },

  async "stubs that are disposed half-way"(peer, { made }) {
    made(MANY + 12);
    const counter = await peer.open(0n);
    const calls = Array.from({ length: 10 }, () => counter.add(1).then(() => true, () => true));
    counter[Symbol.dispose]();
    counter[Symbol.dispose]();
    await Promise.all(calls);
    const problem = await judged("a disposed stub", (async () => counter.add(1))());
    if (problem !== undefined) return problem;
    const first = await peer.open(5n);
    const copies = Array.from({ length: MANY }, () => first.dup());
    first[Symbol.dispose]();
    const sums = await Promise.all(copies.map((copy, at) => {
      const sum = copy.add(0);
      if (at % 2) copy[Symbol.dispose]();
      return sum.catch(() => 5n);
    }));
    copies.forEach((copy) => copy[Symbol.dispose]());
    return sums.every((sum) => sum === 5n) ? undefined : `${sums.slice(0, 5)}`;
  },

  async "chains that nobody waits for"(peer, { made }) {
    made(3 * MANY);
    for (let at = 0; at < MANY; at++) peer.open(1n).split().add(1).catch(() => {});
    await after(20);
    return undefined;
  },

  async "messages that are none"(peer, { made, binding }) {
    const bytes = (...words) => new Uint8Array(new BigUint64Array(words.map((word) => BigInt.asUintN(64, word))).buffer);
    const messages = {
      none: [],
      empty: ["add", new Uint8Array()],
      short: ["add", new Uint8Array(3)],
      noMethod: ["nothing", bytes(0x0000000100000000n, 0n)],
      prototype: ["__proto__", bytes(0x0000000100000000n, 0n)],
      constructor: ["constructor", bytes(0x0000000100000000n, 0n)],
      segments: ["add", bytes(0xffffffffn, 0n)],
      length: ["add", bytes(0xffffffff00000000n, 0n)],
      farAway: ["sameLines", bytes(0x0000000100000000n, 0x00010000fffffffcn)],
      emptyStructs: ["sameLines", bytes(0x0000000400000000n, 0x0001000000000000n, 0xfffffff700000001n, 0x7ffffffcn, 0n)],
      noBytes: ["add", "message"],
      noName: [5, bytes(0x0000000100000000n, 0n)],
      table: ["ask", bytes(0x0000000100000000n, 0n), Array(100_000).fill(null)],
      noTable: ["ask", bytes(0x0000000100000000n, 0n), { length: 2 ** 40 }],
      more: ["add", bytes(0x0000000100000000n, 0n), [], 1],
    };
    return each(Object.entries(messages), ([name, args]) => {
      made(1);
      return judged(`${binding} ${name}`, peer.$capnpSoak(...args));
    });
  },
};
