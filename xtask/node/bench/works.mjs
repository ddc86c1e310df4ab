// What is measured: works, and ways to do them.

// A Worker that serves and calls, `side` by `side`: each is there twice, as what is called and as who calls.
export const SIDES = {
  javascript: { file: "javascript.mjs" },
  objects: { folder: "bench-objects" },
  messages: { folder: "bench-messages" },
};

// Who calls whom, and how.
export const WAYS = [
  { direction: "js-js", wire: "object", caller: "javascript", server: "javascript" },
  { direction: "js-rust", wire: "object", caller: "javascript", server: "objects" },
  { direction: "rust-js", wire: "object", caller: "objects", server: "javascript" },
  { direction: "rust-rust", wire: "object", caller: "objects", server: "objects" },
  { direction: "rust-rust", wire: "message", caller: "messages", server: "messages" },
];

// `only(way)` tells who can do it. Callers know works by these names, and check what they are answered.
export const WORKS = [{ name: "add" }, { name: "order-100" }];
