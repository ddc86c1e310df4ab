#!/bin/sh
# workerd, with compatibility date 2026-04-21 or later (`enhanced_error_serialization`): an error that is thrown over Workers
# RPC keeps its own properties, unless one of them holds anything that cannot be cloned, such as an RpcTarget, which crosses
# everywhere else. Then all of them are gone, and neither side is told.
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

const DETAILS = {
  data: () => ({ when: new Date(0) }),
  target: () => ({ where: new RpcTarget() }),
  stream: () => ({ body: new Blob(["text"]).stream() }),
};

export default class extends WorkerEntrypoint {
  gives(what) {
    return { code: 7, details: DETAILS[what]() };
  }

  throws(what) {
    throw Object.assign(new Error("refused"), { code: 7, details: DETAILS[what]() });
  }
}
EOF

cat >client.mjs <<'EOF'
export default {
  async test(_controller, { SERVER }) {
    for (const what of ["data", "target", "stream"]) {
      const given = Object.keys(await SERVER.gives(what));
      const thrown = await SERVER.throws(what).catch((error) => Object.keys(error));
      console.log(`${what}: a result has ${given}; an error has ${thrown}`);
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

expected="data: a result has code,details; an error has code,details,remote
target: a result has code,details; an error has remote
stream: a result has code,details; an error has remote"
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
