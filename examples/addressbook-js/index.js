// An address book in JavaScript: it offers the same methods as the one in Rust, and calls that one.
//
// `GET /?name=Grace` asks the Rust server, and answers with a row of JSON for each call.

import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

const PEOPLE = [
  {
    id: 2,
    name: "Grace Hopper",
    email: "grace@example.com",
    phones: [
      { number: "+1 202 555 0102", kind: "work" },
      { number: "+1 202 555 0103", kind: "mobile" },
    ],
    // Of a union, the active member alone.
    occupation: { employer: "US Navy" },
  },
];

class Card extends RpcTarget {
  #person;

  constructor(person) {
    super();
    this.#person = person;
  }

  label() {
    const { name, occupation } = this.#person;
    return { text: `${name}, ${occupation.employer}` };
  }

  number({ kind = "mobile" }) {
    return { number: this.#person.phones.find((phone) => phone.kind === kind).number };
  }
}

export default class extends WorkerEntrypoint {
  // Every method takes one object and gives one, as Cap'n Proto's do. What is left out has its default.
  find({ query: { name = "", limit = 10 } }) {
    return { people: PEOPLE.filter((person) => person.name.includes(name)).slice(0, limit) };
  }

  card({ id }) {
    return { card: new Card(PEOPLE.find((person) => person.id === id)) };
  }

  async fetch(request) {
    const name = new URL(request.url).searchParams.get("name") ?? "";
    const book = this.env.BOOK;
    const rows = [];
    const { people } = await book.find({ query: { name } });
    for (const { id, phones } of people) {
      // One round trip: the card is not waited for.
      const reply = book.card({ id });
      const [{ text }, { number }] = await Promise.all([reply.card.label({}), reply.card.number({ kind: "mobile" })]);
      reply[Symbol.dispose]?.();
      const result = `${text}, ${phones.length} phones, ${number}`;
      rows.push({ direction: "JavaScript → Rust", call: `find("${name}"), card(${id})`, result });
    }
    return Response.json(rows);
  }
}
