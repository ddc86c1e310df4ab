// Runs on the newest workerd, too.
//
// Blobs and abort signals of `workers:platform`, in every direction. Blobs cross from the newest workerd on; signals where
// the Worker that sends one has the flag `enable_abortsignal_rpc`.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, caller, inFile, inFolder, start } from "../harness.mjs";

const HERE = "rpc-runtime/tests/e2e/platform";

const CARRIES_BLOBS = NEWEST > "2026-04-26";

// How long calls last that are told before. The older workerd tells only who has something else to do, such as a timer that
// goes off: there it is as long as it takes to be told.
const LONG = NEWEST > "2026-04-26" ? 20_000 : 300;

const BLOB =
  'Could not serialize object of type "Blob". This type does not support serialization. (the sender\'s runtime, of before July ' +
  "2026, sends no `Blob`: update it, or send bytes)";
const SIGNAL =
  "AbortSignal serialization is not enabled. (the Worker that sends it needs the compatibility flag `enable_abortsignal_rpc`, " +
  "which is experimental: set it, or send a resource that tells of the end)";
const TOO_LARGE = "Serialized RPC arguments or return values are limited to 32MiB, but the size of this value was:";

for (const date of [FIRST, NEWEST]) {
  describe(`on ${date}`, () => {
    let workers;
    before(async () => {
      const peers = { RUST: "rust", JS: "js", PLAIN_RUST: "plain-rust", PLAIN_JS: "plain-js" };
      const flags = { compatibilityFlags: ["enable_abortsignal_rpc"] };
      const rust = (name, overrides = {}) => inFolder(`${HERE}/worker`, { name, ...overrides });
      const js = (name, overrides = {}) => inFile(name, `${HERE}/worker.mjs`, {}, overrides);
      workers = await start(
        [
          rust("client", { ...flags, serviceBindings: peers }),
          rust("plain-client", { serviceBindings: peers }),
          ...[rust("rust", flags), rust("plain-rust"), js("js", flags), js("plain-js")],
          caller("test", peers, flags),
        ],
        date,
      );
    });
    after(() => workers?.stop());

    for (const peer of ["RUST", "JS"]) {
      test(`Rust → ${peer}: blobs`, async () => {
        const lines = await workers.json("client", `/blobs?peer=${peer}`);
        if (!CARRIES_BLOBS) {
          const calls = ["describe", "empty", "lent", "shout", "forward", "zeros", "zeros"];
          const methods = { empty: "describe", lent: "describe-lent" };
          assert.deepEqual(lines, calls.map((what) => `${what}: Unsupported, ${methods[what] ?? what}: ${BLOB}`));
          return;
        }
        const large = lines.pop();
        assert.deepEqual(lines, [
          "describe: text/plain 5 hello",
          "empty:  0 ",
          "lent: text/plain 5 hello",
          "shout: text/plain 5 HELLO, text/plain 5 HELLO",
          "forward: text/plain 5 hello, false, text/plain 5 hello, image/png 1 \ufffd",
          `zeros: ${31 << 20}`,
        ]);
        assert.ok(large.startsWith(`zeros: Remote, zeros: ${TOO_LARGE} 3460`), large);
      });

      test(`Rust → ${peer}: signals`, async () => {
        assert.deepEqual(await workers.json("client", `/signals?peer=${peer}&long=${LONG}`), [
          ...["none: slept", "never: slept", "look: false", "aborted: true: too slow", "late: true: too slow"],
          ...["at once: true: too slow", "expired: true: expired before", "expire: false, true: expired"],
        ]);
      });

      test(`Rust → ${peer}: signals without the flag`, async () => {
        const refused = (what, method) => `${what}: Unsupported, ${method}: ${SIGNAL}`;
        assert.deepEqual(await workers.json("plain-client", `/signals?peer=PLAIN_${peer}`), [
          ...["none: slept", refused("never", "sleep"), refused("look", "look"), refused("aborted", "sleep")],
          ...[refused("late", "look"), refused("at once", "sleep"), refused("expired", "expired")],
          refused("expire", "expire"),
        ]);
      });
    }

    test("JavaScript → Rust: blobs, and what is none", async () => {
      const said = await workers.run("test", async ({ RUST }) => {
        const blob = new Blob(["hello"], { type: "a/b" });
        const text = async (blob) => `${blob.type} ${await blob.text()}`;
        const thrown = ({ message }) => message;
        const calls = [
          RUST.describe(blob),
          RUST.shout(blob).then(text),
          RUST.forward({ text: blob, files: [blob], seal: blob }).then(({ seal }) => text(seal)),
          RUST.describe("hello"),
          RUST.describe(new Uint8Array(5)),
          RUST.forward({ text: null, files: [] }),
        ];
        return Promise.all(calls.map((call) => call.catch(thrown)));
      });
      const refused = BLOB.slice(0, BLOB.indexOf(" ("));
      assert.deepEqual(said, [
        ...(CARRIES_BLOBS ? ["a/b 5 hello", "a/b HELLO", "a/b hello"] : [refused, refused, refused]),
        'describe: argument blob: expected Blob, got string "hello"',
        "describe: argument blob: expected Blob, got Uint8Array of 5",
        "forward: argument letter: text: expected Blob, got null",
      ]);
    });

    test("JavaScript → Rust: signals, and what is none", async () => {
      const said = await workers.run("test", async ({ RUST }, long) => {
        const controller = new AbortController();
        setTimeout(() => controller.abort("a string"), 30);
        const given = await RUST.expire(30);
        const told = new Promise((resolve) => given.addEventListener("abort", resolve));
        await Promise.race([told, new Promise((resolve) => setTimeout(resolve, long))]);
        const { name, message } = given.reason;
        return [
          await RUST.sleep(long, controller.signal),
          await RUST.sleep(long, AbortSignal.timeout(30)),
          await RUST.sleep(1, null),
          await RUST.sleep(1, new AbortController()).catch(({ message }) => message),
          await RUST.look({ aborted: true }).catch(({ message }) => message),
          `${name}: ${message}`,
        ];
      }, LONG);
      assert.deepEqual(said, [
        "true: a string",
        "true: The operation was aborted due to timeout",
        "slept",
        'Could not serialize object of type "AbortController". This type does not support serialization.',
        "look: argument signal: expected AbortSignal, got object",
        "AbortError: expired",
      ]);
    });
  });
}
