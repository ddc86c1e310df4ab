// A customer of the till in plain JavaScript. Who it is, the props of its binding say: see `wrangler.toml`.

export default {
  // `GET /?sku=cup&quantity=2` buys two cups.
  async fetch(request, env) {
    const { searchParams } = new URL(request.url);
    const sku = searchParams.get("sku") ?? "cup";
    const quantity = Number(searchParams.get("quantity") ?? 1);

    const before = await env.TILL.sold(sku);
    const outcome = await env.TILL.buy(sku, quantity);
    const bought = outcome.tag === "ok" ? told(outcome.val) : `refused: ${outcome.val.tag}`;
    return Response.json([
      row("greeting()", await env.TILL.greeting()),
      row(`buy(${sku}, ${quantity})`, bought),
      row(`sold(${sku})`, (await soldAfter(env.TILL, sku, before)) - before),
    ]);
  },
};

// A sale is counted after its reply.
async function soldAfter(till, sku, before) {
  for (let tries = 0; tries < 100; tries++) {
    const sold = await till.sold(sku);
    if (sold > before) return sold;
    await scheduler.wait(10);
  }
  return before;
}

function told({ customer, total, currency }) {
  return `${total / 100n}.${String(total % 100n).padStart(2, "0")} ${currency} from ${customer}`;
}

function row(call, result) {
  return { direction: "JavaScript → Rust", call, result: result.toString() };
}
