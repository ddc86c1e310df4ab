#!/bin/sh
# workerd: a Durable Object that is aborted by WebAssembly, `ctx.abort()` called from there, ends the call where it stands,
# and its instance of WebAssembly goes on.
#
# One would expect an exception, after which frames are left in order, or that the object begins with an instance of its
# own. But the frames of WebAssembly are cut off: a compiler's code that moved its stack pointer never moves it back, so
# that each abort takes a part of the stack for good, until there is none; and what it has locked stays locked. Whoever
# aborts from a timer or a promise's reaction, outside of WebAssembly, loses nothing.
#
# Exits with 1 if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund \
  miniflare@4.20260426.0 workerd-newest@npm:workerd@1.20261117.1

cat > object.mjs <<'END'
import { DurableObject } from "cloudflare:workers";
import module from "./stack.wasm";

// As a compiler's code does it: takes 16 bytes of the stack, calls, and gives them back.
let abort;
const { exports } = new WebAssembly.Instance(module, { js: { abort: () => abort() } });

export class Room extends DurableObject {
  fromWebAssembly() {
    abort = () => this.ctx.abort("as asked");
    exports.call();
  }

  async fromTimer() {
    abort = () => setTimeout(() => this.ctx.abort("as asked"));
    exports.call();
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }

  stack() {
    return exports.stack.value;
  }
}

export default {
  async fetch(request, env) {
    const room = () => env.ROOM.getByName("room");
    const before = await room().stack();
    const how = new URL(request.url).pathname.slice(1);
    for (let times = 0; times < 10; times++) await room()[how]().catch(() => {});
    return Response.json(before - (await room().stack()));
  },
};
END

# (module (import "js" "abort" (func)) (global (export "stack") (mut i32) (i32.const 4096))
#   (func (export "call")
#     (global.set 0 (i32.sub (global.get 0) (i32.const 16))) (call 0)
#     (global.set 0 (i32.add (global.get 0) (i32.const 16)))))
cat > run.mjs <<'END'
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const text = (name) => [name.length, ...Buffer.from(name)];
const section = (id, ...bytes) => [id, bytes.length, ...bytes];
const wasm = Uint8Array.from([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  ...section(1, 1, 0x60, 0, 0),
  ...section(2, 1, ...text("js"), ...text("abort"), 0, 0),
  ...section(3, 1, 0),
  ...section(6, 1, 0x7f, 1, 0x41, 0x80, 0x20, 0x0b),
  ...section(7, 2, ...text("stack"), 3, 0, ...text("call"), 0, 1),
  ...section(10, 1, 18, 0, 0x23, 0, 0x41, 16, 0x6b, 0x24, 0, 0x10, 0, 0x23, 0, 0x41, 16, 0x6a, 0x24, 0, 0x0b),
]);
const require = createRequire(import.meta.url);
const { Log, LogLevel, Miniflare } = require("miniflare");
let changed = false;
for (const name of ["workerd", "workerd-newest"]) {
  const workerd = require(name);
  process.env.MINIFLARE_WORKERD_PATH = workerd.default;
  const miniflare = new Miniflare({
    cf: false,
    log: new Log(LogLevel.ERROR),
    compatibilityDate: workerd.compatibilityDate,
    durableObjects: { ROOM: "Room" },
    modules: [
      { type: "ESModule", path: "object.mjs", contents: readFileSync("object.mjs", "utf8") },
      { type: "CompiledWasm", path: "stack.wasm", contents: wasm },
    ],
  });
  console.log(`workerd ${workerd.version}, compatibility date ${workerd.compatibilityDate}`);
  for (const [how, expected] of [["fromWebAssembly", 160], ["fromTimer", 0]]) {
    const response = await miniflare.dispatchFetch(`http://room/${how}`);
    const lost = await response.json();
    console.log(`  10 aborts ${how}: ${lost} bytes of the stack are lost`);
    changed ||= lost !== expected;
  }
  await miniflare.dispose();
}
console.log(changed ? "the behaviour has changed" : "what WebAssembly has taken of its stack is not given back");
process.exit(changed ? 1 : 0);
END

node run.mjs
