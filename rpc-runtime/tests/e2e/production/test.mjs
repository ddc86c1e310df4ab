// Runs on the newest workerd, too.

// Deadlines, cancellation, retries and interceptors: of a client in Rust that calls Rust and JavaScript, and of a server in
// Rust that either calls. With the first compatibility date and the newest, and where the runtime has it, with a flag by
// which it cancels a call whose promise is disposed.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, caller, inFile, inFolder, start } from "../harness.mjs";

const HERE = "rpc-runtime/tests/e2e/production";
const CANCELS = "rpc_dispose_cancels_call";
const knowsFlag = process.env.WORKERS_RPC_WORKERD === "newest";
const AGES = {
  first: { compatibilityDate: FIRST },
  newest: { compatibilityDate: NEWEST },
  ...(knowsFlag ? { cancelling: { compatibilityDate: NEWEST, compatibilityFlags: [CANCELS] } } : {}),
};

let workers;

before(async () => {
  workers = await start(
    Object.entries(AGES).flatMap(([age, options]) => {
      const services = {
        RUST: `rust-${age}`,
        JS: `js-${age}`,
        MEMBER: { name: `rust-${age}`, entrypoint: "Guarded", props: { role: "member" } },
        GUEST: { name: `rust-${age}`, entrypoint: "Guarded", props: { role: "guest" } },
      };
      const objects = { OFFICE: { className: "Office", scriptName: `rust-${age}` } };
      return [
        inFolder(`${HERE}/worker`, { name: `rust-${age}`, ...options }),
        inFile(`js-${age}`, `${HERE}/worker.mjs`, {}, options),
        inFolder(`${HERE}/worker`, { name: `client-${age}`, ...options, serviceBindings: services, durableObjects: objects }),
        caller(`test-${age}`, { ...services, CLIENT: `client-${age}` }, { ...options, durableObjects: objects }),
      ];
    }),
  );
});
after(() => workers?.stop());

const said = (age, scenario, binding) => workers.json(`client-${age}`, `/${scenario}?binding=${binding}`);
const events = (age, binding) => workers.run(`test-${age}`, (env, binding) => env[binding].events(), binding);

const LATE = "DeadlineExceeded, slow: there was no answer within 500ms";

for (const age of Object.keys(AGES)) {
  describe(`with the date ${age}`, () => {
    for (const binding of ["RUST", "JS"]) {
      describe(`of ${binding}`, () => {
        // What happened before is of another test.
        const since = async (scenario) => {
          await events(age, binding);
          return said(age, scenario, binding);
        };

        test("calls that take too long fail at their deadline", async () => {
          assert.deepEqual(await since("deadline"), [
            LATE, LATE, "slow after 1", LATE, "ada", LATE, "slow after 700", "slow after 2", "slow after 2",
          ]);
        });

        test("what a late reply holds is let go of", async () => {
          assert.deepEqual(await since("late"), [
            "DeadlineExceeded, open-slowly: there was no answer within 500ms",
          ]);
          // A server in JavaScript is not told so where its call ends with the stub: see WIRE.md.
          if (binding === "RUST") assert.ok((await events(age, binding)).includes("the account of eve was closed"));
        });

        test("interceptors see each call, and those on handles", async () => {
          const lines = await since("interceptors");
          // How many bytes they are differs between objects and messages.
          const withoutSize = (line) => line.replace(/^(tests:.*)\([1-9]?\d+\)/, "$1()");
          assert.deepEqual(lines.map(withoutSize), [
            "slow after 600",
            "paid 5",
            "TooMuch(500)",
            "pay: who has that much?",
            "ada",
            "ada",
            "eve",
            "tests:production/desk.slow(): ok, slow",
            "tests:production/desk.pay(): ok",
            "tests:production/desk.pay(): declared",
            "tests:production/desk.pay(): Remote",
            "tests:production/desk.open(): ok",
            "tests:production/desk/account.owner(): ok",
            // And on those that come in streams and futures.
            "tests:production/desk.all(): ok",
            "tests:production/desk.later(): ok",
            "tests:production/desk/account.owner(): ok",
            "tests:production/desk/account.owner(): ok",
            "Application, not from here",
          ]);
        });

        test("an interceptor may wait before a call is sent", async () => {
          const lines = await since("waiting");
          const said = ["slow after 600", "paid 5", "TooMuch(500)", "pay: who has that much?", "ada", "ada", "eve"];
          assert.deepEqual(lines.slice(0, 7), said);
          assert.equal(lines.length, 17);
        });

        test("calls on handles that have not arrived", async () => {
          const refused = "Application, not from here";
          assert.deepEqual(await since("chained"), [
            // The first of a chain is awaited by nobody, so an interceptor sees no end of it.
            ...["ada", "account after 1", "bob", "bob", "5"],
            // Unless it has to be, for the others to be sent.
            ...["ada", "account after 1", "bob", "bob", "6"],
            // Of the chains, the call that was refused is named.
            ...Array(3).fill("Application, open: not from here"), "open: not from here", "3",
            ...[refused, "account after 1", refused, refused, "2"],
          ]);
        });

        test("handles as arguments of calls that are sent later", async () => {
          assert.deepEqual(await since("lent"), Array(6).fill("carol"));
        });
      });
    }

    test("a server in Rust is told of a call that is dropped, if it is to be", async () => {
      await events(age, "RUST");
      await said(age, "dropped", "RUST");
      assert.deepEqual(await events(age, "RUST"), ["served tests:production/desk.slow(4): ok"]);
      await said(age, "told", "RUST");
      const seen = await events(age, "RUST");
      for (const event of ["slow was dropped", "begin was dropped", "cancelled: true", "heard of it"]) {
        assert.ok(seen.includes(event), `${event}: ${seen}`);
      }
      // The one that was over.
      assert.ok(seen.includes("cancelled: false") && seen.includes("heard nothing"), seen);
    });

    test("JavaScript is told by the runtime, where it has a flag for that", async () => {
      await events(age, "JS");
      await said(age, "dropped", "JS");
      // Its context ends, and with it whatever it would have done: not even `finally` runs.
      assert.deepEqual(await events(age, "JS"), age === "cancelling" ? [] : ["slow came to its end"]);
      // What it is sent along is nothing to it.
      await said(age, "told", "JS");
    });

    test("an object is told as well", async () => {
      await events(age, "RUST");
      assert.deepEqual(await said(age, "told-object", "OFFICE"), ["1"]);
      const seen = await events(age, "RUST");
      assert.ok(seen.includes("office was dropped"), `${seen}`);
      assert.deepEqual(await said(age, "deadline-object", "OFFICE"), [LATE, "1"]);
    });

    test("JavaScript may cancel a call of a server in Rust", async () => {
      const cancelled = (how) =>
        workers.run(
          `test-${age}`,
          async (env, how) => {
            await env.RUST.events();
            const { readable, writable } = new IdentityTransformStream();
            const call = env.RUST.slow(900, { $cancel: readable });
            await new Promise((resolve) => setTimeout(resolve, 50));
            if (how === "close") writable.close();
            else if (how === "abort") writable.abort(new Error("enough"));
            let told;
            try {
              told = await call;
            } catch (error) {
              told = error.message;
            }
            return [told, (await env.RUST.events()).filter((event) => !event.startsWith("served"))];
          },
          how,
        );
      for (const how of ["close", "abort"]) {
        assert.deepEqual(await cancelled(how), ["The call was cancelled.", ["slow was dropped"]], how);
      }
      assert.deepEqual(await cancelled("wait"), ["slow after 900", []]);
    });

    test("what is no signal is an argument like any other", async () => {
      const told = await workers.run(`test-${age}`, async (env) => {
        const told = [];
        for (const last of [{ $cancel: 1 }, { $cancel: undefined }, { $cancel: {} }, { $cancel: {}, b: 1 }]) {
          told.push(await env.RUST.slow(1, last).catch((error) => `${error.name}: ${error.message}`));
        }
        return told;
      });
      for (const it of told) assert.match(it, /^TypeError: slow: .*expected 1 argument, got 2$/);
    });

    test("retries", async () => {
      const failed = (method) => `Gone, ${method}: not yet`;
      const lines = await said(age, "retries", "JS");
      assert.deepEqual(lines.map((line) => line.replace(/^(Remote|Gone)/, "Gone")), [
        "3",
        "3 attempts, seen once: 1",
        failed("find"),
        failed("charge"),
        failed("find"),
        "DeadlineExceeded, find: there was no answer within 500ms",
        failed("find"),
      ]);
      const budget = await said(age, "budget", "JS");
      assert.deepEqual(budget.map((line) => line.replace(/^(Remote|Gone)/, "Gone")), [
        "2", "2", "2", failed("find"), "1", "2", "2",
      ]);
    });

    test("what a server says of itself is not retried", async () => {
      const lines = await said(age, "retries", "RUST");
      assert.equal(lines[0], "Remote, find: not yet");
    });

    test("a Durable Object that was reset is called again", async () => {
      const lines = await said(age, "renewed", "OFFICE");
      assert.deepEqual(lines.filter((_, index) => index !== 3), ["1", "2", "resets", "1", "resets", "1"]);
      assert.notEqual(lines[3], "?");
    });

    test("a Worker goes on after an object of it has aborted itself", async () => {
      const alive = () => workers.json(`rust-${age}`, "/alive?binding=");
      assert.deepEqual(await alive(), ["alive"]);
      await workers.run(`test-${age}`, async (env) => {
        await env.OFFICE.get(env.OFFICE.idFromName("collapsing")).collapse();
        await new Promise((resolve) => setTimeout(resolve, 100));
        // Whatever call comes next.
        await env.RUST.events();
      });
      assert.deepEqual(await alive(), ["alive"]);
    });

    const uncollected = age === "first" && "Rust is told of nothing that is collected: there is no FinalizationRegistry";
    test("what was collected is let go of in a request, where timers may be cleared", { skip: uncollected }, async () => {
      // A call of an object that is reset, and a target that its peer keeps, whose request is over.
      await workers.run(`test-${age}`, async (env) => {
        const office = env.OFFICE.get(env.OFFICE.idFromName("dozing"));
        office.doze().catch(() => {});
        await office.reset();
        await new Promise((resolve) => setTimeout(resolve, 50));
      });
      assert.deepEqual(await said(age, "hold", "JS"), ["Ok(())"]);
      for (const [binding, event] of [["RUST", "dozing was dropped"], ["CLIENT", "the account of zoe was closed"]]) {
        const outcome = await workers.run(`test-${age}`, async (env, binding, event) => {
          const account = await env[binding].open("ida");
          for (let turn = 0; turn < 400; turn++) {
            await env[binding].fetch("http://rust/press?binding=");
            await new Promise((resolve) => setTimeout(resolve, 10));
            // The instance is the one that it was.
            if ((await env[binding].events()).includes(event)) return account.owner();
          }
        }, binding, event);
        assert.equal(outcome, "ida");
      }
    });

    test("interceptors of a server see its calls, and those of what it hands out", async () => {
      for (const [binding, expected] of [
        ["RUST", /^served tests:production\/desk\.slow\(4\): ok$/],
        ["MEMBER", /^served tests:production\/desk\.slow\(4\): ok$/],
      ]) {
        const seen = await workers.run(
          `test-${age}`,
          async (env, binding) => {
            await env.RUST.events();
            await env[binding].slow(1);
            await env[binding].pay(0n);
            await env[binding].pay(5000n).catch(() => {});
            await env[binding].slow("soon").catch(() => {});
            const account = await env[binding].open("ada");
            await account.owner();
            account[Symbol.dispose]();
            const stream = await env[binding].all();
            const { items } = await stream.next(2);
            await items[0].owner();
            const seen = (await env.RUST.events()).filter((event) => !event.includes("office"));
            stream[Symbol.dispose]();
            return seen;
          },
          binding,
        );
        assert.match(seen[0], expected);
        assert.deepEqual(seen.slice(1, 6), [
          "served tests:production/desk.pay(8): declared",
          "served tests:production/desk.pay(8): who has that much?",
          'served tests:production/desk.slow(?): slow: argument milliseconds: expected u32, got string "soon"',
          "served tests:production/desk.open(7): ok",
          "served tests:production/desk/account.owner(0): ok",
        ]);
        const others = seen.slice(6).filter((event) => event.startsWith("served"));
        assert.deepEqual(others, [
          "served tests:production/desk.all(0): ok",
          // Of what came in the stream.
          "served tests:production/desk/account.owner(0): ok",
        ]);
      }
    });

    test("an interceptor refuses who may not call, before there is a server", async () => {
      const refused = await workers.run(`test-${age}`, async (env) => {
        await env.RUST.events();
        const said = [];
        for (const method of ["slow", "open"]) {
          said.push(await env.GUEST[method](1).then(() => "let in", (error) => error.message));
        }
        // A call of an object that was reset is dropped when garbage is collected.
        return [said, (await env.RUST.events()).filter((event) => !event.includes("office"))];
      });
      assert.deepEqual(refused[0].map((text) => text.replace(/\(\d+\)/, "")), [
        "guest may not call slow ",
        "guest may not call open ",
      ]);
      assert.equal(refused[1].length, 2);
    });
  });
}
