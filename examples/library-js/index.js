// The library in plain JavaScript: a server that the Rust client calls as it calls one in Rust, and a reader in the
// Rust server.
//
// How `wit/library` looks here: a resource is an RpcTarget on the side that implements it and a stub on the side that
// holds it; a stream of bytes is a ReadableStream.

import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

const PLACES = 10;

// How many books an observer is told of that has not answered.
const PATIENCE = 4;

class Book extends RpcTarget {
  #title;
  #pages;

  constructor(title, pages) {
    super();
    this.#title = title;
    this.#pages = pages;
  }

  title() {
    return this.#title;
  }

  text() {
    const pages = this.#pages.values();
    return new ReadableStream({
      type: "bytes",
      pull(controller) {
        const { done, value } = pages.next();
        if (!done) return controller.enqueue(value);
        controller.close();
        controller.byobRequest?.respond(0);
      },
    });
  }
}

class Shelf extends RpcTarget {
  #ctx;
  #volumes;
  #watchers = [];
  #letGo;

  constructor(ctx, subject) {
    super();
    this.#ctx = ctx;
    // Without this, the runtime would not run the disposer.
    ctx.waitUntil(new Promise((resolve) => (this.#letGo = resolve)));
    const encoder = new TextEncoder();
    this.#volumes = Array.from({ length: 8 }, (_, index) => {
      const title = `${subject}, volume ${index + 1}`;
      const pages = Array.from({ length: index + 1 }, (_, page) => encoder.encode(`Page ${page + 1} of ${title}.\n`));
      return { title, pages };
    });
  }

  find(place) {
    const volume = this.#volumes[place - 1];
    if (volume === undefined) throw new Error(`there is no book at place ${place}`);
    return new Book(volume.title, volume.pages);
  }

  async add(title, text) {
    if (title === "") return { tag: "err", val: "untitled" };
    const page = new Uint8Array(await new Response(text).arrayBuffer());
    if (this.#volumes.length === PLACES) return { tag: "err", val: "full" };
    const place = this.#volumes.push({ title, pages: [page] });
    this.#tell(title, place);
    return { tag: "ok", val: place };
  }

  // Nobody waits for an answer, least of all who adds the book: it may never come. Who lets calls without an answer pile
  // up, or is gone, is told no more.
  #tell(title, place) {
    for (const watcher of this.#watchers.filter(({ unanswered }) => unanswered >= PATIENCE)) this.#forget(watcher);
    for (const watcher of this.#watchers) {
      watcher.unanswered++;
      const told = async () => {
        await watcher.observer.added(title, place);
        watcher.unanswered--;
      };
      // That somebody is not told does not undo what happened.
      this.#ctx.waitUntil(told().catch(() => {}));
    }
  }

  #forget(watcher) {
    this.#watchers.splice(this.#watchers.indexOf(watcher), 1);
    watcher.observer[Symbol.dispose]();
  }

  watch(observer) {
    // What a method is given ends when the method returns.
    this.#watchers.push({ observer: observer.dup(), unanswered: 0 });
  }

  [Symbol.dispose]() {
    for (const { observer } of this.#watchers) observer[Symbol.dispose]();
    this.#letGo();
  }
}

// Told by the Rust server.
class Notes extends RpcTarget {
  #note;

  constructor(note) {
    super();
    this.#note = note;
  }

  added(title, place) {
    this.#note(`${title} at ${place}`);
  }
}

export default class Library extends WorkerEntrypoint {
  open(subject) {
    return new Shelf(this.ctx, subject);
  }

  // `GET /?subject=Tea&place=7` reads in the Rust server.
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    const subject = searchParams.get("subject") ?? "Tea";
    const place = Number(searchParams.get("place") ?? 7);
    const library = this.env.LIBRARY;
    const rows = [
      ["open().find().title()", await library.open(subject).find(place).title()],
      ["open().find().text()", await pages(library, subject, place)],
      ["open(), watch(), add()", await added(library, subject)],
    ];
    const direction = "JavaScript → Rust";
    return Response.json(rows.map(([call, result]) => ({ direction, call, result })));
  }
}

async function pages(library, subject, place) {
  let pages = 0;
  for await (const chunk of await library.open(subject).find(place).text()) {
    pages += chunk.filter((byte) => byte === 10).length;
  }
  return `${pages} pages`;
}

async function added(library, subject) {
  const said = [];
  let note;
  const shelf = await library.open(subject);
  await shelf.watch(new Notes((text) => note(text)));
  for (const title of ["Notes", "More notes", "Too many notes"]) {
    // The observer may be told a little later than the book is there, or earlier.
    const noted = new Promise((resolve) => (note = resolve));
    const { tag, val } = await shelf.add(title, new Response(`Of ${title}.\n`).body);
    if (tag === "ok") said.push(await noted);
    if (tag === "err" && val === "full") said.push("then it is full");
  }
  shelf[Symbol.dispose]();
  return said.join(", ");
}
