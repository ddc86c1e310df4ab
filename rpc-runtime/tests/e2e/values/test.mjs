// Runs on the newest workerd, too.

// Every row of the object wire's table (`table.mjs`) through workerd, in every direction: JavaScript →
// Rust, Rust → Rust and Rust → JavaScript. The Rust server `values` gives back what it was given; with a
// binding `NEXT` it asks another server first, and checks that it gets the same value back.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { DATES, caller, inFile, inFolder, inSchema, inline, start } from "../harness.mjs";
import { ACCEPTED, BAD_REPLIES, REFUSED, SENT } from "./table.mjs";

const HERE = "rpc-runtime/tests/e2e";
const BINDINGS = {
  VALUES: "values",
  TO_RUST: "to-rust",
  TO_JS: "to-js",
  VALUES_JS: "values-js",
  TO_FUNCTIONS: "to-functions",
};

// A server that is no class.
const FUNCTIONS = `export default {
  echoPoints: (value) => value,
  echoOptions: (first, second, third) => [first, second, third],
  nothing() {},
};`;

// What a value is called that a Proxy of a plain object arrives as.
const STUB = "a stub (a Proxy arrives as one: send a copy of it)";

for (const compatibilityDate of DATES) {
  describe(`on ${compatibilityDate}`, () => {
    let workers;

    before(async () => {
      const rust = (name, serviceBindings) => inFolder(`${HERE}/values/worker`, { name, serviceBindings });
      workers = await start([
        rust("values", {}),
        rust("to-rust", { NEXT: "values" }),
        rust("to-js", { NEXT: "values-js" }),
        rust("to-functions", { NEXT: "functions" }),
        inline("functions", FUNCTIONS),
        inFile("values-js", `${HERE}/values/worker.mjs`),
        caller("test", BINDINGS),
      ], compatibilityDate);
    });
    after(() => workers?.stop());

    const run = (fn, ...args) => workers.run("test", fn, ...args);
    const call = (binding, method, ...args) =>
      run((env, binding, method, args) => env[binding][method](...args), binding, method, args);

    // The rows of a table, by method.
    function byMethod(rows) {
      const methods = new Map();
      for (const [method, ...row] of rows) methods.set(method, [...(methods.get(method) ?? []), row]);
      return methods;
    }

    // What the server `binding` says of a value that it should refuse.
    async function refusal(binding, method, ...args) {
      try {
        return { reply: await call(binding, method, ...args) };
      } catch ({ name, message, remote }) {
        return { name, message, remote };
      }
    }

    const DIRECTIONS = [
      ["VALUES", "JavaScript → Rust"],
      ["TO_RUST", "Rust → Rust"],
      ["TO_JS", "Rust → JavaScript"],
    ];

    for (const [binding, direction] of DIRECTIONS) {
      describe(`${direction}: what is sent comes back in the same form`, () => {
        for (const [method, rows] of byMethod(SENT)) {
          test(method, async () => {
            for (const [value] of rows) assert.deepEqual(await call(binding, method, value), value);
          });
        }

        test("nothing", async () => {
          assert.equal(await call(binding, "nothing"), undefined);
        });
      });
    }

    describe("Rust → JavaScript: what the server gets", () => {
      const received = () => call("VALUES_JS", "received");
      const forms = [...SENT.map(([method, value]) => [method, value, value]), ...ACCEPTED];

      for (const [method, rows] of byMethod(forms)) {
        test(method, async () => {
          for (const [value, sent] of rows) {
            await call("TO_JS", method, value);
            assert.deepEqual(await received(), [sent]);
          }
        });
      }

      test("nothing", async () => {
        await call("TO_JS", "nothing");
        assert.deepEqual(await received(), []);
      });

      test("options without a value are undefined arguments", async () => {
        await call("TO_JS", "echoOptions", 1, undefined, "c");
        assert.deepEqual(await received(), [1, undefined, "c"]);
        await call("TO_JS", "echoOptions", 1);
        assert.deepEqual(await received(), [1, undefined, undefined]);
      });
    });

    describe("JavaScript → Rust: other forms that are accepted", () => {
      for (const [method, rows] of byMethod(ACCEPTED)) {
        test(method, async () => {
          for (const [value, sent] of rows) {
            assert.deepEqual(await call("VALUES", method, value), sent);
          }
        });
      }

      test("trailing options can be left out", async () => {
        assert.deepEqual(await call("VALUES", "echoOptions", 1), [1, undefined, undefined]);
        assert.deepEqual(await call("VALUES", "echoOptions", 1, 2), [1, 2, undefined]);
        assert.deepEqual(await call("VALUES", "echoOptions", 1, null, "c"), [1, undefined, "c"]);
        assert.deepEqual(await call("VALUES", "echoOptions", 1, 2, "c", undefined), [1, 2, "c"]);
        assert.deepEqual(await call("VALUES", "echoOption"), undefined);
      });

      test("a view stands for its own part of a buffer", async () => {
        const results = await run(async ({ VALUES }) => {
          const { buffer } = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0);
          return [
            await VALUES.echoBytes(new Uint8Array(buffer, 8, 5)),
            await VALUES.echoBytes(new DataView(buffer, 12, 2)),
            await VALUES.echoU32s(new Uint32Array(buffer, 8)),
          ];
        });
        assert.deepEqual(results, [
          Uint8Array.of(1, 0, 0, 0, 2),
          Uint8Array.of(2, 0),
          Uint32Array.of(1, 2),
        ]);
      });

      test("a view of a buffer that changes its size shows what it has when it is sent", async () => {
        const results = await run(async ({ VALUES }) => {
          const buffer = (bytes, most) => {
            const { buffer } = Uint8Array.from({ length: bytes }, (_, at) => at);
            const made = new ArrayBuffer(bytes, { maxByteLength: most });
            new Uint8Array(made).set(new Uint8Array(buffer));
            return made;
          };
          const grown = new Uint8Array(buffer(2, 16));
          grown.buffer.resize(4);
          const shrunk = new Uint8Array(buffer(8, 16), 2);
          shrunk.buffer.resize(4);
          const floats = new Float64Array(buffer(8, 64), 8);
          floats.buffer.resize(24);
          floats.set([1, 2]);
          const view = new DataView(buffer(3, 16), 1);
          view.buffer.resize(5);
          return [
            await VALUES.echoBytes(grown),
            await VALUES.echoBytes(shrunk),
            await VALUES.echoBytes(new Uint8Array(buffer(8, 16), 2, 3)),
            await VALUES.echoBytes(view),
            await VALUES.echoBytes(buffer(3, 16)),
            await VALUES.echoF64s(floats),
            (await VALUES.echoBytes(grown)).buffer.byteLength,
          ];
        });
        assert.deepEqual(results, [
          Uint8Array.of(0, 1, 0, 0),
          Uint8Array.of(2, 3),
          Uint8Array.of(2, 3, 4),
          Uint8Array.of(1, 2, 0, 0),
          Uint8Array.of(0, 1, 2),
          Float64Array.of(1, 2),
          4,
        ]);
      });
    });

    describe("JavaScript → Rust: what is refused", () => {
      for (const [method, rows] of byMethod(REFUSED)) {
        test(method, async () => {
          for (const [value, problem] of rows) {
            assert.deepEqual(await refusal("VALUES", method, value), {
              name: "TypeError",
              message: `${inSchema(method)}: argument value: ${problem}`,
              remote: true,
            });
          }
        });
      }

      test("missing and surplus arguments", async () => {
        const messages = [];
        for (const [method, ...args] of [
          ["echoU8"],
          ["echoOptions"],
          ["echoOptions", 1, 2, "c", 4],
          ["echoOptions", 1, "2"],
          ["echoOption", 1, 2],
          ["nothing", 1],
        ]) {
          messages.push((await refusal("VALUES", method, ...args)).message);
        }
        assert.deepEqual(messages, [
          "echo-u8: argument value: missing",
          "echo-options: argument first: missing",
          "echo-options: expected 3 arguments, got 4",
          'echo-options: argument second: expected u32, got string "2"',
          "echo-option: expected 1 argument, got 2",
          "nothing: expected 0 arguments, got 1",
        ]);
      });

      // What cannot be handed from here to the Worker.
      test("holes, sets, dates, functions, surrogates", async () => {
        const messages = await run(async ({ VALUES }) => {
          const calls = [
            () => VALUES.echoStrings(["a", , "b"]),
            () => VALUES.echoDeep([,]),
            () => VALUES.echoStrings(new Set(["a"])),
            () => VALUES.echoString(new Date(0)),
            () => VALUES.echoString(/a/),
            () => VALUES.echoOptionalPoint(new Error("x")),
            () => VALUES.echoU8(() => 1),
            () => VALUES.echoString("a\ud800"),
            () => VALUES.echoStrings(["a", "\udc00b"]),
            () => VALUES.echoChar("\ud83e"),
            () => VALUES.echoAges({ "\ud800": 1 }),
          ];
          const messages = [];
          for (const call of calls) {
            messages.push(await call().then(() => "accepted", ({ message }) => message));
          }
          return messages;
        });
        assert.deepEqual(messages, [
          "echo-strings: argument value: [1]: expected string, got a hole",
          "echo-deep: argument value: [0]: expected Map or object, got a hole",
          "echo-strings: argument value: expected array, got Set",
          "echo-string: argument value: expected string, got Date",
          "echo-string: argument value: expected string, got RegExp",
          "echo-optional-point: argument value: expected point object, got Error",
          `echo-u8: argument value: expected u8, got ${STUB}`,
          'echo-string: argument value: expected string, got string "a\ufffd" with a lone surrogate',
          'echo-strings: argument value: [1]: expected string, got string "\ufffdb" with a lone surrogate',
          'echo-char: argument value: expected char, got string "\ufffd" with a lone surrogate',
          'echo-ages: argument value: <key>: expected string, got string "\ufffd" with a lone surrogate',
        ]);
      });

      test("what the runtime does not carry as the object that it is", async () => {
        const outcomes = await run(async ({ VALUES }) => {
          const bare = Object.assign(Object.create(null), { x: 1, y: 2 });
          const proxy = new Proxy({ x: 1, y: 2 }, {});
          const outcomes = [];
          for (const [method, value] of [
            ["echoOptionalPoint", bare],
            ["echoOptionalPoint", { ...bare }],
            ["echoPoints", [bare]],
            ["echoOptionalPoint", proxy],
            ["echoOptionalPoint", { ...proxy }],
            ["echoPoints", [proxy]],
            ["echoShape", new Proxy({ tag: "dot" }, {})],
            ["echoRights", new Proxy({ read: true }, {})],
            ["echoAges", new Proxy({ a: 1 }, {})],
            ["echoStrings", new Proxy(["a"], {})],
          ]) {
            outcomes.push(await VALUES[method](value).catch(({ name, message }) => `${name}: ${message}`));
          }
          return outcomes;
        });
        // The first is said by the runtime to the caller: such a call is never made.
        const bare = 'DataCloneError: Could not serialize object of type "Object". This type does not support serialization.';
        const point = { x: 1, y: 2 };
        assert.deepEqual(outcomes.slice(0, -1), [
          bare,
          point,
          bare,
          `TypeError: echo-optional-point: argument value: expected point object, got ${STUB}`,
          point,
          `TypeError: echo-points: argument value: [0]: expected point object, got ${STUB}`,
          `TypeError: echo-shape: argument value: expected shape object, got ${STUB}`,
          `TypeError: echo-rights: argument value: expected object of flags, got ${STUB}`,
          `TypeError: echo-ages: argument value: expected Map or object, got ${STUB}`,
        ]);
        assert.match(outcomes.at(-1), /^DataCloneError: Proxy could not be serialized/);
      });

      test("a long text is shown in part", async () => {
        const { message } = await refusal("VALUES", "echoU8", "x".repeat(1000));
        assert.equal(message, `echo-u8: argument value: expected u8, got string "${"x".repeat(40)}…"`);
      });

      test("a value that nests deeper than its type", async () => {
        const message = await run(async ({ VALUES }) => {
          let value = {};
          for (let depth = 0; depth < 1000; depth++) value = { tag: "some", val: value };
          return VALUES.echoNestedOption(value).catch(({ message }) => message);
        });
        assert.equal(message, "echo-nested-option: argument value: val: expected u32, got object");
      });

      test("an array that is shorter than it claims", async () => {
        const messages = await run(async ({ VALUES }) => {
          const list = [];
          list.length = 2 ** 32 - 1;
          const messages = [];
          for (const method of ["echoStrings", "echoF64s", "echoBytes", "echoDeep", "echoTuple"]) {
            messages.push(await VALUES[method](list).catch(({ message }) => message));
          }
          return messages;
        });
        assert.deepEqual(messages, [
          "echo-strings: argument value: [0]: expected string, got a hole",
          "echo-f64s: argument value: [0]: expected f64, got a hole",
          "echo-bytes: argument value: [0]: expected u8, got a hole",
          "echo-deep: argument value: [0]: expected Map or object, got a hole",
          "echo-tuple: argument value: expected 3 elements, got 4294967295",
        ]);
      });
    });

    describe("Rust → JavaScript: replies that do not match the schema", () => {
      for (const [method, rows] of byMethod(BAD_REPLIES)) {
        test(method, async () => {
          for (const [args, reply, problem] of rows) {
            await call("VALUES_JS", "reply", reply);
            assert.deepEqual(await refusal("TO_JS", method, ...args), {
              name: "Error",
              message: `InvalidReply: ${inSchema(method)}: result: ${problem}`,
              remote: true,
            });
          }
        });
      }

      const replying = async (name, method, ...args) => {
        await call("VALUES_JS", "replyWith", name);
        return refusal("TO_JS", method, ...args);
      };
      const POINT = { x: 1, y: 2 };

      test("what the runtime does not carry: what to send instead", async () => {
        const told = async (name) => (await replying(name, "echoOptionalPoint", POINT)).message;
        const said = "This type does not support serialization.";
        const bare = `Remote: echo-optional-point: Could not serialize object of type "Object". ${said} (it has no ` +
          "prototype, as what `Object.groupBy` and `Object.create(null)` make: let the other side send `{ ...object }`)";
        assert.equal(await told("without a prototype"), bare);
        assert.equal(await told("of groupBy"), bare);
        assert.equal(
          await told("an instance"),
          `Remote: echo-optional-point: Could not serialize object of type "Point". ${said} (an instance of a class ` +
            "does not cross: let the other side send a plain object, `{ ...instance }`)",
        );
      });

      test("a Proxy, which arrives as a stub", async () => {
        assert.deepEqual(await replying("a Proxy inside", "echoPoints", [POINT]), {
          name: "Error",
          message: `InvalidReply: echo-points: result: [0]: expected point object, got ${STUB}`,
          remote: true,
        });
        assert.deepEqual(await replying("a copy of a Proxy", "echoOptionalPoint", POINT), { reply: POINT });
        const { message } = await replying("a Proxy", "echoOptionalPoint", POINT);
        assert.equal(message, `InvalidReply: echo-optional-point: result: expected point object, got ${STUB}`);
      });

      test("a view that changed its size is what it was last", async () => {
        const reply = Uint8Array.of(0, 0, 0);
        assert.deepEqual(await replying("a view that grew", "echoBytes", reply), { reply });
      });

      test("a server that exports plain functions takes one argument", async () => {
        assert.deepEqual(await call("TO_FUNCTIONS", "echoPoints", [POINT]), [POINT]);
        const note = "(a Worker that exports plain functions takes exactly one argument in each: let it export a class " +
          "that extends `WorkerEntrypoint`)";
        for (const [method, ...args] of [["echoOptions", 1], ["nothing"]]) {
          const { message } = await refusal("TO_FUNCTIONS", method, ...args);
          const start = `Remote: ${inSchema(method)}: Attempted to call RPC function "${method}"`;
          assert.ok(message.startsWith(start) && message.endsWith(note), message);
        }
      });

      test("other forms of the same value are accepted", async () => {
        for (const [reply, value] of [[[1, 2], Uint8Array.of(1, 2)], [Uint8Array.of(3).buffer, Uint8Array.of(3)]]) {
          await call("VALUES_JS", "reply", reply);
          assert.deepEqual(await call("TO_JS", "echoBytes", value), value);
        }
        await call("VALUES_JS", "reply", { x: 1, y: 2, z: 3 });
        assert.deepEqual(await call("TO_JS", "echoOptionalPoint", { x: 1, y: 2 }), { x: 1, y: 2 });
        await call("VALUES_JS", "reply", null);
        assert.deepEqual(await call("TO_JS", "echoOption", undefined), undefined);
      });
    });

    describe("objects", () => {
      test("have their keys in the schema's order", async () => {
        const keys = await run(async ({ VALUES }) => [
          Object.keys(
            await VALUES.echoProfile({
              rights: { shareLink: true },
              home: { y: 1, x: 2 },
              age: 1,
              isXml: true,
              displayName: "Ada",
              id: 1,
            }),
          ),
          Object.keys(await VALUES.echoRights({ shareLink: true })),
          Object.keys(await VALUES.echoShape({ val: 1, tag: "circle" })),
          Object.keys(await VALUES.echoShape({ val: undefined, tag: "dot" })),
        ]);
        assert.deepEqual(keys, [
          ["id", "displayName", "isXml", "age", "home", "middleName", "rights"],
          ["read", "write", "shareLink"],
          ["tag", "val"],
          ["tag"],
        ]);
      });

      test("are plain", async () => {
        const plain = await run(async ({ VALUES }) => {
          const [point] = await VALUES.echoPoints([{ x: 1, y: 2 }]);
          return Object.getPrototypeOf(point) === Object.prototype;
        });
        assert.ok(plain);
      });
    });

    describe("large lists are typed arrays in buffers of exactly their size", () => {
      const LISTS = [
        ["echoBytes", "Uint8Array", 1 << 20, 1 << 20],
        ["echoF64s", "Float64Array", 100_000, 800_000],
        ["echoU64s", "BigUint64Array", 10_000, 80_000],
        ["echoU16s", "Uint16Array", 3, 6],
      ];

      for (const [binding, direction] of DIRECTIONS) {
        test(direction, async () => {
          const sizes = await run(
            async (env, binding, lists) => {
              const sizes = [];
              for (const [method, type, length] of lists) {
                const list = globalThis[type].from({ length }, (_, index) =>
                  type.startsWith("Big") ? BigInt(index) : index * 0.5,
                );
                const back = await env[binding][method](list);
                const equal = back.every((item, index) => item === list[index]);
                sizes.push([method, back.constructor.name, back.length, back.buffer.byteLength, equal]);
              }
              return sizes;
            },
            binding,
            LISTS,
          );
          assert.deepEqual(sizes, LISTS.map((list) => [...list, true]));
        });
      }

      test("as a JavaScript server gets them", async () => {
        for (const [method, type, length, bytes] of LISTS) {
          const sizes = await run(
            async ({ TO_JS, VALUES_JS }, method, type, length) => {
              await TO_JS[method](new globalThis[type](length));
              return VALUES_JS.receivedSizes();
            },
            method,
            type,
            length,
          );
          assert.deepEqual(sizes, [[type, length, bytes]]);
        }
      });
    });
  });
}
