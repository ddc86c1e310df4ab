// The Workers of `test.mjs` and `durable.test.mjs`.

import { FIRST, NEWEST, caller, inFile, inFolder, start } from "../harness.mjs";

const HERE = "rpc-runtime/tests/e2e";

// The first with entrypoint classes and Durable Objects that take RPC calls, and the newest that the
// installed workerd knows.
export const DATES = [FIRST, NEWEST];

const named = (name, entrypoint, props) => ({ name, entrypoint, props });

const ENTRYPOINTS = {
  FRONT: "entrypoints",
  FRONT_TOLD: { name: "entrypoints", props: { greeting: "welcome" } },
  FRONT_WRONG: { name: "entrypoints", props: { greeting: 7 } },
  ADMIN: named("entrypoints", "Admin", { name: "Ada", level: 3 }),
  LODGER: named("entrypoints", "Admin", { name: "Lou", level: 0 }),
  MEMBER: named("entrypoints", "Member", { name: "Ada", level: 3, more: true }),
  MEMBER_WITHOUT: named("entrypoints", "Member"),
  MEMBER_WRONG: named("entrypoints", "Member", { name: "Ada", level: "3" }),
  PATRON: named("entrypoints", "Patron", { name: "Bob", level: 1 }),
  PATRON_WRONG: named("entrypoints", "Patron", { name: ["Bob"], level: 1 }),
  GUEST: named("entrypoints", "Guest"),
  ADMIN_JS: named("entrypoints-js", "Admin", { name: "Ada", level: 3 }),
};

const OBJECTS = {
  ROOM: { className: "Room", scriptName: "entrypoints" },
  ROOM_JS: { className: "Room", scriptName: "entrypoints-js" },
};

export function startEntrypoints(date) {
  const dated = { compatibilityDate: date };
  const calls = { ...dated, serviceBindings: ENTRYPOINTS, durableObjects: OBJECTS };
  return start([
    inFolder(`${HERE}/entrypoints/worker`, dated),
    inFile("entrypoints-js", `${HERE}/entrypoints/worker.mjs`, {}, {
      ...dated,
      bindings: { SIGN: "in the window" },
      durableObjects: { ROOM: "Room" },
    }),
    inFolder(`${HERE}/entrypoints/client`, calls),
    caller("test", {}, calls),
  ]);
}

// What asking for each of `names` gives, as a call and as a property; `id` is the name of a Durable
// Object, if the binding is a namespace.
export function outcomes(run, binding, names, id) {
  return run(
    async (env, binding, names, id) => {
      const target = id === undefined ? env[binding] : env[binding].getByName(id);
      const told = async (get) => {
        try {
          return `gives ${typeof (await get())}`;
        } catch (error) {
          return error.message;
        }
      };
      const all = {};
      for (const name of names) {
        all[name] = [await told(() => target[name]()), await told(() => target[name])];
      }
      return all;
    },
    binding,
    names,
    id,
  );
}
