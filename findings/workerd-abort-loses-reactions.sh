#!/bin/sh
# workerd: `ctx.abort()` of a Durable Object takes with it every reaction of a promise that was to run in the same turn, also
# of promises that are no business of the object's. A queue that has asked for one reaction, and asks for no other until that
# has run, as executors of futures do, stands still from then on, for all the requests of the isolate.
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
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

const settled = Promise.resolve();

// One for the whole isolate: runs what it was given, in the turn after.
const queue = {
  work: [],
  isScheduled: false,
  add(run) {
    this.work.push(run);
    if (this.isScheduled) return;
    this.isScheduled = true;
    settled.then(() => {
      this.isScheduled = false;
      for (const run of this.work.splice(0)) run();
    });
  },
};

export class Room extends DurableObject {
  leave(aborts) {
    setTimeout(() => {
      queue.add(() => {});
      if (aborts) this.ctx.abort();
    }, 1);
  }
}

export default class extends WorkerEntrypoint {
  async works() {
    let ran = false;
    queue.add(() => (ran = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    return ran;
  }
}
EOF

cat >client.mjs <<'EOF'
export default {
  async test(_controller, { SERVER, ROOMS }) {
    for (const aborts of [false, true]) {
      await ROOMS.get(ROOMS.idFromName("a")).leave(aborts);
      await new Promise((resolve) => setTimeout(resolve, 100));
      console.log(`${aborts ? "after an abort" : "before"}: ${await SERVER.works() ? "runs" : "stands still"}`);
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
      durableObjectNamespaces = [(className = "Room", uniqueKey = "rooms")],
      durableObjectStorage = (inMemory = void),
    )),
    (name = "client", worker = (
      compatibilityDate = "2026-04-21",
      modules = [(name = "client.mjs", esModule = embed "client.mjs")],
      bindings = [
        (name = "SERVER", service = "server"),
        (name = "ROOMS", durableObjectNamespace = (className = "Room", serviceName = "server")),
      ],
    )),
  ],
);
EOF

expected="before: runs
after an abort: stands still"
changed=0
for which in old new; do
  workerd=$(node --print "require('$which').default")
  "$workerd" --version
  printed=$(timeout 60 "$workerd" test config.capnp 2>errors) || cat errors
  echo "$printed"
  [ "$printed" = "$expected" ] || changed=1
done
exit $changed
