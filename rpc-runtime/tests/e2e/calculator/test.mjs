// Runs on the newest workerd, too.

// Calls of `wit/calculator` in every direction, and what a server makes of calls that break the
// schema. Rust servers: `examples/calculator-server`, `scientific` and `handwritten` (without
// generated code). Rust client: `client`.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inspect } from "node:util";

import { FIRST, NEWEST, caller, inFile, inFolder, printed, start } from "../harness.mjs";

const HERE = "rpc-runtime/tests/e2e";
const SERVERS = {
  CALCULATOR: "calculator-server",
  CALCULATOR_JS: "calculator-js",
  HANDWRITTEN: "handwritten",
  SCIENTIFIC: "scientific",
  SCIENTIFIC_JS: "scientific-js",
};

for (const compatibilityDate of [FIRST, NEWEST]) {
  describe(`on ${compatibilityDate}`, () => {
    let workers;

    before(async () => {
      workers = await start([
        inFolder("examples/calculator-server"),
        inFolder("examples/calculator-client"),
        inFolder("examples/calculator-js"),
        inFolder(`${HERE}/calculator/handwritten`),
        inFolder(`${HERE}/calculator/scientific`),
        inFile("scientific-js", `${HERE}/calculator/scientific.mjs`),
        inFolder(`${HERE}/calculator/client`, { serviceBindings: SERVERS }),
        caller("test", SERVERS),
      ], compatibilityDate);
    });
    after(() => workers?.stop());

    const run = (fn, ...args) => workers.run("test", fn, ...args);

    describe("examples", () => {
      test("the Rust client calls both servers", async () => {
        assert.deepEqual(await workers.json("calculator-client", "/?a=40&b=2"), [
          { direction: "Rust → Rust", call: "add(40, 2)", result: 42 },
          { direction: "Rust → JavaScript", call: "add(40, 2)", result: 42 },
        ]);
      });

      test("the JavaScript Worker calls the Rust server", async () => {
        assert.deepEqual(await workers.json("calculator-js", "/?a=40&b=2"), [
          { direction: "JavaScript → Rust", call: "add(40, 2)", result: 42 },
        ]);
      });

      test("waitUntil runs after the reply", async () => {
        assert.equal(await run((env) => env.CALCULATOR.add(1000, 1)), 1001);
        await printed(workers, "add(1000, 1)");
      });
    });

    describe("a Rust client", () => {
      const add = ["add(1, 2) = 3", "add(u32::MAX, 0) = 4294967295"];

      for (const binding of ["CALCULATOR", "CALCULATOR_JS", "SCIENTIFIC"]) {
        test(`calls add of ${SERVERS[binding]}`, async () => {
          const calls = await workers.json("client", `/calculator?binding=${binding}`);
          assert.deepEqual(calls.slice(0, 2), add);
          assert.match(calls[2], /^add\(u32::MAX, 1\) fails: Remote, add: .*the sum is too large$/);
        });
      }

      test("calls a server written without generated code", async () => {
        assert.deepEqual(await workers.json("client", "/calculator?binding=HANDWRITTEN"), [
          ...add,
          "add(u32::MAX, 1) = 0",
        ]);
      });

      for (const binding of ["SCIENTIFIC", "SCIENTIFIC_JS"]) {
        test(`carries every primitive to ${SERVERS[binding]} and back`, async () => {
          const calls = await workers.json("client", `/scientific?binding=${binding}`);
          const fails = calls.findIndex((call) => call.startsWith("format(0, 1)"));
          assert.match(calls.splice(fails, 1)[0], /^format\(0, 1\) fails: Remote, .*1 is no base$/);
          assert.deepEqual(calls, [
            "sine(0) = 0.0",
            "sine(inf) = NaN",
            "factorial(20) = 2432902008176640000",
            "factorial(65) = 9223372036854775808",
            "negate(9007199254740993) = -9007199254740993",
            "negate(MIN) = -9223372036854775808",
            "is_prime(97) = true",
            "is_prime(91) = false",
            "digit_value('f') = 15",
            "digit_value('🦀') = 255",
            'format(u64::MAX, 36) = "3w5e11264sgsf"',
            "to_bytes(u64::MAX - 1) = [254, 255, 255, 255, 255, 255, 255, 255]",
            "checksum([]) = 0",
            "checksum([255; 100000]) = 25500000",
            'note("añ🦀") = ()',
          ]);
          await printed(workers, "noted: añ🦀");
        });
      }

      test("tells a method that the server does not have", async () => {
        const [sine] = await workers.json("client", "/scientific?binding=CALCULATOR");
        assert.match(sine, /^sine\(0\) fails: MissingMethod, sine: /);
      });
    });

    describe("a JavaScript caller of a Rust server", () => {
      test("gets JavaScript's own types", async () => {
        const results = await run(async ({ SCIENTIFIC }) => [
          await SCIENTIFIC.sine(-0),
          await SCIENTIFIC.factorial(5n),
          await SCIENTIFIC.factorial(5),
          await SCIENTIFIC.negate(2n ** 63n - 1n),
          await SCIENTIFIC.isPrime(7n),
          await SCIENTIFIC.digitValue("a"),
          await SCIENTIFIC.format(255n, 16),
          await SCIENTIFIC.toBytes(258n),
          await SCIENTIFIC.checksum(new Uint8Array([1, 2, 3])),
          await SCIENTIFIC.checksum(new Uint8Array([1, 2, 3]).buffer),
          await SCIENTIFIC.checksum([1, 2, 3]),
          await SCIENTIFIC.note("from JavaScript"),
        ]);
        assert.deepEqual(results, [
          -0,
          120n,
          120n,
          1n - 2n ** 63n,
          true,
          10,
          "ff",
          new Uint8Array([2, 1, 0, 0, 0, 0, 0, 0]),
          6,
          6,
          6,
          undefined,
        ]);
        await printed(workers, "noted: from JavaScript");
      });

      test("gets bytes in a buffer of their own", async () => {
        const size = await run(async (env) => (await env.SCIENTIFIC.toBytes(1n)).buffer.byteLength);
        assert.equal(size, 8);
      });

      test("gets the error that the method returned", async () => {
        await assert.rejects(
          run((env) => env.CALCULATOR.add(0xffff_ffff, 1)),
          { name: "Error", message: /the sum is too large/, remote: true },
        );
      });

      test("gets an error when the method panics, and the next call works", async () => {
        await assert.rejects(run((env) => env.SCIENTIFIC.add(13, 1)), { remote: true });
        assert.equal(await run((env) => env.SCIENTIFIC.add(12, 1)), 13);
        assert.equal(await run((env) => env.SCIENTIFIC.factorial(3n)), 6n);
      });
    });

    describe("arguments that break the schema", () => {
      // What is called with what, and what the message of the TypeError says.
      const REFUSED = [
        ["add", [], /^add: argument a: missing/],
        ["add", [1], /^add: argument b: missing/],
        ["add", [1, undefined], /^add: argument b: expected u32/],
        ["add", [1, 2, 3], /^add: expected 2 arguments, got 3/],
        ["add", [1, 2, null], /^add: expected 2 arguments, got 3/],
        ["add", [1, "2"], /^add: argument b: expected u32, got string/],
        ["add", [1, null], /^add: argument b: expected u32/],
        ["add", [1.5, 2], /^add: argument a: expected u32/],
        ["add", [1, -1], /^add: argument b: expected u32/],
        ["add", [1, 2 ** 32], /^add: argument b: expected u32/],
        ["add", [NaN, 2], /^add: argument a: expected u32/],
        ["add", [1n, 2], /^add: argument a: expected u32/],
        ["add", [[1], 2], /^add: argument a: expected u32/],
        ["add", [{}, 2], /^add: argument a: expected u32/],
        ["sine", ["0"], /^sine: argument of: expected f64/],
        ["factorial", [-1n], /^factorial: argument n: expected u64/],
        ["factorial", [2n ** 64n], /^factorial: argument n: expected u64/],
        ["factorial", [2 ** 53], /^factorial: argument n: expected u64/],
        ["negate", [2n ** 63n], /^negate: argument n: expected s64/],
        ["digitValue", [""], /^digit-value: argument digit: expected char/],
        ["digitValue", ["ab"], /^digit-value: argument digit: expected char/],
        ["digitValue", [7], /^digit-value: argument digit: expected char/],
        ["format", [10, 256], /^format: argument base: expected u8/],
        ["checksum", ["abc"], /^checksum: argument data: /],
        ["checksum", [[1, 256]], /^checksum: argument data: /],
        ["note", [1], /^note: argument line: expected string/],
      ];

      for (const [method, args, message] of REFUSED) {
        const shown = args.map((arg) => inspect(arg)).join(", ");
        test(`${method}(${shown})`, async () => {
          await assert.rejects(
            run((env, method, args) => env.SCIENTIFIC[method](...args), method, args),
            { name: "TypeError", message, remote: true },
          );
          assert.equal(await run((env) => env.SCIENTIFIC.add(1, 2)), 3);
        });
      }

      test("a lone surrogate is no character and no string", async () => {
        await assert.rejects(
          run((env) => env.SCIENTIFIC.digitValue("\ud800")),
          { name: "TypeError", message: /^digit-value: argument digit: / },
        );
        await assert.rejects(
          run((env) => env.SCIENTIFIC.note("a\udc00")),
          { name: "TypeError", message: /^note: argument line: / },
        );
      });

      test("trailing undefined is no argument", async () => {
        assert.equal(await run((env) => env.SCIENTIFIC.add(1, 2, undefined)), 3);
      });
    });

    describe("what a binding reaches", () => {
      // Each is asked as a property, too: that needs no call to do harm.
      const outcomes = (binding, names) =>
        run(
          async (env, binding, names) => {
            const told = async (get) => {
              try {
                return `gives ${typeof (await get())}`;
              } catch (error) {
                return error.message;
              }
            };
            const all = {};
            for (const name of names) {
              all[name] = [
                await told(() => env[binding][name]()),
                await told(() => env[binding][name]),
              ];
            }
            return all;
          },
          binding,
          names,
        );

      const HIDDEN = [
        "__wbg_reset_state",
        "__worker_init_state",
        "__wbindgen_start",
        "queue",
        "scheduled",
        "email",
        "instance",
        "instanceId",
        "ctor",
        "args",
        "env",
        "ctx",
        "free",
        "memory",
        "default",
        "prototype",
        "Add",
        "is_prime",
        "is-prime",
      ];
      // Stopped by workerd itself.
      const RESERVED = ["alarm", "dup", "webSocketMessage", "webSocketClose", "webSocketError"];
      // Members of the binding's own class: the server has no part in them.
      const LOCAL = {
        constructor: ["Illegal constructor", "gives function"],
        toString: ["gives string", "gives function"],
      };

      for (const binding of ["CALCULATOR", "SCIENTIFIC"]) {
        test(`${SERVERS[binding]} has the methods of its schema only`, async () => {
          const expected = { ...LOCAL };
          for (const name of HIDDEN) {
            expected[name] = Array(2).fill(
              `The RPC receiver does not implement the method "${name}".`,
            );
          }
          for (const name of RESERVED) {
            expected[name] = Array(2).fill(
              `'${name}' is a reserved method and cannot be called over RPC.`,
            );
          }
          const names = [...Object.keys(LOCAL), ...HIDDEN, ...RESERVED];
          assert.deepEqual(await outcomes(binding, names), expected);
        });
      }

      test("a server without a fetch handler serves none", async () => {
        await assert.rejects(run((env) => env.CALCULATOR.fetch("http://x/")), {
          message: /does not implement|Handler does not export a fetch/,
        });
      });
    });
  });
}
