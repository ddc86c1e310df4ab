// The interfaces of `worker/wit` in JavaScript, for the Rust client.

import { DurableObject, RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

export class Admin extends WorkerEntrypoint {
  greet() {
    const { name, level } = this.ctx.props;
    return `admin of ${name}, level ${level}`;
  }

  props() {
    return this.ctx.props;
  }

  variable(name) {
    return this.env[name];
  }

  later(line) {
    this.ctx.waitUntil(scheduler.wait(1).then(() => console.log(`later: ${line}`)));
  }

  class() {
    return "admin";
  }

  delete(what) {
    return `admin deletes ${what}`;
  }

  async static(millis) {
    await scheduler.wait(millis);
    return millis;
  }
}

export class Room extends DurableObject {
  #visits = 0;
  #present = 0;
  #taken = 0;

  async put(key, value) {
    await this.ctx.storage.put(key, value);
  }

  get(key) {
    return this.ctx.storage.get(key);
  }

  visits() {
    return ++this.#visits;
  }

  async meet(many) {
    this.#present++;
    while (this.#present < many) await scheduler.wait(10);
    return this.#present;
  }

  refuse(why) {
    return { tag: "err", val: why };
  }

  fail(why) {
    throw new Error(why);
  }

  async doze() {
    await scheduler.wait(500);
    return this.#visits;
  }

  abort(reason) {
    this.ctx.abort(reason);
  }

  sit(who) {
    this.#taken++;
    return new Seat(who, () => this.#taken--);
  }

  taken() {
    return this.#taken;
  }
}

class Seat extends RpcTarget {
  #who;
  #leave;

  constructor(who, leave) {
    super();
    this.#who = who;
    this.#leave = leave;
  }

  who() {
    return this.#who;
  }

  [Symbol.dispose]() {
    this.#leave();
  }
}

export default {};
