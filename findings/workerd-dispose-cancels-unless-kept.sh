#!/bin/sh
# workerd 2026-11-17, experimental flag `rpc_dispose_cancels_call` of the caller: disposing the promise of a call cancels it. A method of an
# entrypoint stops where it waits, and its `finally` does not run; but one that has a `ctx.waitUntil` pending runs to its end
# as if nothing had happened, as does one of a Durable Object and one of an RpcTarget. None of them is told.
#
# Needs Node.js and npm. Prints what is done; exits with 1 if it does anything else.
set -eu

NEW=1.20261117.1

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >package.json <<EOF
{ "private": true, "dependencies": { "new": "npm:workerd@$NEW" } }
EOF
npm install --silent --no-audit --no-fund >/dev/null

cat >server.mjs <<'EOF'
import { DurableObject, RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

const events = [];

async function work(name) {
  try {
    await new Promise((resolve) => setTimeout(resolve, 200));
    events.push(`${name} came to its end`);
  } finally {
    events.push(`${name} cleaned up`);
  }
}

class Target extends RpcTarget {
  work() {
    return work("a target");
  }
}

export class Room extends DurableObject {
  work() {
    return work("an object");
  }
}

export default class extends WorkerEntrypoint {
  plain() {
    return work("a method");
  }

  kept() {
    const working = work("a method that is kept");
    this.ctx.waitUntil(working);
    return working;
  }

  target() {
    return new Target();
  }

  events() {
    return events;
  }
}
EOF

cat >client.mjs <<'EOF'
export default {
  async test(_controller, { SERVER, ROOMS }) {
    const target = await SERVER.target();
    const calls = [
      () => SERVER.plain(),
      () => SERVER.kept(),
      () => ROOMS.get(ROOMS.idFromName("a")).work(),
      () => target.work(),
    ];
    for (const call of calls) {
      const promise = call();
      const outcome = promise.then(() => "it came", (error) => error.message);
      await new Promise((resolve) => setTimeout(resolve, 50));
      promise[Symbol.dispose]();
      console.log(await outcome);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    console.log((await SERVER.events()).join("\n"));
  },
};
EOF

cat >config.capnp <<'EOF'
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "server", worker = (
      compatibilityDate = "2026-11-01",
      modules = [(name = "server.mjs", esModule = embed "server.mjs")],
      durableObjectNamespaces = [(className = "Room", uniqueKey = "rooms")],
      durableObjectStorage = (inMemory = void),
    )),
    (name = "client", worker = (
      compatibilityDate = "2026-11-01",
      compatibilityFlags = ["rpc_dispose_cancels_call"],
      modules = [(name = "client.mjs", esModule = embed "client.mjs")],
      bindings = [
        (name = "SERVER", service = "server"),
        (name = "ROOMS", durableObjectNamespace = (className = "Room", serviceName = "server")),
      ],
    )),
  ],
);
EOF

cancelled="The RPC call was canceled because its promise was disposed."
expected="$cancelled
$cancelled
$cancelled
$cancelled
a method that is kept came to its end
a method that is kept cleaned up
an object came to its end
an object cleaned up
a target came to its end
a target cleaned up"
workerd=$(node --print "require('new').default")
"$workerd" --version
printed=$(timeout 60 "$workerd" test --experimental config.capnp 2>errors) || cat errors
echo "$printed"
[ "$printed" = "$expected" ]
