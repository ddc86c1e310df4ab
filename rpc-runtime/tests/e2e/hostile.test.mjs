// Runs on the newest workerd, too.

// Hostile and unlucky callers: what a Worker keeps of their calls. It is `hostile`, which serves `hostile/wit/hostile.wit`.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { caller, inFolder, inline, start } from "../../../xtask/node/miniflare.mjs";
import { FIRST, NEWEST } from "./dates.mjs";

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
  "/tell": ({ HOSTILE }) => HOSTILE.tell(title, new Silent()),
  "/tell-desk": async ({ HOSTILE }) => (await HOSTILE.open()).tell(title, new Silent()),
  "/sleep": ({ HOSTILE }) => HOSTILE.sleep(title, 100),
};

export default {
  async fetch(request, env) {
    // While it waits for this, the runtime does not find that it hangs.
    setTimeout(() => {}, 20_000);
    return Response.json(await CALLS[new URL(request.url).pathname](env));
  },
};
`;

// Makes the call \`count\` times at once, and goes away when all are waiting. Gives what the server has when none is.
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

for (const compatibilityDate of [FIRST, NEWEST]) {
  describe(`on ${compatibilityDate}`, () => {
    let workers;

    before(async () => {
      workers = await start([
        inFolder("rpc-runtime/tests/e2e/hostile"),
        inline("waits", WAITS, { HOSTILE: "hostile" }),
        caller("test", { HOSTILE: "hostile", WAITS: "waits" }),
      ], compatibilityDate);
    });
    after(() => workers?.stop());

    for (const path of ["/upload", "/upload-to-desk", "/upload-pipelined", "/tell", "/tell-desk", "/sleep"]) {
      test(`${path}: callers that go away leave nothing behind`, async () => {
        const few = await workers.run("test", abort, path, 20);
        for (let round = 0; round < 9; round++) {
          const many = await workers.run("test", abort, path, 20);
          assert.deepEqual(many, few);
        }
      });
    }
  });
}
