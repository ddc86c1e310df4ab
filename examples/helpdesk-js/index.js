// The help desk in plain JavaScript: a server that the Rust client calls as it calls one in Rust, and somebody who asks
// the Rust server. Which crate a type is from is nothing that can be seen on the wire.

import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

const URGENCY = ["someday", "today", "now"];
const MINUTES = 15;
const ticket = (number, title, urgency) => ({ id: { year: 2026, number }, title, urgency });
const TICKETS = [
  ticket(1, "The door squeaks", "someday"),
  ticket(2, "No coffee", "now"),
  ticket(3, "The lamp is dark", "today"),
  ticket(4, "A pen is missing", "someday"),
];

const ok = (val) => ({ tag: "ok", val });
const err = (tag, val) => ({ tag: "err", val: { tag, val } });
const rank = ({ urgency }) => URGENCY.indexOf(urgency);

export default class Desk extends WorkerEntrypoint {
  find(id) {
    const found = TICKETS.find((ticket) => ticket.id.year === id.year && ticket.id.number === id.number);
    return found ? ok(found) : err("unknown", id);
  }

  async urge(ticket, urgency, told) {
    if (rank(ticket) >= rank({ urgency })) return err("already", ticket.urgency);
    const urged = { ...ticket, urgency };
    const heard = await told.changed(urged);
    return heard.tag === "err" ? heard : ok(urged);
  }

  slots(atLeast) {
    const urgent = TICKETS.filter((ticket) => rank(ticket) >= rank({ urgency: atLeast }));
    urgent.sort((a, b) => rank(b) - rank(a));
    return urgent.map(({ id, urgency }, index) => ({ id, urgency, minute: index * MINUTES }));
  }

  // `GET /?ticket=2026-3` finds a ticket and makes it urgent.
  async fetch(request) {
    const text = new URL(request.url).searchParams.get("ticket");
    const [year, number] = text.split("-").map(Number);
    const { DESK } = this.env;
    let outcome = await DESK.find({ year, number });
    if (outcome.tag === "ok") outcome = await DESK.urge(outcome.val, "now", new Limit(3));
    const slots = (await DESK.slots("today")).map(({ id, minute }) => `${told(id)} in ${minute} min`);
    const direction = "JavaScript → Rust";
    return Response.json([
      { direction, call: `find(${text}), urge(now)`, result: inWords(outcome) },
      { direction, call: "slots(today)", result: slots.join(", ") },
    ]);
  }
}

// Has something against tickets with a higher number.
class Limit extends RpcTarget {
  #highest;

  constructor(highest) {
    super();
    this.#highest = highest;
  }

  changed({ id }) {
    return id.number <= this.#highest ? ok() : err("unknown", id);
  }
}

const told = ({ year, number }) => `${year}-${number}`;

function inWords({ tag, val }) {
  if (tag === "ok") return `${val.title} is urgent`;
  return val.tag === "unknown"
    ? `refused: there is no ticket ${told(val.val)}`
    : `refused: it is ${val.val} already`;
}
