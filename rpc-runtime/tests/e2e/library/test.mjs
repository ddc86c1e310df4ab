// Runs on the newest workerd, too.

// The example `library`, in Rust and in JavaScript: nobody waits for those who watch a shelf.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { FIRST, NEWEST, inFolder, inline, start } from "../harness.mjs";

// Adds books to a shelf that is watched by one who never answers and by one who does: what each call gave, and what
// both were told.
const READER = `
import { RpcTarget } from "cloudflare:workers";

class Silent extends RpcTarget {
  told = [];
  added(title, place) {
    this.told.push([title, place]);
    return new Promise(() => {});
  }
}

class Other extends RpcTarget {
  told = [];
  added(title, place) {
    this.told.push([title, place]);
  }
}

export default {
  async fetch(request, env) {
    const shelf = await env[new URL(request.url).searchParams.get("binding")].open("Tea");
    const [silent, other] = [new Silent(), new Other()];
    await shelf.watch(silent);
    await shelf.watch(other);
    const added = [];
    for (const title of ["Nine", "Ten", "Eleven"]) added.push(await shelf.add(title, new Response("Of it.").body));
    const title = await shelf.find(10).title();
    while (silent.told.length + other.told.length < 4) await scheduler.wait(1);
    return Response.json({ added, title, told: [silent.told, other.told] });
  },
};
`;

for (const compatibilityDate of [FIRST, NEWEST]) {
  describe(`on ${compatibilityDate}`, () => {
    let workers;

    before(async () => {
      workers = await start([
        inFolder("examples/library-server"),
        inFolder("examples/library-js"),
        inline("reader", READER, { LIBRARY: "library-server", LIBRARY_JS: "library-js" }),
      ], compatibilityDate);
    });
    after(() => workers?.stop());

    for (const [binding, language] of [["LIBRARY", "Rust"], ["LIBRARY_JS", "JavaScript"]]) {
      test(`an observer that never answers blocks no call of the shelf in ${language}`, async () => {
        const both = [["Nine", 9], ["Ten", 10]];
        assert.deepEqual(await workers.json("reader", `/?binding=${binding}`), {
          added: [{ tag: "ok", val: 9 }, { tag: "ok", val: 10 }, { tag: "err", val: "full" }],
          title: "Ten",
          told: [both, both],
        });
      });
    }
  });
}
