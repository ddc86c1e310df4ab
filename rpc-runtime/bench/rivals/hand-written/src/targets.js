// What Rust cannot make by itself: objects that others may call.

import { RpcTarget } from "cloudflare:workers";

// What a call gave is the caller's.
export function dispose(value) {
  value[Symbol.dispose]?.();
}

export class CounterTarget extends RpcTarget {
  #counter;

  constructor(counter) {
    super();
    this.#counter = counter;
  }

  add(n) {
    return this.#counter.add(n);
  }

  [Symbol.dispose]() {
    this.#counter.free();
  }
}

export class LinkTarget extends RpcTarget {
  #link;

  constructor(link) {
    super();
    this.#link = link;
  }

  next() {
    return new LinkTarget(this.#link.next());
  }

  place() {
    return this.#link.place();
  }

  [Symbol.dispose]() {
    this.#link.free();
  }
}

export class LinesTarget extends RpcTarget {
  #lines;

  constructor(lines) {
    super();
    this.#lines = lines;
  }

  next(max = 256) {
    return this.#lines.next(max);
  }

  cancel() {}

  [Symbol.dispose]() {
    this.#lines.free();
  }
}
