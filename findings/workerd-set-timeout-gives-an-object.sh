#!/bin/sh
# workerd: from compatibility date 2026-08-04 on, `setTimeout` gives a `Timeout` object, with no flag that says so being set.
#
# One would expect a number, as the web's standard has it, and as it is the day before. The object turns into its number by
# itself, in an `Int32Array` too; what asserts `typeof timer === "number"` fails.
#
# Exits with 1 if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund \
  miniflare@4.20260426.0 workerd-newest@npm:workerd@1.20261117.1

cat > worker.mjs <<'END'
export default {
  async fetch() {
    let ran = false;
    const timer = setTimeout(() => (ran = true), 20);
    const number = Number(timer);
    clearTimeout(timer);
    await new Promise((resolve) => setTimeout(resolve, 60));
    return Response.json([typeof timer, Number.isInteger(number) && number > 0, new Int32Array([timer])[0] > 0, ran]);
  },
};
END

cat > run.mjs <<'END'
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const workerd = require("workerd-newest");
process.env.MINIFLARE_WORKERD_PATH = workerd.default;
const { Log, LogLevel, Miniflare } = require("miniflare");
console.log(`workerd ${workerd.version}`);
const seen = {};
for (const compatibilityDate of ["2026-08-03", "2026-08-04"]) {
  const miniflare = new Miniflare({
    cf: false,
    log: new Log(LogLevel.ERROR),
    modules: true,
    scriptPath: "worker.mjs",
    compatibilityDate,
  });
  const [type, isNumber, fits, ran] = await (await miniflare.dispatchFetch("http://worker/")).json();
  console.log(`  ${compatibilityDate}: ${type}; as a number ${isNumber ? "one" : "none"}, in an Int32Array ${fits ? "one" : "none"}; ` +
    `${ran ? "ran though it was cleared" : "cleared"}`);
  seen[compatibilityDate] = type;
  await miniflare.dispose();
}
const same = seen["2026-08-03"] === "number" && seen["2026-08-04"] === "object";
console.log(same ? "setTimeout gives an object from 2026-08-04 on" : "the behaviour has changed");
process.exit(same ? 0 : 1);
END

node run.mjs
