// Runs on the newest workerd, too.
//
// The example `helpdesk`: two Workers in Rust that have their types from one crate, and one in JavaScript, for which
// that makes no difference.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, caller, inFolder, start } from "../harness.mjs";

for (const compatibilityDate of [FIRST, NEWEST]) {
  describe(`on ${compatibilityDate}`, () => {
    let workers;

    before(async () => {
      workers = await start([
        inFolder("examples/helpdesk-server"),
        inFolder("examples/helpdesk-client"),
        inFolder("examples/helpdesk-js"),
        caller("test", { DESK: "helpdesk-server", DESK_JS: "helpdesk-js" }),
      ], compatibilityDate);
    });
    after(() => workers?.stop());

    // What becomes of a ticket that a client finds and makes urgent.
    const OUTCOMES = [
      ["2026-3", "The lamp is dark is urgent"],
      // A declared error of the desk.
      ["2026-9", "refused: there is no ticket 2026-9"],
      // One of the listener, which the desk hands on.
      ["2026-4", "refused: there is no ticket 2026-4"],
    ];
    for (const [ticket, result] of OUTCOMES) {
      for (const [worker, directions] of [
        ["helpdesk-client", ["Rust → Rust", "Rust → JavaScript"]],
        ["helpdesk-js", ["JavaScript → Rust"]],
      ]) {
        test(`${worker} asks for ${ticket}`, async () => {
          const rows = await workers.json(worker, `/?ticket=${ticket}`);
          assert.deepEqual(rows, directions.flatMap((direction) => [
            { direction, call: `find(${ticket}), urge(now)`, result },
            { direction, call: "slots(today)", result: "2026-2 in 0 min, 2026-3 in 15 min" },
          ]));
        });
      }
    }

    const ID = { year: 2026, number: 2 };
    const URGENT = { id: ID, title: "No coffee", urgency: "now" };
    for (const desk of ["DESK", "DESK_JS"]) {
      test(`${desk} answers with shared types as with any`, async () => {
        const [found, unknown, slots] = await workers.run("test", async (env, desk, id) => [
          await env[desk].find(id),
          await env[desk].find({ ...id, year: 1 }),
          await env[desk].slots("now"),
        ], desk, ID);
        assert.deepEqual(found, { tag: "ok", val: URGENT });
        assert.deepEqual(unknown, { tag: "err", val: { tag: "unknown", val: { ...ID, year: 1 } } });
        assert.deepEqual(slots, [{ id: ID, urgency: "now", minute: 0 }]);
      });
    }

    test("what is wrong with a shared type is said with the path to it", async () => {
      const error = await workers.run("test", (env) => env.DESK.find({ year: 70000, number: 1 }).catch(String));
      assert.match(error, /find: argument id: year: .*70000/);
    });
  });
}
