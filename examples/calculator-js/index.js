// The calculator in plain JavaScript: a server that the Rust client calls as it calls one in
// Rust, and a caller of the Rust server.

import { WorkerEntrypoint } from "cloudflare:workers";

export default class Calculator extends WorkerEntrypoint {
  add(a, b) {
    const sum = a + b;
    if (sum > 0xffff_ffff) throw new RangeError("the sum is too large");
    return sum;
  }

  // `GET /?a=1&b=2` adds the two on the Rust server.
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    const a = Number(searchParams.get("a") ?? 1);
    const b = Number(searchParams.get("b") ?? 2);
    const sum = await this.env.CALCULATOR.add(a, b);
    return Response.json([{ direction: "JavaScript → Rust", call: `add(${a}, ${b})`, result: sum }]);
  }
}
