// Runs on the newest workerd, too.
//
// Where a handle works that was kept beyond the call that brought it, and what stays of handles, streams and futures that
// were let go of. What each scenario does is in `worker/src`.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, caller, inFolder, start } from "../harness.mjs";

const HERE = "rpc-runtime/tests/e2e";

// For each kind, how many are opened once everything is warm.
const MANY = 10_000;
// At a time: the runtime has a limit on what a request may do.
const STEP = 1000;

// A target that has a call under way ends with that call, there, even if its caller has gone away.
const KEEPS_WAITING = NEWEST <= "2026-04-26" && "workerd waits for calls that are under way";

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Where the peer is: a query of the scenarios.
const PEERS = { "an entrypoint": "binding=SERVER", "a Durable Object": "binding=ROOM&id=room" };

for (const date of [FIRST, NEWEST]) {
  describe(`on ${date}`, () => {
    let workers;
    before(async () => {
      const rust = (name, overrides) => inFolder(`${HERE}/handles/worker`, { name, ...overrides });
      const ownRoom = { className: "Room", useSQLite: true };
      const peers = {
        serviceBindings: { SERVER: "server" },
        durableObjects: { OWN_ROOM: ownRoom, ROOM: { className: "Room", scriptName: "server" } },
      };
      workers = await start([rust("server", {}), rust("client", peers), caller("test", { CLIENT: "client", SERVER: "server" })], date);
    });
    after(() => workers?.stop());

    const told = (scenario, peer, query = {}) =>
      workers.json("client", `/${scenario}?${peer}&${new URLSearchParams(query)}`);

    // What the runtime says, and what is to be done.
    const OTHER_REQUEST = /^Gone, (told|dup): Cannot perform I\/O on behalf of a different request\..* \(a handle that came in a call is of that call: keep it in a Durable Object, .*\)$/;
    const ENDED = /^Gone, told: The execution context which hosts this callback is no longer running\. \(it works as long as the request of whoever implements it\)$/;
    const DISPOSED = /^Gone, (told|dup): RPC stub used after being disposed\. \(a handle that is an argument ends when the method returns: .*`dup`\)$/;

    describe("a callback that was kept", () => {
      test("by an entrypoint works in no other call, not even of the same request", async () => {
        const peer = PEERS["an entrypoint"];
        for (const said of [await told("keep", peer), await told("tell", peer)].flat()) {
          assert.match(said, OTHER_REQUEST);
        }
      });

      test("by a Durable Object works in every call, as long as the caller's request lasts", async () => {
        const peer = PEERS["a Durable Object"];
        assert.deepEqual(await told("keep", peer), ["told in the same request"]);
        assert.match((await told("tell", peer))[0], ENDED);

        const held = told("hold", peer);
        let [said, copied] = await told("tell", peer);
        // The request that holds it may be on its way yet.
        while (ENDED.test(said)) [said, copied] = await told("tell", peer);
        assert.deepEqual([said, copied], ["told in another", "copied"]);
        assert.deepEqual(await held, ["told at last"]);
        assert.match((await told("tell", peer))[0], ENDED);
      });

      for (const [where, peer] of Object.entries(PEERS)) {
        test(`by a resource of ${where} works in every call of the resource`, async () => {
          assert.deepEqual(await told("session", peer), ["told one", "told two"]);
        });

        test(`by ${where} without a duplicate ends with the call that brought it`, async () => {
          // Whether it is called or duplicated, and whatever the runtime says of a duplicate.
          for (const said of await told("misplace", peer)) assert.match(said, DISPOSED);
        });
      }

      // The runtime lets go of nothing then: it is found by the collector, for which there is no hook before 2025-05-05. By
      // the next call, of this peer or of another one.
      if (date !== FIRST) {
        test("is let go of by the caller when its request has ended", async () => {
          const peer = PEERS["a Durable Object"];
          for (let time = 0; time < 100; time++) await told("keep", peer);
          for (let time = 0; time < 200; time++) {
            await told("press", peer);
            await told("state", peer);
            if ((await told("own-state", peer)).live < 10) return;
          }
          assert.fail(`${(await told("own-state", peer)).live} are left`);
        });
      }
    });

    test("the value behind a handle is found where it is, and nowhere else", async () => {
      for (const peer of Object.values(PEERS)) {
        assert.deepEqual(await told("local", peer), [
          "mine: true",
          "a copy of mine: true",
          "mine as another type: false",
          "theirs: false",
          "theirs that came home: false",
        ]);
      }
    });

    for (const [where, peer] of Object.entries(PEERS)) {
      // The state of the server once nothing changes any more: disposing is a message that nobody answers.
      const settled = async () => {
        let state = await told("state", peer);
        for (let time = 0; time < 100 && state.live > 0; time++) {
          await sleep(20);
          state = await told("state", peer);
        }
        return state;
      };

      const stays = (t, opened, before, after) => {
        const memory = after.memory - before.memory;
        t.diagnostic(`${opened} opened: ${after.live} live, ${after.slots - before.slots} slots, ${memory} bytes stay`);
        assert.deepEqual([after.live, Math.max(0, after.slots - before.slots)], [0, 0]);
        // A page, for what lies where: two words for each would be more.
        assert.ok(memory <= 64 * 1024 && memory < 8 * opened, `${memory} bytes`);
      };

      describe(`nothing stays, with ${where},`, () => {
        // What is made once, such as classes and names, is made before anything is counted.
        before(settled);

        for (const kind of ["handles", "records", "streams", "futures", "unawaited"]) {
          test(`of ${MANY} ${kind}`, async (t) => {
            await told(kind, peer, { many: STEP });
            const before = await settled();
            let opened = 0;
            while (opened < MANY) opened += await told(kind, peer, { many: STEP });
            stays(t, opened, before, await settled());
          });
        }

        // Requests that open `each` and wait; and all of these go away.
        const leave = (path, each, times) =>
          workers.run(
            "test",
            async ({ CLIENT, SERVER }, path, each, times) => {
              const live = async (wanted) => {
                for (let time = 0; time < 2000; time++) {
                  const { live } = await SERVER.count();
                  if (live === wanted) return;
                  await new Promise((resolve) => setTimeout(resolve, 1));
                }
                throw new Error(`${(await SERVER.count()).live} are live, not ${wanted}`);
              };
              for (let time = 0; time < times; time++) {
                const controller = new AbortController();
                const { signal } = controller;
                const left = CLIENT.fetch(`http://client${path}`, { signal }).catch(({ name }) => name);
                await live(each);
                controller.abort();
                if ((await left) !== "AbortError") throw new Error(`it has ended: ${await left}`);
                await live(0);
              }
            },
            ...[path, each, times],
          );

        // How often a request opens some of each kind, and how many these are.
        for (const [kind, often, some, what, skip] of [
          ["left", 10, 8, "of what callers held that went away", false],
          ["left-waiting", 50, 2, "of what they waited for", KEEPS_WAITING],
        ]) {
          test(what, { skip }, async (t) => {
            const [path, each] = [`/${kind}?${peer}&many=${often}`, often * some];
            await leave(path, each, 10);
            const before = await settled();
            let opened = 0;
            // A few at a time, since a call of the tests must not last.
            for (; opened < MANY; opened += 5 * each) await leave(path, each, 5);
            stays(t, opened, before, await settled());
          });
        }
      });
    }
  });
}
