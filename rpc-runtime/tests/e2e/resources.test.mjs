// Resources: who implements them, who holds them, how they travel and when they end. The Workers of both languages
// serve and call `resources/wit/resources.wit`, each with a compatibility date from when RPC was new (`old`) and
// with the newest (`new`); in between, on 2026-01-20, a stub that is an argument became the caller's to dispose.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { caller, inFile, inFolder, start } from "../../../xtask/node/miniflare.mjs";

const HERE = "rpc-runtime/tests/e2e";
const DATES = { old: "2024-04-03", new: "2026-04-26" };
const AGES = Object.keys(DATES);
const SERVERS = { RUST_OLD: "rust-old", RUST_NEW: "rust-new", JS_OLD: "js-old", JS_NEW: "js-new" };
const BINDINGS = Object.keys(SERVERS);

const isRust = (binding) => binding.startsWith("RUST");
const named = (binding) => `${isRust(binding) ? "Rust" : "JavaScript"} (${SERVERS[binding].split("-")[1]})`;

let workers;

before(async () => {
  const each = ([age, compatibilityDate]) => {
    const rust = (name, serviceBindings) =>
      inFolder(`${HERE}/resources`, { name, compatibilityDate, serviceBindings });
    return [
      rust(`rust-${age}`, {}),
      rust(`client-${age}`, SERVERS),
      // Is panicked in, so that nobody else is.
      rust(`torn-${age}`, {}),
      rust(`tearing-${age}`, { ...SERVERS, TORN: `torn-${age}` }),
      inFile(`js-${age}`, `${HERE}/resources.worker.mjs`, {}, { compatibilityDate }),
      caller(`test-${age}`, { ...SERVERS, TORN: `torn-${age}` }, { compatibilityDate }),
    ];
  };
  workers = await start(Object.entries(DATES).flatMap(each));
});
after(() => workers?.stop());

// What the Rust client tells of `scenario`.
const told = (client, scenario, binding, name = "") =>
  workers.json(client, `/${scenario}?${new URLSearchParams({ binding, name })}`);

// Each with what it tells, the server in JavaScript with words of its own.
const NOT_ARRIVED = "the handle has not arrived: await the call that returns it";
const RUST_CLIENT = [
  ["basics", "constructors, methods, a static function", () => ["Dune", "none", "1", "Dune", "Dune II", "B", "none"]],
  [
    "carried",
    "handles in records, variants, lists and options, there and back",
    () => ["ours 8", "ours 9", "theirs 8", "theirs 9", "spare", "s 1", "[Nothing]", "c"],
  ],
  [
    "borrowed",
    "what is lent stays the caller's",
    () => [
      ...["theirs, theirs", "theirs", "0", "-1", "theirs"],
      ...["ours, ours", "ours", "1", "0", "ours"],
      ...["1", "2"],
    ],
  ],
  [
    "callback",
    "a resource of the caller",
    (binding) => [
      "6",
      `Remote, tell: ${isRust(binding) ? "notify: " : ""}not interested`,
      ...["0", "1", "2", "added Emma", "added Emma"],
    ],
  ],
  [
    "chain",
    "calls on handles that have not arrived",
    () => ["chained 7", "slow 7 II", "fallible 2", "forked 1", "forked 2", "forked 3"],
  ],
  ["rounds", "a chain waits once, the same calls one by one three times", () => ["1", "3"]],
  [
    "errors",
    "declared errors, and handles that are not there",
    () => [
      "Closed",
      'Unknown("")',
      'MissingMethod, title: The RPC receiver does not implement the method "find".',
      '"too long"',
      `Unsupported, ${NOT_ARRIVED}`,
      `InvalidArgument, read: argument book: ${NOT_ARRIVED}`,
      "Unsupported, the call that returns the handle failed: it was awaited already",
    ],
  ],
  [
    "misplaced",
    "what a method is given ends when it returns, unless it is duplicated",
    () => [...Array(2).fill("Remote, title: RPC stub used after being disposed."), "theirs"],
  ],
];

for (const age of AGES) {
  for (const binding of BINDINGS) {
    describe(`Rust (${age}) → ${named(binding)}`, () => {
      for (const [scenario, what, lines] of RUST_CLIENT) {
        test(what, async () => {
          assert.deepEqual(await told(`client-${age}`, scenario, binding), lines(binding));
        });
      }

      test("a chain is served before it is polled", async () => {
        const name = `logged by ${age}`;
        assert.deepEqual(await told(`client-${age}`, "unpolled", binding, name), [
          ...["open", "find", "title"],
          `${name} 7`,
        ]);
      });

      test("a handle of another request gives a typed error", async () => {
        await told(`client-${age}`, "keep", binding);
        const [found, copied, after] = await told(`client-${age}`, "kept", binding);
        assert.match(found, /^Remote, find: Cannot perform I\/O on behalf of a different request\./);
        assert.match(copied, /^Remote, dup: Cannot perform I\/O on behalf of a different request\./);
        assert.equal(after, "after");
      });

      for (const [scenario, what] of [
        ["opened", "theirs"],
        ["lent", "lent and given"],
        ["callbacks", "of resources of the caller"],
        ["dropped", "of calls that nobody waits for"],
      ]) {
        test(`10,000 handles, ${what}, leave none behind`, async () => {
          const { made, behind, slots } = await told(`client-${age}`, scenario, binding, 10_000);
          assert.ok(made >= 10_000);
          assert.deepEqual({ behind, slots }, { behind: [0, 0], slots: [0, 0] });
        });
      }

      if (!isRust(binding)) {
        test("a reply that is not what the schema says", async () => {
          const expected = (resource) => `expected a stub of \`test:resources/library/${resource}\``;
          assert.deepEqual(await told(`client-${age}`, "wrong", binding), [
            `InvalidReply, newBook: result: ${expected("book")}, got object`,
            `InvalidReply, newShelf: result: val: ${expected("shelf")}, got number 7`,
            `InvalidReply, open: result: ${expected("shelf")}, got undefined`,
            `InvalidReply, lend: result: val.book: ${expected("book")}, got null`,
            `InvalidReply, swap: result: [1].val: ${expected("book")}, got string "spare"`,
            `InvalidReply, find: result: ${expected("book")}, got string "1"`,
            'MissingMethod, title: The RPC receiver does not implement the method "find".',
          ]);
        });
      }
    });
  }
}

// What runs in the caller, on `library`; with what it gives.
const JS_CLIENT = [
  [
    "constructors, methods, a static function",
    async (library) => {
      const book = await library.newBook("Dune");
      const { tag, val: shelf } = await library.newShelf("sf");
      const said = [tag, await library.newShelf(""), await shelf.last()];
      said.push(await shelf.add(book.dup()), await (await shelf.last()).title());
      const copy = book.dup();
      said.push(await book.title());
      book[Symbol.dispose]();
      said.push(await (await copy.sequel(1)).title());
      const best = await library.bookBestOf([library.newBook("A"), library.newBook("B")].map((book) => book));
      return [...said, await best.title(), await library.bookBestOf([])];
    },
    [
      ...["ok", { tag: "err", val: { tag: "unknown", val: "" } }, undefined],
      ...[{ tag: "ok", val: 1 }, "Dune", "Dune", "Dune II", "B", undefined],
    ],
  ],
];
