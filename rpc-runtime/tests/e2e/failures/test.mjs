// Runs on the newest workerd, too.

// What can go wrong with a call and what its caller learns: errors that the schema declares, as values and
// thrown; everything else that a server throws; panics. Every Worker runs with several compatibility dates: that
// from when RPC was new, one from before 2026-04-21 (`old`), that date (`new`), and the newest. From 2026-04-21 on
// a thrown error keeps its own properties.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, caller, inFile, inFolder, inSchema, printed, start } from "../harness.mjs";

const HERE = "rpc-runtime/tests/e2e";
const DATES = { first: FIRST, old: "2026-04-20", new: "2026-04-21", newest: NEWEST };
const AGES = Object.keys(DATES);
const keepsProperties = (age) => DATES[age] >= "2026-04-21";
const SERVERS = {
  ...Object.fromEntries(AGES.map((age) => [`RUST_${age.toUpperCase()}`, `rust-${age}`])),
  ...Object.fromEntries(AGES.map((age) => [`JS_${age.toUpperCase()}`, `js-${age}`])),
  NAMED: { name: "rust-new", entrypoint: "Named" },
  TO_RUST: "to-rust",
  TO_JS: "to-js",
  CALCULATOR: "scientific-js",
};

let workers;

before(async () => {
  const rust = (name, options) => inFolder(`${HERE}/failures/worker`, { name, ...options });
  const room = { ROOM: { className: "Room", useSQLite: true } };
  const objects = {
    ROOM: { className: "Room", scriptName: "js-new" },
    TROUBLED: { className: "Troubled", scriptName: "rust-new" },
  };
  const both = Object.entries(DATES).flatMap(([age, compatibilityDate]) => [
    rust(`rust-${age}`, { compatibilityDate }),
    inFile(`js-${age}`, `${HERE}/failures/worker.mjs`, {}, { compatibilityDate, durableObjects: room }),
    rust(`client-${age}`, { compatibilityDate, serviceBindings: SERVERS, durableObjects: objects }),
    caller(`test-${age}`, SERVERS, { compatibilityDate, durableObjects: objects }),
  ]);
  workers = await start([
    ...both,
    // These hand `fail` on.
    rust("to-rust", { serviceBindings: { NEXT: "rust-new" } }),
    rust("to-js", { serviceBindings: { NEXT: "js-new" } }),
    inFile("scientific-js", `${HERE}/calculator/scientific.mjs`),
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

// What a resource says whose instance has ended.
const RESOURCE_TRAPPED = "The resource is gone: its Worker's instance ended.";

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

  test("none of them, if one cannot be cloned", async () => {
    const [remote, message] = [{ name: "Error" }, "it failed"];
    for (const what of ["target", "function", "stream", "request", "response"]) {
      await learns(js(`with-${what}`), { message, remote });
    }
    const details = '{"when":"1970-01-01T00:00:00.000Z","headers":{},"bytes":{"0":1}}';
    await learns(js("with-data"), { message, remote: { ...remote, code: "7", details } });
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
        kind: "Gone",
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

// What every call is told that ends with the instance that serves it, whatever ended it.
const TRAPPED =
  "The Worker's instance ended while it served this call, by a panic or for want of memory or stack: its log says more.";
const HUNG = /^Hung, \S+: The Workers runtime canceled this request because it detected that your Worker's code had hung/;

describe("a server whose instance ends", () => {
  const fail = (binding, how) => toldShortly("new", "fail", { binding, how });
  const calls = (binding) => called("new", binding, "calls");

  // Panics, and traps that no panic goes before: `abort`, memory, the engine's stack and Rust's own.
  const HOW = ["panic", "abort", "memory", "calls", "frames"].flatMap((how) => [how, `late-${how}`]);

  for (const how of HOW) {
    test(`${how}: it starts anew, its caller goes on`, async () => {
      const { requests } = await workers.json("client-new", "/fail?binding=RUST_NEW&how=not");
      const served = await calls("RUST_NEW");
      assert.ok(served > 1);

      assert.equal(await fail("RUST_NEW", how), `Trapped, fail: ${TRAPPED}`);
      assert.equal(await calls("RUST_NEW"), 1);
      assert.equal(await fail("RUST_NEW", "not"), "7");
      assert.equal(await calls("RUST_NEW"), 3);

      const after = await workers.json("client-new", "/fail?binding=RUST_NEW&how=not");
      assert.equal(after.requests, requests + 3);
    });

    test(`${how}: on every date, a named entrypoint, a Durable Object and a resource are the same`, async () => {
      for (const age of AGES) {
        const binding = `RUST_${age.toUpperCase()}`;
        for (const [method, parameters] of [
          ["fail", { binding }],
          ["fail", { binding: "NAMED" }],
          ["fail", { object: "TROUBLED" }],
          ["resource", { binding }],
        ]) {
          const outcome = await told(age, method, { ...parameters, how });
          assert.equal(outcome.shown, `fail: ${TRAPPED}`);
          assert.equal(outcome.kind, "Trapped");
          if (method === "resource") assert.equal(outcome.after, `Gone, fail: ${RESOURCE_TRAPPED}`);
          assert.equal(await toldShortly(age, method, { ...parameters, how: "not" }), "7");
        }
      }
    });

    test(`${how}: calls that wait in it fail with it`, async () => {
      let served = await calls("RUST_NEW");
      const waiting = fail("RUST_NEW", "wait");
      // It has come there when it is counted along with these.
      while ((await calls("RUST_NEW")) === ++served);
      assert.equal(await fail("RUST_NEW", how), `Trapped, fail: ${TRAPPED}`);
      assert.equal(await waiting, `Trapped, fail: ${TRAPPED}`);
      assert.equal(await fail("RUST_NEW", "not"), "7");
    });
  }

  test("a JavaScript caller is told the same", async () => {
    for (const how of HOW) {
      const thrown = { name: "Error", message: TRAPPED, remote: true };
      assert.deepEqual(await called("new", "RUST_NEW", "fail", how), { thrown });
    }
  });

  test("what a panic says, and where it was, is in the log", async () => {
    const from = workers.log.length;
    await fail("RUST_NEW", "panic");
    await fail("RUST_NEW", "late-panic");
    const panic = /panicked at \S+server\.rs:\d+:\d+:\s+as asked/g;
    await printed(workers, panic, { from, times: 2 });
    await fail("RUST_NEW", "calls");
    await printed(workers, "Maximum call stack size exceeded", { from });
    // Each once.
    assert.equal(workers.log.slice(from).match(panic).length, 2);
  });

  test("a Worker that hands the failure on keeps its state, and is not taken for the one that trapped", async () => {
    const served = await calls("TO_RUST");
    assert.equal(await fail("TO_RUST", "panic"), `Remote, fail: fail: ${TRAPPED}`);
    assert.equal(await fail("TO_RUST", "late-panic"), `Remote, fail: fail: ${TRAPPED}`);
    assert.deepEqual(await called("new", "TO_RUST", "fail", "panic"), {
      thrown: { name: "Error", message: `fail: ${TRAPPED}`, remote: true },
    });
    assert.equal(await calls("TO_RUST"), served + 4);
  });

  test("an error that only looks like a trap of wasm resets nobody", async () => {
    const { requests } = await workers.json("client-new", "/fail?binding=JS_NEW&how=runtime-error");
    assert.equal(await fail("JS_NEW", "runtime-error"), "Trapped, fail: unreachable");
    assert.equal(await fail("TO_JS", "runtime-error"), "Remote, fail: fail: unreachable");
    const served = await calls("TO_JS");
    assert.equal(await fail("TO_JS", "runtime-error"), "Remote, fail: fail: unreachable");
    assert.equal(await calls("TO_JS"), served + 2);
    const after = await workers.json("client-new", "/fail?binding=JS_NEW&how=runtime-error");
    assert.equal(after.requests, requests + 4);
  });
});

describe("a call that nobody will answer", () => {
  for (const binding of ["RUST_NEW", "JS_NEW", "RUST_FIRST", "JS_FIRST"]) {
    test(`Rust → ${SERVERS[binding]}`, async () => {
      for (const age of AGES) assert.match(await toldShortly(age, "fail", { binding, how: "hang" }), HUNG);
      assert.equal(await toldShortly("new", "fail", { binding, how: "not" }), "7");
    });
  }

  test("a Worker that waits for one is canceled as well, or hands the error on", async () => {
    assert.match(await toldShortly("new", "fail", { binding: "TO_JS", how: "hang" }), /^(Remote, fail: fail:|Hung, fail:) The Workers runtime/);
  });
});

describe("an argument that the server refuses", () => {
  const REFUSAL = "argument how: expected something else";

  test("is known by the method's name before it", async () => {
    for (const age of AGES) {
      const binding = `JS_${age.toUpperCase()}`;
      const how = (how) => toldShortly(age, "fail", { binding, how });
      assert.equal(await how("refusal"), `RefusedArgument, fail: ${REFUSAL}`);
      assert.equal(await how("refusal-of-another"), `Remote, fail: find: ${REFUSAL}`);
    }
  });

  test("is not that of a Worker that hands the error on", async () => {
    assert.equal(
      await toldShortly("new", "fail", { binding: "TO_JS", how: "refusal" }),
      `Remote, fail: fail: fail: ${REFUSAL}`,
    );
    assert.deepEqual(await called("new", "TO_JS", "fail", "refusal"), {
      thrown: { name: "TypeError", message: `fail: fail: ${REFUSAL}`, remote: true },
    });
  });

  // Two interfaces of one name and different types: `check` takes a number here, `fail` a text.
  test("is one that a server in Rust does not read", async () => {
    assert.deepEqual(await called("new", "RUST_NEW", "fail", 7), {
      thrown: { name: "TypeError", message: "fail: argument how: expected string, got number 7", remote: true },
    });
  });
});

describe("a chain of calls names the one that failed", () => {
  const chain = (binding, how, method = "chain") => told("new", method, { binding, how });
  const outcome = async (...args) => {
    const { ok, kind, method, message } = await chain(...args);
    return ok ?? [kind, method, message];
  };

  for (const binding of ["RUST_NEW", "JS_NEW", "RUST_FIRST", "JS_FIRST"]) {
    test(`Rust → ${SERVERS[binding]}: at any depth`, async () => {
      const failed = (method) => ["Remote", method, "it failed"];
      assert.equal(await outcome(binding, "not,not,not,not"), "7");
      assert.deepEqual(await outcome(binding, "error,not,not,not"), failed("open"));
      assert.deepEqual(await outcome(binding, "not,error,not,not"), failed("next"));
      assert.deepEqual(await outcome(binding, "not,not,error,not"), failed("next"));
      assert.deepEqual(await outcome(binding, "not,not,not,error"), failed("fail"));
      // Each of them, but the first is the one that counts.
      assert.deepEqual(await outcome(binding, "error,error,error,error"), failed("open"));
    });

    test(`Rust → ${SERVERS[binding]}: with its kind`, async () => {
      const { kind, method, shown } = await chain(binding, "hang,not,not,not");
      assert.match(`${kind}, ${shown}`, HUNG);
      assert.equal(method, "open");
      const refused = (...args) => outcome(binding, ...args, "chain-or-refuse");
      assert.deepEqual(await refused("refuse,not,not"), ["Declared", "open-or-refuse", '"it is refused"']);
      assert.deepEqual(await refused("error,not,not"), ["Remote", "open-or-refuse", "it failed"]);
      assert.deepEqual(await refused("not,error,not"), ["Remote", "next", "it failed"]);
    });

    test(`Rust → ${SERVERS[binding]}: what has arrived stays whole`, async () => {
      for (const how of ["not,error,not,not", "not,not,error,not", "not,not,not,error"]) {
        assert.equal((await chain(binding, how)).first, "Ok(7)");
      }
    });
  }

  test("Rust → Rust: a trap", async () => {
    assert.deepEqual(await outcome("RUST_NEW", "panic,not,not,not"), ["Trapped", "open", TRAPPED]);
    assert.deepEqual(await outcome("RUST_NEW", "not,late-panic,not,not"), ["Trapped", "next", TRAPPED]);
  });

  test("Rust → JavaScript: what is no handle", async () => {
    const wrong = (method) => [
      "InvalidReply",
      method,
      "result: expected a stub of `e2e:failures/troubles/trouble`, got object",
    ];
    assert.deepEqual(await outcome("JS_NEW", "wrong-handle,not,not,not"), wrong("open"));
    assert.deepEqual(await outcome("JS_NEW", "not,not,wrong-handle,not"), wrong("next"));
  });
});

describe("a method that is taken off its object", () => {
  for (const [what, object, take] of [
    ["an entrypoint", "binding", (env) => env.RUST_NEW.fail],
    ["a named entrypoint", "binding", (env) => env.NAMED.fail],
    ["a Durable Object", "object", (env) => env.TROUBLED.getByName("it").fail],
    ["a resource", "trouble", async (env) => (await env.RUST_NEW.open("not")).fail],
  ]) {
    test(`of ${what}: the caller is told how to call it`, async () => {
      const call = (env, take) => env.UNSAFE_EVAL.eval(`(${take})`)(env).then((fail) => fail("not"));
      await assert.rejects(workers.run("test-new", call, take.toString()), {
        name: "TypeError",
        message: `The method "fail" was called without its object: call \`${object}.fail(…)\`, not a function taken off it.`,
      });
    });
  }
});

test("text of a peer is escaped and cut, where it is not asked for as it came", async () => {
  for (const binding of ["JS_NEW", "RUST_NEW"]) {
    const { shown, remote } = await told("new", "fail", { binding, how: "lines" });
    assert.equal(shown, "fail: it\\nfailed \\u{1b}[31m\\u{202e}");
    assert.equal(remote.message, "it\nfailed \u001b[31m\u202e");
  }
});
