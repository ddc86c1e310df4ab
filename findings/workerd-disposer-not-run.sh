#!/bin/sh
# workerd does not run the disposer of an RpcTarget that a call returned, where the target's last stub was all that kept
# that call's context: the context ends with the stub, and with it the place where the disposer would have run. The
# documentation says that "the RpcTarget's disposer runs after the last stub is disposed"
# (https://developers.cloudflare.com/workers/runtime-apis/rpc/lifecycle/). Where a `waitUntil` keeps the context, it runs.
#
# Needs Node.js and npm. Prints what each version does; exits with 1 if one does anything else.
set -eu

OLD=1.20260426.1
NEW=1.20261117.1

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >package.json <<EOF
{ "private": true, "dependencies": { "old": "npm:workerd@$OLD", "new": "npm:workerd@$NEW" } }
EOF
npm install --silent --no-audit --no-fund >/dev/null

cat >server.mjs <<'EOF'
import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

let [made, disposed] = [0, 0];

class Thing extends RpcTarget {
  constructor() {
    super();
    made++;
  }

  name() {
    return "thing";
  }

  [Symbol.dispose]() {
    disposed++;
  }
}

export default class extends WorkerEntrypoint {
  make() {
    return new Thing();
  }

  makeWithWaitUntil() {
    this.ctx.waitUntil(new Promise((resolve) => setTimeout(resolve, 2000)));
    return new Thing();
  }

  count() {
    const counted = { made, disposed };
    [made, disposed] = [0, 0];
    return counted;
  }
}
EOF

cat >client.mjs <<'EOF'
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export default {
  async test(_controller, { SERVER }) {
    for (const method of ["make", "makeWithWaitUntil"]) {
      for (let time = 0; time < 20; time++) {
        const thing = await SERVER[method]();
        await thing.name();
        thing[Symbol.dispose]();
      }
      await sleep(1000);
      const { made, disposed } = await SERVER.count();
      console.log(`${method}: ${made} stubs disposed, ${disposed} disposers run`);
    }
  },
};
EOF

cat >config.capnp <<'EOF'
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "server", worker = (
      compatibilityDate = "2026-04-21",
      modules = [(name = "server.mjs", esModule = embed "server.mjs")],
    )),
    (name = "client", worker = (
      compatibilityDate = "2026-04-21",
      modules = [(name = "client.mjs", esModule = embed "client.mjs")],
      bindings = [(name = "SERVER", service = "server")],
    )),
  ],
);
EOF

expected="make: 20 stubs disposed, 0 disposers run
makeWithWaitUntil: 20 stubs disposed, 20 disposers run"
changed=0
for which in old new; do
  workerd=$(node --print "require('$which').default")
  "$workerd" --version
  printed=$(timeout 60 "$workerd" test config.capnp 2>errors) || cat errors
  echo "$printed"
  [ "$printed" = "$expected" ] || changed=1
done
[ "$changed" = 0 ] || echo "expected of each:
$expected"
exit "$changed"
