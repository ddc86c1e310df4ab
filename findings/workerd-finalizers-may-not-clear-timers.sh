#!/bin/sh
# workerd: the callback of a `FinalizationRegistry` runs in no request, and there even `clearTimeout` throws, which starts
# nothing and is told of any other number without a word. What is let go of in a finalizer has to be kept for the next
# request where it clears timers; from WebAssembly the exception goes through frames that do not expect one.
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

cat >test.mjs <<'EOF'
const cleared = (timer) => {
  try {
    clearTimeout(timer);
    return "cleared";
  } catch (error) {
    return error.message.slice(0, 51);
  }
};

let finalized;
const registry = new FinalizationRegistry((timer) => (finalized = cleared(timer)));

export default {
  async test() {
    console.log(`in a request, one that is not there: ${cleared(123456)}`);
    registry.register({}, setTimeout(() => {}, 100));
    // Each needs room on the heap, which has the engine look for what nobody can reach.
    for (let turn = 0; turn < 500 && finalized === undefined; turn++) {
      Array.from({ length: 100 }, () => new Array(30_000));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    console.log(`in a finalizer: ${finalized}`);
  },
};
EOF

cat >config.capnp <<'EOF'
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "test", worker = (
      compatibilityDate = "2026-04-21",
      modules = [(name = "test.mjs", esModule = embed "test.mjs")],
    )),
  ],
);
EOF

expected="in a request, one that is not there: cleared
in a finalizer: Disallowed operation called within global scope. As"
changed=0
for which in old new; do
  workerd=$(node --print "require('$which').default")
  "$workerd" --version
  printed=$(timeout 60 "$workerd" test config.capnp 2>errors) || cat errors
  echo "$printed"
  [ "$printed" = "$expected" ] || changed=1
done
exit $changed
