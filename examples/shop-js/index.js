// The shop in plain JavaScript: a server that the Rust client calls as it calls one in Rust, and a
// customer of the Rust server.
//
// How each type of `wit/shop` looks here: a record is an object with camelCase keys, a variant is
// `{ tag, val }`, an enum a string, flags an object of booleans, a map a Map, a u64 a bigint. A key
// that is not there is an option without a value. A declared error is returned:
// `{ tag: "ok", val }` or `{ tag: "err", val }`.

import { WorkerEntrypoint } from "cloudflare:workers";

const PRODUCTS = new Map([
  ["cup", { name: "A cup", price: 900n, stock: 24 }],
  ["pot", { name: "A pot", price: 3200n, stock: 4 }],
  ["tea", { name: "A bag of tea", price: 1250n, stock: 100 }],
]);
const FEES = { standard: 490n, express: 990n, "pick-up": 0n };
const ENGRAVING = 300n;
const GIFT_WRAP = 250n;
const VOUCHER = 1000n;
const PARCEL = 2;

const ok = (val) => ({ tag: "ok", val });
const err = (val) => ({ tag: "err", val });

export default class Shop extends WorkerEntrypoint {
  catalogue() {
    return PRODUCTS;
  }

  quote(lines, delivery) {
    const goods = priceOf(lines);
    return goods.tag === "ok" ? ok(goods.val + (FEES[delivery] ?? 0n)) : goods;
  }

  place({ lines, delivery, extras, payment }) {
    const goods = priceOf(lines);
    if (goods.tag === "err") return goods;
    const parcels = pack(lines);
    const charges = new Map([
      ["goods", goods.val],
      ["delivery", FEES[delivery]],
      ["gift-wrap", extras.giftWrap ? GIFT_WRAP * BigInt(parcels.length) : 0n],
      ["engraving", ENGRAVING * BigInt(lines.filter(({ engraving }) => engraving).length)],
    ].filter(([, price]) => price > 0n));
    const total = [...charges.values()].reduce((sum, price) => sum + price);
    const refused = refusal(payment, total);
    return refused ? err({ tag: "payment-refused", val: refused }) : ok({ charges, total, parcels });
  }

  // `GET /?tea=2&pot=1` orders two bags of tea and a pot from the Rust server.
  async fetch(request) {
    const wanted = [...new URL(request.url).searchParams];
    const outcome = await this.env.SHOP.place({
      lines: wanted.map(([sku, quantity]) => ({ sku, quantity: Number(quantity) })),
      shipTo: { name: "Ada", street: ["1 Analytical Row"], town: "W1 London" },
      delivery: "express",
      extras: { giftWrap: true, signature: true },
      payment: { tag: "card", val: { number: "4242424242424242", expires: [2030, 12] } },
    });
    const call = `place(${wanted.map(([sku, quantity]) => `${quantity} ${sku}`).join(", ")})`;
    return Response.json([{ direction: "JavaScript → Rust", call, result: told(outcome) }]);
  }
}

// What the goods cost, if they are all there.
function priceOf(lines) {
  if (lines.length === 0) return err({ tag: "empty" });
  const wanted = new Map();
  for (const { sku, quantity } of lines) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  const unknown = [...wanted.keys()].find((sku) => !PRODUCTS.has(sku));
  if (unknown !== undefined) return err({ tag: "unknown-product", val: unknown });
  const left = (sku) => PRODUCTS.get(sku).stock;
  const short = [...wanted].filter(([sku, wanted]) => wanted > left(sku));
  if (short.length > 0) {
    return err({
      tag: "sold-out",
      val: short.map(([sku, wanted]) => ({ sku, wanted, left: left(sku) })),
    });
  }
  const prices = [...wanted].map(([sku, wanted]) => PRODUCTS.get(sku).price * BigInt(wanted));
  return ok(prices.reduce((sum, price) => sum + price));
}

// The products, parcel by parcel.
function pack(lines) {
  const products = lines.flatMap(({ sku, quantity }) => Array(quantity).fill(sku));
  const parcels = [];
  while (products.length > 0) parcels.push(products.splice(0, PARCEL));
  return parcels;
}

// Why a payment is refused, if it is.
function refusal({ tag, val }, total) {
  switch (tag) {
    case "card":
      return val.number.length === 16 ? undefined : `${val.number} is no card number`;
    case "vouchers":
      return VOUCHER * BigInt(val.length) >= total
        ? undefined
        : `${val.length} vouchers are not enough for ${total} cents`;
  }
}

// The outcome of an order in a few words.
function told({ tag, val }) {
  if (tag === "ok") {
    const { total, parcels } = val;
    const cents = String(total % 100n).padStart(2, "0");
    return `${total / 100n}.${cents} for ${parcels.map((parcel) => parcel.join(" + ")).join(", ")}`;
  }
  switch (val.tag) {
    case "empty":
      return "refused: there is nothing in it";
    case "unknown-product":
      return `refused: there is no ${val.val}`;
    case "sold-out":
      return `refused: ${val.val.map(({ sku, left }) => `${left} ${sku} left`).join(", ")}`;
    default:
      return `refused: ${val.val}`;
  }
}
