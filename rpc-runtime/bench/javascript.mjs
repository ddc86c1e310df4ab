// What `worker.rs` does, in JavaScript.

import { WorkerEntrypoint } from "cloudflare:workers";

const order = {
  id: 7,
  customer: "Ada",
  lines: Array.from({ length: 100 }, (_, number) => ({
    id: 1_000_000_007n * BigInt(number),
    sku: `sku-${number}-${number}`,
    quantity: number,
    price: { currency: "eur", cents: 150 * number },
    gift: number % 2 === 0,
  })),
};

export default class extends WorkerEntrypoint {
  add(a, b) {
    return (a + b) >>> 0;
  }

  echoOrder(order) {
    return order;
  }

  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const times = Number(searchParams.get("times") ?? 1);
    const peer = this.env[searchParams.get("peer")];
    if (pathname === "/add") {
      for (let number = 0; number < times; number++) await peer.add(number, 1);
    } else {
      for (let number = 0; number < times; number++) {
        const answer = await peer.echoOrder(order);
        if (answer.lines.length !== order.lines.length) return new Response("lines were lost", { status: 500 });
        answer[Symbol.dispose]?.();
      }
    }
    return new Response("done");
  }
}
