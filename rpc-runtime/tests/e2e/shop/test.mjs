// Runs on the newest workerd, too.

// The example `shop`: its server in Rust and its server in JavaScript answer alike, and both are called from
// Rust and from JavaScript.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { DATES, caller, inFolder, start } from "../harness.mjs";

for (const compatibilityDate of DATES) {
  describe(`on ${compatibilityDate}`, () => {
    let workers;

    before(async () => {
      workers = await start([
        inFolder("examples/shop-server"),
        inFolder("examples/shop-client"),
        inFolder("examples/shop-js"),
        caller("test", { SHOP: "shop-server", SHOP_JS: "shop-js" }),
      ], compatibilityDate);
    });
    after(() => workers?.stop());

    const ORDER = {
      lines: [
        { sku: "tea", quantity: 2 },
        { sku: "pot", quantity: 1, engraving: "Ada" },
      ],
      shipTo: { name: "Ada", street: ["1 Analytical Row", "2nd floor"], town: "W1 London" },
      delivery: "standard",
      extras: { giftWrap: true, signature: false, noPlastic: true },
      payment: { tag: "card", val: { number: "4242424242424242", expires: [2030, 12] } },
      note: "Ring twice.",
    };

    // What is asked of a shop, and what it answers.
    const CALLS = [
      ["quotes the goods", "quote", [[{ sku: "cup", quantity: 3 }]], { tag: "ok", val: 2700n }],
      ["quotes a delivery", "quote", [[{ sku: "cup", quantity: 3 }], "express"], { tag: "ok", val: 3690n }],
      ["quotes nothing for nothing", "quote", [[]], { tag: "err", val: { tag: "empty" } }],
      ["takes an order", "place", [ORDER], {
        tag: "ok",
        val: {
          charges: new Map([["delivery", 490n], ["engraving", 300n], ["gift-wrap", 500n], ["goods", 5700n]]),
          total: 6990n,
          parcels: [["tea", "tea"], ["pot"]],
        },
      }],
      ["does not have everything", "place", [{ ...ORDER, lines: [{ sku: "coffee", quantity: 1 }] }], {
        tag: "err",
        val: { tag: "unknown-product", val: "coffee" },
      }],
      ["runs out", "place", [{ ...ORDER, lines: [{ sku: "pot", quantity: 5 }] }], {
        tag: "err",
        val: { tag: "sold-out", val: [{ sku: "pot", wanted: 5, left: 4 }] },
      }],
      ["looks at vouchers", "place", [{ ...ORDER, payment: { tag: "vouchers", val: ["TEN"] } }], {
        tag: "err",
        val: { tag: "payment-refused", val: "1 vouchers are not enough for 6990 cents" },
      }],
    ];

    for (const [binding, language] of [["SHOP", "Rust"], ["SHOP_JS", "JavaScript"]]) {
      describe(`the shop in ${language}`, () => {
        const call = (method, ...args) =>
          workers.run("test", (env, binding, method, args) => env[binding][method](...args), binding, method, args);

        test("has a catalogue", async () => {
          const catalogue = await call("catalogue");
          assert.deepEqual([...catalogue.keys()], ["cup", "pot", "tea"]);
          assert.deepEqual(catalogue.get("pot"), { name: "A pot", price: 3200n, stock: 4 });
        });

        for (const [what, method, args, answer] of CALLS) {
          test(what, async () => {
            assert.deepEqual(await call(method, ...args), answer);
          });
        }
      });
    }

    test("the clients order from both", async () => {
      const rust = await workers.json("shop-client", "/?tea=2&pot=1");
      const javascript = await workers.json("shop-js", "/?tea=2&pot=1");
      const row = { call: "place(2 tea, 1 pot)", result: "71.90 for tea + tea, pot" };
      assert.deepEqual(
        [...rust, ...javascript],
        ["Rust → Rust", "Rust → JavaScript", "JavaScript → Rust"].map((direction) => ({ direction, ...row })),
      );
    });

    test("an order that breaks the schema says where", async () => {
      const order = { ...ORDER, lines: [{ sku: "tea", quantity: "2" }] };
      await assert.rejects(
        workers.run("test", ({ SHOP }, order) => SHOP.place(order), order),
        {
          name: "TypeError",
          message: 'place: argument order: lines[0].quantity: expected u32, got string "2"',
        },
      );
    });
  });
}
