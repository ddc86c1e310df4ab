// `worker/wit/streams.wit` in JavaScript: served, and called as `GET /SCENARIO?binding=NAME`.

import { WorkerEntrypoint } from "cloudflare:workers";

import { FutureValue, ItemStream, byteStream, itemsOf } from "./carriers.mjs";
import { Counter, Nothing, broken, bytes, counted, items, pause, reset, seen } from "./producers.mjs";
import { scenarios } from "./scenarios.mjs";

export default class extends WorkerEntrypoint {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const peer = this.env[searchParams.get("binding")];
    await peer.reset();
    reset();
    let said;
    try {
      said = await scenarios[pathname.slice(1)](peer, this.ctx);
    } catch (error) {
      said = [`failed: ${error.stack}`];
    }
    return Response.json(said);
  }

  seen() {
    return seen();
  }

  reset() {
    reset();
  }

  // Keeps the context until the pump is done, so that it hears of a reader that goes away.
  #sent([readable, done]) {
    this.ctx.waitUntil(done);
    return readable;
  }

  bytes(chunks, size, failAt) {
    return this.#sent(bytes(chunks, size, failAt));
  }

  async count(data, limit) {
    let count = 0;
    for await (const chunk of data) {
      count += chunk.length;
      if (count >= limit) break;
    }
    return count;
  }

  increment(data) {
    const add = async function* () {
      for await (const chunk of data) yield chunk.map((byte) => byte + 1);
    };
    return this.#sent(byteStream(add()));
  }

  pass(data) {
    return data;
  }

  async half(data) {
    const all = new Uint8Array(await new Response(data).arrayBuffer());
    const half = all.length / 2;
    const failed = { tag: "err", val: `only ${half} of ${all.length} bytes` };
    return [new Response(all.slice(0, half)).body, new FutureValue(failed)];
  }

  items(n, failAt) {
    return items(n, failAt);
  }

  largeItems(n, size) {
    return new ItemStream(counted(n, undefined, () => "x".repeat(size)));
  }

  noItems() {
    return new Nothing();
  }

  async total(stream, limit) {
    let [total, read] = [0n, 0];
    for await (const { id } of itemsOf(stream.dup())) {
      total += BigInt(id);
      if (++read === limit) break;
    }
    return total;
  }

  shift(stream) {
    const add = async function* (stream) {
      for await (const item of itemsOf(stream)) yield { ...item, id: item.id + 1 };
    };
    return new ItemStream(add(stream.dup()));
  }

  async skip(stream, skip) {
    const rest = itemsOf(stream.dup());
    for (; skip > 0; skip--) await rest.next();
    return new ItemStream(rest);
  }

  counters(n) {
    const made = function* () {
      for (let count = 0; count < n; count++) yield new Counter(count);
    };
    return new ItemStream(made());
  }

  ticks(n) {
    return new ItemStream(Array(n).fill());
  }

  quick(n) {
    return new ItemStream(Array(n).keys());
  }

  broken(how) {
    return broken[how]();
  }

  later(value, delay) {
    const late = pause(delay).then(() => {
      if (value === 0) throw new Error("there is no such value");
      return value;
    });
    late.catch(() => {});
    return new FutureValue(late);
  }

  never() {
    this.ctx.waitUntil(pause(500));
    return new Nothing();
  }

  wait(value) {
    return value.get();
  }

  again(value) {
    return value;
  }

  async answer(request, status) {
    const { method, url, headers } = request;
    const body = `${method} ${new URL(url).pathname} ${headers.get("x")} ${await request.text()}`;
    return new Response(body, { status });
  }

  withHeader(headers, name, value) {
    headers.append(name, value);
    return headers;
  }

  nextDay(date) {
    return new Date(date.getTime() + 86_400_000);
  }
}
