// Runs on the newest workerd, too.

// The example `scores`: a Durable Object in Rust with rows in SQLite, called from Rust and from JavaScript.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, caller, inFolder, start } from "../harness.mjs";

for (const compatibilityDate of [FIRST, NEWEST]) {
  describe(`on ${compatibilityDate}`, () => {
    let workers;
    let disk;

    const boot = async () => {
      const SCORES = { className: "Table", scriptName: "scores-server" };
      workers = await start(
        [
          inFolder("examples/scores-server"),
          inFolder("examples/scores-js"),
          caller("test", {}, { durableObjects: { SCORES } }),
        ],
        compatibilityDate,
        { durableObjectsPersist: disk },
      );
    };
    before(async () => {
      disk = await mkdtemp(join(tmpdir(), "scores-"));
      await boot();
    });
    after(async () => {
      await workers?.stop();
      await rm(disk, { recursive: true, force: true });
    });

    const call = (game, method, ...args) =>
      workers.run("test", ({ SCORES }, game, method, args) => SCORES.getByName(game)[method](...args), game, method, args);

    // What a Worker answers that enters a score, and looks.
    const enter = async (worker, game, player, points) => {
      const rows = await workers.json(worker, `/?game=${game}&player=${player}&points=${points}`);
      return rows.map(({ result }) => result);
    };

    test("calls from Rust and from JavaScript find what others have stored", async () => {
      assert.deepEqual(await enter("scores-server", "chess", "Ada", 40), ["rank 1", "Ada 40"]);
      assert.deepEqual(await enter("scores-js", "chess", "Grace", 50), ["rank 1", "Grace 50, Ada 40"]);
      assert.deepEqual(await enter("scores-server", "chess", "Mary", 45), ["rank 2", "Grace 50, Mary 45, Ada 40"]);
      assert.equal(await call("chess", "submit", { player: "Kay", points: 45 }), 2);
      assert.deepEqual(await call("chess", "top", 3), [
        { player: "Grace", points: 50 },
        { player: "Mary", points: 45 },
        { player: "Kay", points: 45 },
      ]);
    });

    test("every game has a table of its own", async () => {
      assert.deepEqual(await call("go", "top", 10), []);
      assert.equal(await call("go", "submit", { player: "Ada", points: 1 }), 1);
      assert.deepEqual(await call("go", "top", 10), [{ player: "Ada", points: 1 }]);
    });

    test("values are what they were, whatever is in them", async () => {
      const scores = [
        { player: "'; DROP TABLE scores; --", points: 2 ** 32 - 1 },
        { player: "", points: 0 },
        { player: "Zoë\u0000🦀", points: 7 },
      ];
      for (const score of scores) await call("any", "submit", score);
      const best = scores.toSorted((a, b) => b.points - a.points);
      assert.deepEqual(await call("any", "top", 2 ** 32 - 1), best);
      assert.deepEqual(await call("any", "top", 0), []);
    });

    test("arguments are checked before anything is stored", async () => {
      await assert.rejects(call("checked", "submit", { player: "Ada", points: -1 }), {
        name: "TypeError",
        message: "submit: argument score: points: expected u32, got number -1",
      });
      assert.deepEqual(await call("checked", "top", 1), []);
    });

    test("HTTP requests to the object are answered by its `fetch`", async () => {
      const fetch = async ({ SCORES }) => {
        const response = await SCORES.getByName("chess").fetch("http://object/");
        return [response.status, await response.text()];
      };
      assert.deepEqual(await workers.run("test", fetch), [404, "call the methods of `scores`"]);
    });

    test("what is stored is there when everything has been stopped and started again", async () => {
      const before = [await call("chess", "top", 10), await call("go", "top", 10)];
      assert.deepEqual(before.map((scores) => scores.length), [4, 1]);
      await workers.stop();
      await boot();
      assert.deepEqual([await call("chess", "top", 10), await call("go", "top", 10)], before);
    });
  });
}
