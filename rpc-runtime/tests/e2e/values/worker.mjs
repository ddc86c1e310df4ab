// The interface `echo` of `worker/wit` in JavaScript. It gives back what it was given, or what it was told to
// reply, and remembers what it was given.

import { WorkerEntrypoint } from "cloudflare:workers";

const METHODS = [
  ...["echoBool", "echoU8", "echoU16", "echoU32", "echoU64", "echoS8", "echoS16", "echoS32", "echoS64"],
  ...["echoF32", "echoF64", "echoChar", "echoString"],
  ...["echoBytes", "echoU16s", "echoU32s", "echoU64s", "echoS8s", "echoS16s", "echoS32s", "echoS64s"],
  ...["echoF32s", "echoF64s", "echoBools", "echoStrings", "echoPoints", "echoGrid"],
  ...["echoDigest", "echoCorners", "echoAges", "echoNames"],
  ...["echoOption", "echoOptionalText", "echoOptionalBytes", "echoOptionalPoint", "echoNestedOption"],
  ...["echoOutcomes", "echoTuple", "echoLongTuple", "echoProfile", "echoShape", "echoColor", "echoRights", "echoDeep"],
];

// What cannot be handed here from a test: what the runtime does not carry, or not as what it is.
const REPLIES = {
  "without a prototype": () => Object.assign(Object.create(null), { x: 1, y: 2 }),
  "of groupBy": () => Object.groupBy([1, 2], (x) => (x === 1 ? "x" : "y")),
  "an instance": () => Object.assign(new (class Point {})(), { x: 1, y: 2 }),
  "a Proxy": () => new Proxy({ x: 1, y: 2 }, {}),
  "a Proxy inside": () => [new Proxy({ x: 1, y: 2 }, {})],
  "a copy of a Proxy": () => ({ ...new Proxy({ x: 1, y: 2 }, {}) }),
  "a view that grew": () => {
    const view = new Uint8Array(new ArrayBuffer(2, { maxByteLength: 16 }));
    view.buffer.resize(3);
    return view;
  },
};

let received = [];
let replies = [];

function take(args, reply) {
  received = args;
  return replies.length > 0 ? replies.shift() : reply;
}

export default class Echo extends WorkerEntrypoint {
  nothing(...args) {
    return take(args);
  }

  echoOptions(...args) {
    return take(args, [args[0], args[1], args[2]]);
  }

  // What the next call replies, whatever it is given.
  reply(value) {
    replies.push(value);
  }

  // Likewise, by name.
  replyWith(name) {
    replies.push(REPLIES[name]());
  }

  // The arguments of the last call.
  received() {
    return received;
  }

  // The classes and the sizes of the arguments of the last call, which are typed arrays.
  receivedSizes() {
    return received.map((array) => [array.constructor.name, array.length, array.buffer.byteLength]);
  }
}

for (const method of METHODS) {
  Echo.prototype[method] = function (...args) {
    return take(args, args[0]);
  };
}
