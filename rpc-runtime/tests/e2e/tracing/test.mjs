// Runs on the newest workerd, too.

// What a Worker with the feature `tracing` writes to its log: a Worker in Rust that calls another one.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, caller, inFolder, start } from "../harness.mjs";

const WORKER = "rpc-runtime/tests/e2e/tracing/worker";
const PANICKED = "the till is empty";

// The lines that the documentation shows.
const source = await readFile(new URL("../../../src/tracing.rs", import.meta.url), "utf8");
const SHOWN = [...source.matchAll(/^\/\/! (\{"level".*\})$/gm)].map(([, line]) => JSON.parse(line));

// What differs from one time to the next.
const same = ({ duration_ms, ...line }) => {
  if ("code.line.number" in line) line["code.line.number"] = 0;
  if (duration_ms === undefined) return line;
  assert.equal(typeof duration_ms, "number");
  return { ...line, duration_ms: 0 };
};

// In any order: some levels go to standard output, and some to standard error.
function assertLines(lines, expected) {
  const key = ({ message, ...line }) => message + line["otel.kind"] + line["rpc.method"];
  const sorted = (lines) => lines.toSorted((a, b) => key(a).localeCompare(key(b)));
  assert.deepEqual(sorted(lines.map(same)), sorted(expected));
}

for (const compatibilityDate of [FIRST, NEWEST]) {
  describe(`compatibility date ${compatibilityDate}`, () => {
    let workers;
    before(async () => {
      const traced = (name, serviceBindings) => inFolder(WORKER, { name, serviceBindings, compatibilityDate });
      workers = await start([
        traced("front", { NEXT: "back" }),
        traced("back", {}),
        caller("test", { FRONT: "front", BACK: "back", NAMED: { name: "back", entrypoint: "Named" } }, {
          compatibilityDate,
          durableObjects: { SAFE: { className: "Safe", scriptName: "back" } },
        }),
      ]);
    });
    after(() => workers?.stop());

    // Makes a call, and gives the lines of JSON that were logged meanwhile, once there are as many.
    async function logged(count, fn) {
      const from = workers.log.length;
      const outcome = await workers.run("test", fn).catch((error) => error);
      for (let tries = 0; ; tries++) {
        const lines = workers.log.slice(from).split("\n").filter((line) => line.startsWith("{"));
        if (lines.length >= count || tries === 500) {
          assert.equal(lines.length, count, `${outcome}\n${workers.log.slice(from)}`);
          return lines.map((line) => JSON.parse(line));
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }

    // What each line of a call has.
    const call = (kind, method, more) => ({
      level: "INFO",
      message: "call",
      "otel.kind": kind,
      "rpc.system": "workers_rpc",
      "rpc.service": "e2e:tracing/shop",
      "rpc.method": method,
      duration_ms: 0,
      ...more,
    });
    const span = (method, service = "e2e:tracing/shop") => ({
      name: "rpc",
      "otel.kind": "server",
      "otel.name": `${service}/${method}`,
      "rpc.system": "workers_rpc",
      "rpc.service": service,
      "rpc.method": method,
    });

    test("a call, what is said during it, and a call that it makes", async () => {
      const lines = await logged(5, ({ FRONT }) => FRONT.price("tea"));
      const said = { level: "INFO", message: "looking it up", item: "tea", span: span("price") };
      const size = { "rpc.request.size": 7 };
      assertLines(lines, [
        said,
        // That of the other Worker.
        said,
        call("server", "price", size),
        call("client", "price", { ...size, span: span("price") }),
        call("server", "price", size),
      ]);
    });

    test("an error that the schema declares is no failure", async () => {
      const lines = await logged(1, ({ FRONT }) => FRONT.order("tea"));
      assertLines(lines, [
        call("server", "order", { "rpc.request.size": 7, "rpc.declared_error": true }),
      ]);
    });

    test("calls of a resource are of its service", async () => {
      const lines = await logged(3, async ({ BACK }) => {
        const cart = await BACK.open();
        await cart.add("tea");
        cart[Symbol.dispose]();
      });
      const service = "e2e:tracing/shop/cart";
      assertLines(lines, [
        call("server", "open", { "rpc.request.size": 0 }),
        { level: "WARN", message: "put into the cart", item: "tea", span: span("add", service) },
        call("server", "add", { "rpc.request.size": 7, "rpc.service": service }),
      ]);
    });

    test("named entrypoints and Durable Objects are traced, too", async () => {
      assertLines(await logged(1, ({ NAMED }) => NAMED.order("tea")), [
        call("server", "order", { "rpc.request.size": 7, "rpc.declared_error": true }),
      ]);
      assertLines(await logged(1, ({ SAFE }) => SAFE.getByName("a").look()), [
        call("server", "look", { "rpc.request.size": 0, "rpc.service": "e2e:tracing/safe" }),
      ]);
    });

    test("a failure is of its kind", async () => {
      const failed = (more) => call("server", "fail", { level: "ERROR", message: "call failed", ...more });
      assert.deepEqual((await logged(1, ({ BACK }) => BACK.fail("at once"))).map(same), [
        failed({
          "rpc.request.size": 11,
          "error.type": "Application",
          "exception.message": "the till is closed",
        }),
      ]);
      const [refused] = await logged(1, ({ BACK }) => BACK.fail(7));
      assert.equal(refused["error.type"], "InvalidArgument");
      assert.equal(refused["exception.message"], "argument how: expected string, got number 7");
    });

    for (const how of ["panic", "later panic"]) {
      test(`a panic is told with the method and the place: ${how}`, async () => {
        const [panicked] = await logged(1, how === "panic" ? ({ BACK }) => BACK.fail("panic") : ({ BACK }) => BACK.fail("later panic"));
        const file = `${WORKER}/src/lib.rs`;
        assert.deepEqual(same(panicked), {
          level: "ERROR",
          message: "panicked",
          "error.type": "panic",
          "exception.message": PANICKED,
          "code.file.path": file,
          "code.line.number": 0,
          span: span("fail"),
        });
        const lines = (await readFile(new URL("worker/src/lib.rs", import.meta.url), "utf8")).split("\n");
        assert.match(lines[panicked["code.line.number"] - 1], new RegExp(PANICKED));
        // The next instance writes, too.
        await logged(1, ({ BACK }) => BACK.order("tea"));
      });
    }

    test("of calls at the same time, each line is of its own", async () => {
      const lines = await logged(7, ({ BACK }) => Promise.all([BACK.meet("a"), BACK.order("tea"), BACK.meet("b")]));
      const said = lines.filter(({ message }) => message === "here");
      assert.deepEqual(said.map(({ step, name }) => `${name}${step}`).sort(), ["a1", "a2", "b1", "b2"]);
      // `order` came in between, and is over.
      for (const line of said) assert.deepEqual(line.span, span("meet"));
    });

    test("the documentation shows what is written", async () => {
      const lines = [
        ...(await logged(5, ({ FRONT }) => FRONT.price("tea"))),
        ...(await logged(1, ({ FRONT }) => FRONT.fail("at once"))),
        ...(await logged(1, ({ FRONT }) => FRONT.fail("panic"))),
      ];
      const written = lines.map((line) => JSON.stringify(same(line)));
      assert.equal(SHOWN.length, 5);
      for (const line of SHOWN) assert.ok(written.includes(JSON.stringify(same(line))), JSON.stringify(line));
    });
  });
}
