// Runs on the newest workerd, too.

// Calls as messages. The Rust Worker `messages` serves and calls `worker/wit`, and what `values` and `resources`
// serve; the same Workers without messages, and peers in JavaScript, show that calls are objects where a peer takes no
// messages. A relay in JavaScript writes down what passes between two Rust Workers.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { DATES, caller, inFile, inFolder, start } from "../harness.mjs";
import { PARCELS } from "./table.mjs";
import { RUST_CLIENT } from "../resources/table.mjs";
import { SENT } from "../values/table.mjs";

const HERE = "rpc-runtime/tests/e2e";

const METHODS = [
  ...["$capnpMoving", "$capnpThrown", "$capnpPost", "$capnpEcho"],
  ...["shift", "shifts", "takeOrThrow", "send", "take", "lose", "losses", "add", "chests", "newChest"],
  ...["deliver", "labels", "pack", ...new Set(SENT.map(([method]) => method))],
];

// Of `values`: single numbers, strings and bytes are as quick by themselves.
const OBJECTS = /^echo(Bool|[USF]\d+s?|Char|String|Bytes|Digest|Option|OptionalText|OptionalBytes|NestedOption|Color)$/;

for (const date of DATES) {
  describe(`compatibility date ${date}`, () => {
    let workers;
    // Each test that looks at what a client learns has a client of its own, which knows nothing yet.
    const FRESH = Array.from({ length: 6 }, (_, number) => `fresh-${number}`);
    const PEERS = {
      SERVER: "server",
      DESK: { name: "server", entrypoint: "Desk" },
      RELAY: "relay",
      PLAIN: { name: "peers", entrypoint: "Plain" },
      LIAR: { name: "peers", entrypoint: "Liar" },
    };

    const LIBRARIES = { RUST_MESSAGES: "server", RUST_OBJECTS: "resources", JS: "library" };

    before(async () => {
      const options = { compatibilityDate: date };
      const rust = (name, NEXT, durable) =>
        inFolder(`${HERE}/messages/worker`, {
          ...options,
          name,
          serviceBindings: { ...PEERS, ...LIBRARIES, ...(NEXT ? { NEXT } : {}) },
          durableObjects: {
            DEPOT: { className: "Depot", ...(durable ? { useSQLite: true } : { scriptName: "server" }) },
            ...(durable ? {} : { PLAIN_DEPOT: { className: "PlainDepot", scriptName: "peers" } }),
          },
        });
      const names = [...FRESH, "to-rust", "to-relay", "to-js", "to-objects"];
      workers = await start([
        rust("server", undefined, true),
        ...FRESH.map((name) => rust(name)),
        rust("to-rust", "server"),
        rust("to-relay", "relay"),
        rust("to-js", PEERS.PLAIN),
        rust("to-objects", "values"),
        inFolder(`${HERE}/values/worker`, { ...options, name: "values" }),
        inFolder(`${HERE}/resources/worker`, { ...options, name: "resources", serviceBindings: LIBRARIES }),
        inFile("library", `${HERE}/resources/worker.mjs`, {}, options),
        inFile("relay", `${HERE}/messages/worker.mjs`, { NEXT: "server" }, { ...options, bindings: { METHODS } }),
        inFile("peers", `${HERE}/messages/worker.mjs`, {}, {
          ...options,
          durableObjects: { PLAIN_DEPOT: { className: "PlainDepot", useSQLite: true } },
        }),
        caller("test", { ...PEERS, ...Object.fromEntries(names.map((name) => [name, name])) }, options),
      ]);
    });
    after(() => workers?.stop());

    const run = (fn, ...args) => workers.run("test", fn, ...args);
    const call = (binding, method, ...args) =>
      run((env, binding, method, args) => env[binding][method](...args), binding, method, args);
    const told = (client, scenario, binding) => call(client, "run", scenario, binding);

    describe("values", () => {
      test("JavaScript → Rust: objects", async () => {
        assert.deepEqual(await call("SERVER", "send", PARCELS), PARCELS);
        for (const [method, value] of SENT) assert.deepEqual(await call("SERVER", method, value), value);
      });

      for (const next of ["to-rust", "to-relay", "to-js"]) {
        test(`Rust → ${next}: every kind comes back the same`, async () => {
          assert.deepEqual(await call(next, "send", PARCELS), PARCELS);
          assert.deepEqual(await call(next, "send", []), []);
          const many = Array.from({ length: 200 }, () => PARCELS[0]);
          assert.deepEqual((await call(next, "send", many)).length, 200);
        });
      }

      for (const next of ["to-rust", "to-relay", "to-objects"]) {
        test(`Rust → ${next}: every row of the table comes back the same`, async () => {
          for (const [method, value] of SENT) assert.deepEqual(await call(next, method, value), value);
        });
      }

      test("a message of 20 MB", async () => {
        const [rows, right] = await run(async (env) => {
          const sent = Array.from({ length: 2500 }, (_, row) => new Float64Array(1000).fill(row));
          const back = await env["to-relay"].echoGrid(sent);
          return [back.length, back.every((row, number) => row.length === 1000 && row[999] === number)];
        });
        assert.deepEqual([rows, right], [2500, true]);
      });
    });

    describe("what travels", () => {
      const passed = () => call("RELAY", "passed");

      test("a message by a method of its own, and plain values as objects", async () => {
        await passed();
        for (const [method, value] of SENT) {
          await call("to-relay", method, value);
          const wanted = OBJECTS.test(method) ? [method] : ["$capnpEcho", method, "bytes", "→", "bytes"];
          assert.deepEqual((await passed())[0].slice(0, wanted.length), wanted, method);
        }
      });

      test("handles travel beside it, once the peer is known", async () => {
        await told("fresh-0", "labels", "RELAY");
        const calls = (await passed()).filter((call) => call.includes("labels"));
        // A handle cannot be sent twice, so nothing was offered; and so nothing was learned.
        const objects = (given, labels) => ["labels", `list of ${given}`, "function", "→", `list of ${labels}`];
        assert.deepEqual(calls, [objects(2, 3), objects(0, 1), objects(2, 3), objects(0, 1)]);

        await told("fresh-0", "outcomes", "RELAY");
        await passed();
        await told("fresh-0", "labels", "RELAY");
        const messages = (await passed()).filter((call) => call.includes("labels"));
        const message = (handles) => ["$capnpPost", "labels", "bytes", `list of ${handles}`, "→", "bytes"];
        assert.deepEqual(messages, [message(3), message(1), message(3), message(1)]);
      });

      test("streams and handles, in arguments and results", async () => {
        await told("to-relay", "shifts", "RELAY");
        await told("to-relay", "outcomes", "RELAY");
        await passed();
        const lines = await told("to-relay", "delivered", "RELAY");
        assert.deepEqual(lines, ["añ🦀", "[1, 2, 3]", "7", "ours", "more", "theirs", "0 and 0 left"]);
        const calls = (await passed()).filter((call) => call.includes("deliver"));
        const message = ["$capnpPost", "deliver", "bytes", "list of 5", "→", "list of 6"];
        assert.deepEqual(calls, [message, message]);
      });
    });

    describe("outcomes", () => {
      const AT = "Point { x: 1.0, y: 2.0 }";
      for (const binding of ["SERVER", "RELAY", "PLAIN"]) {
        test(`declared errors and others, of ${binding}`, async () => {
          const lines = [AT, `declared TooHeavy(${AT})`, "declared Closed"];
          const failed = (method) => `Remote, ${method}: it is bad luck`;
          assert.deepEqual(await told("to-rust", "outcomes", binding), [...lines, failed("take")]);
          const thrown = await told("to-rust", "thrown", binding);
          if (binding === "PLAIN") {
            // Thrown, so the date matters; what an error says beside it is tested with `failures`.
            assert.equal(thrown[1].startsWith("declared"), date >= "2026-04-21");
            assert.ok(thrown[3].startsWith(failed("take-or-throw")));
          } else {
            assert.deepEqual(thrown, [...lines, failed("take-or-throw")]);
          }
        });
      }

      for (const binding of ["SERVER", "PLAIN"]) {
        test(`a chain names the call that failed, of ${binding}`, async () => {
          const lines = await told("fresh-0", "no-chest", binding);
          assert.deepEqual(lines, ["Remote, new-chest: a chest has a label"]);
        });
      }

      test("a method that fails is called once, whatever it says", async () => {
        for (const binding of ["SERVER", "RELAY"]) {
          assert.deepEqual(await told("fresh-1", "lost", binding), [
            ...Array(2).fill("Remote, lose: it is lost"),
            "2",
          ]);
        }
        assert.equal((await told("fresh-1", "lost", "PLAIN")).at(-1), "2");
      });
    });

    describe("a peer that takes no messages", () => {
      const asked = () => call("PLAIN", "asked");
      const served = () => call("PLAIN", "served");
      const clear = () => Promise.all([asked(), served()]);
      const SHIFTS = ["2.0", "Remote, shift: by how much?", "1.5"];

      test("is asked once, and called once for each call", async () => {
        await clear();
        for (const _ of [1, 2]) assert.deepEqual(await told("fresh-2", "shifts", "PLAIN"), SHIFTS);
        assert.deepEqual(await asked(), ["$capnpMoving"]);
        assert.deepEqual(await served(), Array(6).fill("shift"));
      });

      test("is called once for each of the first calls at the same time", async () => {
        await clear();
        assert.deepEqual(await told("fresh-3", "together", "PLAIN"), ["1.0", "2.0", "3.0", "4.0", "5.0"]);
        assert.deepEqual(await asked(), Array(5).fill("$capnpMoving"));
        assert.deepEqual(await served(), Array(5).fill("shift"));
        await told("fresh-3", "together", "PLAIN");
        assert.deepEqual(await asked(), []);
      });

      test("a Durable Object is asked once for each stub", async () => {
        await clear();
        assert.deepEqual(await told("fresh-4", "durable", "PLAIN_DEPOT"), SHIFTS);
        assert.deepEqual(await asked(), ["$capnpMoving"]);
        assert.deepEqual(await served(), Array(3).fill("shift"));
      });

      test("a resource is asked once for each handle", async () => {
        await clear();
        assert.deepEqual(await told("fresh-4", "chest", "PLAIN"), ["[3.0, 1.0]", "[3.0, 1.0]", "[]"]);
        assert.deepEqual(await served(), Array(3).fill("put"));
      });

      test("handles are given to it once", async () => {
        await clear();
        assert.deepEqual(await told("fresh-4", "delivered", "PLAIN"), [
          ...["añ🦀", "[1, 2, 3]", "7", "ours", "more", "theirs", "0 and 0 left"],
        ]);
        assert.deepEqual(await served(), Array(2).fill("deliver"));
        // A handle cannot be sent twice, so a message was never offered.
        assert.deepEqual(await asked(), []);
      });
    });

    // With and without messages on either side; without on both is what the suite `resources` tests.
    for (const [client, bindings] of [["to-rust", Object.keys(LIBRARIES)], ["resources", ["RUST_MESSAGES"]]]) {
      for (const binding of bindings) {
        describe(`the library: ${client} → ${binding}`, () => {
          const scenario = (path, name) =>
            workers.json(client, `/${path}?${new URLSearchParams({ binding, name })}`);

          // First, so that the client knows whether there are messages.
          test("a chain is served before it is polled", async () => {
            const name = `logged by ${client}`;
            assert.deepEqual(await scenario("unpolled", name), ["open", "find", "title", `${name} 7`]);
          });

          for (const [path, what, lines] of RUST_CLIENT) {
            test(what, async () => {
              const said = await scenario(path, "");
              assert.deepEqual(said.map((line) => line.replace(/(?<=; reference = )\w+$/, "…")), lines(binding));
            });
          }

          for (const path of ["opened", "lent", "callbacks", "dropped"]) {
            test(`1,000 handles, ${path}, leave none behind`, async () => {
              const { behind, slots } = await scenario(path, "1000");
              assert.deepEqual({ behind, slots }, { behind: [0, 0], slots: [0, 0] });
            });
          }
        });
      }
    }

    describe("entrypoints", () => {
      const SHIFTS = ["2.0", "Remote, shift: by how much?", "1.5"];
      for (const [scenario, binding] of [["shifts", "SERVER"], ["shifts", "DESK"], ["durable", "DEPOT"]]) {
        test(`messages to ${binding}`, async () => {
          assert.deepEqual(await told("fresh-5", scenario, binding), SHIFTS);
        });
      }

      test("a plain JavaScript caller of the same entrypoints has objects", async () => {
        for (const binding of ["SERVER", "DESK"]) {
          assert.deepEqual(await call(binding, "shift", { x: 1, y: 2 }, 1), { x: 2, y: 2 });
        }
      });

      test("messages of a resource, also before its handle has arrived", async () => {
        assert.deepEqual(await told("fresh-5", "chest", "SERVER"), ["[3.0, 1.0]", "[3.0, 1.0]", "[]"]);
      });

      test("plain numbers are objects", async () => {
        assert.deepEqual(await told("fresh-5", "plain", "RELAY"), ["3"]);
      });
    });

    describe("handles", () => {
      for (const binding of ["SERVER", "PLAIN"]) {
        test(`given and lent to ${binding}`, async () => {
          const labels = (lent) => ["ours", "theirs", lent, lent, lent];
          assert.deepEqual(await told("to-rust", "labels", binding), [
            ...[...labels("ours"), ...labels("theirs")],
            "0 and 0 left",
          ]);
        });

        test(`several in a result of ${binding}`, async () => {
          const lines = ["1", "first", "second", "third", "0 and 0 left"];
          assert.deepEqual(await told("to-rust", "packed", binding), lines);
        });

        test(`in a result of ${binding} that the schema does not know`, async () => {
          assert.deepEqual(await told("to-rust", "older", binding), ["1", "first", "0 and 0 left"]);
        });
      }
    });

    test("a peer that took messages, and takes none any more", async () => {
      const shifts = async (how) => {
        await call("LIAR", "answer", how);
        return [await told("fresh-1", "shifts", "LIAR"), await call("LIAR", "served")];
      };
      await call("LIAR", "served");
      assert.deepEqual(await shifts("a message"), [Array(3).fill("1.0"), Array(3).fill("shift")]);
      const [[first, ...others], served] = await shifts("no messages");
      assert.match(first, /^MissingMethod, shift: .*"\$capnpMoving"\.$/);
      assert.deepEqual(others, ["Remote, shift: by how much?", "1.5"]);
      // It fails one call, and is asked again with the next.
      assert.deepEqual(served, ["shift", "shift", "objects", "shift", "objects", "shift"]);
    });

    describe("replies that are no messages", () => {
      const answered = async (how) => {
        await call("LIAR", "answer", how);
        await call("LIAR", "served");
        const lines = await told("fresh-5", "shifts", "LIAR");
        assert.deepEqual(await call("LIAR", "served"), Array(3).fill("shift"));
        assert.deepEqual(lines, Array(3).fill(lines[0]));
        return lines[0];
      };
      const expected = "InvalidReply, shift: result: expected a Cap'n Proto message in a Uint8Array, got";

      for (const [how, line] of [
        ["nothing", `${expected} undefined`],
        ["text", `${expected} string "a message"`],
        ["object", `${expected} object`],
        ["an empty list", `${expected} undefined`],
        ["empty bytes", /^InvalidReply, shift: result: /],
        ["a header alone", /^InvalidReply, shift: result: /],
        ["half a message", /^InvalidReply, shift: result: /],
        ["many handles", /^InvalidReply, shift: result: /],
        ["a few handles", "1.0"],
        ["a TypeError", "Remote, shift: undefined is not a function"],
        ["another missing method", /The RPC receiver does not implement the method "other"\.$/],
        ["a missing method, and more", /it said: The RPC receiver/],
        ["a message", "1.0"],
      ]) {
        test(how, async () => {
          const got = await answered(how);
          if (line instanceof RegExp) assert.match(got, line);
          else assert.equal(got, line);
        });
      }
    });

    describe("calls that are no messages", () => {
      // What a Rust client sends.
      const message = async () => {
        await told("to-relay", "shifts", "RELAY");
        return (await call("RELAY", "last"))[1];
      };
      const refused = (method, args) =>
        run(
          (env, method, args) =>
            env.SERVER[method](...args).then(
              (reply) => ({ reply }),
              ({ name, message }) => `${name}: ${message}`,
            ),
          method,
          args,
        );

      test("what a Rust client sends is taken", async () => {
        const { reply } = await refused("$capnpMoving", ["shift", await message()]);
        assert.ok(reply instanceof Uint8Array);
      });

      test("not a method, or not a message", async () => {
        const sent = await message();
        const expected = "TypeError: shift: argument message: expected a Cap'n Proto message in a Uint8Array, got";
        const beside = "TypeError: shift: argument beside: expected an Array of what is beside the message, got";
        const noMethod = (name) => `TypeError: no method that takes messages is called ${name}`;
        for (const [args, message] of [
          [[], noMethod("undefined")],
          [[7, sent], noMethod("number 7")],
          [[["shift"], sent], noMethod("array of 1")],
          [["toString", sent], noMethod('"toString"')],
          // Of another interface of the same entrypoint.
          [["send", sent], noMethod('"send"')],
          // What would be another line in a log, in another color, and from right to left.
          [["send\n\u001b[31m\u202e\ud800", sent], noMethod('"send\\n\\u{1b}[31m\\u{202e}\ufffd"')],
          [["s".repeat(1000), sent], noMethod(`"${"s".repeat(40)}…"`)],
          [["$capnpMoving", sent], "TypeError: $capnpMoving: no such method"],
          [["shift"], `${expected} undefined`],
          [["shift", "text"], `${expected} string "text"`],
          [["shift", { x: 1, y: 2 }], `${expected} object`],
          [["shift", sent.buffer], `${expected} ArrayBuffer`],
          [["shift", new Float64Array(8)], `${expected} Float64Array of 8`],
          [["shift", sent, "handles"], `${beside} string "handles"`],
          [["shift", sent, {}], `${beside} object`],
          [["shift", { x: 1, y: 2 }, 1], `${beside} number 1`],
          [
            ["shift", sent, [], "more"],
            "TypeError: shift: expected a method, a message and what is beside it, got 4 arguments",
          ],
        ]) {
          assert.equal(await refused("$capnpMoving", args), message);
        }
      });

      test("truncated, at every length", async () => {
        const sent = await message();
        for (let length = 0; length < sent.length; length++) {
          assert.match(await refused("$capnpMoving", ["shift", sent.slice(0, length)]), /^TypeError: shift: /);
        }
      });

      test("random bytes, and messages with random bytes in them", async () => {
        await call("RELAY", "passed");
        await call("to-relay", "send", PARCELS);
        const [method, sent] = await call("RELAY", "last");
        assert.equal(method, "send");
        const outcomes = await run(
          async (env, sent) => {
            // Always the same ones.
            let state = 1;
            const random = (below) => (state = (state * 48271) % 2147483647) % below;
            const wrong = [];
            let taken = 0;
            for (let round = 0; round < 500; round++) {
              const bytes = round % 10 === 0 ? new Uint8Array(8 * random(40)) : sent.slice();
              const changes = round % 10 === 0 ? bytes.length : 1 + random(4);
              for (let change = 0; change < changes; change++) bytes[random(bytes.length)] = random(256);
              try {
                await env.SERVER.$capnpPost("send", bytes);
                taken += 1;
              } catch ({ name, message }) {
                if (name !== "TypeError" || !message.startsWith("send: ")) wrong.push(`${name}: ${message}`);
              }
            }
            return { wrong, taken: taken > 0 && taken < 500 };
          },
          sent,
        );
        assert.deepEqual(outcomes, { wrong: [], taken: true });
      });

      test("handles that are missing, too many or of another kind", async () => {
        await told("to-relay", "outcomes", "RELAY");
        await told("to-relay", "delivered", "RELAY");
        const [method, sent] = await call("RELAY", "last");
        assert.equal(method, "deliver");
        const { outcomes, targets, disposed } = await run(async (env, sent) => {
          let targets = 0;
          let disposed = 0;
          class Chest extends RpcTarget {
            constructor() {
              super();
              targets += 1;
            }
            label() {
              return "a test's";
            }
            [Symbol.dispose]() {
              disposed += 1;
            }
          }
          const chests = (count) => Array.from({ length: count }, () => new Chest());
          const bytes = () => new Response("abc").body;
          const outcomes = [];
          for (const handles of [
            undefined,
            [],
            [bytes()],
            chests(5),
            [bytes(), 7, ...chests(3)],
            ["text", new Chest(), ...chests(3)],
            [bytes(), new Chest(), 7, ...chests(2)],
            [bytes(), new Chest(), new Chest(), null, undefined],
            [bytes(), ...chests(1000)],
          ]) {
            const args = handles === undefined ? [] : [handles];
            outcomes.push(
              await env.SERVER.$capnpPost("deliver", sent, ...args).then(
                () => "taken",
                ({ name, message }) => `${name}: ${message}`,
              ),
            );
          }
          for (let turn = 0; turn < 1000 && disposed < targets; turn++) {
            await new Promise((resolve) => setTimeout(resolve, 1));
          }
          return { outcomes, targets, disposed };
        }, sent);
        const chest = "expected a stub of `test:messages/post/chest`";
        const inDelivery = [
          "bytes: a handle, and nothing came beside the message",
          "bytes: points to value 0 beside the message, and there are 0",
          "later: points to value 1 beside the message, and there are 1",
          "bytes: expected ReadableStream, got a stub (a Proxy arrives as one: send a copy of it)",
          "later: expected a stub of a future, got number 7",
          'bytes: expected ReadableStream, got string "text"',
          `chest: ${chest}, got number 7`,
          `chests[0]: ${chest}, got null`,
        ].map((problem) => `argument delivery: ${problem}`);
        const problems = [...inDelivery, "argument message: more values came beside the message than it can name"];
        assert.deepEqual(outcomes, problems.map((problem) => `TypeError: deliver: ${problem}`));
        assert.equal(disposed, targets);
      });

      test("the Worker goes on", async () => {
        assert.deepEqual(await call("to-rust", "send", PARCELS), PARCELS);
        assert.equal(await call("SERVER", "chests"), 0);
      });
    });
  });
}
