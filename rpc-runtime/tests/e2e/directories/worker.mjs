// The interfaces of `worker/schema/directories.capnp`, in JavaScript alone.

import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

class File extends RpcTarget {
  #path;

  constructor(path) {
    super();
    this.#path = path;
  }

  label() {
    return { label: `file ${this.#path}` };
  }
}

// What the default entrypoint and a directory that is handed out have in common.
const directory = (path) => ({
  label: () => ({ label: `directory ${path}` }),
  open: ({ path: name = "" } = {}) => {
    if (name === "") throw new Error("nothing to open");
    return { node: new File(`${path}/${name}`) };
  },
  enter: ({ path: name = "" } = {}) => {
    if (name === "") throw new Error("nothing to enter");
    return { directory: new Folder(`${path}/${name}`) };
  },
  entries: ({ limit = 2 } = {}) => {
    const entries = [
      { name: "file", node: new File(`${path}/file`), size: 2n ** 60n },
      { name: "folder", kind: "hidden", node: new Folder(`${path}/folder`), directory: null },
      { kind: 7 },
    ];
    return { entries: entries.slice(0, limit), rest: Math.max(0, entries.length - limit) };
  },
  add: async ({ name = "unnamed", node, ...entry } = {}) => {
    const { label } = node ? await node.label() : { label: "no node" };
    return { ...entry, name: `${name} (${label})`, node: node?.dup() };
  },
  watch: async ({ watcher }) => {
    for (const entry of directory(path).entries().entries) await watcher.seen({ entry });
    return {};
  },
});

class Folder extends RpcTarget {
  #self;

  constructor(path) {
    super();
    this.#self = directory(path);
  }

  label() { return this.#self.label(); }
  open(params) { return this.#self.open(params); }
  enter(params) { return this.#self.enter(params); }
  entries(params) { return this.#self.entries(params); }
  add(params) { return this.#self.add(params); }
  watch(params) { return this.#self.watch(params); }
}

const root = directory("root");

export default class extends WorkerEntrypoint {
  label() { return root.label(); }
  open(params) { return root.open(params); }
  enter(params) { return root.enter(params); }
  entries(params) { return root.entries(params); }
  add(params) { return root.add(params); }
  watch(params) { return root.watch(params); }
}
