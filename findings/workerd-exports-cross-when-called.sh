#!/bin/sh
# workerd 2026-11-17 carries service bindings and stubs of Durable Objects over Workers RPC, but no entrypoint of
# `ctx.exports`: `Could not serialize object of type "LoopbackServiceStub".` One can be called all the same, and what
# calling it as a function gives, with or without props, crosses: `ctx.exports.Named({})`. Without an argument that call is
# an error.
#
# Needs Node.js and npm. Prints what it does; exits with 1 if it does anything else.
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
import { WorkerEntrypoint } from "cloudflare:workers";

export default class extends WorkerEntrypoint {
  ask(whom) {
    return whom.name();
  }
}
EOF

cat >client.mjs <<'EOF'
import { WorkerEntrypoint } from "cloudflare:workers";

export class Named extends WorkerEntrypoint {
  name() {
    return `named ${JSON.stringify(this.ctx.props)}`;
  }
}

export default {
  async test(_controller, { SERVER, SERVICE }, { exports }) {
    const whom = {
      "a binding": () => SERVICE,
      "an entrypoint": () => exports.Named,
      "one that was called": () => exports.Named({}),
      "one with props": () => exports.Named({ props: { a: 1 } }),
      "one without an argument": () => exports.Named(),
    };
    console.log(`here: ${await exports.Named.name()}`);
    for (const [what, get] of Object.entries(whom)) {
      const said = await (async () => SERVER.ask(get()))().catch(({ message }) => message);
      console.log(`${what}: ${said}`);
    }
  },
};
EOF

cat >config.capnp <<'EOF'
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "server", worker = (
      compatibilityDate = "2026-11-17",
      modules = [(name = "server.mjs", esModule = embed "server.mjs")],
    )),
    (name = "client", worker = (
      compatibilityDate = "2026-11-17",
      modules = [(name = "client.mjs", esModule = embed "client.mjs")],
      bindings = [
        (name = "SERVER", service = "server"),
        (name = "SERVICE", service = (name = "client", entrypoint = "Named")),
      ],
    )),
  ],
);
EOF

expected='here: named {}
a binding: named {}
an entrypoint: Could not serialize object of type "LoopbackServiceStub". This type does not support serialization.
one that was called: named {}
one with props: named {"a":1}
one without an argument: Failed to execute '"'(called as function)' on 'LoopbackServiceStub': parameter 1 is not of type 'Options'."
workerd=$(node --print "require('new').default")
"$workerd" --version
printed=$(timeout 60 "$workerd" test config.capnp 2>errors) || cat errors
echo "$printed"
[ "$printed" = "$expected" ] || { echo "expected: $expected"; exit 1; }
