#!/bin/sh
# workerd: `dup()` of a stub that was disposed. workerd 2026-04-26 gives another stub, whose calls fail with a text that says
# why: `RPC stub used after being disposed.` workerd 2026-11-17 throws `internal error; reference = …` in place of it, also of
# a stub that was an argument and ended with its call, as it does where somebody forgot the `dup()` that keeps one.
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

class Thing extends RpcTarget {
  name() {
    return "thing";
  }
}

export default class extends WorkerEntrypoint {
  make() {
    return new Thing();
  }
}
EOF

cat >client.mjs <<'EOF'
const said = ({ message }) => message.replace(/reference = \w+/, "reference = …");

export default {
  async test(_controller, { SERVER }) {
    const stub = await SERVER.make();
    stub[Symbol.dispose]();
    console.log(`a call: ${await stub.name().catch(said)}`);
    try {
      const copy = stub.dup();
      console.log(`a call of a duplicate: ${await copy.name().catch(said)}`);
    } catch (error) {
      console.log(`a duplicate: ${said(error)}`);
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

changed=0
run() {
  workerd=$(node --print "require('$1').default")
  "$workerd" --version
  printed=$(timeout 60 "$workerd" test config.capnp 2>errors) || cat errors
  echo "$printed"
  [ "$printed" = "$2" ] || { changed=1; echo "expected: $2"; }
}
run old "a call: RPC stub used after being disposed.
a call of a duplicate: RPC stub used after being disposed."
run new "a call: RPC stub used after being disposed.
a duplicate: internal error; reference = …"
exit "$changed"
