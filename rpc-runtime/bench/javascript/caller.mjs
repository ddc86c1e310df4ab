// The caller: `GET /order-100?times=200&peer=OBJECTS` makes as many calls, one after the other, and checks each answer.

import { CHUNK, numbers, order, string, strings, tree } from "./values.mjs";

// By name, what makes what is sent, and what is done with it and a peer, as its number and again.
const WORKS = {
  add: [() => {}, async (peer, _, number) => same(await peer.add(number, 1), number + 1)],
  "add-async": [() => {}, async (peer, _, number) => same(await peer.addAsync(number, 1), number + 1)],
  "in-flight-32": [
    () => Array.from({ length: 32 }, (_, call) => call),
    async (peer, calls, number) => {
      const sums = await Promise.all(calls.map((call) => peer.add(number, call)));
      sums.forEach((sum, call) => same(sum, number + call));
    },
  ],
  "string-20": [() => string(20), echoString],
  "string-10k": [() => string(10_000), echoString],
  "order-1": [() => order(1), echoOrder],
  "order-100": [() => order(100), echoOrder],
  "order-10000": [() => order(10_000), echoOrder],
  "bytes-1kib": [() => new Uint8Array(1 << 10).fill(7), echoBytes],
  "bytes-1mib": [() => new Uint8Array(1 << 20).fill(7), echoBytes],
  "bytes-16mib": [() => new Uint8Array(16 << 20).fill(7), echoBytes],
  "strings-1k": [
    strings,
    async (peer, strings) => {
      const answer = await peer.echoStrings(strings);
      same(answer.length, strings.length);
      same(answer.at(-1), strings.at(-1));
      dispose(answer);
    },
  ],
  "f64-100k": [numbers, async (peer, numbers) => same(await peer.sum(numbers), 5_000_000_000)],
  tree: [
    tree,
    async (peer, tree) => {
      const answer = await peer.echoTree(tree);
      same(answer.val.length, tree.val.length);
      same(answer.val.at(-1).tag, tree.val.at(-1).tag);
      dispose(answer);
    },
  ],
  resource: [
    () => {},
    async (peer, _, number) => {
      const counter = await peer.open(number);
      same(await counter.add(2), number + 2);
      dispose(counter);
    },
  ],
  "pipeline-3": [
    () => {},
    async (peer) => {
      const first = peer.chain();
      const second = first.next();
      same(await second.place(), 1);
      dispose(second);
      dispose(first);
    },
  ],
  "awaits-3": [
    () => {},
    async (peer) => {
      const first = await peer.chain();
      const second = await first.next();
      same(await second.place(), 1);
      dispose(second);
      dispose(first);
    },
  ],
  "stream-100k": [
    () => {},
    async (peer) => {
      const stream = await peer.lines(100_000);
      let sum = 0;
      for (let done = false; !done; ) {
        const batch = await stream.next(256);
        for (const line of batch.items) sum += line.quantity;
        done = batch.done;
        dispose(batch);
      }
      same(sum, 4_999_950_000);
      dispose(stream);
    },
  ],
  "stream-64mib": [
    () => {},
    async (peer) => {
      same(await lengthOf(await peer.chunks(1024)), 64 << 20);
    },
  ],
};

// The answer to a request. `peerOf` gives the peer of a name.
export async function answer(request, peerOf) {
  const { pathname, searchParams } = new URL(request.url);
  const [make, call] = WORKS[pathname.slice(1)];
  const peer = await peerOf(searchParams.get("peer"));
  const sent = make();
  const times = Number(searchParams.get("times"));
  for (let number = 0; number < times; number++) await call(peer, sent, number);
  return new Response("done");
}

async function echoString(peer, text) {
  same(await peer.echoString(text), text);
}

async function echoOrder(peer, order) {
  const answer = await peer.echoOrder(order);
  same(answer.lines.length, order.lines.length);
  same(answer.lines.at(-1).id, order.lines.at(-1).id);
  dispose(answer);
}

async function echoBytes(peer, bytes) {
  const answer = await peer.echoBytes(bytes);
  same(answer.length, bytes.length);
  same(answer.at(-1), bytes.at(-1));
}

// Reads a stream of bytes in large pieces, where that has any: it would come in pieces of 4 KiB.
async function lengthOf(stream) {
  let length = 0;
  let reader;
  try {
    reader = stream.getReader({ mode: "byob" });
  } catch {
    for await (const chunk of stream) length += chunk.length;
    return length;
  }
  for (let piece = new Uint8Array(CHUNK); ; piece = new Uint8Array(piece.buffer)) {
    const { value, done } = await reader.read(piece);
    if (done) return length;
    length += value.length;
    piece = value;
  }
}

// Nobody measures wrong answers.
function same(answer, expected) {
  if (answer !== expected) throw new Error(`a wrong answer: ${answer}, and not ${expected}`);
}

// What a call gave is the caller's.
function dispose(answer) {
  answer[Symbol.dispose]?.();
}
