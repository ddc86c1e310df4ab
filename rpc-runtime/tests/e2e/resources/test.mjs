// Runs on the newest workerd, too.
//
// Resources: who implements them, who holds them, how they travel and when they end. The Workers of both languages
// serve and call `worker/wit/resources.wit`, each with a compatibility date from when RPC was new (`old`) and
// with the newest (`new`); in between, on 2026-01-20, a stub that is an argument became the caller's to dispose.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, caller, inFile, inFolder, start } from "../harness.mjs";
import { RUST_CLIENT, isRust } from "./table.mjs";

const HERE = "rpc-runtime/tests/e2e";

// What takes long.
const COUNTED = { skip: process.env.WORKERS_RPC_WORKERD === "newest" && "counted on the other workerd" };
const DATES = { old: FIRST, new: NEWEST };
const AGES = Object.keys(DATES);
const SERVERS = { RUST_OLD: "rust-old", RUST_NEW: "rust-new", JS_OLD: "js-old", JS_NEW: "js-new" };
const BINDINGS = Object.keys(SERVERS);

const named = (binding) => `${isRust(binding) ? "Rust" : "JavaScript"} (${SERVERS[binding].split("-")[1]})`;

let workers;

before(async () => {
  const each = ([age, compatibilityDate]) => {
    const rust = (name, serviceBindings) =>
      inFolder(`${HERE}/resources/worker`, { name, compatibilityDate, serviceBindings });
    return [
      rust(`rust-${age}`, {}),
      rust(`client-${age}`, SERVERS),
      // Is panicked in, so that nobody else is.
      rust(`torn-${age}`, {}),
      rust(`tearing-${age}`, { ...SERVERS, TORN: `torn-${age}` }),
      inFile(`js-${age}`, `${HERE}/resources/worker.mjs`, {}, { compatibilityDate }),
      caller(`test-${age}`, { ...SERVERS, TORN: `torn-${age}` }, { compatibilityDate }),
    ];
  };
  workers = await start(Object.entries(DATES).flatMap(each));
});
after(() => workers?.stop());

// What the Rust client tells of `scenario`.
const told = (client, scenario, binding, name = "") =>
  workers.json(client, `/${scenario}?${new URLSearchParams({ binding, name })}`);

for (const age of AGES) {
  for (const binding of BINDINGS) {
    describe(`Rust (${age}) → ${named(binding)}`, () => {
      for (const [scenario, what, lines] of RUST_CLIENT) {
        test(what, async () => {
          const said = await told(`client-${age}`, scenario, binding);
          assert.deepEqual(said.map((line) => line.replace(/(?<=; reference = )\w+$/, "…")), lines(binding));
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
        assert.match(found, /^Gone, find: Cannot perform I\/O on behalf of a different request\./);
        assert.match(copied, /^Gone, dup: Cannot perform I\/O on behalf of a different request\./);
        assert.equal(after, "after");
      });

      for (const [scenario, what] of [
        ["opened", "theirs"],
        ["lent", "lent and given"],
        ["callbacks", "of resources of the caller"],
        ["dropped", "of calls that nobody waits for"],
      ]) {
        test(`10,000 handles, ${what}, leave none behind`, COUNTED, async () => {
          const { made, behind, slots } = await told(`client-${age}`, scenario, binding, 10_000);
          assert.ok(made >= 10_000);
          assert.deepEqual({ behind, slots }, { behind: [0, 0], slots: [0, 0] });
        });
      }

      if (!isRust(binding)) {
        test("a reply that is not what the schema says", async () => {
          const expected = (resource) => `expected a stub of \`test:resources/library/${resource}\``;
          assert.deepEqual(await told(`client-${age}`, "wrong", binding), [
            `InvalidReply, new-book: result: ${expected("book")}, got object`,
            `InvalidReply, new-shelf: result: val: ${expected("shelf")}, got number 7`,
            `InvalidReply, open: result: ${expected("shelf")}, got undefined`,
            `InvalidReply, lend: result: val.book: ${expected("book")}, got null`,
            `InvalidReply, swap: result: [1].val: ${expected("book")}, got string "spare"`,
            `InvalidReply, find: result: ${expected("book")}, got string "1"`,
            'MissingMethod, find: The RPC receiver does not implement the method "find".',
          ]);
        });
      }
    });
  }
}

// What runs in the caller, on the library; with what it gives.
const JS_CLIENT = [
  [
    "constructors, methods, a static function",
    async (env, binding) => {
      const library = env[binding];
      const book = await library.newBook("Dune");
      const { tag, val: shelf } = await library.newShelf("sf");
      const said = [tag, await library.newShelf(""), await shelf.last()];
      said.push(await shelf.add(book.dup()), await (await shelf.last()).title());
      const copy = book.dup();
      said.push(await book.title());
      book[Symbol.dispose]();
      said.push(await (await copy.sequel(1)).title());
      const best = await library.bookBestOf([await library.newBook("A"), await library.newBook("B")]);
      return [...said, await best.title(), await library.bookBestOf([])];
    },
    [
      ...["ok", { tag: "err", val: { tag: "unknown", val: "" } }, undefined],
      ...[{ tag: "ok", val: 1 }, "Dune", "Dune", "Dune II", "B", undefined],
    ],
  ],
  [
    "handles in records, variants, lists and options, there and back",
    async (env, binding) => {
      class Ours extends RpcTarget {
        title() {
          return "ours";
        }
      }
      const library = env[binding];
      const said = [];
      for (const book of [new Ours(), await library.newBook("theirs")]) {
        const { val: loan } = await library.lend({ book, days: 7 });
        const { val: again } = await library.lend(loan);
        said.push([await again.book.title(), again.days]);
      }
      const shelf = { tag: "shelf", val: await library.open("s") };
      const [spare, item] = await library.swap(shelf, new Ours());
      said.push(spare.tag, await spare.val.title(), item.tag, await item.val.find(1).title());
      said.push(await library.swap({ tag: "nothing" }));
      said.push(await library.lend({ book: new Ours(), days: 31 }));
      const best = await library.bookBestOf([await library.newBook("a"), new Ours(), await library.newBook("b")]);
      return [...said, await best.title()];
    },
    [
      ...[["ours", 9], ["theirs", 9], "book", "ours", "shelf", "s 1"],
      ...[[{ tag: "nothing" }], { tag: "err", val: "too long" }, "ours"],
    ],
  ],
  [
    "borrowed handles",
    async (env, binding) => {
      class Ours extends RpcTarget {
        title() {
          return "ours";
        }
      }
      const library = env[binding];
      const theirs = await library.newBook("theirs");
      const said = [await library.read(theirs.dup(), 2), await library.read(new Ours(), 1)];
      said.push(await theirs.compare(theirs.dup()), await theirs.compare(new Ours()));
      return [...said, await theirs.title()];
    },
    ["theirs, theirs", "ours", 0, 1, "theirs"],
  ],
  [
    "a resource of the caller, which is disposed",
    async (env, binding) => {
      const events = [];
      let disposed = 0;
      class Observer extends RpcTarget {
        notify(event) {
          if (event === "refuse") throw new Error("not interested");
          return events.push(event);
        }
        [Symbol.dispose]() {
          disposed += 1;
        }
      }
      const library = env[binding];
      const sum = await library.report(new Observer(), 3);
      const refused = await library.tell(new Observer(), "refuse").catch(({ message }) => message);
      const shelf = await library.open("watched");
      await shelf.watch(new Observer());
      await shelf.add(await library.newBook("Emma"));
      // Two have been let go of, the third is kept by the shelf.
      while (disposed < 2) await new Promise((resolve) => setTimeout(resolve, 1));
      const before = disposed;
      shelf[Symbol.dispose]();
      while (disposed < 3) await new Promise((resolve) => setTimeout(resolve, 1));
      return [sum, refused.replace("notify: ", ""), ...events, before];
    },
    [6, "not interested", "0", "1", "2", "added Emma", 2],
  ],
  [
    "calls on handles that have not arrived",
    async (env, binding) => {
      const library = env[binding];
      // A name of its own: servers keep the log of a name from one run of this to the next.
      const name = `logged by JavaScript ${crypto.randomUUID()}`;
      const title = library.openSlowly(name, 5).findSlowly(7, 5).title();
      // Nothing here acts on a reply before all three are served.
      let served = [];
      while (served.length < 3) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        served = await library.served(name);
      }
      const titles = [(await title).replace(name, "of its name"), await library.newShelf("fallible").val.find(2).title()];
      return [...served, ...titles];
    },
    ["open", "find", "title", "of its name 7", "fallible 2"],
  ],
  [
    "a duplicate lives on, what is disposed does not",
    async (env, binding) => {
      const thrown = ({ name, message }) => `${name}: ${message}`;
      const book = await env[binding].newBook("twice");
      const copy = book.dup();
      book[Symbol.dispose]();
      book[Symbol.dispose]();
      const said = [await book.title().catch(thrown), await copy.title()];
      const shelf = await env[binding].open("misplaced");
      await shelf.misplace(copy);
      const last = await shelf.last().then((book) => book.title()).catch(thrown);
      // Rust says the same whatever the runtime, and what to do about it. Of JavaScript the newest one says less.
      const inRust = /^Error: dup: (RPC stub .*) \(a handle that is an argument ends .*\)$/;
      const inJavaScript = /^Error: (RPC stub .*|internal error; reference = \w+)$/;
      const [, why] = last.match(binding.startsWith("RUST") ? inRust : inJavaScript) ?? [undefined, last];
      return [...said, why.replace(/^internal error; .*/, "RPC stub used after being disposed.")];
    },
    ["Error: RPC stub used after being disposed.", "twice", "RPC stub used after being disposed."],
  ],
  [
    "10,000 handles leave none behind",
    async (env, binding) => {
      const library = env[binding];
      const before = [await library.live(), await library.slots()];
      for (let number = 0; number < 2000; number++) {
        const shelf = await library.open("opened");
        const arriving = library.open("chained");
        const [book, chained] = [await shelf.find(number), await arriving.find(number)];
        for (const stub of [shelf, arriving, book, chained, book.dup()]) stub[Symbol.dispose]();
      }
      while ((await library.live()) > before[0]) await new Promise((resolve) => setTimeout(resolve, 1));
      return Math.max(0, (await library.slots()) - before[1]);
    },
    0,
  ],
];

// Arguments that are not what the schema says.
const STUB = "expected a stub of `test:resources/library/";
const WRONG = [
  ["library", "newBook", [], "new-book: argument title: missing"],
  ["library", "read", [], "read: argument book: missing"],
  ["library", "read", ["x", 1], `read: argument book: ${STUB}book\`, got string "x"`],
  ["library", "lend", [{ days: 1 }], 'lend: argument loan: missing field "book"'],
  ["library", "lend", [{ book: {}, days: 1 }], `lend: argument loan: book: ${STUB}book\`, got object`],
  ["library", "swap", [{ tag: "shelf", val: 3 }], `swap: argument item: val: ${STUB}shelf\`, got number 3`],
  ["library", "swap", [{ tag: "nothing" }, "x"], `swap: argument spare: ${STUB}book\`, got string "x"`],
  ["library", "bookBestOf", [[null]], `book-best-of: argument books: [0]: ${STUB}book\`, got null`],
  ["shelf", "find", ["x"], 'find: argument number: expected u32, got string "x"'],
  ["shelf", "find", [1, 2], "find: expected 1 argument, got 2"],
  ["shelf", "watch", [], "watch: argument observer: missing"],
  ["book", "compare", [null], `compare: argument other: ${STUB}book\`, got null`],
];

// What a target has, or could have, that is not the schema's.
const HIDDEN = [
  ...["constructor", "__proto__", "prototype", "then", "ctx", "env", "dispatch", "dispose", "free", "handle"],
  ...["__wbg_ptr", "__destroy_into_raw", "serve", "bind", "memory", "new", "name", "length"],
];

for (const age of AGES) {
  for (const binding of BINDINGS) {
    // From JavaScript to JavaScript, too: it shows that the Rust Workers do as others do.
    describe(`JavaScript (${age}) → ${named(binding)}`, () => {
      const run = (fn, ...args) => workers.run(`test-${age}`, fn, binding, ...args);

      for (const [what, fn, expected] of JS_CLIENT) {
        test(what, what.startsWith("10,000") ? COUNTED : {}, async () => assert.deepEqual(await run(fn), expected));
      }

      test("a caller that goes away leaves nothing behind", async () => {
        await run(async (env, binding) => {
          const shelf = await env[binding].open("left");
          await Promise.all([shelf.find(1), shelf.watch(new RpcTarget()), shelf.add(await shelf.find(2))]);
        }).catch(() => {});
        await letGo(age, binding);
      });

      if (!isRust(binding)) return;

      test("arguments that are not what the schema says", async () => {
        for (const [target, method, args, message] of WRONG) {
          const call = run(
            async (env, binding, target, method, args) => {
              const library = env[binding];
              const shelf = await library.open("wrong");
              return { library, shelf, book: await shelf.find(1) }[target][method](...args);
            },
            ...[target, method, args],
          );
          await assert.rejects(call, { name: "TypeError", message });
        }
      });

      test("a stub of another resource", async () => {
        const call = run(async (env, binding) => env[binding].read(await env[binding].open("s"), 1));
        await assert.rejects(call, {
          name: "TypeError",
          message: 'title: The RPC receiver does not implement the method "title".',
        });
      });

      test("only what the schema has can be called", async () => {
        const reached = await run(async (env, binding, names) => {
          const library = env[binding];
          const targets = { library, book: await library.newBook("b"), shelf: await library.open("s") };
          const reached = [];
          for (const [target, stub] of Object.entries(targets)) {
            for (const name of names) {
              // Not every one is a function: what the stub itself has is not remote.
              await (async () => stub[name]("x"))().then(() => reached.push([target, name]), () => {});
            }
          }
          return reached;
        }, HIDDEN);
        assert.deepEqual(reached, []);
      });
    });
  }
}

// Waits until nothing is behind handles of the server.
const letGo = (age, binding) =>
  workers.run(
    `test-${age}`,
    async (env, binding) => {
      while ((await env[binding].live()) > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    },
    binding,
  );

for (const age of AGES) {
  describe(`a panic (${age})`, () => {
    const GONE = "The resource is gone: its Worker's instance ended.";
    const TRAPPED =
      "The Worker's instance ended while it served this call, by a panic or for want of memory or stack: its log says more.";

    for (const [how, name] of [
      ["at once", "torn"],
      ["later", "torn 5"],
      ["at once, as a trap without a panic", "abort"],
      ["later, as a trap without a panic", "abort 5"],
    ]) {
      test(`in a resource, ${how}: handles of its Worker are broken, new ones work`, async () => {
        assert.deepEqual(await told(`tearing-${age}`, "torn", "TORN", name), [
          `Trapped, tear: ${TRAPPED}`,
          ...["title", "title", "sequel"].map((method) => `Gone, ${method}: ${GONE}`),
          '"after"',
        ]);
        assert.deepEqual(await told(`tearing-${age}`, "basics", "TORN"), RUST_CLIENT[0][2]());
      });

      test(`in a resource, ${how}: JavaScript → Rust`, async () => {
        const said = await workers.run(
          `test-${age}`,
          async ({ TORN }, name, delay) => {
            const thrown = ({ message }) => message;
            const book = await TORN.newBook(`${name} 1`);
            const said = [await book.tear(delay ? Number(delay) : undefined).catch(thrown), await book.title().catch(thrown)];
            book[Symbol.dispose]();
            return [...said, await TORN.newBook("after").title(), await TORN.live()];
          },
          ...`${name} `.split(" ", 2),
        );
        assert.deepEqual(said.slice(0, 3), [TRAPPED, GONE, "after"]);
      });
    }

    for (const binding of BINDINGS) {
      test(`in a caller that holds handles: ${named(binding)} lets go of them`, async () => {
        const client = `tearing-${age}`;
        // Handlers that panic are worker-build's: the runtime finds out that they never answer.
        await assert.rejects(told(client, "panic", binding), /had hung/);
        await letGo(age, binding);
        assert.deepEqual(await told(client, "basics", binding), RUST_CLIENT[0][2]());
      });
    }
  });
}
