// How large files are, as they are and compressed as for a network.
//
// Takes `{ files: [path] }` as JSON, prints `[{ raw, gzip, brotli }]`, in bytes.

import "../parent.mjs";

import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const { files } = JSON.parse(process.argv[2]);
const sizes = files.map((path) => {
  const file = readFileSync(path);
  return { raw: file.length, gzip: gzipSync(file, { level: 9 }).length, brotli: brotliCompressSync(file).length };
});
console.log(JSON.stringify(sizes));
process.exit();
