// What is measured: works, and ways to do them.

// A Worker that serves and calls: each is there twice, as what is called and as who calls.
export const SIDES = {
  javascript: { main: "javascript/index.mjs" },
  capnweb: { main: "javascript/capnweb.mjs", packages: { "capnweb.js": "capnweb/dist/index-workers.js" } },
  objects: { folder: "bench-objects" },
  messages: { folder: "bench-messages" },
};

// Who calls whom, and how.
export const WAYS = [
  { direction: "js-js", wire: "object", caller: "javascript", server: "javascript" },
  { direction: "js-js", wire: "capnweb", caller: "capnweb", server: "capnweb" },
  { direction: "js-rust", wire: "object", caller: "javascript", server: "objects" },
  { direction: "rust-js", wire: "object", caller: "objects", server: "javascript" },
  { direction: "rust-rust", wire: "object", caller: "objects", server: "objects" },
  { direction: "rust-rust", wire: "message", caller: "messages", server: "messages" },
];

// Callers know works by these names, and check what they are answered. What is `far` is called at a distance.
export const WORKS = [
  { name: "add" },
  { name: "add-async" },
  { name: "in-flight-32" },
  { name: "string-20" },
  { name: "string-10k" },
  { name: "order-1" },
  { name: "order-100" },
  { name: "order-10000" },
  { name: "bytes-1kib" },
  { name: "bytes-1mib" },
  { name: "bytes-16mib" },
  { name: "f64-100k" },
  { name: "strings-1k" },
  { name: "tree" },
  { name: "resource" },
  { name: "awaits-3", far: true },
  // Three calls that are sent at once, to the same three one after the other.
  { name: "pipeline-3", far: true, compared: "awaits-3" },
  { name: "stream-100k" },
  { name: "stream-64mib" },
];

// Why some can't do some.
export const REASONS = [];
