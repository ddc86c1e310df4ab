#!/bin/sh
# workerd: `queueMicrotask(f)` takes several times as long as `promise.then(f)` of a promise that is settled.
#
# One would expect it to be the cheaper of the two, for it makes no promise, and wasm-bindgen's futures take it where there is
# one, once for each time that a task is woken. In workerd it is a function of the runtime, with a wrapper around what it
# is given, where `then` is the engine's own. Shown is the ratio of the medians of one run.
#
# Exits with 1 if it is no longer at least three times as long.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund \
  miniflare@4.20260426.0 workerd-newest@npm:workerd@1.20261117.1

cat > worker.mjs <<'END'
export default {
  async fetch(request) {
    let count = 0;
    const step = () => (count += 1);
    const { pathname, searchParams } = new URL(request.url);
    const settled = Promise.resolve();
    for (let times = Number(searchParams.get("times")); times > 0; times--) {
      if (pathname === "/queue-microtask") queueMicrotask(step);
      else settled.then(step);
    }
    await settled;
    return new Response(String(count));
  },
};
END

# A clock in a Worker stands still, so a request with many is timed from outside, beside one with none.
cat > run.mjs <<'END'
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Log, LogLevel, Miniflare } = require("miniflare");
const TIMES = 100_000;
let changed = false;
for (const name of ["workerd", "workerd-newest"]) {
  const workerd = require(name);
  process.env.MINIFLARE_WORKERD_PATH = workerd.default;
  const miniflare = new Miniflare({
    cf: false,
    log: new Log(LogLevel.ERROR),
    modules: true,
    scriptPath: "worker.mjs",
    compatibilityDate: workerd.compatibilityDate,
  });
  const time = async (path, times) => {
    const began = performance.now();
    const text = await (await miniflare.dispatchFetch(`http://worker${path}?times=${times}`)).text();
    if (text !== String(times)) throw new Error(`${text} of ${times} ran`);
    return performance.now() - began;
  };
  const taken = { "/queue-microtask": [], "/then": [] };
  for (let round = -2; round < 9; round++) {
    for (const path of Object.keys(taken)) {
      const [none, all] = [await time(path, 0), await time(path, TIMES)];
      if (round >= 0) taken[path].push(Math.max(all - none, 0.001));
    }
  }
  const median = (path) => taken[path].toSorted((one, other) => one - other)[4];
  const ratio = median("/queue-microtask") / median("/then");
  console.log(`workerd ${workerd.version}: queueMicrotask takes ${ratio.toFixed(1)} times as long as then`);
  changed ||= ratio < 3;
  await miniflare.dispose();
}
process.exit(changed ? 1 : 0);
END

node run.mjs
