#!/bin/sh
# workerd 1.20261117.1: of a ReadableStream that is sent over Workers RPC, chunks that are no bytes and no text are left out
# where the stream comes from `ReadableStream.from`, or from a source that waits for its chunks, and nobody is told: the
# reader finds a whole stream that is shorter. Where the source has them at once, the reader gets an error, as one would
# expect of all, and as all do with 1.20260426.1.
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

const chunks = () => [new Uint8Array(2), { not: "bytes" }, new Uint8Array(2)];

export default class extends WorkerEntrypoint {
  from() {
    return ReadableStream.from(chunks());
  }

  source(wait) {
    const left = chunks();
    return new ReadableStream({
      async pull(controller) {
        if (wait) await scheduler.wait(1);
        if (left.length === 0) controller.close();
        else controller.enqueue(left.shift());
      },
    });
  }

  waiting() {
    return this.source(true);
  }
}
EOF

cat >client.mjs <<'EOF'
async function read(stream) {
  let bytes = 0;
  try {
    for await (const chunk of stream) bytes += chunk.length;
    return `${bytes} bytes, and the end`;
  } catch (error) {
    return `${bytes} bytes, and an error`;
  }
}

export default {
  async test(_controller, { SERVER }) {
    for (const method of ["from", "waiting", "source"]) console.log(`${method}: ${await read(await SERVER[method]())}`);
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
for which in old new; do
  workerd=$(node --print "require('$which').default")
  "$workerd" --version
  expected="from: 2 bytes, and an error
waiting: 2 bytes, and an error
source: 2 bytes, and an error"
  [ "$which" = old ] || expected="from: 4 bytes, and the end
waiting: 4 bytes, and the end
source: 0 bytes, and an error"
  printed=$(timeout 60 "$workerd" test config.capnp 2>errors) || cat errors
  echo "$printed"
  [ "$printed" = "$expected" ] || { changed=1; echo "expected:
$expected"; }
done
exit "$changed"
