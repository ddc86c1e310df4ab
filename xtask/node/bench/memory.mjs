// `cargo xtask bench`: how large the memory of a Worker's wasm is after calls, and after many more. It never shrinks.
//
// Takes `{ sides: { wire: folder }, calls: [few, many] }` as JSON, prints `[{ wire, part, bytes: [after few, after many]
// }]`.

import "../parent.mjs";

import { inFolder, start } from "../miniflare.mjs";

const WORK = "order-1";
// A request may not take for ever.
const TIMES = 1000;

const { sides, calls } = JSON.parse(process.argv[2]);

const workers = await start(
  Object.entries(sides).flatMap(([wire, folder]) => [
    inFolder(folder, { name: `${wire}-server`, serviceBindings: {} }),
    inFolder(folder, { name: `${wire}-client`, serviceBindings: { PEER: `${wire}-server` } }),
  ]),
);
try {
  const rows = [];
  for (const wire of Object.keys(sides)) {
    const parts = ["client", "server"].map((part) => ({ wire, part, bytes: [] }));
    let made = 0;
    for (const count of calls) {
      for (; made < count; made += TIMES) {
        const text = await answer(`${wire}-client`, `/${WORK}?times=${TIMES}&peer=PEER`);
        if (text !== "done") throw new Error(`${wire}: ${text}\n${workers.log}`);
      }
      for (const { part, bytes } of parts) bytes.push(Number(await answer(`${wire}-${part}`, "/memory")));
    }
    rows.push(...parts);
  }
  console.log(JSON.stringify(rows));
} finally {
  await workers.stop();
}
process.exit();

async function answer(worker, path) {
  const response = await workers.fetch(worker, path);
  return response.text();
}
