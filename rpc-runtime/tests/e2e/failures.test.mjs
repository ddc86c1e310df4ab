// Runs on the newest workerd, too.

// What can go wrong with a call and what its caller learns: errors that the schema declares, as values and
// thrown; everything else that a server throws; panics. Every Worker runs with several compatibility dates: that
// from when RPC was new, one from before 2026-04-21 (`old`), that date (`new`), and the newest. From 2026-04-21 on
// a thrown error keeps its own properties.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { caller, inFile, inFolder, start } from "../../../xtask/node/miniflare.mjs";
import { FIRST, NEWEST } from "./dates.mjs";
import { inSchema } from "./schema-names.mjs";

const HERE = "rpc-runtime/tests/e2e";
const DATES = { first: FIRST, old: "2026-04-20", new: "2026-04-21", newest: NEWEST };
const AGES = Object.keys(DATES);
const keepsProperties = (age) => DATES[age] >= "2026-04-21";
const SERVERS = {
  ...Object.fromEntries(AGES.map((age) => [`RUST_${age.toUpperCase()}`, `rust-${age}`])),
  ...Object.fromEntries(AGES.map((age) => [`JS_${age.toUpperCase()}`, `js-${age}`])),
  TO_RUST: "to-rust",
  TO_JS: "to-js",
  CALCULATOR: "scientific-js",
};

let workers;

before(async () => {
  const rust = (name, options) => inFolder(`${HERE}/failures`, { name, ...options });
  const room = { ROOM: { className: "Room", useSQLite: true } };
  const rooms = { ROOM: { className: "Room", scriptName: "js-new" } };
  const both = Object.entries(DATES).flatMap(([age, compatibilityDate]) => [
    rust(`rust-${age}`, { compatibilityDate }),
    inFile(`js-${age}`, `${HERE}/failures.worker.mjs`, {}, { compatibilityDate, durableObjects: room }),
    rust(`client-${age}`, { compatibilityDate, serviceBindings: SERVERS, durableObjects: rooms }),
    caller(`test-${age}`, SERVERS, { compatibilityDate }),
  ]);
  workers = await start([
    ...both,
    // These hand `fail` on.
    rust("to-rust", { serviceBindings: { NEXT: "rust-new" } }),
    rust("to-js", { serviceBindings: { NEXT: "js-new" } }),
    inFile("scientific-js", `${HERE}/scientific.worker.mjs`),
  ]);
});
after(() => workers?.stop());

// What a call gives in JavaScript.
const called = (age, binding, method, ...args) =>
  workers.run(
    `test-${age}`,
    async (env, binding, method, args) => {
      try {
        return await env[binding][method](...args);
      } catch (error) {
        const { name, message, remote } = error;
        const payload = "payload" in error ? { payload: error.payload } : {};
        return { thrown: { name, message, remote, ...payload } };
      }
    },
    binding,
    method,
    args,
  );

// What a Rust client tells of a call.
async function told(age, method, parameters) {
  const query = new URLSearchParams(parameters);
  const { outcome } = await workers.json(`client-${age}`, `/${method}?${query}`);
  return outcome;
}

// The same, shortly.
async function toldShortly(age, method, parameters) {
  const { ok, declared, kind, shown } = await told(age, method, parameters);
  return ok ?? declared ?? `${kind}, ${shown}`;
}

describe("a declared error is a value", () => {
  const COUNTS = [1, 0, 13, 100];

  test("JavaScript → Rust", async () => {
    const take = (count) => called("new", "RUST_NEW", "take", count);
    assert.deepEqual(await Promise.all(COUNTS.map(take)), [
      { tag: "ok", val: 1 },
      { tag: "err", val: { tag: "closed" } },
      { tag: "err", val: { tag: "unknown", val: "13" } },
      { tag: "err", val: { tag: "too-many", val: { most: 99n, wanted: 100 } } },
    ]);
    const others = [["check", 1], ["check", 100], ["ping", 1], ["ping", 100]];
    assert.deepEqual(await Promise.all(others.map((call) => called("new", "RUST_NEW", ...call))), [
      { tag: "ok" },
      { tag: "err", val: "100 is too many" },
      { tag: "ok" },
      { tag: "err" },
    ]);
  });

  test("JavaScript → Rust: any other failure is thrown", async () => {
    assert.deepEqual(await called("new", "RUST_NEW", "take", 50), {
      thrown: { name: "Error", message: "50 takes too long", remote: true },
    });
  });

  for (const binding of ["RUST_NEW", "JS_NEW", "RUST_OLD", "JS_OLD"]) {
    test(`Rust → ${SERVERS[binding]}`, async () => {
      const take = (count) => toldShortly("new", "take", { binding, count });
      assert.deepEqual(await Promise.all([...COUNTS, 50].map(take)), [
        "1",
        "Closed",
        'Unknown("13")',
        "TooMany(Limit { most: 99, wanted: 100 })",
        "Remote, take: 50 takes too long",
      ]);
      const others = [["check", 1], ["check", 100], ["ping", 1], ["ping", 100]];
      const outcome = ([method, count]) => toldShortly("new", method, { binding, count });
      assert.deepEqual(await Promise.all(others.map(outcome)), [
        "()",
        '"100 is too many"',
        "()",
        "()",
      ]);
      assert.deepEqual(await told("new", "ping", { binding, count: 1 }), { ok: "()" });
      assert.deepEqual(await told("new", "ping", { binding, count: 100 }), {
        declared: "()",
        asWorkerError: "()",
      });
    });
  }

  test("Rust → JavaScript: one that the schema does not have", async () => {
    assert.equal(
      await toldShortly("new", "take", { binding: "JS_NEW", count: 51 }),
      'InvalidReply, take: result: val: unknown case "tired" (known: too-many, unknown, closed)',
    );
  });
});

describe("a declared error is thrown, with a payload", () => {
  const REFUSALS = [
    ["takeOrThrow", 0, "Closed", { tag: "closed" }],
    ["takeOrThrow", 13, 'Unknown("13")', { tag: "unknown", val: "13" }],
    ["takeOrThrow", 100, "TooMany(Limit { most: 99, wanted: 100 })", { tag: "too-many", val: { most: 99n, wanted: 100 } }],
    ["checkOrThrow", 100, '"100 is too many"', "100 is too many"],
    ["pingOrThrow", 100, "()", undefined],
  ];
  const NOTE =
    "(no `payload` came with it; if it is the error that the schema declares, both Workers need compatibility " +
    "date 2026-04-21 or the flag `enhanced_error_serialization`)";
  // The messages of the server in JavaScript.
  const MESSAGES = ["closed", "unknown", "too many", "refused", "refused"];

  for (const server of AGES) {
    for (const client of AGES) {
      const arrives = keepsProperties(server) && keepsProperties(client);
      const what = arrives ? "the payload arrives" : "the message arrives";

      test(`JavaScript (${client}) → Rust (${server}): ${what}`, async () => {
        const binding = `RUST_${server.toUpperCase()}`;
        for (const [method, count, shown, payload] of REFUSALS) {
          const thrown = { name: "Error", message: shown, remote: true };
          assert.deepEqual(await called(client, binding, method, count), {
            thrown: arrives ? { ...thrown, payload } : thrown,
          });
        }
        assert.equal(await called(client, binding, "takeOrThrow", 1), 1);
        assert.equal(await called(client, binding, "checkOrThrow", 1), undefined);
      });

      for (const language of ["Rust", "JavaScript"]) {
        test(`Rust (${client}) → ${language} (${server}): ${what}`, async () => {
          const binding = `${language === "Rust" ? "RUST" : "JS"}_${server.toUpperCase()}`;
          for (const [index, [method, count, shown]] of REFUSALS.entries()) {
            const message = language === "Rust" ? shown : MESSAGES[index];
            assert.equal(
              await toldShortly(client, method, { binding, count }),
              arrives ? shown : `Remote, ${inSchema(method)}: ${message} ${NOTE}`,
            );
          }
          assert.equal(await toldShortly(client, "takeOrThrow", { binding, count: 1 }), "1");
          assert.equal(await toldShortly(client, "pingOrThrow", { binding, count: 1 }), "()");
        });
      }
    }
  }

  test("any other failure has none", async () => {
    for (const binding of ["RUST_NEW", "JS_NEW"]) {
      assert.equal(
        await toldShortly("new", "takeOrThrow", { binding, count: 50 }),
        `Remote, take-or-throw: 50 takes too long ${NOTE}`,
      );
    }
    assert.deepEqual(await called("new", "RUST_NEW", "takeOrThrow", 50), {
      thrown: { name: "Error", message: "50 takes too long", remote: true },
    });
  });

  test("Rust → JavaScript: a payload that the schema does not have", async () => {
    assert.equal(
      await toldShortly("new", "takeOrThrow", { binding: "JS_NEW", count: 51 }),
      'InvalidReply, take-or-throw: payload: unknown case "tired" (known: too-many, unknown, closed)',
    );
  });

  test("a missing method is told as such", async () => {
    assert.equal(
      await toldShortly("new", "takeOrThrow", { binding: "CALCULATOR", count: 1 }),
      'MissingMethod, take-or-throw: The RPC receiver does not implement the method "takeOrThrow".',
    );
  });
});

describe("what a Rust client learns of a failure", () => {
  // What most errors do not have.
  const PLAIN = {
    isRemote: true,
    isRetryable: false,
    isOverloaded: false,
    isDurableObjectReset: false,
    code: null,
    details: null,
    inherited: null,
  };

  // `remote` is what differs from `PLAIN`.
  async function learns(parameters, { age = "new", kind = "Remote", message, remote }) {
    const outcome = await told(age, "fail", parameters);
    const { name } = remote;
    assert.deepEqual(outcome, {
      kind,
      method: "fail",
      message,
      shown: `fail: ${message}`,
      asWorkerError: `fail: ${message}`,
      remote: {
        ...PLAIN,
        message,
        shown: name === null ? message : `${name}: ${message}`,
        ...remote,
      },
    });
  }

  const js = (how) => ({ binding: "JS_NEW", how });

  test("its message and its name", async () => {
    await learns(js("error"), { message: "it failed", remote: { name: "Error" } });
    await learns(js("range"), { message: "it is too much", remote: { name: "RangeError" } });
    await learns(js("class"), { message: "it is closed", remote: { name: "ShopError" } });
    await learns(js("no-message"), { message: "", remote: { name: "Error" } });
    await learns(
      { binding: "RUST_NEW", how: "source" },
      { message: "the outside: the inside", remote: { name: "Error" } },
    );
  });

  test("its own properties, if both sides have the date for it", async () => {
    const remote = { name: "Error" };
    const message = "it failed";
    const own = { code: "7", details: '{"why":["because"]}' };
    await learns(js("properties"), { message, remote: { ...remote, ...own } });
    await learns({ binding: "JS_OLD", how: "properties" }, { message, remote });
    await learns(js("properties"), { age: "old", message, remote });
  });

  test("the runtime's flags", async () => {
    await learns(js("flags"), {
      message: "try again",
      remote: { name: "Error", isRetryable: true, isOverloaded: true, isDurableObjectReset: true },
    });
  });

  test("that a Durable Object was reset, and the next call works", async () => {
    await learns(
      { object: "ROOM", how: "abort" },
      {
        message: "the room is closed",
        remote: { name: "Error", isRemote: false, isDurableObjectReset: true },
      },
    );
    assert.equal(await toldShortly("new", "fail", { object: "ROOM", how: "not" }), "7");
    await learns({ object: "ROOM", how: "error" }, { message: "it failed", remote: { name: "Error" } });
  });

  test("what was thrown, if it is no error", async () => {
    // workerd makes errors of what is no object.
    await learns(js("string"), { message: "a text", remote: { name: "Error" } });
    await learns(js("number"), { message: "7", remote: { name: "Error" } });
    await learns(js("undefined"), { message: "undefined", remote: { name: "Error" } });
    await learns(js("null"), { message: "null", remote: { name: "Error" } });
    await learns(js("object"), { message: "[object Object]", remote: { name: null, code: "7" } });
  });

  test("that the server does not have the method", async () => {
    await learns(
      { binding: "CALCULATOR", how: "error" },
      {
        kind: "MissingMethod",
        message: 'The RPC receiver does not implement the method "fail".',
        remote: { name: "TypeError" },
      },
    );
  });

  test("that the reply is wrong", async () => {
    const message = 'result: expected u32, got string "seven"';
    assert.deepEqual(await told("new", "fail", js("wrong-reply")), {
      kind: "InvalidReply",
      method: "fail",
      message,
      shown: `fail: ${message}`,
      asWorkerError: `fail: ${message}`,
      remote: null,
    });
  });

  test("through a Worker that hands it on: name and flags, and the way it took", async () => {
    const binding = "TO_JS";
    await learns({ binding, how: "class" }, { message: "fail: it is closed", remote: { name: "ShopError" } });
    await learns({ binding, how: "flags" }, {
      message: "fail: try again",
      remote: { name: "Error", isRetryable: true, isOverloaded: true, isDurableObjectReset: true },
    });
    // Own properties stay with the Worker that got them.
    await learns({ binding, how: "properties" }, { message: "fail: it failed", remote: { name: "Error" } });
    await learns({ binding, how: "string" }, { message: "fail: a text", remote: { name: "Error" } });
  });
});

describe("a server that panics", () => {
  const AT_ONCE = "Remote, fail: unreachable";
  const LATER = "Remote, fail: the server panicked: later";
  const TRAPPED = "Remote, fail: the server's memory or stack ran out, or it was aborted";
  const fail = (binding, how) => toldShortly("new", "fail", { binding, how });
  const calls = (binding) => called("new", binding, "calls");

  const HOW = [
    ["panic", AT_ONCE],
    ["late-panic", LATER],
    ["abort", AT_ONCE],
    ["late-abort", TRAPPED],
    ["memory", AT_ONCE],
  ];
  for (const [how, outcome] of HOW) {
    test(`${how}: it starts anew, its caller goes on`, async () => {
      const { requests } = await workers.json("client-new", "/fail?binding=RUST_NEW&how=not");
      const served = await calls("RUST_NEW");
      assert.ok(served > 1);

      assert.equal(await fail("RUST_NEW", how), outcome);
      assert.equal(await calls("RUST_NEW"), 1);
      assert.equal(await fail("RUST_NEW", "not"), "7");
      assert.equal(await calls("RUST_NEW"), 3);

      const after = await workers.json("client-new", "/fail?binding=RUST_NEW&how=not");
      assert.equal(after.requests, requests + 3);
    });
  }

  test("a Worker that hands the failure on keeps its state, too", async () => {
    const served = await calls("TO_RUST");
    assert.equal(await fail("TO_RUST", "panic"), "Remote, fail: fail: unreachable");
    assert.equal(await fail("TO_RUST", "late-panic"), "Remote, fail: fail: the server panicked: later");
    assert.deepEqual(await called("new", "TO_RUST", "fail", "panic"), {
      thrown: { name: "RuntimeError", message: "fail: unreachable", remote: true },
    });
    assert.equal(await calls("TO_RUST"), served + 4);
  });

  test("an error that only looks like a trap of wasm resets nobody", async () => {
    const { requests } = await workers.json("client-new", "/fail?binding=JS_NEW&how=runtime-error");
    assert.equal(await fail("TO_JS", "runtime-error"), "Remote, fail: fail: unreachable");
    const served = await calls("TO_JS");
    assert.equal(await fail("TO_JS", "runtime-error"), "Remote, fail: fail: unreachable");
    assert.equal(await calls("TO_JS"), served + 2);
    const after = await workers.json("client-new", "/fail?binding=JS_NEW&how=runtime-error");
    assert.equal(after.requests, requests + 3);
  });

  for (const [how, outcome, waits] of [
    ["late-panic", LATER, LATER],
    ["abort", AT_ONCE, TRAPPED],
    ["memory", AT_ONCE, TRAPPED],
  ]) {
    test(`${how}: calls that wait in it fail with it`, async () => {
      let served = await calls("RUST_NEW");
      const waiting = fail("RUST_NEW", "wait");
      // It has come there when it is counted along with these.
      while ((await calls("RUST_NEW")) === ++served);
      assert.equal(await fail("RUST_NEW", how), outcome);
      assert.equal(await waiting, waits);
      assert.equal(await fail("RUST_NEW", "not"), "7");
    });
  }
});
