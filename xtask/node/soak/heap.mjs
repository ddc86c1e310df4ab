// What is in the heaps of Workers, as the inspector of workerd sees them: what no Worker can be asked for. A snapshot has
// the engine collect garbage first.

import { createRequire } from "node:module";
import { join } from "node:path";

import { modulesFolder } from "../miniflare.mjs";

const { WebSocket } = createRequire(join(modulesFolder(), "resolve-from-here.js"))("ws");

const PATIENCE = 60_000;

// What is counted, by the names that V8 and workerd give it.
const COUNTED = {
  stubs: /^JsRpcStub$/,
  targets: /^workerd \/ JsRpcTarget$/,
  promises: /^Promise$/,
  memories: /^WebAssembly\.Memory$/,
};

// `{ stubs, targets, promises, memories, referred }` of the Worker `name`, where `referred` is what all tables of
// JavaScript refer to: `Map`s, `Set`s and their weak kinds.
export async function heapOf(inspector, name) {
  return counted(await snapshot(`ws://${inspector.host}/core:user:${name}`));
}

async function snapshot(address) {
  const socket = new WebSocket(address, { maxPayload: 1 << 30 });
  const timer = setTimeout(() => socket.terminate(), PATIENCE);
  try {
    return await new Promise((resolve, reject) => {
      const chunks = [];
      socket.on("open", () => socket.send(JSON.stringify({ id: 1, method: "HeapProfiler.takeHeapSnapshot" })));
      socket.on("message", (data) => {
        const { id, method, params, error } = JSON.parse(data);
        if (method === "HeapProfiler.addHeapSnapshotChunk") chunks.push(params.chunk);
        // workerd's proxy says when it passes a command on, too.
        if (error) reject(new Error(error.message));
        if (id === 1) setTimeout(() => resolve(chunks), 0);
      });
      socket.on("error", reject);
      socket.on("close", () => reject(new Error(`${address} gave no snapshot`)));
    }).then((chunks) => JSON.parse(chunks.join("")));
  } finally {
    clearTimeout(timer);
    socket.terminate();
  }
}

// Counts the nodes of a snapshot (https://developer.chrome.com/docs/devtools/memory-problems/heap-snapshots).
function counted({ snapshot: { meta }, nodes, edges, strings }) {
  const width = meta.node_fields.length;
  const edgeWidth = meta.edge_fields.length;
  const count = meta.node_fields.indexOf("edge_count");
  const typeOf = (node) => meta.node_types[0][nodes[node]];
  const nameOf = (node) => strings[nodes[node + 1]];
  const found = Object.fromEntries(Object.keys(COUNTED).map((key) => [key, 0]));
  const tables = new Set();
  const firstEdges = new Map();
  let edge = 0;
  const edgesOf = (node) => {
    const from = firstEdges.get(node);
    const all = Array.from({ length: nodes[node + count] }, (_, index) => from + index * edgeWidth);
    return all.map((at) => ({ type: meta.edge_types[0][edges[at]], name: edges[at + 1], to: edges[at + 2] }));
  };
  for (let node = 0; node < nodes.length; node += width) {
    firstEdges.set(node, edge);
    edge += nodes[node + count] * edgeWidth;
    const [type, name] = [typeOf(node), nameOf(node)];
    if (!["object", "native"].includes(type)) continue;
    for (const [key, pattern] of Object.entries(COUNTED)) if (pattern.test(name)) found[key] += 1;
    if (!/^(Weak)?(Map|Set)$/.test(name)) continue;
    for (const { type, name, to } of edgesOf(node)) {
      if (type === "internal" && strings[name] === "table") tables.add(to);
    }
  }
  // Not a place that is empty, nor the table's own shape: how they are typed differs between versions of V8.
  const isOwn = ({ to }) => !["system / Hole", "system / Map"].includes(nameOf(to)) && typeOf(to) !== "hidden";
  found.referred = [...tables].reduce((sum, table) => sum + edgesOf(table).filter(isOwn).length, 0);
  return found;
}
