// Serves `worker/wit/resources.wit` in plain JavaScript, as a Worker that has never heard of a schema. What is
// named `wrong` is not what the schema says.

import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

// What is behind stubs, and which calls were served.
let live = 0;
const served = [];

const log = (shelf, call) => served.push([shelf, call]);
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const dispose = (stub) => stub?.[Symbol.dispose]();

class Counted extends RpcTarget {
  ctx;
  #release;

  constructor(ctx) {
    super();
    live += 1;
    this.ctx = ctx;
    // Or the runtime would end the call's context with its last stub, and run no disposer in it.
    ctx.waitUntil(new Promise((resolve) => (this.#release = resolve)));
  }

  [Symbol.dispose]() {
    live -= 1;
    this.#release();
  }
}

class Book extends Counted {
  #title;
  #shelf;

  constructor(ctx, title, shelf) {
    super(ctx);
    this.#title = title;
    this.#shelf = shelf;
  }

  title() {
    log(this.#shelf, "title");
    return this.#title;
  }

  async sequel(delay) {
    await wait(delay);
    log(this.#shelf, "sequel");
    return new Book(this.ctx, `${this.#title} II`, this.#shelf);
  }

  async compare(other) {
    const title = await other.title();
    return this.#title < title ? -1 : this.#title > title ? 1 : 0;
  }

  async tear(delay) {
    if (delay !== undefined) await wait(delay);
    throw new Error(`${this.#title} is torn`);
  }
}

class Shelf extends Counted {
  #name;
  #books = [];
  #observers = [];

  constructor(ctx, name) {
    super(ctx);
    this.#name = name;
  }

  find(number) {
    log(this.#name, "find");
    return this.#name === "wrong books" ? `${number}` : new Book(this.ctx, `${this.#name} ${number}`, this.#name);
  }

  async findSlowly(number, delay) {
    await wait(delay);
    return this.find(number);
  }

  async add(book) {
    if (this.#name === "closed") return { tag: "err", val: { tag: "closed" } };
    this.#books.push(book.dup());
    const title = await book.title();
    for (const observer of this.#observers) await observer.notify(`added ${title}`);
    return { tag: "ok", val: this.#books.length };
  }

  misplace(book) {
    this.#books.push(book);
  }

  last() {
    return this.#books.at(-1)?.dup();
  }

  watch(observer) {
    this.#observers.push(observer.dup());
  }

  [Symbol.dispose]() {
    super[Symbol.dispose]();
    [...this.#books, ...this.#observers].forEach(dispose);
  }
}

export default class Library extends WorkerEntrypoint {
  newBook(title) {
    return title === "wrong" ? { title } : new Book(this.ctx, title);
  }

  async bookBestOf(books) {
    const titled = await Promise.all(books.map(async (book) => [await book.title(), book]));
    const [best] = titled.sort(([a], [b]) => (a < b ? 1 : -1));
    return best?.[1].dup();
  }

  newShelf(name) {
    if (name === "") return { tag: "err", val: { tag: "unknown", val: name } };
    return { tag: "ok", val: name === "wrong" ? 7 : new Shelf(this.ctx, name) };
  }

  open(name) {
    log(name, "open");
    if (name === "wrong") return undefined;
    return name === "book" ? new Book(this.ctx, name) : new Shelf(this.ctx, name);
  }

  async openSlowly(name, delay) {
    await wait(delay);
    return this.open(name);
  }

  lend({ book, days }) {
    if (days > 30) return { tag: "err", val: "too long" };
    // A newer schema may say more, which the caller's does not know.
    const receipt = new Book(this.ctx, "receipt", "");
    return { tag: "ok", val: { book: days === 13 ? null : book.dup(), days: days + 1, receipt }, receipts: [receipt] };
  }

  async swap(item, spare) {
    // As wrong: a string is no book.
    if (item.tag === "nothing") return spare ? [item, { tag: "book", val: "spare" }] : [item];
    const first = spare ? [{ tag: "book", val: spare.dup() }] : [];
    return [...first, { tag: item.tag, val: item.val.dup() }];
  }

  async read(book, times) {
    const text = [];
    for (let time = 0; time < times; time++) text.push(await book.title());
    return text.join(", ");
  }

  async report(to, times) {
    let sum = 0;
    for (let time = 0; time < times; time++) sum += await to.notify(`${time}`);
    return sum;
  }

  tell(to, event) {
    return to.notify(event);
  }

  live() {
    return live;
  }

  slots() {
    return 0;
  }

  served(shelf) {
    return served.filter(([name]) => name === shelf).map(([, call]) => call);
  }
}
