// What the Worker `contexts` calls, in JavaScript.

import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

export default class extends WorkerEntrypoint {
  next() {
    return 100;
  }
}

export class Counter extends DurableObject {
  #calls = 100;

  next() {
    return ++this.#calls;
  }
}
