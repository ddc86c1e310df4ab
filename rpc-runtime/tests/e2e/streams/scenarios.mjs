// What the JavaScript client does with the other Worker, told line by line.

import { FutureValue, byteStream, itemsOf } from "./carriers.mjs";
import { Nothing, broken, bytes, items, pause, seen } from "./producers.mjs";

const shown = async (outcome) => {
  try {
    return JSON.stringify(await outcome);
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

async function readBytes(stream) {
  let [count, sum] = [0, 0];
  try {
    for await (const chunk of stream) {
      count += chunk.length;
      for (const byte of chunk) sum += byte;
    }
  } catch (error) {
    return `${count} bytes, then ${error.name}: ${error.message}`;
  }
  return `${count} bytes, sum ${sum}`;
}

async function readItems(stream) {
  let [count, sum] = [0, 0];
  try {
    for await (const { id } of itemsOf(stream)) [count, sum] = [count + 1, sum + id];
  } catch (error) {
    return `${count} items, then ${error.name}: ${error.message}`;
  }
  return `${count} items, sum ${sum}`;
}

// How many calls it takes to read all, with a pause after each.
async function callsFor(stream, milliseconds) {
  let calls = 0;
  for (let done = false; !done; calls++) {
    ({ done } = await stream.next());
    await pause(milliseconds);
  }
  stream[Symbol.dispose]();
  return calls;
}

const [CHUNKS, SIZE] = [1024, 64 * 1024];
const there = async (peer, limit) => {
  const { produced, dropped } = await peer.seen();
  return `dropped ${dropped}, produced ${produced < limit}`;
};
const here = (limit) => `dropped ${seen().dropped}, produced ${seen().produced < limit}`;
const bounded = async (peer) => (await peer.seen()).grown <= 8 << 20;

export const scenarios = {
  async bytes(peer) {
    const stream = await peer.bytes(CHUNKS, SIZE);
    await pause(50);
    const said = [`produced at rest: ${(await peer.seen()).produced <= 2}`];
    const reader = stream.getReader({ mode: "byob" });
    let [count, ahead, reads] = [0, 0, 0];
    for (;;) {
      const { value, done } = await reader.read(new Uint8Array(SIZE));
      if (done) break;
      count += value.length;
      if (++reads % 100 === 0) ahead = Math.max(ahead, (await peer.seen()).produced * SIZE - count);
    }
    return [...said, `${count} bytes`, `ahead: ${ahead < 1 << 20}`, `memory: ${await bounded(peer)}`];
  },

  async "bytes-failing"(peer) {
    return [await readBytes(await peer.bytes(10, 1000, 3)), await readBytes(await peer.bytes(10, 1000, 0))];
  },

  async "bytes-dropped"(peer) {
    const said = [];
    for (const chunks of [2, 0]) {
      await peer.reset();
      const stream = await peer.bytes(1000, SIZE);
      const reader = stream.getReader();
      for (let read = 0; read < chunks; read++) await reader.read();
      await reader.cancel();
      await pause(100);
      said.push(await there(peer, 10));
    }
    return said;
  },

  async "bytes-sent"(peer) {
    const [stream] = bytes(CHUNKS, SIZE);
    const count = await peer.count(stream);
    return [`${count} bytes`, `produced ${seen().produced}, dropped ${seen().dropped}`, `memory: ${await bounded(peer)}`];
  },

  async "bytes-sent-failing"(peer) {
    return [await shown(peer.count(bytes(10, 1000, 3)[0]))];
  },

  // Chunks that are no bytes, after one that is: a stream that starts with one is never read to its end on workerd
  // 2026-04-26.
  async "bytes-mixed"(peer) {
    const two = new Uint8Array(2);
    const count = (stream) => shown(peer.count(stream).then(Number));
    return [
      await count(ReadableStream.from([two, { a: 1 }, two])),
      await count(ReadableStream.from([two, "añ", two])),
      await count(byteStream([two, { a: 1 }, two])[0]),
      await count(ReadableStream.from(["añ", "b"]).pipeThrough(new TextEncoderStream())),
      await count(ReadableStream.from([two.buffer, new Uint16Array(2)])),
    ];
  },

  async "bytes-sent-dropped"(peer) {
    const count = await peer.count(bytes(1000, SIZE)[0], 100_000);
    await pause(100);
    return [`read ${count >= 100_000 && count < 200_000}`, here(10)];
  },

  async "bytes-through"(peer) {
    const said = [
      await readBytes(await peer.increment(bytes(100, 1000)[0])),
      await readBytes(await peer.pass(bytes(100, 1000)[0])),
      await readBytes(await peer.increment(await peer.bytes(100, 1000))),
    ];
    const [half, outcome] = await peer.half(new Response(new Uint8Array(1000).fill(1)).body);
    return [...said, await readBytes(half), await shown(outcome.get())];
  },

  async items(peer) {
    const stream = await peer.items(1000);
    await pause(20);
    const said = [`produced at rest: ${(await peer.seen()).produced}`];
    const items = itemsOf(stream);
    await items.next();
    await pause(100);
    said.push(`ahead: ${(await peer.seen()).produced <= 512}`);
    let [count, sum] = [0, 0];
    for await (const { id } of items) [count, sum] = [count + 1, sum + id];
    said.push(`${count} items, sum ${sum}`, await readItems(await peer.items(0)));
    count = 0;
    for await (const _ of itemsOf(await peer.ticks(300))) count++;
    await pause(20);
    const state = await peer.seen();
    return [...said, `ticks: ${count}`, `produced ${state.produced}, dropped ${state.dropped}`];
  },

  async "items-counted"(peer) {
    // Made at once, they come in batches that grow.
    const quick = await callsFor(await peer.quick(1000), 0);
    // Made one by one, they are ready by the time that a slow reader asks.
    const slow = await callsFor(await peer.items(1000), 10);
    const said = [`few calls: ${quick <= 16 || quick}`, `few calls: ${slow <= 50 || slow}`];
    // One at a time, and not one more than that is ready.
    const stream = await peer.items(1000);
    for (let read = 0; read < 3; read++) said.push(`${(await stream.next(1)).items.length} item`);
    await pause(20);
    said.push(`ahead ${(await peer.seen()).produced - 1003}`);
    // Several at once are answered in order.
    const batches = await Promise.all([1, 2, 3, 4, 5].map((most) => stream.next(most)));
    const ids = batches.flatMap(({ items }) => items.map(({ id }) => id));
    said.push(`in order: ${ids.every((id, index) => id === index + 3)}`);
    said.push(await shown(stream.next(0)), await shown(stream.next("many")));
    await stream.cancel();
    said.push(await shown(stream.next()));
    // Pipelined.
    said.push((await peer.items(3).next(1)).items[0].name);
    return said;
  },

  async "items-large"(peer) {
    let count = 0;
    for await (const item of itemsOf(await peer.largeItems(64, 1 << 20))) count += item.length;
    return [`${count} bytes`, `memory: ${await bounded(peer)}`];
  },

  async "items-failing"(peer) {
    return [await readItems(await peer.items(1000, 300)), await readItems(await peer.items(1000, 0))];
  },

  async "items-dropped"(peer) {
    const said = [];
    for (const items of [5, 0]) {
      await peer.reset();
      const stream = await peer.items(1000);
      if (items > 0) for await (const { id } of itemsOf(stream)) if (id === items) break;
      if (items === 0) stream[Symbol.dispose]();
      await pause(50);
      said.push(await there(peer, 100));
    }
    await peer.reset();
    const stream = await peer.noItems();
    const next = stream.next();
    await pause(50);
    await stream.cancel();
    said.push(await shown(next));
    stream[Symbol.dispose]();
    await pause(50);
    said.push(`dropped ${(await peer.seen()).dropped}`);
    return said;
  },

  // A producer in JavaScript hears of it as well, though the runtime does not run its disposer.
  async "items-left"(peer) {
    for await (const { id } of itemsOf(await peer.items(1000))) if (id === 5) break;
    await pause(50);
    return [await there(peer, 100)];
  },

  async "items-sent"(peer) {
    const total = await peer.total(items(1000));
    await pause(20);
    return [`total ${total}`, `produced ${seen().produced}, dropped ${seen().dropped}`];
  },

  async "items-sent-failing"(peer) {
    return [await shown(peer.total(items(1000, 300)))];
  },

  async "items-sent-dropped"(peer) {
    const total = await peer.total(items(100_000), 4);
    await pause(50);
    return [`total ${total}`, here(100)];
  },

  async "items-through"(peer) {
    return [
      await readItems(await peer.shift(items(100))),
      await readItems(await peer.skip(items(100), 0)),
      await readItems(await peer.skip(items(100), 10)),
      await readItems(await peer.shift(await peer.items(100))),
    ];
  },

  async "items-of-resources"(peer) {
    const stream = await peer.counters(20);
    let sum = 0;
    for (let read = 0; read < 10; ) {
      for (const counter of (await stream.next(10 - read)).items) {
        sum += await counter.next();
        counter[Symbol.dispose]();
        read++;
      }
    }
    stream[Symbol.dispose]();
    await pause(50);
    const { produced, dropped } = await peer.seen();
    return [`sum ${sum}`, `left ${produced - dropped}`];
  },

  async panicking(peer) {
    const [bytes] = await peer.panicking(0);
    const said = [await readBytes(bytes)];
    for (const at of [0, 2]) {
      const [, items] = await peer.panicking(at);
      let count = 0;
      const failed = await shown((async () => { for await (const _ of itemsOf(items)) count += 1; })());
      said.push(`${count} items, then ${failed}`);
    }
    return said;
  },

  async "items-invalid"(peer) {
    const said = [];
    for (const how of ["item", "batch", "array", "no method"]) said.push(await shown(peer.total(broken[how]())));
    return said;
  },

  async futures(peer) {
    const [late, now] = await Promise.all([peer.later(1, 50), peer.later(2, 0)]);
    return [String(await now.get()), String(await late.get()), String(await peer.later(3, 10).get())];
  },

  async "futures-failing"(peer) {
    const late = await peer.later(0, 20);
    return [await shown(late.get()), await shown(late.get())];
  },

  async "futures-dropped"(peer) {
    const said = [];
    (await peer.never())[Symbol.dispose]();
    await pause(50);
    said.push(`dropped ${(await peer.seen()).dropped}`);
    const value = await peer.never();
    const got = shown(value.get());
    await pause(50);
    await value.cancel();
    said.push(await got);
    value[Symbol.dispose]();
    await pause(50);
    said.push(`dropped ${(await peer.seen()).dropped}`);
    return said;
  },

  async "futures-sent"(peer) {
    const late = (value) =>
      new FutureValue(
        pause(20).then(() => {
          if (value === 0) throw new Error("no value");
          return value;
        }),
      );
    const again = await peer.again(new Nothing());
    again[Symbol.dispose]();
    const said = [
      await shown(peer.wait(late(7))),
      await shown(peer.wait(late(0))),
      await shown((await peer.again(late(8))).get()),
      await shown(peer.wait(await peer.later(9, 20))),
      await shown(peer.wait(items(1))),
      await shown(peer.wait(5)),
    ];
    await pause(50);
    return [...said, `dropped ${seen().dropped}`];
  },

  async platform(peer) {
    const request = new Request("http://host/path?query", { method: "POST", headers: { x: "header" }, body: "body" });
    const response = await peer.answer(request, 201);
    const headers = await peer.withHeader(new Headers({ a: "1" }), "a", "2");
    return [
      `${response.status} ${await response.text()}`,
      headers.get("a"),
      `${(await peer.nextDay(new Date(-1_000))).getTime()} ms`,
      await shown(peer.answer("http://host/", 200)),
      await shown(peer.withHeader({ a: "1" }, "a", "2")),
      await shown(peer.nextDay(5)),
      await shown(peer.nextDay(new Date(NaN))),
      await shown(peer.count(new Response("text"))),
    ];
  },
};
