// Runs on the newest workerd, too.

// What `rpc_runtime::testing::faults` has calls fail with on the host is what workerd has them fail with: both are held
// to the table `faults.json`, by `rpc-runtime/tests/host/faults.rs` and here.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, caller, inFile, inFolder, start } from "../harness.mjs";

const HERE = "rpc-runtime/tests/e2e/failures";
const TABLE = JSON.parse(await readFile(new URL("faults.json", import.meta.url), "utf8"));

for (const compatibilityDate of [FIRST, NEWEST]) {
  describe(`compatibility date ${compatibilityDate}`, () => {
    let workers;
    before(async () => {
      const room = (scriptName) => ({ ROOM: { className: "Room", useSQLite: true, scriptName } });
      const bindings = { RUST: "rust", JS: "js" };
      workers = await start([
        inFolder(`${HERE}/worker`, { name: "rust", compatibilityDate }),
        inFile("js", `${HERE}/worker.mjs`, {}, { compatibilityDate, durableObjects: room() }),
        inFolder(`${HERE}/worker`, {
          name: "client",
          compatibilityDate,
          serviceBindings: bindings,
          durableObjects: room("js"),
        }),
        caller("test", bindings, { compatibilityDate, durableObjects: room("js") }),
      ]);
    });
    after(() => workers?.stop());

    for (const { what, call, told } of TABLE) {
      test(what, async () => {
        const { outcome } = await workers.json("client", call);
        const { kind, message, remote, after } = outcome;
        const flags = (remote) => Object.keys(told.remote).map((name) => [name, remote[name]]);
        assert.deepEqual(
          { kind, message, remote: remote && Object.fromEntries(flags(remote)), ...(after && { after }) },
          told,
        );
      });
    }

    test("all calls of a Durable Object that is reset fail, and its stub with them", async () => {
      const failures = await workers.run("test", async ({ ROOM }) => {
        const told = async (call) => {
          const { message, remote = false, retryable = false, durableObjectReset = false } = await call.catch((e) => e);
          return { message, remote, retryable, durableObjectReset };
        };
        const room = ROOM.getByName("under way");
        const [first, second] = [await room.open(), await room.open()];
        const waiting = [told(room.fail("hang")), told(first.fail("hang"))];
        const reset = await told(room.fail("abort"));
        return {
          reset,
          waiting: await Promise.all(waiting),
          after: [await told(room.fail("not")), await told(second.fail("not"))],
        };
      });
      const reset = { message: "the room is closed", remote: false, retryable: false, durableObjectReset: true };
      const ended = "The execution context which hosts this callback is no longer running.";
      assert.deepEqual(failures, {
        reset,
        waiting: [reset, { ...reset, remote: true }],
        after: [reset, { message: ended, remote: false, retryable: false, durableObjectReset: false }],
      });
    });
  });
}
