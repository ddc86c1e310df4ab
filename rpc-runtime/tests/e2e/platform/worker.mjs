// The Worker of `worker/wit/platform.wit`, in JavaScript.

import { WorkerEntrypoint } from "cloudflare:workers";

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const look = ({ aborted, reason }) => (aborted ? `true: ${reason.message}` : "false");

export default class extends WorkerEntrypoint {
  async describe(blob) {
    return `${blob.type} ${blob.size} ${await blob.text()}`;
  }

  describeLent(blob) {
    return this.describe(blob);
  }

  async shout(blob) {
    return new Blob([(await blob.text()).toUpperCase()], { type: blob.type });
  }

  forward(letter) {
    return letter;
  }

  zeros(size) {
    return new Blob([new Uint8Array(size)]);
  }

  async sleep(milliseconds, signal) {
    const aborted = new Promise((resolve) => {
      if (signal?.aborted) resolve();
      signal?.addEventListener("abort", resolve);
    });
    await Promise.race([sleep(milliseconds), aborted]);
    return signal?.aborted ? look(signal) : "slept";
  }

  look(signal) {
    return look(signal);
  }

  expire(milliseconds) {
    const controller = new AbortController();
    this.ctx.waitUntil(sleep(milliseconds).then(() => controller.abort(new Error("expired"))));
    return controller.signal;
  }

  expired() {
    return AbortSignal.abort(new Error("expired before"));
  }
}
