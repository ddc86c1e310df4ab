// Streams that count what they have made, and tell when they are dropped.

import { RpcTarget } from "cloudflare:workers";

import { FutureValue, ItemStream, byteStream } from "./carriers.mjs";

let produced = 0;
let dropped = 0;

export const pause = (milliseconds) => scheduler.wait(milliseconds);

// An async iterator that counts what it has given, and that it was dropped.
export function counted(n, failAt, make) {
  let at = 0;
  let over = false;
  const end = () => {
    if (!over) dropped++;
    over = true;
    return { done: true };
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      if (over) return { done: true };
      if (at === failAt) {
        end();
        throw new Error(`no more after ${at}`);
      }
      if (at >= n) return end();
      if (at % 2) await pause(0);
      produced++;
      return { value: make(at++), done: false };
    },
    async return() {
      return end();
    },
  };
}

export const bytes = (chunks, size, failAt) =>
  byteStream(counted(chunks, failAt, (at) => new Uint8Array(size).fill(at)));

export const items = (n, failAt) => new ItemStream(counted(n, failAt, (id) => ({ id, name: `item ${id}` })));

// A carrier that never gives anything.
export class Nothing extends RpcTarget {
  #over = false;
  next() {
    return new Promise(() => {});
  }
  get() {
    return new Promise(() => {});
  }
  cancel() {
    if (!this.#over) dropped++;
    this.#over = true;
  }
  [Symbol.dispose]() {
    this.cancel();
  }
}

export class Counter extends RpcTarget {
  #count;
  constructor(count) {
    super();
    this.#count = count;
    produced++;
  }
  next() {
    return this.#count + 1;
  }
  [Symbol.dispose]() {
    dropped++;
  }
}

class Broken extends RpcTarget {
  #batch;
  constructor(batch) {
    super();
    this.#batch = batch;
  }
  next() {
    return this.#batch;
  }
}

export const broken = {
  item: () => new Broken({ items: [{ id: 1, name: "" }, { id: "2", name: "" }], done: true }),
  batch: () => new Broken({ items: 5, done: true }),
  array: () => [{ id: 1, name: "" }],
  "no method": () => new FutureValue(1),
};

export const seen = () => ({ produced, dropped, grown: 0 });

export const reset = () => {
  produced = dropped = 0;
};
