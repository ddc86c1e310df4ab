// Runs on the newest workerd, too.
// What a context gives in the runtime: `contexts`, with the Rust and JavaScript that it calls. The table is also
// `../../contexts_host.rs`'s: a context that a test fills gives the same.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, caller, inFile, inFolder, printed, start } from "../harness.mjs";

const HERE = "rpc-runtime/tests/e2e";
const TABLE = JSON.parse(readFileSync(new URL("table.json", import.meta.url), "utf8"));

for (const compatibilityDate of [FIRST, NEWEST]) {
  describe(`compatibility date ${compatibilityDate}`, () => {
    let workers;
    before(async () => {
      const withProps = TABLE.props.map(([props], row) => [`PROPS_${row}`, { name: "contexts", props }]);
      const contexts = inFolder(`${HERE}/contexts/worker`);
      workers = await start([
        {
          ...contexts,
          // `KEY` is a secret: not in `wrangler.toml`.
          bindings: { ...contexts.bindings, KEY: "a key" },
          kvNamespaces: ["STORE"],
          compatibilityDate,
        },
        inFile("contexts-js", `${HERE}/contexts/worker.mjs`, {}, {
          durableObjects: { COUNTER: "Counter" },
          compatibilityDate,
        }),
        caller("test", { CONTEXTS: "contexts", ...Object.fromEntries(withProps) }, {
          durableObjects: { OBJECTS: { className: "Counter", scriptName: "contexts" } },
          compatibilityDate,
        }),
      ]);
    });
    after(() => workers?.stop());

    const run = (fn, ...args) => workers.run("test", fn, ...args);
    // What an entrypoint says, and what a Durable Object does.
    const both = (method, ...args) =>
      run(
        async (env, method, args) => {
          const object = env.OBJECTS.get(env.OBJECTS.idFromName("asked"));
          return [await env.CONTEXTS[method](...args), await object[method](...args)];
        },
        method,
        args,
      );

    test("bindings are what the table says", async () => {
      for (const [accessor, binding, expected] of TABLE.bindings) {
        assert.deepEqual(await both("ask", accessor, binding), [expected, expected], `${accessor} ${binding}`);
      }
    });

    test("a binding of any other kind is named by its class", async () => {
      for (const [accessor, expected] of [
        ["var", "a variable or secret that is text"],
        ["service", "a service"],
        ["durable_object", "a Durable Object namespace"],
      ]) {
        const [outcome] = await both("ask", accessor, "STORE");
        assert.equal(outcome, `InvalidBinding: binding STORE: expected ${expected}, got KvNamespace`);
      }
    });

    test("props are what the table says", async () => {
      const outcomes = await run(async (env) => {
        const bindings = Object.keys(env).filter((name) => name.startsWith("PROPS_"));
        const ask = async (name) => [name, await env[name].props()];
        return Object.fromEntries(await Promise.all(bindings.map(ask)));
      });
      TABLE.props.forEach(([, expected], row) => assert.equal(outcomes[`PROPS_${row}`], expected));
    });

    test("props of a binding without any are an object without keys", async () => {
      const [[props, expected]] = TABLE.props;
      assert.deepEqual(props, {});
      assert.equal(await run((env) => env.CONTEXTS.props()), expected);
    });

    test("a service is called, in Rust and in JavaScript", async () => {
      assert.deepEqual(await both("nextOfService", "SERVICE"), [0, 0]);
      assert.deepEqual(await both("nextOfService", "SERVICE_JS"), [100, 100]);
      await assert.rejects(both("nextOfService", "TEXT"), {
        message: "binding TEXT: expected a service, got a variable or secret that is text",
      });
    });

    test("a Durable Object is called, by name and by id, in Rust and in JavaScript", async () => {
      for (const [binding, start] of [["OBJECTS", 0], ["OBJECTS_JS", 100]]) {
        const next = (object) => both("nextOfObject", binding, object);
        assert.deepEqual(await next({ name: "a" }), [start + 1, start + 2]);
        assert.deepEqual(await next({ name: "a", near: "weur" }), [start + 3, start + 4]);
        assert.deepEqual(await next({ name: "b" }), [start + 1, start + 2]);
        const [id, other] = await both("newId", binding);
        assert.match(id, /^[0-9a-f]{64}$/);
        assert.notEqual(id, other);
        assert.deepEqual(await next({ id }), [start + 1, start + 2]);
      }
    });

    test("what a namespace refuses is said, and not as if the caller of the method had been wrong", async () => {
      const id = "0".repeat(64);
      await assert.rejects(both("nextOfObject", "OBJECTS", { id }), {
        name: "Error",
        message: /^binding OBJECTS: .*is not valid for this namespace/,
      });
      // workerd has no jurisdictions of its own.
      await assert.rejects(both("nextOfObject", "OBJECTS", { name: "a", jurisdiction: "eu" }), {
        name: "Error",
        message: /^binding OBJECTS: Jurisdiction restrictions are not implemented/,
      });
      await assert.rejects(both("newId", "OBJECTS", "eu"), {
        message: /^refused: binding OBJECTS: Jurisdiction restrictions are not implemented/,
      });
    });

    test("what waits goes on after the reply", async () => {
      await both("later", "of a call");
      await printed(workers, "later: of a call");
    });

    test("an HTTP request has a context, too", async () => {
      const response = await workers.fetch("contexts", "/path");
      assert.equal(await response.text(), "eu 1");
      await printed(workers, "later: fetched /path");
    });
  });
}
