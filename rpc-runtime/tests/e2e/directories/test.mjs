// Runs on the newest workerd, too.

// Cap'n Proto interfaces on the object wire, capabilities among them: `directories` serves and calls in Rust,
// `worker.mjs` serves in JavaScript, and the tests call from there.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { DATES, caller, inFile, inFolder, start } from "../harness.mjs";

const HERE = "rpc-runtime/tests/e2e";

const BINDINGS = {
  ROOT: "directories",
  ATTIC: { name: "directories", entrypoint: "Attic" },
  ROOT_JS: "directories-js",
};

const calls = (path) => [
  `"directory ${path}"`,
  `"file ${path}/a"`,
  `"file ${path}/b/c"`,
  "fails: open: nothing to open",
  ...Array(2).fill("fails: enter: nothing to enter"),
  "fails: open: nothing to open",
  `file Plain Size(1152921504606846976) "file ${path}/file"`,
  `folder Hidden Directory "directory ${path}/folder"`,
  "unnamed Unknown(7) Size(0) no node",
  "0 more",
  "unnamed (no node) Plain Directory no node",
  'unnamed (mine) Plain Directory "mine"',
  `unnamed (directory ${path}/d) Plain Directory "directory ${path}/d"`,
  "fails: add: argument params: member 2 of a union is none of those known here (size, directory), and has no name to be sent by",
  "()",
  `file Plain Size(1152921504606846976) "file ${path}/file"`,
  `folder Hidden Directory "directory ${path}/folder"`,
  `"directory ${path}"`,
  `"directory ${path}"`,
];

for (const compatibilityDate of DATES) {
  describe(`Cap'n Proto interfaces on ${compatibilityDate}`, () => {
    let workers;
    before(async () => {
      const objects = { VAULT: { className: "Vault", scriptName: "directories" } };
      workers = await start([
        inFolder(`${HERE}/directories/worker`, { serviceBindings: BINDINGS }),
        inFile("directories-js", `${HERE}/directories/worker.mjs`),
        caller("test", BINDINGS, { durableObjects: objects }),
      ], compatibilityDate);
    });
    after(() => workers?.stop());

    const run = (fn, ...args) => workers.run("test", fn, ...args);

    for (const [query, path] of [
      ["binding=ROOT", "root"],
      ["binding=ATTIC", "attic"],
      ["binding=VAULT&id=gold", "vault"],
      ["binding=ROOT_JS", "root"],
    ]) {
      test(`a Rust client calls ${query}`, async () => {
        const lines = await workers.json("directories", `/?${query}`);
        assert.deepEqual(lines, calls(path));
      });
    }

    for (const binding of ["ROOT", "ROOT_JS"]) {
      test(`JavaScript calls ${binding}`, async () => {
        const outcome = await run(async (env, binding) => {
          const directory = env[binding];
          const { label } = await directory.open({ path: "a" }).node.label();
          const { entries, rest } = await directory.entries();
          const shown = entries.map(({ name, kind, size, directory }) => [name, kind, String(size), directory]);
          const added = await directory.add({ name: "n", node: entries[0].node, directory: null });
          return { label, rest, shown, added: added.name, again: await added.node.label(), watch: typeof directory.watch };
        }, binding);
        const kind = binding === "ROOT" ? "plain" : undefined;
        assert.deepEqual(outcome, {
          label: "file root/a",
          rest: 1,
          shown: [["file", kind, String(2n ** 60n), undefined], ["folder", "hidden", "undefined", null]],
          added: "n (file root/file)",
          again: { label: "file root/file" },
          watch: "function",
        });
      });
    }

    test("JavaScript is told what is wrong", async () => {
      const errors = await run(async (env) => {
        const told = async (call) => {
          try {
            return await call;
          } catch (error) {
            return error.message;
          }
        };
        return [
          await told(env.ROOT.open("a")),
          await told(env.ROOT.entries({ limit: 70000 })),
          await told(env.ROOT.add({ node: {} })),
          await told(env.ROOT.add({ size: 1n, directory: null })),
          await told(env.ROOT.watch()),
          await told(env.ROOT.watch({ watcher: null })),
        ];
      });
      assert.deepEqual(errors, [
        'open: expected an object with the arguments, got string "a"',
        "entries: argument limit: expected u16, got number 70000",
        "add: argument params: node: expected a stub of `directories.capnp:Node`, got object",
        'add: argument params: "size" and "directory" are both there: only one member of a union can be',
        "watch: argument watcher: missing",
        "watch: argument watcher: expected a stub of `directories.capnp:Watcher`, got null",
      ]);
    });
  });
}
