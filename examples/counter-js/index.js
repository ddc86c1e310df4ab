// The counter in plain JavaScript: a Durable Object that the Rust client calls as it calls the one
// in Rust, and a caller of the one in Rust. A u64 is a bigint.

import { DurableObject } from "cloudflare:workers";

export class Counter extends DurableObject {
  async increment(by) {
    const value = (await this.value()) + BigInt(by);
    await this.ctx.storage.put("value", value);
    return value;
  }

  async value() {
    return (await this.ctx.storage.get("value")) ?? 0n;
  }

  async reset() {
    await this.ctx.storage.delete("value");
  }
}

export default {
  // `GET /?name=tea&by=2` counts on the object in Rust.
  async fetch(request, env) {
    const { searchParams } = new URL(request.url);
    const by = Number(searchParams.get("by") ?? 1);
    const counter = env.COUNTERS.getByName(searchParams.get("name") ?? "tea");

    await counter.reset();
    const row = (call, result) => ({
      direction: "JavaScript → Rust",
      call,
      result: result.toString(), // JSON has no bigint.
    });
    return Response.json([
      row(`increment(${by})`, await counter.increment(by)),
      row("value()", await counter.value()),
    ]);
  },
};
