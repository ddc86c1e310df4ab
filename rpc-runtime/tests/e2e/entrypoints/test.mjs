// Runs on the newest workerd, too.

// Named entrypoints, what they know of the caller, and what is reachable on which: `entrypoints` in
// Rust, `worker.mjs` in JavaScript, and `entrypoints-client`, which calls both from Rust.
// Durable Objects of the same Workers are in `durable.test.mjs`.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { printed } from "../harness.mjs";
import { DATES, outcomes, startEntrypoints } from "./setup.mjs";

for (const date of DATES) {
  describe(`compatibility date ${date}`, () => {
    let workers;
    before(async () => (workers = await startEntrypoints(date)));
    after(() => workers?.stop());

    const run = (fn, ...args) => workers.run("test", fn, ...args);

    describe("a Rust client", () => {
      const calls = (path, binding) =>
        workers.json("entrypoints-client", `/${path}?binding=${binding}`);

      for (const [binding, sign] of [["ADMIN", "over the door"], ["ADMIN_JS", "in the window"]]) {
        test(`calls the entrypoint behind ${binding}`, async () => {
          assert.deepEqual(await calls("visitor", binding), [
            'greet() = "admin of Ada, level 3"',
            'props() = Caller { name: "Ada", level: 3 }',
            `variable("SIGN") = "${sign}"`,
            'later("from Rust") = ()',
          ]);
          await printed(workers, "later: from Rust");
        });
      }

      for (const [binding, name] of [["FRONT", "front"], ["ADMIN", "admin"], ["ADMIN_JS", "admin"]]) {
        test(`calls methods with names of keywords behind ${binding}`, async () => {
          assert.deepEqual(await calls("words", binding), [
            `class() = "${name}"`,
            `delete("it") = "${name} deletes it"`,
            "static(5) = 5",
          ]);
        });
      }

      test("gets what each entrypoint of the Worker answers", async () => {
        const greetings = ["FRONT", "ADMIN", "GUEST"].map((binding) => calls("visitor", binding));
        assert.deepEqual((await Promise.all(greetings)).map(([greeting]) => greeting), [
          'greet() = "front"',
          'greet() = "admin of Ada, level 3"',
          'greet() = "guest"',
        ]);
      });

      test("is told what an entrypoint does not serve", async () => {
        for (const call of await calls("words", "GUEST")) {
          assert.match(call, / fails: MissingMethod remote, /);
        }
      });
    });

    describe("a JavaScript caller", () => {
      test("reaches every entrypoint of the Worker, and its fetch handler", async () => {
        const answers = await run(async ({ FRONT, ADMIN, GUEST }) => [
          await FRONT.greet(),
          await ADMIN.greet(),
          await GUEST.greet(),
          await (await FRONT.fetch("http://worker/way")).text(),
        ]);
        assert.deepEqual(answers, ["front", "admin of Ada, level 3", "guest", "fetched /way"]);
      });

      test("is known by the props of its binding", async () => {
        assert.deepEqual(await run((env) => env.ADMIN.props()), { name: "Ada", level: 3 });
        assert.deepEqual(await run((env) => env.LODGER.props()), { name: "Lou", level: 0 });
        await assert.rejects(run((env) => env.GUEST.props()), {
          message: 'props: missing field "name"',
          remote: true,
        });
      });

      test("calls methods with names of keywords", async () => {
        const answers = await run(async ({ FRONT, ADMIN }) => [
          await FRONT.class(),
          await FRONT.delete("it"),
          await ADMIN.class(),
          await ADMIN.delete("it"),
          await ADMIN.static(5),
        ]);
        assert.deepEqual(answers, ["front", "front deletes it", "admin", "admin deletes it", 5]);
      });

      test("has its arguments checked", async () => {
        await assert.rejects(run((env) => env.ADMIN.delete(7)), {
          name: "TypeError",
          message: /^delete: argument what: expected string/,
        });
        await assert.rejects(run((env) => env.ADMIN.greet(1)), {
          name: "TypeError",
          message: /^greet: expected 0 arguments, got 1/,
        });
      });

      test("sees waitUntil go on after the reply", async () => {
        await run((env) => env.ADMIN.later("from a named entrypoint"));
        await printed(workers, "later: from a named entrypoint");
      });
    });

    test("every entrypoint works again after a panic in one", async () => {
      await assert.rejects(run((env) => env.GUEST.variable("PANIC")), { remote: true });
      for (const binding of ["GUEST", "FRONT", "ADMIN"]) {
        assert.equal(await run((env, name) => env[name].variable("SIGN"), binding), "over the door");
      }
      assert.equal(await run((env) => env.ROOM.getByName("calm").visits()), 1);
    });

    describe("an entrypoint that declares its props", () => {
      test("has them before a method runs", async () => {
        assert.deepEqual(await run((env) => env.MEMBER.greet()), "member Ada, level 3");
        assert.deepEqual(await run((env) => env.MEMBER.props()), { name: "Ada", level: 3 });
      });

      test("may be the default one", async () => {
        assert.deepEqual(await run(({ FRONT, FRONT_TOLD }) => Promise.all([FRONT.greet(), FRONT_TOLD.greet()])), [
          "front",
          "welcome",
        ]);
        assert.deepEqual(await run((env) => env.FRONT_TOLD.class()), "front");
      });

      test("has its constructor called with them", async () => {
        const greetings = await run(async ({ PATRON }) => [await PATRON.greet(), await PATRON.greet()]);
        const [first] = greetings[0].match(/\d+/);
        assert.deepEqual(greetings, [`patron Bob, number ${first}`, `patron Bob, number ${Number(first) + 1}`]);
      });

      for (const [binding, entrypoint, what] of [
        ["MEMBER_WITHOUT", "Member", 'missing field "name"'],
        ["MEMBER_WRONG", "Member", 'level: expected u32, got string "3"'],
        ["FRONT_WRONG", "default", "greeting: expected a string, got integer `7`"],
        ["PATRON_WRONG", "Patron", "name: expected a string, got sequence"],
      ]) {
        const message = `props of entrypoint ${entrypoint}: ${what}`;

        test(`fails by its name without them: ${binding}`, async () => {
          for (const method of ["greet", "props"]) {
            const call = (env, binding, method) => env[binding][method]();
            await assert.rejects(run(call, binding, method), { name: "TypeError", message, remote: true });
          }
          const [greeting] = await workers.json("entrypoints-client", `/visitor?binding=${binding}`);
          assert.equal(greeting, `greet() fails: InvalidProps remote, greet: ${message}`);
          await printed(workers, message);
        });
      }

      test("makes no server where they are wrong", async () => {
        const greet = async ({ PATRON, PATRON_WRONG }) => {
          const number = async () => Number((await PATRON.greet()).match(/\d+/)[0]);
          const before = await number();
          await PATRON_WRONG.greet().catch(() => {});
          return (await number()) - before;
        };
        assert.equal(await run(greet), 1);
      });
    });

    describe("what a binding reaches", () => {
      const MISSING = (name) => `The RPC receiver does not implement the method "${name}".`;

      for (const binding of ["ADMIN", "GUEST", "MEMBER"]) {
        test(`of a named entrypoint, ${binding}, are the methods of its schema only`, async () => {
          const hidden = [
            ...["free", "__destroy_into_raw", "__wbg_ptr", "__wbg_inst", "new", "install"],
            ...["queue", "scheduled", "email", "put", "visits", "seats"],
            ...["ctx", "env", "instance", "instanceId", "ctor", "args", "toJSON", "default"],
          ];
          const expected = hidden.map((name) => [name, [MISSING(name), MISSING(name)]]);
          assert.deepEqual(await outcomes(run, binding, hidden), Object.fromEntries(expected));
        });

        test(`of a named entrypoint, ${binding}, is no fetch handler`, async () => {
          await assert.rejects(
            run((env, name) => env[name].fetch("http://worker/"), binding),
            { message: /does not export a fetch/ },
          );
        });
      }

      // worker-build puts the handlers of events on the class that it makes the default entrypoint of,
      // where nothing tells a peer's call from the runtime's.
      test("of the default entrypoint are its handlers of events, by worker-build's doing", async () => {
        const reached = await outcomes(run, "FRONT", ["queue", "email"]);
        assert.equal(reached.queue[1], "gives function");
        assert.deepEqual(reached.email, [MISSING("email"), MISSING("email")]);
      });
    });
  });
}
