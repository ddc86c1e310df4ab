// The server.

import { RpcTarget } from "cloudflare:workers";

import { CHUNK, line } from "./values.mjs";

// A class with the interface's methods.
export const serving = (Base) =>
  class extends Base {
    add(a, b) {
      return (a + b) >>> 0;
    }

    async addAsync(a, b) {
      await Promise.resolve();
      return (a + b) >>> 0;
    }

    echoString(text) {
      return text;
    }

    echoOrder(order) {
      return order;
    }

    echoBytes(bytes) {
      return bytes;
    }

    echoStrings(strings) {
      return strings;
    }

    echoTree(tree) {
      return tree;
    }

    sum(numbers) {
      let sum = 0;
      for (const number of numbers) sum += number;
      return sum;
    }

    open(start) {
      return new Counter(start);
    }

    chain() {
      return new Link(0);
    }

    lines(count) {
      return new Lines(count);
    }

    chunks(count) {
      let sent = 0;
      return new ReadableStream({
        type: "bytes",
        pull(controller) {
          if (sent++ < count) controller.enqueue(new Uint8Array(CHUNK).fill(7));
          else controller.close();
        },
      });
    }
  };

class Counter extends RpcTarget {
  #sum;

  constructor(start) {
    super();
    this.#sum = start;
  }

  add(n) {
    this.#sum = (this.#sum + n) >>> 0;
    return this.#sum;
  }
}

class Link extends RpcTarget {
  #place;

  constructor(place) {
    super();
    this.#place = place;
  }

  next() {
    return new Link(this.#place + 1);
  }

  place() {
    return this.#place;
  }
}

// A stream of lines, as many at a time as the reader asks for.
class Lines extends RpcTarget {
  #count;
  #sent = 0;

  constructor(count) {
    super();
    this.#count = count;
  }

  next(max = 256) {
    const items = Array.from({ length: Math.min(max, this.#count - this.#sent) }, () => line(this.#sent++));
    return { items, done: this.#sent === this.#count };
  }

  cancel() {}
}
