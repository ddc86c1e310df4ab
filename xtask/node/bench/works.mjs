// What is measured: works, and ways to do them.

// A Worker that serves and calls: each is there twice, as what is called and as who calls.
export const SIDES = {
  javascript: { main: "javascript/index.mjs" },
  capnweb: { main: "javascript/capnweb.mjs", packages: { "capnweb.js": "capnweb/dist/index-workers.js" } },
  objects: { folder: "bench-objects" },
  messages: { folder: "bench-messages" },
  "hand-written": { rivals: "hand-written" },
  connectrpc: { rivals: "connectrpc" },
  before: { before: "bench-objects" },
  "before-messages": { before: "bench-messages" },
};

// Who calls whom, and how.
export const WAYS = [
  { direction: "js-js", wire: "object", caller: "javascript", server: "javascript" },
  { direction: "js-js", wire: "capnweb", caller: "capnweb", server: "capnweb" },
  { direction: "js-rust", wire: "object", caller: "javascript", server: "objects" },
  { direction: "js-rust", wire: "hand-written", caller: "javascript", server: "hand-written" },
  { direction: "js-rust", wire: "before", caller: "javascript", server: "before" },
  { direction: "rust-js", wire: "object", caller: "objects", server: "javascript" },
  { direction: "rust-js", wire: "hand-written", caller: "hand-written", server: "javascript" },
  { direction: "rust-js", wire: "worker-codegen", caller: "hand-written", server: "javascript" },
  { direction: "rust-js", wire: "before", caller: "before", server: "javascript" },
  { direction: "rust-rust", wire: "object", caller: "objects", server: "objects" },
  { direction: "rust-rust", wire: "message", caller: "messages", server: "messages" },
  { direction: "rust-rust", wire: "hand-written", caller: "hand-written", server: "hand-written" },
  { direction: "rust-rust", wire: "worker-codegen", caller: "hand-written", server: "hand-written" },
  { direction: "rust-rust", wire: "connectrpc", caller: "connectrpc", server: "connectrpc" },
  { direction: "rust-rust", wire: "before", caller: "before", server: "before" },
  { direction: "rust-rust", wire: "before-message", caller: "before-messages", server: "before-messages" },
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

// What some cannot do, and why.
export const EXCEPT = {
  "worker-codegen": {
    only: ["add", "add-async", "in-flight-32", "string-20", "string-10k"],
    why: "worker-codegen 0.2 knows no types but numbers, booleans, characters and strings, and makes clients alone",
  },
  connectrpc: {
    except: ["resource", "awaits-3", "pipeline-3"],
    why: "connectrpc 0.9 has no objects that live in the server, so no resources and no pipelined calls",
  },
};

// What is not there at all, and why.
export const NOTES = [
  "messages: between Rust alone; with JavaScript, the same Workers use objects",
  "by hand, w-codegen, connectrpc: clients and servers in Rust; between Workers in JavaScript there is nothing to write",
];
