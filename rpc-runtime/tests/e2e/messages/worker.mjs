// Peers in JavaScript for `messages`: one that writes down what passes, two that take no messages, and one that
// answers messages wrongly.

import { DurableObject, RpcTarget, WorkerEntrypoint, env } from "cloudflare:workers";

const MISSING = (method) => `The RPC receiver does not implement the method "${method}".`;

// What passed, and the arguments of the last message.
let passed = [];
let last;

function shape(value) {
  if (value instanceof Uint8Array) return "bytes";
  if (Array.isArray(value)) return `list of ${value.length}`;
  return typeof value === "string" ? value : typeof value;
}

// Hands every call of the methods `METHODS` on to `NEXT`.
export default class Relay extends WorkerEntrypoint {
  passed() {
    return passed.splice(0);
  }

  last() {
    return last;
  }
}

for (const method of env.METHODS ?? []) {
  Relay.prototype[method] = async function (...args) {
    if (method.startsWith("$")) last = args.slice(0, 2);
    const entry = [method, ...args.map(shape)];
    passed.push(entry);
    const reply = await this.env.NEXT[method](...args);
    entry.push("→", shape(reply));
    return reply;
  };
}

// The methods that take messages that this was asked for, and the calls that it served.
let asked = [];
let served = [];

// The runtime looks a method up, and does not find it.
function lacks(Class, ...methods) {
  for (const method of methods) {
    Object.defineProperty(Class.prototype, method, {
      get() {
        asked.push(method);
        return undefined;
      },
    });
  }
}

function shifted({ x, y }, by) {
  served.push("shift");
  if (Number.isNaN(by)) throw new Error("by how much?");
  return { x: x + by, y };
}

class Chest extends RpcTarget {
  #label;

  constructor(label) {
    super();
    this.#label = label;
  }

  label() {
    return this.#label;
  }

  put(points) {
    served.push("put");
    return points.reverse();
  }
}
lacks(Chest, "$capnpChest");

export class Plain extends WorkerEntrypoint {
  asked() {
    return asked.splice(0);
  }

  served() {
    return served.splice(0);
  }

  shift(at, by) {
    return shifted(at, by);
  }

  send(parcels) {
    served.push("send");
    return parcels;
  }

  take(at, weight) {
    served.push("take");
    if (weight === 0) return { tag: "err", val: { tag: "closed" } };
    if (weight === 13) throw new Error("it is bad luck");
    return weight < 100 ? { tag: "ok", val: at } : { tag: "err", val: { tag: "too-heavy", val: at } };
  }

  takeOrThrow(at, weight) {
    const { tag, val } = this.take(at, weight);
    if (tag === "err") throw Object.assign(new Error("refused"), { payload: val });
    return val;
  }

  // Fails in the words with which the runtime says that there is no method.
  lose() {
    served.push("lose");
    throw new TypeError(MISSING("lose"));
  }

  losses() {
    return served.filter((method) => method === "lose").length;
  }

  add(a, b) {
    return a + b;
  }

  chests() {
    return 0;
  }

  newChest(label) {
    if (label === "") throw new Error("a chest has a label");
    return new Chest(label);
  }

  deliver({ chest, chests, ...delivery }) {
    served.push("deliver");
    return { ...delivery, chest: chest?.dup(), chests: chests.map((chest) => chest.dup()) };
  }

  async labels(chests, lent) {
    served.push("labels");
    return Promise.all([...chests, lent].map((chest) => chest.label()));
  }

  pack(at) {
    served.push("pack");
    return { at, first: new Chest("first"), more: [new Chest("second"), new Chest("third")] };
  }
}
lacks(Plain, "$capnpMoving", "$capnpPost", "$capnpThrown");

export class PlainDepot extends DurableObject {
  shift(at, by) {
    return shifted(at, by);
  }
}
lacks(PlainDepot, "$capnpMoving");

// How the next messages are answered.
let manner;

const MANNERS = {
  nothing: () => undefined,
  text: () => "a message",
  object: () => ({ x: 1, y: 2 }),
  "empty bytes": () => new Uint8Array(),
  "a header alone": () => Uint8Array.of(0, 0, 0, 0, 255, 255, 255, 255),
  "half a message": (message) => message.slice(0, message.length - 8),
  "an empty list": () => [],
  // What was asked is also a message with a point in the place of the result.
  "a message": (message) => message,
  "many handles": (message) => [message, ...Array.from({ length: 100 }, () => new RpcTarget())],
  "a few handles": (message) => [message, new RpcTarget(), 7],
  "a TypeError": () => {
    throw new TypeError("undefined is not a function");
  },
  "another missing method": () => {
    throw new TypeError(MISSING("other"));
  },
  // In the words of the runtime, as if this Worker had been replaced by an older one.
  "no messages": () => {
    throw new TypeError(MISSING("$capnpMoving"));
  },
  "a missing method, and more": () => {
    throw new TypeError(`it said: ${MISSING("$capnpMoving")}`);
  },
};

export class Liar extends WorkerEntrypoint {
  answer(how) {
    manner = how;
  }

  served() {
    return served.splice(0);
  }

  $capnpMoving(method, message) {
    served.push(method);
    return MANNERS[manner](message);
  }

  shift(at, by) {
    served.push("objects");
    return shifted(at, by);
  }
}
