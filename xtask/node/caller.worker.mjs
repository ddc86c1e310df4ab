// A Worker that runs functions for tests: what a test hands to `workers.run` runs here, on
// workerd, with the bindings of this Worker. See `miniflare.mjs`.

import { RpcTarget } from "cloudflare:workers";

import { decode, encode } from "./values.mjs";

// What is evaluated cannot import anything, on newer compatibility dates.
globalThis.RpcTarget = RpcTarget;

export default {
  async fetch(request, env, ctx) {
    const { source, args } = decode(await request.text());
    try {
      const run = env.UNSAFE_EVAL.eval(`(${source})`);
      return new Response(encode({ value: await run(env, ...args, ctx) }));
    } catch (error) {
      return new Response(encode({ error }));
    }
  },
};
