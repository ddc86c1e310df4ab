// Runs on the newest workerd, too.

// What the wire document says of the runtime, whoever uses it: each test quotes the sentence that it confirms. What is said
// of the runtime together with our code is in the suites of that.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, caller, inFile, start, versions } from "../harness.mjs";

const document = readFileSync(new URL("../../../WIRE.md", import.meta.url), "utf8").replace(/\s+/g, " ");

// The two differ, and this is the newer.
const isNewer = NEWEST >= "2026-11-17";

// What arrives as something else than it was sent as, or not at all.
const CLASSES = {
  "a function": "RpcStub",
  "an RpcTarget": "RpcStub",
  ...Object.fromEntries(
    ["an object without a prototype", "an instance of a class", "a symbol", "a promise", "a promise inside"]
      .concat(["a URL", "a FormData", "a TransformStream", "a WeakMap", "an AbortSignal"])
      .concat(isNewer ? [] : ["a Blob", "a binding"])
      .map((what) => [what, "DataCloneError"]),
  ),
};

// A test of what the document says.
function says(sentence, run) {
  test(sentence, async () => {
    assert.ok(document.includes(sentence), "the wire document does not say so");
    await run();
  });
}

test("the wire document names the versions that tests run on, and no others", () => {
  const [bundled, newest] = versions();
  assert.ok(document.includes(`It was confirmed on workerd ${bundled} and ${newest}`), `${bundled} and ${newest}`);
  for (const [text, version] of document.matchAll(/workerd (\d{4}-\d\d-\d\d)/g)) {
    assert.ok([bundled, newest].includes(version), `${text}: tests run on ${bundled} and ${newest}`);
  }
});

for (const compatibilityDate of [FIRST, NEWEST]) {
  describe(`on ${compatibilityDate}`, () => {
    let workers;

    before(async () => {
      const room = { ROOM: { className: "Room", useSQLite: true } };
      workers = await start([
        inFile("peer", "rpc-runtime/tests/e2e/runtime/worker.mjs", { SELF: "peer" }, { durableObjects: room }),
        caller("test", { PEER: "peer" }, { durableObjects: { ROOM: { className: "Room", scriptName: "peer" } } }),
      ], compatibilityDate);
    });
    after(() => workers?.stop());

    const run = (fn, ...args) => workers.run("test", fn, ...args);

    describe("limits", () => {
      says("32 MiB for the arguments or the result of a call, streams not counted", async () => {
        const outcome = await run(async ({ PEER }) => {
          const most = 32 * 2 ** 20;
          const shown = async (outcome) => {
            try {
              return await outcome;
            } catch ({ message }) {
              return message.replace(/\d{5,}/, "…");
            }
          };
          let streamed = 0;
          for await (const chunk of await PEER.chunks(40, 2 ** 20)) streamed += chunk.length;
          return [
            await shown(PEER.length(new Uint8Array(most - 100))),
            await shown(PEER.length(new Uint8Array(most))),
            await shown(PEER.bytes(most - 100).then((bytes) => bytes.length)),
            await shown(PEER.bytes(most)),
            streamed,
          ];
        });
        const refusal = "Serialized RPC arguments or return values are limited to 32MiB, but the size of this value was: … bytes.";
        assert.deepEqual(outcome, [33_554_332, refusal, 33_554_332, refusal, 40 * 2 ** 20]);
      });

      says("Calls on what has not arrived may be chained at will", async () => {
        const depth = await run(({ PEER }) => {
          let step = PEER.step();
          for (let calls = 0; calls < 200; calls++) step = step.next();
          return step.depth();
        });
        assert.equal(depth, 200);
      });

      says("64 properties one after the other (`stub.a.b.…`) on workerd 2026-11-17", async () => {
        const outcomes = await run(async ({ PEER }) => {
          const outcomes = [];
          for (const length of [63, 64, 65]) {
            for (const [from, property, last] of [
              [PEER.step(), "further", (step) => step.depth()],
              [PEER.nested(length), "inner", (object) => object.bottom],
            ]) {
              try {
                let at = from;
                for (let depth = 0; depth < length; depth++) at = at[property];
                outcomes.push(await last(at));
              } catch ({ message }) {
                outcomes.push(message);
              }
            }
          }
          return outcomes;
        });
        const refusal = "RPC pipelined property path is too deep (max 64).";
        const [step, bottom] = isNewer ? [refusal, refusal] : [65, true];
        assert.deepEqual(outcomes, [63, true, 64, true, step, bottom]);
      });
    });

    describe("what crosses", () => {
      says("Only plain objects, arrays, typed arrays, `Map`, `Set`, `Date`, `RegExp`, `Error`, bigint, streams, `Request`, " +
        "`Response`, `Headers`, `AbortSignal` with a flag, functions, `RpcTarget`s and stubs cross at all, and on workerd 2026-11-17 a `Blob`, which " +
        "counts in full, and [bindings](#bindings-as-handles): no instance of any other class.", async () => {
        const classes = await run(({ PEER }) => PEER.classesThere());
        for (const [what, sent, there] of classes) assert.equal(there, CLASSES[what] ?? sent, what);
        const refused = Object.values(CLASSES).filter((name) => name === "DataCloneError");
        assert.equal(classes.filter(([, , there]) => there === "DataCloneError").length, refused.length);
        if (!isNewer) return;
        const sizes = await run(({ PEER }) => {
          const size = (bytes) => PEER.sizeOf(new Blob([new Uint8Array(bytes)])).catch(({ message }) => message);
          return Promise.all([2 ** 20, 32 * 2 ** 20].map(size));
        });
        assert.equal(sizes[0], 2 ** 20);
        assert.match(sizes[1], /^Serialized RPC arguments or return values are limited to 32MiB/);
      });
    });

    describe("streams of bytes", () => {
      const said = "A `ReadableStream` with a source of its own is not told on workerd 2026-04-26 that its reader went away";
      says(said, async () => {
        const told = await run(async ({ PEER }) => {
          const told = {};
          for (const how of ["source", "from", "identity"]) {
            const reader = (await PEER.endless(how)).getReader();
            await reader.read();
            await reader.cancel("enough");
            for (let tries = 0; tries < 50 && (await PEER.told()).length === 0; tries++) await scheduler.wait(10);
            told[how] = await PEER.told();
          }
          return told;
        });
        assert.deepEqual(told, {
          source: isNewer ? ["cancel was called"] : [],
          from: isNewer ? ["an iterator was ended"] : [],
          identity: ["a write failed"],
        });
      });

      says("With the reason goes what a source of its own had enqueued before it failed", async () => {
        const read = await run(async ({ PEER }) => {
          let bytes = 0;
          try {
            for await (const chunk of await PEER.failing()) bytes += chunk.length;
          } catch ({ message }) {
            return `${bytes} bytes, then ${message}`;
          }
        });
        const why = isNewer ? "ReadableStream received over RPC disconnected prematurely." : "Network connection lost.";
        assert.equal(read, `0 bytes, then ${why}`);
      });

      says("**anything else is left out without an error** by a stream of `ReadableStream.from`, or whose source waits for " +
        "its chunks: a mistake reads as a short stream", async () => {
        const read = await run(async ({ PEER }) => {
          const read = {};
          for (const how of ["from", "waiting", "at once", "text", "encoded", "identity"]) {
            let bytes = 0;
            try {
              for await (const chunk of await PEER.mixed(how)) bytes += chunk.length;
              read[how] = `${bytes} bytes`;
            } catch {
              read[how] = `${bytes} bytes, and an error`;
            }
          }
          return read;
        });
        const failed = "2 bytes, and an error";
        const [short, atOnce, text] = isNewer ? ["4 bytes", "0 bytes, and an error", "5 bytes"] : [failed, failed, failed];
        assert.deepEqual(read, {
          from: short,
          waiting: short,
          "at once": atOnce,
          text,
          encoded: "3 bytes",
          identity: failed,
        });
      });

      says("With `getReader({ mode: \"byob\" })` and a large buffer, chunks arrive as they were sent, up to 64 KiB; otherwise " +
        "in pieces of 4 KiB", async () => {
        const sizes = await run(async ({ PEER }) => {
          const plain = new Set();
          for await (const chunk of await PEER.chunks(4, 2 ** 16)) plain.add(chunk.length);
          const sizes = [[...plain]];
          for (const size of [10_000, 2 ** 16, 2 ** 18]) {
            const filled = new Set();
            const reader = (await PEER.chunks(4, size)).getReader({ mode: "byob" });
            for (;;) {
              const { value, done } = await reader.read(new Uint8Array(2 ** 20));
              if (done) break;
              filled.add(value.length);
            }
            sizes.push([...filled]);
          }
          return sizes;
        });
        assert.deepEqual(sizes, [[4096], [10_000], [2 ** 16], [2 ** 16]]);
      });
    });

    describe("stubs", () => {
      // Called in the Worker of the test, it says what it is; each test has its own Durable Object.
      const shown = `async (call) => {
        try {
          return await call();
        } catch ({ message }) {
          return message;
        }
      }`;
      const running = (fn, ...args) => run(async (env, fn, shown, args, ctx) => {
        const made = env.UNSAFE_EVAL.eval(`(${fn})`);
        return made(env, env.UNSAFE_EVAL.eval(`(${shown})`), ...args);
      }, fn.toString(), shown, args);
      const OTHER = "Cannot perform I/O on behalf of a different request.";
      const ENDED = "The execution context which hosts this callback is no longer running.";

      says("An argument's stubs are disposed when the method returns; who wants to keep one calls `dup()`", async () => {
        const told = await running(async ({ PEER }) => {
          const told = [];
          for (const duplicate of [false, true]) {
            await PEER.afterwards(() => "called", duplicate);
            while ((await PEER.told()).length === 0) await scheduler.wait(10);
            told.push(...(await PEER.told()));
          }
          return told;
        });
        assert.deepEqual(told, ["RPC stub used after being disposed.", "called"]);
      });

      says("Since compatibility date 2026-01-20 the caller keeps those that it sent, before, they were used up", async () => {
        const after = await running(async ({ PEER }, shown) => {
          const step = await PEER.step();
          await PEER.classOf(step);
          return shown(() => step.depth());
        });
        assert.equal(after, compatibilityDate < "2026-01-20" ? "RPC stub used after being disposed." : 0);
      });

      says("| a Durable Object | in every call of the object |", async () => {
        const room = (await running(({ ROOM }) => ROOM.newUniqueId().toString()));
        const [first, second] = await running(async ({ ROOM }, shown, room) => {
          const stub = ROOM.get(ROOM.idFromString(room));
          await stub.keep(() => "called");
          return [await shown(() => stub.use()), await shown(() => stub.use())];
        }, room);
        assert.deepEqual([first, second], ["called", "called"]);
        // The request of the function that was kept has ended.
        assert.equal(await running(({ ROOM }, shown, room) => shown(() => ROOM.get(ROOM.idFromString(room)).use()), room), ENDED);
      });

      says("in every call of that resource, and of whatever else came out of that call", async () => {
        const outcomes = await running(async ({ PEER }, shown) => {
          const keeper = await PEER.keeper(() => "called");
          const other = await keeper.other();
          return [await shown(() => keeper.use()), await shown(() => keeper.use()), await shown(() => other.use())];
        });
        assert.deepEqual(outcomes, ["called", "called", "called"]);
      });

      says("in no later call, not even of the same caller", async () => {
        const outcome = await running(async ({ PEER }, shown) => {
          await PEER.keep(() => "called");
          return shown(() => PEER.use());
        });
        assert.ok(outcome.startsWith(OTHER), outcome);
      });

      says("The context ends with the stub, and the disposer, which would run in it, does not. In a Durable Object it does.", async () => {
        const told = await running(async ({ PEER, ROOM }) => {
          const told = [];
          for (const make of [() => PEER.target(false), () => PEER.target(true), () => ROOM.getByName("it").target()]) {
            const target = await make();
            await target.name();
            target[Symbol.dispose]();
            for (let tries = 0; tries < 20 && (await PEER.told()).length === 0; tries++) await scheduler.wait(10);
            told.push(await PEER.told());
          }
          return told;
        });
        assert.deepEqual(told, [[], ["disposed"], ["disposed"]]);
      });

      says("**The target was an argument, and its own request ends** while the other side has a duplicate.", async () => {
        const disposed = () => running(() => globalThis.disposed);
        const room = await running(async ({ ROOM }) => {
          globalThis.disposed = [];
          const room = ROOM.newUniqueId().toString();
          const target = (what) => Object.assign(() => what, { [Symbol.dispose]: () => globalThis.disposed.push(what) });
          const stub = ROOM.get(ROOM.idFromString(room));
          // Let go of while the request lasts, the disposer runs.
          await stub.keep(target("early"));
          await stub.letGo();
          while (globalThis.disposed.length === 0) await scheduler.wait(10);
          await stub.keep(target("late"));
          return room;
        });
        await running(({ ROOM }, shown, room) => ROOM.get(ROOM.idFromString(room)).letGo(), room);
        await running(() => scheduler.wait(100));
        assert.deepEqual(await disposed(), ["early"]);
      });
    });

    describe("errors", () => {
      const caught = (method, ...args) =>
        run(
          async ({ PEER, ROOM }, method, args) => {
            const room = ROOM.getByName("it");
            const id = await room.ownId();
            try {
              await (method === "room" ? room.throws() : PEER[method](...args));
            } catch (error) {
              const own = Object.entries(error).filter(([name]) => name !== "stack");
              const known = own.map(([name, value]) => [name, value === id ? "its id" : value]);
              return { isError: error instanceof Error, ...Object.fromEntries(known) };
            }
          },
          method,
          args,
        );
      const keeps = compatibilityDate >= "2026-04-21";

      says("What is thrown and is no `Error` arrives as it is, with `remote`, where that flag is on both sides", async () => {
        const { isError, code, inner, remote } = await caught("throws", "object");
        assert.deepEqual(
          { isError, code, inner, remote },
          keeps ? { isError: false, code: 7, inner: [1], remote: true } : { isError: true, code: undefined, inner: undefined, remote: true },
        );
      });

      says("`remote` is the runtime's; the others a callee can set as it likes", async () => {
        const { remote, retryable, overloaded, durableObjectReset } = await caught("throws", "flags");
        assert.equal(remote, true);
        if (keeps) assert.deepEqual([retryable, overloaded, durableObjectReset], [true, true, true]);
      });

      says("on workerd 2026-11-17 what a Durable Object throws has its id as `durableObjectId`", async () => {
        const { durableObjectId } = await caught("room");
        assert.equal(durableObjectId, isNewer && keeps ? "its id" : undefined);
      });
    });
  });
}

for (const compatibilityDate of ["2024-10-13", "2024-10-14"]) {
  describe(`on ${compatibilityDate}`, () => {
    says("With a compatibility date before 2024-10-14 the runtime lets no call settle the promise of another", async () => {
      const workers = await start([
        inFile("peer", "rpc-runtime/tests/e2e/runtime/worker.mjs"),
        caller("test", { PEER: "peer" }),
      ], compatibilityDate);
      try {
        const waiting = workers.run("test", ({ PEER }) => PEER.waits("it").catch(({ message }) => message));
        await workers.run("test", async ({ PEER }) => {
          while (!(await PEER.isWaiting("it"))) await scheduler.wait(10);
          return PEER.settle("it");
        });
        const never = "Promise will never complete.";
        assert.equal(await waiting, compatibilityDate < "2024-10-14" ? never : "settled");
      } finally {
        await workers.stop();
      }
    });
  });
}
