// The interfaces of `worker/wit` in JavaScript.

import { DurableObject, RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

const MOST = 99;

// What the runtime does not clone as part of an error's properties.
const UNCLONEABLE = {
  target: () => new Trouble(),
  function: () => () => 1,
  stream: () => new IdentityTransformStream().readable,
  request: () => new Request("http://host/", { method: "POST", body: "body" }),
  response: () => new Response("body"),
};

class ShopError extends Error {
  name = "ShopError";
}

// Ways to fail, by name.
const FAILURES = {
  error: () => new Error("it failed"),
  range: () => new RangeError("it is too much"),
  class: () => new ShopError("it is closed"),
  properties: () => Object.assign(new Error("it failed"), { code: 7, details: { why: ["because"] } }),
  flags: () =>
    Object.assign(new Error("try again"), { retryable: true, overloaded: true, durableObjectReset: true }),
  retryable: () =>
    Object.assign(new Error("Cannot resolve Durable Object due to transient issue on remote node."), { retryable: true }),
  overloaded: () =>
    Object.assign(new Error("Durable Object is overloaded. Too many requests queued."), { overloaded: true }),
  lies: () => Object.assign(new Error("a lie"), { remote: false, retryable: "yes" }),
  "runtime-error": () => new WebAssembly.RuntimeError("unreachable"),
  "no-message": () => new Error(),
  lines: () => new Error("it\nfailed \u001b[31m\u202e"),
  refusal: () => new TypeError("fail: argument how: expected something else"),
  "refusal-of-another": () => new TypeError("find: argument how: expected something else"),
  missing: () => new TypeError("The RPC receiver does not implement the method \"x\"."),
  string: () => "a text",
  number: () => 7,
  object: () => ({ code: 7 }),
  ...Object.fromEntries(
    Object.entries(UNCLONEABLE).map(([what, make]) => [
      `with-${what}`,
      () => Object.assign(new Error("it failed"), { code: 7, details: { why: [make()] } }),
    ]),
  ),
  "with-data": () =>
    Object.assign(new Error("it failed"), {
      code: 7,
      details: { when: new Date(0), headers: new Headers({ a: "b" }), bytes: Uint8Array.of(1) },
    }),
  undefined: () => undefined,
  null: () => null,
};

function fail(how) {
  if (how in FAILURES) throw FAILURES[how]();
  if (how === "wrong-reply") return "seven";
  if (how === "wrong-value") return "wrong";
  if (how === "hang") return new Promise(() => {});
  return 7;
}

class Trouble extends RpcTarget {
  fail(how) {
    return fail(how);
  }

  next(how) {
    return open(how);
  }
}

async function open(how) {
  await fail(how);
  return how === "wrong-handle" ? { fail: 1 } : new Trouble();
}

export default class Failures extends WorkerEntrypoint {
  take(count) {
    const err = (tag, val) => ({ tag: "err", val: { tag, val } });
    if (count === 0) return err("closed");
    if (count === 13) return err("unknown", "13");
    if (count === 50) throw new Error("50 takes too long");
    if (count === 51) return err("tired");
    if (count > MOST) return err("too-many", { most: BigInt(MOST), wanted: count });
    return { tag: "ok", val: count };
  }

  check(count) {
    return count > MOST ? { tag: "err", val: `${count} is too many` } : { tag: "ok" };
  }

  ping(count) {
    return count > MOST ? { tag: "err" } : { tag: "ok" };
  }

  takeOrThrow(count) {
    const refuse = (message, payload) => {
      throw Object.assign(new Error(message), { payload });
    };
    if (count === 0) refuse("closed", { tag: "closed" });
    if (count === 13) refuse("unknown", { tag: "unknown", val: "13" });
    if (count === 50) throw new Error("50 takes too long");
    if (count === 51) refuse("tired", { tag: "tired" });
    if (count > MOST) refuse("too many", { tag: "too-many", val: { most: BigInt(MOST), wanted: count } });
    return count;
  }

  checkOrThrow(count) {
    if (count > MOST) throw Object.assign(new Error("refused"), { payload: `${count} is too many` });
  }

  pingOrThrow(count) {
    if (count > MOST) throw Object.assign(new Error("refused"), { payload: undefined });
  }

  fail(how) {
    return fail(how);
  }

  open(how) {
    return open(how);
  }

  async openOrRefuse(how) {
    return how === "refuse" ? { tag: "err", val: "it is refused" } : { tag: "ok", val: await open(how) };
  }
}

// A Durable Object that can be reset, by what came out of it as well.
export class Room extends DurableObject {
  fail(how) {
    if (how === "abort") this.ctx.abort("the room is closed");
    return fail(how);
  }

  open() {
    return new Door(this);
  }
}

class Door extends RpcTarget {
  #room;

  constructor(room) {
    super();
    this.#room = room;
  }

  fail(how) {
    return this.#room.fail(how);
  }
}
