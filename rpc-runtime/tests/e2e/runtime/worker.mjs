// What the wire document says of the runtime is tried between this Worker and one that calls it: neither has any code
// of this project.

import { DurableObject, RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

const pause = (milliseconds) => scheduler.wait(milliseconds);

class Step extends RpcTarget {
  #depth;

  constructor(depth = 0) {
    super();
    this.#depth = depth;
  }

  next() {
    return new Step(this.#depth + 1);
  }

  get further() {
    return new Step(this.#depth + 1);
  }

  depth() {
    return this.#depth;
  }
}

// What sources and targets were told.
let told = [];

class Told extends RpcTarget {
  name() {
    return "told";
  }

  [Symbol.dispose]() {
    told.push("disposed");
  }
}

// A resource that keeps a stub.
class Keeper extends RpcTarget {
  #kept;

  constructor(kept) {
    super();
    this.#kept = kept;
  }

  use() {
    return this.#kept();
  }

  // Another of the same call.
  other() {
    return new Keeper(this.#kept);
  }
}

let kept;
const promises = {};

const writing = async (writable, chunks) => {
  const writer = writable.getWriter();
  for (const chunk of chunks) await writer.write(chunk);
  await writer.close();
};

function identity(chunks) {
  const { readable, writable } = new IdentityTransformStream();
  writing(writable, chunks).catch(() => told.push("a write failed"));
  return readable;
}

async function* forever() {
  try {
    for (;;) {
      yield new Uint8Array(1000);
      await pause(1);
    }
  } finally {
    told.push("an iterator was ended");
  }
}

const endless = {
  source: () =>
    new ReadableStream({
      type: "bytes",
      async pull(controller) {
        await pause(1);
        controller.enqueue(new Uint8Array(1000));
      },
      cancel() {
        told.push("cancel was called");
      },
    }),
  from: () => ReadableStream.from(forever()),
  identity: () => identity(Array(1000).fill(new Uint8Array(1000))),
};

const VALUES = {
  "an object": () => ({}),
  "an array": () => [],
  "a typed array": () => new Uint8Array(1),
  "one of bigints": () => new BigInt64Array(1),
  "an ArrayBuffer": () => new ArrayBuffer(1),
  "a DataView": () => new DataView(new ArrayBuffer(1)),
  "a Map": () => new Map(),
  "a Set": () => new Set(),
  "a Date": () => new Date(0),
  "a RegExp": () => /a/,
  "an Error": () => new RangeError("a"),
  "a bigint": () => 1n,
  "a stream to read": () => new ReadableStream({ type: "bytes" }),
  "a stream to write": () => new WritableStream(),
  "a Request": () => new Request("http://host/"),
  "a Response": () => new Response("a"),
  Headers: () => new Headers(),
  "a function": () => () => 1,
  "an RpcTarget": () => new Step(),
  "an object without a prototype": () => Object.create(null),
  "an instance of a class": () => new (class A {})(),
  "a symbol": () => Symbol("a"),
  "a promise": () => Promise.resolve(1),
  "a promise inside": () => ({ inner: Promise.resolve(1) }),
  "a URL": () => new URL("http://host/"),
  "a FormData": () => new FormData(),
  "a TransformStream": () => new TransformStream(),
  "a WeakMap": () => new WeakMap(),
  "an AbortSignal": () => new AbortController().signal,
  "a Blob": () => new Blob(["a"]),
  "a binding": (env) => env.SELF,
};

const classOf = (value) => value?.constructor?.name ?? typeof value;

// Streams of a chunk that is no bytes, between two that are.
const strange = () => [new Uint8Array(2), { not: "bytes" }, new Uint8Array(2)];

const mixed = {
  from: () => ReadableStream.from(strange()),
  waiting: () => {
    const chunks = strange();
    return new ReadableStream({
      async pull(controller) {
        await pause(1);
        if (chunks.length === 0) controller.close();
        else controller.enqueue(chunks.shift());
      },
    });
  },
  "at once": () =>
    new ReadableStream({
      start(controller) {
        strange().forEach((chunk) => controller.enqueue(chunk));
        controller.close();
      },
    }),
  text: () => ReadableStream.from([new Uint8Array(2), "añ"]),
  encoded: () => ReadableStream.from(["añ"]).pipeThrough(new TextEncoderStream()),
  identity: () => identity(strange()),
};

const refused = () => Object.assign(new Error("refused"), { code: 7 });

const thrown = {
  object: () => ({ code: 7, inner: [1] }),
  flags: () =>
    Object.assign(refused(), { retryable: true, overloaded: true, durableObjectReset: true, remote: "no" }),
};

export default class extends WorkerEntrypoint {
  step() {
    return new Step();
  }

  nested(depth) {
    let object = { bottom: true };
    for (; depth > 0; depth--) object = { inner: object };
    return object;
  }

  length(bytes) {
    return bytes.length;
  }

  sizeOf(blob) {
    return blob.size;
  }

  bytes(length) {
    return new Uint8Array(length);
  }

  chunks(count, size) {
    return identity(Array(count).fill(new Uint8Array(size)));
  }

  classOf(value) {
    return classOf(value);
  }

  // What classes values are instances of here, and where they are sent to.
  async classesThere() {
    const classes = [];
    for (const [what, make] of Object.entries(VALUES)) {
      const value = make(this.env);
      classes.push([what, classOf(value), await this.env.SELF.classOf(value).catch(({ name }) => name)]);
    }
    return classes;
  }

  endless(how) {
    told = [];
    this.ctx.waitUntil(pause(2000));
    return endless[how]();
  }

  told() {
    return told;
  }

  // Two chunks that are there, and a failure.
  failing() {
    return new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(2));
        controller.enqueue(new Uint8Array(2));
        controller.error(new Error("why"));
      },
    });
  }

  mixed(how) {
    this.ctx.waitUntil(pause(300));
    return mixed[how]();
  }

  throws(how) {
    throw thrown[how]();
  }

  // Calls a stub that it was given once the method has returned.
  afterwards(stub, duplicate) {
    told = [];
    const mine = duplicate ? stub.dup() : stub;
    const call = async () => {
      await pause(30);
      told.push(await mine());
    };
    this.ctx.waitUntil(call().catch(({ message }) => told.push(message)));
  }

  take(stub) {
    return stub();
  }

  keep(stub) {
    kept = stub.dup();
  }

  use() {
    return kept();
  }

  keeper(stub) {
    return new Keeper(stub.dup());
  }

  // A target that says when it is disposed; the context of the call is kept for a while if `wait` says so.
  target(wait) {
    told = [];
    if (wait) this.ctx.waitUntil(pause(1000));
    return new Told();
  }

  waits(name) {
    // As long as something is to come, a call does not hang.
    this.ctx.waitUntil(pause(500));
    return new Promise((resolve) => (promises[name] = resolve));
  }

  isWaiting(name) {
    return name in promises;
  }

  settle(name) {
    promises[name]("settled");
  }
}

export class Room extends DurableObject {
  ownId() {
    return this.ctx.id.toString();
  }

  throws() {
    throw refused();
  }

  keep(stub) {
    this.kept = stub.dup();
  }

  use() {
    return this.kept();
  }

  letGo() {
    this.kept[Symbol.dispose]();
  }

  target() {
    told = [];
    return new Told();
  }
}
