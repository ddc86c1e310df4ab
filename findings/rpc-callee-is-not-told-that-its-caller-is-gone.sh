#!/bin/sh
# workerd: a Workers RPC method that reads a stream of its caller is not told when the caller's request is aborted.
#
# One would expect the read to fail, as it does for any reader whose writer is gone, and `catch` and `finally` to run. None
# of that happens: the method stops where it waits, with what it holds. While it has a `ctx.waitUntil` that is pending, the
# same read fails at once, and `finally` runs.
#
# Exits with 1 if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund \
  miniflare@4.20260426.0 workerd-newest@npm:workerd@1.20261117.1

cat > callee.mjs <<'END'
import { WorkerEntrypoint } from "cloudflare:workers";

let events = [];

export default class extends WorkerEntrypoint {
  async upload(stream, keepsContext) {
    let release;
    if (keepsContext) this.ctx.waitUntil(new Promise((resolve) => (release = resolve)));
    const reader = stream.getReader();
    try {
      await reader.read();
      events.push("got a chunk");
      await reader.read();
      events.push("got another one");
    } catch (error) {
      events.push("the read failed");
    } finally {
      events.push("finally");
      release?.();
    }
  }

  seen() {
    return events;
  }

  forget() {
    events = [];
  }
}
END

cat > caller.mjs <<'END'
export default {
  async fetch(request, env) {
    const { readable, writable } = new IdentityTransformStream();
    writable.getWriter().write(new Uint8Array(10)).catch(() => {});
    setTimeout(() => {}, 20_000); // Else the runtime finds that it hangs.
    await env.CALLEE.upload(readable, new URL(request.url).pathname === "/keeps-context");
    return new Response();
  },
};
END

# Aborts a request to the caller while the callee waits for the second chunk.
cat > driver.mjs <<'END'
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export default {
  async fetch(request, env) {
    await env.CALLEE.forget();
    const controller = new AbortController();
    const call = env.CALLER.fetch(request.url, { signal: controller.signal }).catch(() => {});
    while (!(await env.CALLEE.seen()).includes("got a chunk")) await pause(10);
    controller.abort();
    await call;
    await pause(3000);
    return Response.json(await env.CALLEE.seen());
  },
};
END

cat > run.mjs <<'END'
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Log, LogLevel, Miniflare } = require("miniflare");
let changed = false;
for (const name of ["workerd", "workerd-newest"]) {
  const workerd = require(name);
  process.env.MINIFLARE_WORKERD_PATH = workerd.default;
  const worker = (name, serviceBindings) => ({
    name,
    modules: true,
    scriptPath: `${name}.mjs`,
    compatibilityDate: workerd.compatibilityDate,
    serviceBindings,
  });
  const miniflare = new Miniflare({
    cf: false,
    log: new Log(LogLevel.ERROR),
    workers: [
      worker("driver", { CALLER: "caller", CALLEE: "callee" }),
      worker("caller", { CALLEE: "callee" }),
      worker("callee", {}),
    ],
  });
  const expected = {
    "/": ["got a chunk"],
    "/keeps-context": ["got a chunk", "the read failed", "finally"],
  };
  console.log(`workerd ${workerd.version}, compatibility date ${workerd.compatibilityDate}`);
  for (const [path, events] of Object.entries(expected)) {
    const response = await miniflare.dispatchFetch(`http://driver${path}`);
    const seen = await response.json();
    console.log(`  ${path === "/" ? "as it is" : "with a pending waitUntil"}: ${seen.join(", ")}`);
    changed ||= JSON.stringify(seen) !== JSON.stringify(events);
  }
  await miniflare.dispose();
}
console.log(changed ? "the behaviour has changed" : "the callee is told only while its context is kept");
process.exit(changed ? 1 : 0);
END

node run.mjs
