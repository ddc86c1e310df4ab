// Values as text, so that a test in Node.js and a Worker on workerd can hand them to each other:
// JSON, with tagged objects for what JSON has no word for.

export const encode = (value) => JSON.stringify(pack(value));
export const decode = (text) => unpack(JSON.parse(text));

const TAG = "$";

function pack(value) {
  switch (typeof value) {
    case "undefined":
      return { [TAG]: "undefined" };
    case "bigint":
      return { [TAG]: "bigint", text: value.toString() };
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { [TAG]: "number", text: Object.is(value, -0) ? "-0" : String(value) };
    case "object":
      break;
    case "boolean":
    case "string":
      return value;
    default:
      throw new TypeError(`a ${typeof value} cannot be handed between a test and a Worker`);
  }
  if (value === null) return null;
  if (Array.isArray(value)) return Array.from(value, pack);
  if (ArrayBuffer.isView(value)) {
    const items = value instanceof DataView ? new Uint8Array(value.buffer) : value;
    return { [TAG]: "view", type: value.constructor.name, items: Array.from(items, pack) };
  }
  if (value instanceof ArrayBuffer) {
    return { [TAG]: "buffer", items: Array.from(new Uint8Array(value)) };
  }
  if (value instanceof Map) return { [TAG]: "map", entries: [...value].map(pack) };
  if (value instanceof Error) return { [TAG]: "error", properties: pack(errorProperties(value)) };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item)]));
}

function unpack(value) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(unpack);
  switch (value[TAG]) {
    case "undefined":
      return undefined;
    case "bigint":
      return BigInt(value.text);
    case "number":
      return Number(value.text);
    case "view":
      return value.type === "DataView"
        ? new DataView(Uint8Array.from(value.items).buffer)
        : globalThis[value.type].from(value.items, unpack);
    case "buffer":
      return Uint8Array.from(value.items).buffer;
    case "map":
      return new Map(value.entries.map(unpack));
    case "error":
      return Object.assign(new Error(), unpack(value.properties));
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
}

// The own properties of an error and what it inherits from its class.
function errorProperties(error) {
  const { name, message, stack, cause, ...own } = Object.fromEntries(
    ["name", "message", ...Object.getOwnPropertyNames(error)].map((key) => [key, error[key]]),
  );
  return { name, message, ...own };
}
