// Runs on the newest workerd, too.
//
// Service bindings, stubs of Durable Objects and entrypoints of `ctx.exports`, handed on wherever the schema has a handle:
// from the newest workerd on. On an older one the runtime refuses, and Rust says so.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, caller, inFile, inFolder, start } from "../harness.mjs";

const HERE = "rpc-runtime/tests/e2e/bindings";

const IS_CARRIED = NEWEST > "2026-04-26";

// Which Worker what is handed on leads to, and what it calls itself, by its kind.
const SUBJECTS = {
  RUST_ANSWERS: "Rust",
  JS_ANSWERS: "JavaScript",
  JS_PROPS: "JavaScript's named",
  object: "Rust's object",
  exports: "Rust",
};

// What the peer has itself, and hands out: its service, and its Durable Object.
const PEERS = {
  RUST: ["Rust", "Rust's object"],
  JS: ["JavaScript", "JavaScript's object"],
  "RUST_ROOM&id=peer": ["Rust", "Rust's object"],
  "JS_ROOM&id=peer": ["JavaScript", "JavaScript's object"],
};

const WHY =
  "(the sender's runtime, of before July 2026, hands on no service binding and no stub of a Durable Object: update it, or hand " +
  "on a resource of the Worker's own that calls it)";

// What the runtime says of each kind, and Rust with it.
const refusal = (kind) =>
  kind === "object"
    ? `Could not serialize object of type "DurableObject". This type does not support serialization. ${WHY}`
    : `ServiceStub serialization requires the 'experimental' compat flag. ${WHY}`;

for (const date of [FIRST, NEWEST]) {
  describe(`on ${date}`, () => {
    let workers;
    before(async () => {
      const room = (scriptName) => ({ className: "Room", scriptName });
      const own = { className: "Room", useSQLite: true };
      const entrypoint = (name, entrypoint, props) => ({ name, entrypoint, props });
      const bindings = (lang) => ({
        NEXT: "next",
        ANSWERS: entrypoint(lang, "Answers"),
      });
      const everything = {
        RUST: "rust",
        JS: "js",
        RUST_ANSWERS: entrypoint("rust", "Answers"),
        JS_ANSWERS: entrypoint("js", "Answers"),
        JS_PROPS: entrypoint("js", "Answers", { name: "'s named" }),
        RUST_SPEAKING: entrypoint("rust", "Speaking"),
        JS_SPEAKING: entrypoint("js", "Speaking"),
        RUST_CARRYING: entrypoint("rust", "Carrying"),
        JS_CARRYING: entrypoint("js", "Carrying"),
      };
      const rooms = { RUST_ROOM: room("rust"), JS_ROOM: room("js"), ROOM: room("rust") };
      const rust = (name, overrides) => inFolder(`${HERE}/worker`, { name, ...overrides });
      workers = await start(
        [
          rust("client", { serviceBindings: everything, durableObjects: { ...rooms, OWN_ROOM: own } }),
          rust("rust", { serviceBindings: bindings("rust"), durableObjects: { ROOM: own } }),
          rust("next", { durableObjects: { OWN_ROOM: own } }),
          inFile("js", `${HERE}/worker.mjs`, bindings("js"), { durableObjects: { ROOM: own } }),
          caller("test", everything, { durableObjects: rooms }),
        ],
        date,
      );
    });
    after(() => workers?.stop());

    const told = (scenario, query) => workers.json("client", `/${scenario}?${query}`);

    for (const [kind, name] of Object.entries(SUBJECTS)) {
      // `ctx.exports` is there from 2025-11-17 on.
      if (kind === "exports" && date === FIRST) continue;

      for (const [peer, [service, object]] of Object.entries(PEERS)) {
        test(`Rust hands ${kind} to ${peer}, and is given theirs`, async () => {
          const says = (what, ...calls) => [`${what}: ${calls.map((call) => `${name} told ${call}`).join(", ")}`];
          const sent = {
            ask: says("ask", "ask"),
            lent: says("lent", "lent"),
            "lent again": says("lent again", "lent again"),
            all: says("all", "all", "all", "all", "all"),
            copy: says("copy", "copy"),
            "hand on": says("hand on", "hand on"),
            echo: says("echo", "echo"),
            pipelined: says("pipelined", "pipelined"),
            "echo all": says("echo all", "first", "other", "other", "other", "again"),
          };
          const methods = { lent: "ask-lent", "lent again": "ask-lent", all: "ask-all", copy: "ask-copy" };
          Object.assign(methods, { "hand on": "hand-on", pipelined: "echo", "echo all": "echo-all" });
          const lines = ([what, line]) =>
            IS_CARRIED ? line : [`${what}: Unsupported, ${methods[what] ?? what}: ${refusal(kind)}`];
          const given = IS_CARRIED
            ? [`give: ${service} told given`, `give room: ${object} told given`]
            : [`give: Unsupported, give: ${refusal()}`, `give room: Unsupported, give-room: ${refusal("object")}`];
          assert.deepEqual(await told("relay", `peer=${peer}&kind=${kind}`), [
            ...says("here", "here"),
            ...Object.entries(sent).flatMap(lines),
            ...given,
          ]);
        });
      }
    }

    for (const [kind, name] of Object.entries({ RUST_SPEAKING: "Rust", JS_SPEAKING: "JavaScript", speaker: "Rust" })) {
      if (kind === "speaker" && date === FIRST) continue;

      // To Rust what is in a structure goes in a message, with its cap table beside it.
      for (const peer of ["RUST_CARRYING", "JS_CARRYING"]) {
        test(`Rust hands a Cap'n Proto client of ${kind} to ${peer}`, async () => {
          const answers = {
            ask: `${name} told ask`,
            all: `bundle, ${name} told all, ${name} told all`,
            echo: `${name} told echo`,
            pipelined: `${name} told pipelined`,
            "echo all": `bundle, ${name} told again, ${name} told again`,
          };
          const methods = { all: "askAll", pipelined: "echo", "echo all": "echoAll" };
          const line = ([what, answer]) =>
            `${what}: ${IS_CARRIED ? answer : `Unsupported, ${methods[what] ?? what}: ${refusal(kind)}`}`;
          assert.deepEqual(await told("carry", `peer=${peer}&kind=${kind}`), [
            `here: ${name} told here`,
            ...Object.entries(answers).map(line),
          ]);
        });
      }
    }

    // Every peer, and what it is in the environment of the Worker that calls in JavaScript.
    const IN_JS = { RUST: ["RUST"], JS: ["JS"], "an object of RUST": ["RUST_ROOM", "peer"], "an object of JS": ["JS_ROOM", "peer"] };

    for (const [peer, [binding, id]] of Object.entries(IN_JS)) {
      for (const kind of ["RUST_ANSWERS", "JS_PROPS", "object"]) {
        test(`JavaScript hands ${kind} to ${peer}, and is given theirs`, async () => {
          const said = await workers.run(
            "test",
            async (env, binding, id, kind) => {
              const of = (namespace, name) => namespace.get(namespace.idFromName(name));
              const peer = id ? of(env[binding], id) : env[binding];
              const teller = kind === "object" ? of(env.ROOM, "handed") : env[kind];
              const parcel = { first: teller, others: [teller], last: teller };
              const calls = [
                () => peer.ask(teller, "ask"),
                () => peer.askLent(teller, "lent"),
                async () => (await peer.askAll(parcel, "all")).join(),
                () => peer.askCopy(teller, "copy"),
                () => peer.handOn(teller, "hand on"),
                async () => (await peer.echo(teller)).told("echo"),
                () => peer.echo(teller).told("pipelined"),
                async () => (await peer.echoAll(parcel)).others[0].told("echo all"),
                async () => (await peer.give()).told("given"),
                async () => (await peer.giveRoom("given")).told("given"),
                () => teller.told("still ours"),
              ];
              const said = [];
              for (const call of calls) said.push(await call().catch(({ name, message }) => `${name}: ${message}`));
              return said;
            },
            ...[binding, id, kind],
          );
          const name = SUBJECTS[kind];
          const [service, object] = PEERS[id ? `${binding}&id=${id}` : binding];
          const sent = ["ask", "lent", "all", "copy", "hand on", "echo", "pipelined", "echo all"];
          const refused = (kind) => `DataCloneError: ${refusal(kind).replace(` ${WHY}`, "")}`;
          const each = (what) => (what === "all" ? [what, what, what] : [what]).map((what) => `${name} told ${what}`).join();
          assert.deepEqual(said, [
            ...sent.map((what) => (IS_CARRIED ? each(what) : refused(kind))),
            ...(IS_CARRIED ? [`${service} told given`, `${object} told given`] : [refused(), refused("object")]),
            `${name} told still ours`,
          ]);
        });
      }
    }

    if (IS_CARRIED) {
      for (const kind of ["JS_PROPS", "object"]) {
        test(`a Durable Object keeps ${kind} for all of its calls, without a duplicate`, async () => {
          const [peer, name] = ["RUST_ROOM&id=keeper", SUBJECTS[kind]];
          assert.deepEqual(await told("keep", `peer=${peer}&kind=${kind}`), [`keep: ${name} told kept`]);
          for (let time = 0; time < 2; time++) {
            assert.deepEqual(await told("tell", `peer=${peer}`), [`tell: ${name} told later`]);
          }
        });
      }

      test("an entrypoint keeps none beyond its call, and is told what to do", async () => {
        const [said] = await told("keep", "peer=RUST&kind=JS_PROPS");
        assert.match(
          said,
          /^keep: Gone, told: Cannot perform I\/O on behalf of a different request\..* \(a handle that came in a call is of that call: keep it in a Durable Object, .*\)$/,
        );
      });
    }

    test("what is no stub of anything is refused, with its place", async () => {
      const said = await workers.run("test", async ({ RUST }) => {
        const wrong = [{ told: "x" }, "x", null, [], new Date(0)];
        const ask = (teller) => RUST.ask(teller, "x").catch(({ message }) => message);
        const inside = await RUST.askAll({ first: {}, others: [] }, "x").catch(({ message }) => message);
        return [...(await Promise.all(wrong.map(ask))), inside];
      });
      const expected = "expected a stub of `test:bindings/telling/teller`, got";
      assert.deepEqual(said, [
        `ask: argument teller: ${expected} object`,
        `ask: argument teller: ${expected} string "x"`,
        `ask: argument teller: ${expected} null`,
        `ask: argument teller: ${expected} array of 0`,
        `ask: argument teller: ${expected} Date`,
        `ask-all: argument parcel: first: ${expected} object`,
      ]);
    });
  });
}
