// What `../worker` does, in JavaScript: the interface of `../wit/bench.wit`, and who calls it.

import { WorkerEntrypoint } from "cloudflare:workers";

import { answer } from "./caller.mjs";
import { serving } from "./server.mjs";

export default class extends serving(WorkerEntrypoint) {
  fetch(request) {
    return answer(request, (name) => this.env[name]);
  }
}
