// What a JavaScript peer needs for streams and futures: the text of the wire document (rpc-runtime/WIRE.md).

import { RpcTarget } from "cloudflare:workers";

// Gives a `stream<T>`, of what an iterable or async iterable gives.
export class ItemStream extends RpcTarget {
  #items;

  constructor(items) {
    super();
    this.#items = items[Symbol.asyncIterator]?.() ?? items[Symbol.iterator]();
  }

  async next() {
    const { value, done } = await this.#items.next();
    return { items: done ? [] : [value], done };
  }

  cancel() {
    this.#items.return?.();
  }

  [Symbol.dispose]() {
    this.cancel();
  }
}

// Takes a `stream<T>`: an async iterator of its items.
export async function* itemsOf(stream) {
  let done = false;
  try {
    while (!done) {
      const batch = await stream.next();
      done = batch.done;
      yield* batch.items;
    }
  } finally {
    // Said in words: a disposer alone is not always run.
    if (!done) Promise.resolve(stream.cancel?.()).catch(() => {});
    stream[Symbol.dispose]();
  }
}

// Gives a `future<T>`, of a value or a promise. To take one: `await future.get()`.
export class FutureValue extends RpcTarget {
  #value;

  constructor(value) {
    super();
    this.#value = value;
  }

  get() {
    return this.#value;
  }
}

// Gives a `stream<u8>` of what an async iterable gives. Unlike `ReadableStream.from` alone, it ends the iterator when its
// reader goes away, and fails if a chunk is an object, on every version of the runtime.
export function byteStream(chunks) {
  const { readable, writable } = new IdentityTransformStream();
  return [readable, ReadableStream.from(chunks).pipeTo(writable).catch(() => {})];
}
