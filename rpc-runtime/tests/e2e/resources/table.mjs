// What the Rust client of `worker/wit` tells of its scenarios: by scenario, what it is about and its lines. A server
// in JavaScript has words of its own.

import { NEWEST } from "../harness.mjs";

// Newer ones fail to, with an internal error.
const DUPLICATES_ENDED = NEWEST <= "2026-04-26";

// Bindings are named so.
export const isRust = (binding) => binding.startsWith("RUST");

const NOT_ARRIVED = "the handle has not arrived: await the call that returns it";
export const RUST_CLIENT = [
  ["basics", "constructors, methods, a static function", () => ["Dune", "none", "1", "Dune", "Dune II", "B", "none"]],
  [
    "carried",
    "handles in records, variants, lists and options, there and back",
    () => ["ours 8", "ours 9", "theirs 8", "theirs 9", "spare", "s 1", "[Nothing]", "c"],
  ],
  [
    "borrowed",
    "what is lent stays the caller's",
    () => [
      ...["theirs, theirs", "theirs", "0", "-1", "theirs"],
      ...["ours, ours", "ours", "1", "0", "ours"],
      ...["1", "2"],
    ],
  ],
  [
    "callback",
    "a resource of the caller",
    (binding) => [
      "6",
      `Remote, tell: ${isRust(binding) ? "notify: " : ""}not interested`,
      ...["0", "1", "2", "added Emma", "added Emma"],
    ],
  ],
  [
    "chain",
    "calls on handles that have not arrived",
    () => ["chained 7", "slow 7 II", "fallible 2", "forked 1", "forked 2", "forked 3"],
  ],
  ["rounds", "a chain waits once, the same calls one by one three times", () => ["1", "3"]],
  [
    "errors",
    "declared errors, and handles that are not there",
    () => [
      "Closed",
      'Unknown("")',
      // Of the call in a chain that failed.
      'Declared, new-shelf: Unknown("")',
      '"too long"',
      `Unsupported, ${NOT_ARRIVED}`,
      `InvalidArgument, read: argument book: ${NOT_ARRIVED}`,
      "Unsupported, the call is done: what it gave went to whoever awaited it",
    ],
  ],
  [
    "misplaced",
    "what a method is given ends when it returns, unless it is duplicated",
    (binding) => {
      const note = "a handle that is an argument ends when the method returns: to keep it, make a duplicate with `dup`";
      const ended = `RPC stub used after being disposed. (${note})`;
      // The server makes a duplicate of one that has ended. In Rust it is told so, whatever the runtime.
      const inJavaScript = DUPLICATES_ENDED ? `Gone, title: ${ended}` : "Remote, last: internal error; reference = …";
      return [...Array(2).fill(isRust(binding) ? `Remote, last: dup: ${ended}` : inJavaScript), "theirs"];
    },
  ],
];
