#!/bin/sh
# workerd: when a Durable Object is reset, its stub fails from then on with the reason and `durableObjectReset`, as documented.
# An RpcTarget that the object has handed out does not: a call that is under way fails with the same reason, but as an
# error of the other side (`remote`); every later call says that an "execution context" is no longer running, without the
# reason and without any flag. So code that goes by the flags makes a new stub for one, and gives up on the other.
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

cat >worker.mjs <<'EOF'
import { DurableObject, RpcTarget } from "cloudflare:workers";

class Door extends RpcTarget {
  wait() {
    return new Promise(() => {});
  }

  knock() {}
}

export class Room extends DurableObject {
  door() {
    return new Door();
  }

  wait() {
    return new Promise(() => {});
  }

  close() {
    this.ctx.abort("closed");
  }
}

const FLAGS = ["remote", "retryable", "overloaded", "durableObjectReset"];
const told = async (what, call) => {
  const error = await call.then(() => new Error("it worked"), (error) => error);
  const flags = FLAGS.filter((name) => error[name]).join(", ") || "no flag";
  console.log(`${what}: ${error.message} (${flags})`);
};

export default {
  async test(_controller, { ROOM }) {
    const room = ROOM.get(ROOM.idFromName("a"));
    const door = await room.door();
    const other = await room.door();
    const [byStub, byTarget] = [room.wait(), door.wait()];
    await told("stub, the call that resets", room.close());
    await told("stub, under way", byStub);
    await told("stub, later", room.door());
    await told("target, under way", byTarget);
    await told("target, later", other.knock());
  },
};
EOF

cat >config.capnp <<'EOF'
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      compatibilityDate = "2026-04-21",
      modules = [(name = "worker.mjs", esModule = embed "worker.mjs")],
      durableObjectNamespaces = [(className = "Room", uniqueKey = "room")],
      durableObjectStorage = (inMemory = void),
      bindings = [(name = "ROOM", durableObjectNamespace = "Room")],
    )),
  ],
);
EOF

expected="stub, the call that resets: closed (durableObjectReset)
stub, under way: closed (durableObjectReset)
stub, later: closed (durableObjectReset)
target, under way: closed (remote, durableObjectReset)
target, later: The execution context which hosts this callback is no longer running. (no flag)"
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
