// A Worker in JavaScript that serves `desk`, and fails as the runtime does.

import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

let events = [];
const held = [];
const attempts = new Map();

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function slow(name, milliseconds) {
  let over = false;
  try {
    await sleep(milliseconds);
    over = true;
    return `${name} after ${milliseconds}`;
  } finally {
    if (!over) events.push(`${name} was stopped`);
    else if (milliseconds > 800) events.push(`${name} came to its end`);
  }
}

class Account extends RpcTarget {
  #owner;

  constructor(owner) {
    super();
    this.#owner = owner;
  }

  owner() {
    return this.#owner;
  }

  slow(milliseconds) {
    return slow("account", milliseconds);
  }

  [Symbol.dispose]() {
    events.push(`the account of ${this.#owner} was closed`);
  }
}

// A stream of what is there.
class Items extends RpcTarget {
  #items;

  constructor(items) {
    super();
    this.#items = items;
  }

  next() {
    return { items: this.#items, done: true };
  }

  cancel() {}
}

// A future of it.
class Later extends RpcTarget {
  #value;

  constructor(value) {
    super();
    this.#value = value;
  }

  get() {
    return this.#value;
  }

  cancel() {}
}

function attempt(key, failures) {
  const made = (attempts.get(key) ?? 0) + 1;
  attempts.set(key, made);
  if (made > failures) return made;
  // The runtime hands on the flags of an error as those of its own.
  throw Object.assign(new Error("not yet"), { retryable: true, overloaded: key === "overloaded" });
}

export default class extends WorkerEntrypoint {
  slow(milliseconds) {
    return slow("slow", milliseconds);
  }

  begin(milliseconds) {
    return slow("begin", milliseconds);
  }

  pay(amount) {
    if (amount === 0n) return { tag: "err", val: { tag: "frozen" } };
    if (amount < 100n) return { tag: "ok", val: amount };
    if (amount < 1000n) return { tag: "err", val: { tag: "too-much", val: amount } };
    throw new Error("who has that much?");
  }

  open(owner) {
    return new Account(owner);
  }

  all() {
    return new Items([new Account("ada"), new Account("bob")]);
  }

  later(owner) {
    return new Later(new Account(owner));
  }

  async openSlowly(owner, milliseconds) {
    await sleep(milliseconds);
    return new Account(owner);
  }

  ask(account) {
    return account.owner();
  }

  take(account) {
    return account.owner();
  }

  hold(account) {
    held.push(account.dup());
  }

  find(key, failures) {
    return attempt(key, failures);
  }

  charge(key, failures) {
    return attempt(key, failures);
  }

  events() {
    const seen = events;
    events = [];
    return seen;
  }
}
