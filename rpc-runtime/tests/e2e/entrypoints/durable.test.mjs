// Runs on the newest workerd, too.

// Durable Objects: `Room` of `entrypoints` in Rust and of `worker.mjs` in JavaScript,
// called from both.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { DATES, outcomes, startEntrypoints } from "./setup.mjs";

const TRAPPED =
  "The Worker's instance ended while it served this call, by a panic or for want of memory or stack: its log says more.";

for (const date of DATES) {
  describe(`compatibility date ${date}`, () => {
    let workers;
    before(async () => (workers = await startEntrypoints(date)));
    after(() => workers?.stop());

    const run = (fn, ...args) => workers.run("test", fn, ...args);

    for (const binding of ["ROOM", "ROOM_JS"]) {
      describe(`a Rust client of ${binding}`, () => {
        const calls = (path, id) =>
          workers.json("entrypoints-client", `/${path}?binding=${binding}&id=${id}`);

        test("calls methods on the one object, which keeps its state", async () => {
          assert.deepEqual(await calls("room", "rust"), [
            'get("chair") = None',
            'put("chair", "red") = ()',
            'get("chair") = Some("red")',
            "visits() = 1",
            "visits() = 2",
            'refuse("full") refuses: full',
            'fail("a leak") fails: Remote remote, fail: a leak',
          ]);
        });

        test("gets resources of the object, and lets go of them", async () => {
          assert.deepEqual(await calls("seats", "rust-seats"), [
            'sit("Ann").who() = "Ann"',
            'who() = "Eve"',
            "taken() = 0",
          ]);
        });

        test("calls it several times at once", async () => {
          assert.deepEqual(await calls("meet", "rust-meeting"), Array(3).fill("meet(3) = 3"));
        });

        test("is told when the object ends, and which stubs are broken", async () => {
          const why = "the roof is down";
          assert.deepEqual(await calls("failures", "rust-failures"), [
            `abort("${why}") fails: Gone reset, abort: ${why}`,
            `doze() fails: Gone reset, doze: ${why}`,
            `visits() fails: Gone reset, visits: ${why}`,
            // By a new stub.
            "visits() = 1",
          ]);
        });
      });
    }

    test("a Rust client outlives the panics of an object", async () => {
      for (const requests of [1, 2]) {
        const calls = await workers.json("entrypoints-client", "/panics?binding=ROOM&id=rust-panics");
        assert.deepEqual(calls, [
          `panic(false) fails: Trapped remote, panic: ${TRAPPED}`,
          "visits() = 1",
          `panic(true) fails: Trapped remote, panic: ${TRAPPED}`,
          "visits() = 1",
          `${requests} requests`,
        ]);
      }
    });

    describe("a JavaScript caller of an object in Rust", () => {
      test("finds its state from call to call, in memory and in storage", async () => {
        const answers = await run(async ({ ROOM }) => {
          const [byId, byName] = [ROOM.get(ROOM.idFromName("js")), ROOM.getByName("js")];
          await byId.put("table", "long");
          return [
            await byName.get("table"),
            await byName.get("chair"),
            await byId.visits(),
            await byName.visits(),
            await ROOM.getByName("another").visits(),
          ];
        });
        assert.deepEqual(answers, ["long", undefined, 1, 2, 1]);
      });

      test("finds what is stored after the object has ended", async () => {
        await assert.rejects(
          run(async ({ ROOM }) => {
            await ROOM.getByName("js-ended").put("door", "oak");
            await ROOM.getByName("js-ended").abort("closing time");
          }),
          { message: "closing time", durableObjectReset: true },
        );
        assert.equal(await run(({ ROOM }) => ROOM.getByName("js-ended").get("door")), "oak");
      });

      test("gets resources of the object, calls them before they have arrived, and lets go of them", async () => {
        const answers = await run(async ({ ROOM }) => {
          const room = ROOM.getByName("js-seats");
          const ann = await room.sit("Ann");
          const taken = [await room.taken()];
          const copy = ann.dup();
          const eve = room.sit("Eve");
          const who = [await ann.who(), await eve.who()];
          ann[Symbol.dispose]();
          who.push(await copy.who());
          copy[Symbol.dispose]();
          eve[Symbol.dispose]();
          // The object is told of it after the call.
          for (let tries = 0; tries < 1000 && (taken[1] = await room.taken()) > 0; tries++) await scheduler.wait(1);
          return [who, taken];
        });
        assert.deepEqual(answers, [["Ann", "Eve", "Ann"], [1, 0]]);
      });

      test("calls it several times at once", async () => {
        const meet = ({ ROOM }) =>
          Promise.all([1, 2, 3, 4].map(() => ROOM.getByName("js-meeting").meet(4)));
        assert.deepEqual(await run(meet), [4, 4, 4, 4]);
      });

      test("calls methods with names of keywords, of a second interface", async () => {
        const answers = await run(async ({ ROOM }) => {
          const room = ROOM.getByName("js");
          return [await room.class(), await room.delete("table"), await room.static(5)];
        });
        assert.deepEqual(answers, ["room over the door", "room deletes table", 5]);
        assert.equal(await run(({ ROOM }) => ROOM.getByName("js").get("table")), undefined);
      });

      test("has its arguments checked", async () => {
        await assert.rejects(
          run(({ ROOM }) => ROOM.getByName("js").put("key")),
          { name: "TypeError", message: /^put: argument value: missing/ },
        );
      });

      test("gets declared errors as values, and others thrown", async () => {
        const refuse = ({ ROOM }) => ROOM.getByName("js").refuse("full");
        assert.deepEqual(await run(refuse), { tag: "err", val: "full" });
        await assert.rejects(
          run(({ ROOM }) => ROOM.getByName("js").fail("a leak")),
          { name: "Error", message: "a leak", remote: true },
        );
      });

      test("gets an error when a method panics, and the next call works", async () => {
        for (const wait of [false, true]) {
          await assert.rejects(
            run(({ ROOM }, wait) => ROOM.getByName("js-panics").panic(wait), wait),
            { remote: true },
          );
          assert.equal(await run(({ ROOM }) => ROOM.getByName("js-panics").visits()), 1);
        }
      });

      test("is told when a call that waits is lost to another's panic", async () => {
        const lost = async ({ ROOM }) => {
          const room = ROOM.getByName("js-lost");
          const dozing = room.doze();
          await room.panic(true).catch(() => {});
          return dozing;
        };
        await assert.rejects(run(lost), { message: TRAPPED, remote: true });
      });
    });

    test("the handlers of `worker::DurableObject` work beside the methods", async () => {
      const answer = await run(async ({ ROOM }) => {
        const room = ROOM.getByName("handlers");
        await room.visits();
        return (await room.fetch("http://object/now")).text();
      });
      assert.equal(answer, "/now: 42 seats, 1 visits");

      const echo = await run(async ({ ROOM }) => {
        const headers = { Upgrade: "websocket" };
        const { webSocket } = await ROOM.getByName("handlers").fetch("http://object/", { headers });
        webSocket.accept();
        const message = new Promise((resolve) => webSocket.addEventListener("message", resolve));
        webSocket.send("hello");
        const { data } = await message;
        webSocket.close();
        return data;
      });
      assert.equal(echo, "hello in a room with 42 seats");

      const alarms = ({ ROOM }) => ROOM.getByName("handlers").alarms();
      assert.equal(await run(alarms), 0);
      await run(({ ROOM }) => ROOM.getByName("handlers").wake());
      for (let tries = 0; tries < 100 && (await run(alarms)) === 0; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.equal(await run(alarms), 1);
    });

    test("a stub reaches the methods of the schema only", async () => {
      const hidden = [
        ...["free", "__destroy_into_raw", "__wbg_ptr", "seats", "new", "greet"],
        ...["ctx", "env", "state", "instance", "instanceId", "ctor", "args", "toJSON"],
      ];
      const reserved = ["alarm", "webSocketMessage", "webSocketClose", "webSocketError"];
      const twice = (message) => [message, message];
      const expected = [
        ...hidden.map((name) => [
          name,
          twice(`The RPC receiver does not implement the method "${name}".`),
        ]),
        ...reserved.map((name) => [
          name,
          twice(`'${name}' is a reserved method and cannot be called over RPC.`),
        ]),
      ];
      assert.deepEqual(
        await outcomes(run, "ROOM", [...hidden, ...reserved], "isolation"),
        Object.fromEntries(expected),
      );
    });
  });
}
