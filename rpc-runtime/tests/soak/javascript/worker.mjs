// The same Worker in JavaScript, by hand: it serves `../wit/soak.wit` and calls it, as `../worker` does.

import { DurableObject, RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

import { Rng } from "./random.mjs";
import { SAME, difference, line, text } from "./types.mjs";

const PATIENCE = 25_000;

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

class Counter extends RpcTarget {
  #value;

  constructor(start) {
    super();
    this.#value = BigInt(start);
  }

  add(n) {
    return (this.#value = BigInt.asIntN(64, this.#value + BigInt(n)));
  }

  split() {
    return new Counter(this.#value);
  }

  async addAll(numbers) {
    for await (const n of itemsOf(numbers.dup())) this.add(n);
    return this.#value;
  }
}

class Observer extends RpcTarget {
  notify(n) {
    return n + 1;
  }
}

// As WIRE.md has them.
class ItemStream extends RpcTarget {
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

async function* itemsOf(stream) {
  let done = false;
  try {
    while (!done) {
      const batch = await stream.next();
      done = batch.done;
      yield* batch.items;
    }
  } finally {
    if (!done) Promise.resolve(stream.cancel?.()).catch(() => {});
    stream[Symbol.dispose]();
  }
}

class FutureValue extends RpcTarget {
  #value;

  constructor(value) {
    super();
    this.#value = value;
  }

  get() {
    return this.#value;
  }
}

function* produced(n, failAt, make = (at) => at) {
  for (let at = 0; at < n; at++) {
    if (at === failAt) throw new Error(`no more after ${at}`);
    yield make(at);
  }
}

function byteStream(chunks) {
  const { readable, writable } = new IdentityTransformStream();
  return [readable, ReadableStream.from(chunks).pipeTo(writable).catch(() => {})];
}

function refusal(n, why) {
  if (n === 0) return { tag: "closed" };
  if (n === 1) return { tag: "unknown", val: why };
  return n < 10 ? { tag: "too-many", val: n } : undefined;
}

async function ask(observer, n, times) {
  for (; times > 0; times--) n = await observer.notify(n);
  return n;
}

async function weighed(data) {
  let [count, sum] = [0, 0];
  for await (const chunk of data) {
    count += chunk.length;
    for (const byte of chunk) sum += byte;
  }
  return [BigInt(count), BigInt(sum)];
}

export default class extends WorkerEntrypoint {
  add(a, b) { return (a + b) >>> 0; }
  sameText(text) { return text; }
  sameBytes(bytes) { return bytes; }
  sameFloats(floats) { return floats; }
  sameLines(lines) { return lines; }
  sameEverything(value) { return value; }
  sameDate(date) { return date; }

  refuse(n, why) {
    const err = refusal(n, why);
    return err === undefined ? { tag: "ok", val: n } : { tag: "err", val: err };
  }

  fail(why) { throw new Error(why); }

  async sleep(milliseconds) {
    await wait(milliseconds);
    return milliseconds;
  }

  open(start) { return new Counter(start); }

  openOrRefuse(start, refused) {
    return refused ? { tag: "err", val: { tag: "closed" } } : { tag: "ok", val: new Counter(start) };
  }

  openDesk(starts) {
    return { first: new Counter(0), others: Array.from(starts, (start) => new Counter(start)), label: "desk" };
  }

  async sum(counters) {
    let sum = 0n;
    for (const counter of counters) sum += await counter.add(1);
    return BigInt.asIntN(64, sum);
  }

  ask(observer, n, times) { return ask(observer, n, times); }
  back(observer) { return observer.dup(); }
  numbers(n, failAt) { return new ItemStream(produced(n, failAt)); }
  linesOf(n) { return new ItemStream(produced(n, undefined, (at) => line.make(new Rng(at)))); }
  counters(n) { return new ItemStream(produced(n, undefined, (at) => new Counter(at))); }

  async total(numbers, limit = Infinity) {
    let [count, total] = [0, 0];
    if (limit > 0) {
      for await (const n of itemsOf(numbers.dup())) {
        total += n;
        if (++count >= limit) break;
      }
    }
    return BigInt(total);
  }

  bytes(chunks, size) {
    const [stream, done] = byteStream(produced(chunks, undefined, (at) => new Uint8Array(size).fill(at)));
    this.ctx.waitUntil(done);
    return stream;
  }

  weigh(data) { return weighed(data); }
  later(value, milliseconds) { return new FutureValue(wait(milliseconds).then(() => value)); }
  wait(value) { return value.get(); }
  end(how) { throw new Error(`as asked: ${how}`); }

  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const number = (name) => Number(searchParams.get(name));
    if (pathname === "/now") return new Response();
    const run = new Run(this.env, searchParams.get("peer"), searchParams.has("resets"), new Rng(number("seed")));
    return Response.json(await run.go(number("milliseconds")));
  }
}

export class Room extends DurableObject {
  #value = 0n;

  add(n) { return (this.#value += BigInt(n)); }
  sameLines(lines) { return lines; }
  open(start) { return new Counter(start); }
  ask(observer, n, times) { return ask(observer, n, times); }
  numbers(n) { return new ItemStream(produced(n)); }
  reset() { this.ctx.abort("as asked"); }
}

class Wrong extends Error {}

function same(came, expected) {
  const differ = difference(came, expected);
  if (differ !== undefined) throw new Wrong(differ);
}

async function fails(promise, why) {
  try {
    await promise;
  } catch (error) {
    if (error.message.includes(why)) return;
    throw error;
  }
  throw new Wrong(`no error: ${why}`);
}

async function all(stream) {
  const items = [];
  for await (const item of itemsOf(stream)) items.push(item);
  return items;
}

const weight = (chunks, size) =>
  [BigInt(chunks * size), BigInt((size * chunks * (chunks - 1)) / 2)];

const start = (rng) => BigInt(rng.next());

// `[how often, what is done]`: as in `../worker/actions.rs`.
const ACTIONS = {
  add: [100, async ({ soak, made }, rng) => {
    const [a, b] = [rng.next(), rng.next()];
    made(1);
    same(await soak.add(a, b), (a + b) >>> 0);
  }],
  ...Object.fromEntries(Object.entries(SAME).map(([method, { make }]) => [method, [5, async ({ soak, made }, rng) => {
    const value = make(rng);
    made(1);
    same(await soak[method](value), value);
  }]])),
  refuse: [6, async ({ soak, made }, rng) => {
    const [n, why] = [rng.below(20), text(rng)];
    const err = refusal(n, why);
    made(1);
    same(await soak.refuse(n, why), err ? { tag: "err", val: err } : { tag: "ok", val: n });
  }],
  fail: [3, async ({ soak, made }, rng) => {
    const why = `it fails ${rng.next()}`;
    made(1);
    await fails(soak.fail(why), why);
  }],
  counter: [6, async ({ soak, made }, rng) => {
    const n = start(rng);
    made(4);
    const counter = await soak.open(n);
    same(await counter.add(1), n + 1n);
    using other = await counter.split();
    counter[Symbol.dispose]();
    same(await other.add(-1), n);
  }],
  chain: [5, async ({ soak, made }, rng) => {
    const n = start(rng);
    made(4);
    same(await soak.open(n).split().split().add(2), n + 2n);
  }],
  desk: [3, async ({ soak, made }, rng) => {
    made(2);
    using desk = await soak.openDesk(rng.many(5, start));
    same(await desk.first.add(7), 7n);
  }],
  sum: [3, async ({ soak, made }) => {
    made(3);
    using theirs = await soak.open(5n);
    same(await soak.sum([new Counter(10), theirs]), 17n);
    same(await theirs.add(0), 6n);
  }],
  callback: [4, async ({ soak, made }, rng) => {
    const [n, times] = [rng.below(1000), rng.below(4)];
    made(1 + times);
    same(await soak.ask(new Observer(), n, times), n + times);
  }],
  back: [2, async ({ soak, made }) => {
    made(2);
    using observer = await soak.back(new Observer());
    same(await observer.notify(41), 42);
  }],
  numbers: [3, async ({ soak, made }, rng) => {
    const n = rng.below(300);
    made(1 + Math.floor(n / 100));
    same(await all(await soak.numbers(n)), Array.from({ length: n }, (_, at) => at));
  }],
  numbersInPart: [2, async ({ soak, made }, rng) => {
    const end = 1 + rng.below(20);
    made(2);
    let at = 0;
    for await (const n of itemsOf(await soak.numbers(10_000))) {
      same(n, at);
      if (++at === end) break;
    }
  }],
  numbersFail: [1, async ({ soak, made }, rng) => {
    made(2);
    await fails((async () => all(await soak.numbers(100, rng.below(20))))(), "no more after");
  }],
  counterStream: [1, async ({ soak, made }, rng) => {
    const n = rng.below(10);
    made(1 + n);
    let at = 0n;
    for await (const counter of itemsOf(await soak.counters(n))) {
      at += 1n;
      same(await counter.add(1), at);
      counter[Symbol.dispose]();
    }
    same(at, BigInt(n));
  }],
  total: [2, async ({ soak, made }, rng) => {
    const n = rng.below(200);
    made(3);
    same(await soak.total(new ItemStream(produced(n))), BigInt((n * Math.max(n - 1, 0)) / 2));
  }],
  byteStream: [2, async ({ soak, made }, rng) => {
    const [chunks, size] = [rng.below(20), 1 + rng.below(5000)];
    made(1);
    const stream = await soak.bytes(chunks, size);
    if (rng.oneIn(3)) return stream.cancel();
    same(await weighed(stream), weight(chunks, size));
  }],
  weigh: [2, async ({ soak, made }, rng) => {
    const [chunks, size] = [rng.below(20), 1 + rng.below(5000)];
    made(1);
    const [stream, done] = byteStream(produced(chunks, undefined, (at) => new Uint8Array(size).fill(at)));
    same(await soak.weigh(stream), weight(chunks, size));
    await done;
  }],
  future: [2, async ({ soak, made }, rng) => {
    const value = rng.next();
    made(2);
    same(await soak.later(value, rng.below(3)).get(), value);
  }],
  wait: [2, async ({ soak, made }, rng) => {
    const value = rng.next();
    made(2);
    same(await soak.wait(new FutureValue(wait(1).then(() => value))), value);
  }],
  letGo: [3, async ({ soak, made }, rng) => {
    made(3);
    const counter = await soak.open(3n);
    const call = counter.add(4);
    counter[Symbol.dispose]();
    if (rng.oneIn(2)) same(await call, 7n);
    else call.catch(() => {});
    soak.open(1n).then((other) => other[Symbol.dispose](), () => {});
  }],
  room: [6, async ({ room, made, fault, resets }, rng) => {
    try {
      const object = room(rng.below(4));
      switch (rng.below(6)) {
        case 0: {
          const lines = SAME.sameLines.make(rng);
          made(1);
          return same(await object.sameLines(lines), lines);
        }
        case 1:
          made(2);
          return same(await object.open(8n).add(1), 9n);
        case 2:
          made(3);
          return same(await object.ask(new Observer(), 1, 2), 3);
        case 3: {
          const n = rng.below(50);
          made(2);
          return same(await all(await object.numbers(n)), Array.from({ length: n }, (_, at) => at));
        }
        case 4:
          if (resets && rng.oneIn(2)) {
            made(1);
            fault("object reset");
            await object.reset();
            throw new Wrong("no reset");
          }
      }
      made(1);
      await object.add(1);
    } catch (error) {
      // Whatever came out of the object is gone as well.
      if (!/as asked|no longer running|never complete/.test(error.message) && !error.durableObjectReset) throw error;
      made(1);
      await room(5 + rng.below(4)).add(1);
    }
  }],
};

const WEIGHT = Object.values(ACTIONS).reduce((sum, [weight]) => sum + weight, 0);

function choose(rng) {
  let left = rng.below(WEIGHT);
  return Object.keys(ACTIONS).find((name) => (left -= ACTIONS[name][0]) < 0);
}

class Run {
  #peer;
  #rng;
  #calls = 0;
  #faults = {};

  constructor(env, peer, resets, rng) {
    const rooms = env[`${peer}_ROOM`];
    this.#rng = rng;
    this.#peer = {
      soak: env[peer],
      resets,
      room: (number) => rooms.get(rooms.idFromName(`room ${number}`)),
      fault: (what) => (this.#faults[what] = (this.#faults[what] ?? 0) + 1),
    };
  }

  async go(milliseconds) {
    const end = Date.now() + milliseconds;
    const errors = {};
    const texts = [];
    let wrong = 0;
    const waiting = new Set();
    // One call after the other; as many at once as there are of these.
    const callers = Array.from({ length: 1 << this.#rng.below(6) }, async () => {
      do {
        const [name, rng] = [choose(this.#rng), new Rng(this.#rng.next())];
        waiting.add(rng);
        let calls = 0;
        try {
          await ACTIONS[name][1]({ ...this.#peer, made: (more) => (calls += more) }, rng);
          this.#calls += calls;
        } catch (error) {
          if (error instanceof Wrong) {
            wrong += 1;
            if (texts.length < 5) texts.push(`${name}: ${error.message}`);
          } else {
            const text = String(error.message).split("reference = ")[0].slice(0, 150);
            const kind = `${error.name} ${name}: ${text}`;
            errors[kind] = (errors[kind] ?? 0) + 1;
          }
        }
        waiting.delete(rng);
      } while (Date.now() < end);
    });
    let timer;
    const patience = new Promise((resolve) => (timer = setTimeout(resolve, milliseconds + PATIENCE)));
    await Promise.race([Promise.all(callers), patience]);
    clearTimeout(timer);
    return { calls: this.#calls, faults: this.#faults, errors, wrong, texts, unended: waiting.size };
  }
}
