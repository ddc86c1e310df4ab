#!/bin/sh
# workerd: the promise of a Workers RPC call takes a function as the first argument of `then`, and nothing else, unlike a
# promise of the language: `call.then(undefined, failed)` throws a TypeError in the caller.
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
import { WorkerEntrypoint } from "cloudflare:workers";

export default class extends WorkerEntrypoint {
  one() {
    return 1;
  }
}
EOF

cat >client.mjs <<'EOF'
export default {
  async test(_controller, { SERVER }) {
    const outcome = (promise) => {
      try {
        promise.then(undefined, () => {});
        return "is taken";
      } catch (error) {
        return `${error.name}: ${error.message}`;
      }
    };
    console.log(`Promise: ${outcome(Promise.resolve(1))}`);
    console.log(`a call: ${outcome(SERVER.one())}`);
    await SERVER.one();
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

expected="Promise: is taken
a call: TypeError: Failed to execute 'then' on 'JsRpcPromise': parameter 1 is not of type 'Function'."
changed=0
for which in old new; do
  workerd=$(node --print "require('$which').default")
  "$workerd" --version
  printed=$(timeout 60 "$workerd" test config.capnp 2>errors) || cat errors
  echo "$printed"
  [ "$printed" = "$expected" ] || changed=1
done
exit $changed
