// Runs on the newest workerd, too.

// Hostile and unlucky callers: what a Worker keeps of their calls. It is `hostile`, which serves `worker/wit/hostile.wit`.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, caller, inFolder, inline, start } from "../harness.mjs";

// Makes the call that the path names, and waits for it.
const WAITS = `
import { RpcTarget } from "cloudflare:workers";

const title = "x".repeat(50_000);

function stalling() {
  const { readable, writable } = new IdentityTransformStream();
  writable.getWriter().write(new Uint8Array(1000)).catch(() => {});
  return readable;
}

class Silent extends RpcTarget {
  notify() {
    return new Promise((resolve) => setTimeout(resolve, 20_000));
  }
}

const CALLS = {
  "/upload": ({ HOSTILE }) => HOSTILE.upload(title, stalling()),
  "/upload-to-desk": async ({ HOSTILE }) => (await HOSTILE.open()).upload(title, stalling()),
  "/upload-pipelined": ({ HOSTILE }) => HOSTILE.open().upload(title, stalling()),
  "/upload-to-object": ({ SAFE }) => SAFE.get(SAFE.idFromName("one")).upload(title, stalling()),
  "/tell": ({ HOSTILE }) => HOSTILE.tell(title, new Silent()),
  "/tell-desk": async ({ HOSTILE }) => (await HOSTILE.open()).tell(title, new Silent()),
  "/tell-object": ({ SAFE }) => SAFE.get(SAFE.idFromName("one")).tell(title, new Silent()),
  "/sleep": ({ HOSTILE }) => HOSTILE.sleep(title, 300),
};

export default {
  async fetch(request, env) {
    // While it waits for this, the runtime does not find that it hangs.
    setTimeout(() => {}, 20_000);
    return Response.json(await CALLS[new URL(request.url).pathname](env));
  },
};
`;

// Makes the call `count` times at once, and goes away when all are waiting. Gives what the server has when none is.
async function abort(env, path, count) {
  const until = async (done) => {
    for (let tries = 0; tries < 500; tries++) {
      const state = await env.HOSTILE.now();
      if (done(state.waiting)) return state;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`${(await env.HOSTILE.now()).waiting} calls of ${count} are waiting`);
  };
  const controller = new AbortController();
  const calls = Array.from({ length: count }, async () => {
    try {
      return await (await env.WAITS.fetch(`http://waits${path}`, { signal: controller.signal })).text();
    } catch (error) {
      return error.name;
    }
  });
  await until((waiting) => waiting === count);
  controller.abort();
  const outcomes = new Set(await Promise.all(calls));
  if (outcomes.size !== 1 || !outcomes.has("AbortError")) throw new Error([...outcomes].join());
  return until((waiting) => waiting === 0);
}

const OBJECTS = { SAFE: { className: "Safe", scriptName: "hostile" } };

for (const compatibilityDate of [FIRST, NEWEST]) {
  describe(`on ${compatibilityDate}`, () => {
    let workers;

    before(async () => {
      workers = await start([
        inFolder("rpc-runtime/tests/e2e/hostile/worker"),
        inline("waits", WAITS, { HOSTILE: "hostile" }, { durableObjects: OBJECTS }),
        caller("test", { HOSTILE: "hostile", WAITS: "waits" }),
      ], compatibilityDate);
    });
    after(() => workers?.stop());

    for (const path of [
      "/upload", "/upload-to-desk", "/upload-pipelined", "/upload-to-object",
      "/tell", "/tell-desk", "/tell-object", "/sleep",
    ]) {
      test(`${path}: 200 callers that go away leave nothing behind`, async () => {
        // What the allocator needs for so many at once it has after a few rounds, and keeps.
        for (let round = 0; round < 4; round++) await workers.run("test", abort, path, 20);
        const few = await workers.run("test", abort, path, 20);
        for (let round = 0; round < 9; round++) {
          const many = await workers.run("test", abort, path, 20);
          assert.deepEqual(many, few);
        }
      });
    }

    test("a small argument is not read into much memory, and what it took is used again", async () => {
      const { few, many, errors } = await workers.run("test", async (env) => {
        const rows = Array(3300).fill(new Float64Array(10_000));
        const errors = new Set();
        const refused = async () => {
          await env.HOSTILE.sum(rows).catch((error) => errors.add(`${error}`));
          return env.HOSTILE.now();
        };
        const before = await env.HOSTILE.now();
        const few = await refused();
        few.grown = few.memory - before.memory;
        let many;
        for (let round = 0; round < 20; round++) many = await refused();
        return { few, many, errors: [...errors] };
      });
      const why = "takes more than 9 MiB of memory, the limit for what arrived; " +
        "`rpc_runtime::limits::read_up_to` allows more";
      assert.deepEqual(errors, [`TypeError: sum: argument rows: [126]: ${why}`]);
      const { grown, ...rest } = few;
      // It is 264 MB in full. Some is the allocator's own.
      assert.ok(grown < 12 * 2 ** 20, `${grown} bytes more`);
      assert.deepEqual(many, rest);
    });

    test("arguments that arrived in full are read", async () => {
      const outcome = await workers.run("test", async (env) => [
        // The runtime carries 32 MiB at most.
        await env.HOSTILE.length(new Uint8Array(30_000_000)),
        await env.HOSTILE.sum([new Float64Array(3_500_000).fill(2)]),
        await env.HOSTILE.count(Array.from(Array(500_000), (_, i) => ({ name: `${i}`, amount: i }))),
      ]);
      assert.deepEqual(outcome, [30_000_000n, 7_000_000, 500_000]);
    });

    test("a Worker can allow more", async () => {
      const sum = await workers.run("test", async (env) => {
        await env.HOSTILE.readUpTo(32 * 2 ** 20);
        try {
          return await env.HOSTILE.sum(Array(300).fill(new Float64Array(10_000).fill(1)));
        } finally {
          await env.HOSTILE.readUpTo(8 * 2 ** 20);
        }
      });
      assert.equal(sum, 3_000_000);
    });
  });
}
