// The calls of `cargo xtask demo`. To add an example, add an entry to this list.
//
// `node demo.mjs --list` prints the folders of the Workers to build, one per line.

import { inFolder, start } from "./miniflare.mjs";

const EXAMPLES = [
  {
    // Folders of `examples`.
    workers: ["calculator-server", "calculator-client", "calculator-js"],
    // What is asked of which Worker. Each answers with rows of JSON: direction, call, result.
    visits: [
      ["calculator-client", "/?a=1&b=2"],
      ["calculator-js", "/?a=1&b=2"],
    ],
    // What they should answer, in the order it is shown.
    rows: [
      ["Rust → Rust", "add(1, 2)", "3"],
      ["JavaScript → Rust", "add(1, 2)", "3"],
      ["Rust → JavaScript", "add(1, 2)", "3"],
    ],
  },
  {
    workers: ["shop-server", "shop-client", "shop-js"],
    visits: [
      ["shop-client", "/?tea=2&pot=1"],
      ["shop-js", "/?tea=2&pot=1"],
      ["shop-client", "/?pot=5"],
      ["shop-js", "/?pot=5"],
    ],
    rows: [
      ["Rust → Rust", "place(2 tea, 1 pot)", "71.90 for tea + tea, pot"],
      ["JavaScript → Rust", "place(2 tea, 1 pot)", "71.90 for tea + tea, pot"],
      ["Rust → JavaScript", "place(2 tea, 1 pot)", "71.90 for tea + tea, pot"],
      // An error that the schema declares.
      ["Rust → Rust", "place(5 pot)", "refused: 4 pot left"],
      ["JavaScript → Rust", "place(5 pot)", "refused: 4 pot left"],
      ["Rust → JavaScript", "place(5 pot)", "refused: 4 pot left"],
    ],
  },
  {
    // Durable Objects.
    workers: ["counter-server", "counter-client", "counter-js"],
    visits: [
      ["counter-client", "/?name=tea&by=2"],
      ["counter-js", "/?name=coffee&by=2"],
    ],
    rows: [
      ["Rust → Rust", "increment(2)", "2"],
      ["JavaScript → Rust", "increment(2)", "2"],
      ["Rust → JavaScript", "increment(2)", "2"],
    ],
  },
  {
    // A Durable Object with rows in SQLite.
    workers: ["scores-server", "scores-js"],
    visits: [
      ["scores-server", "/?game=chess&player=Ada&points=40"],
      ["scores-js", "/?game=go&player=Grace&points=50"],
    ],
    rows: [
      ["Rust → Rust", "submit(Ada, 40)", "rank 1"],
      ["JavaScript → Rust", "submit(Grace, 50)", "rank 1"],
      ["JavaScript → Rust", "top(3)", "Grace 50"],
    ],
  },
  {
    // What a server knows of its call: variables, props, a service and Durable Objects, what goes on after the reply.
    workers: ["till-server", "till-js"],
    visits: [
      ["till-server", "/?sku=cup&quantity=2"],
      ["till-js", "/?sku=pot&quantity=1"],
    ],
    rows: [
      ["Rust → Rust", "buy(cup, 2)", "18.00 EUR from a guest"],
      ["JavaScript → Rust", "greeting()", "Good day to Ada."],
      ["JavaScript → Rust", "buy(pot, 1)", "28.80 EUR from Ada"],
      ["JavaScript → Rust", "sold(pot)", "1"],
    ],
  },
  {
    // Types, errors and a callback of a crate that both Workers in Rust have.
    workers: ["helpdesk-server", "helpdesk-client", "helpdesk-js"],
    visits: ["2026-3", "2026-9"].flatMap((ticket) => [
      ["helpdesk-client", `/?ticket=${ticket}`],
      ["helpdesk-js", `/?ticket=${ticket}`],
    ]),
    rows: ["Rust → Rust", "JavaScript → Rust", "Rust → JavaScript"].flatMap((direction) => [
      [direction, "find(2026-3), urge(now)", "The lamp is dark is urgent"],
      [direction, "find(2026-9), urge(now)", "refused: there is no ticket 2026-9"],
      [direction, "slots(today)", "2026-2 in 0 min, 2026-3 in 15 min"],
    ]),
  },
  {
    // Resources: a pipelined chain, a stream, and a callback.
    workers: ["library-server", "library-client", "library-js"],
    visits: [
      ["library-client", "/?subject=Tea&place=7"],
      ["library-js", "/?subject=Tea&place=7"],
    ],
    rows: ["Rust → Rust", "JavaScript → Rust", "Rust → JavaScript"].flatMap((direction) => [
      [direction, "open().find().title()", "Tea, volume 7"],
      [direction, "open().find().text()", "7 pages"],
      [direction, "open(), watch(), add()", "Notes at 9, More notes at 10, then it is full"],
    ]),
  },
  {
    // A Cap'n Proto schema. From Rust to Rust, calls are messages; with JavaScript, they are objects.
    workers: ["addressbook-server", "addressbook-client", "addressbook-js"],
    visits: [
      ["addressbook-client", "/?name=Grace"],
      ["addressbook-js", "/?name=Grace"],
    ],
    rows: ["Rust → Rust", "JavaScript → Rust", "Rust → JavaScript"].map((direction) => [
      direction,
      'find("Grace"), card(2)',
      "Grace Hopper, US Navy, 2 phones, +1 202 555 0103",
    ]),
  },
];

if (process.argv.includes("--list")) {
  console.log(EXAMPLES.flatMap(({ workers }) => workers).join("\n"));
} else {
  process.exitCode = (await demo()) ? 0 : 1;
}

// Shows every row and tells whether each is as it should be.
async function demo() {
  const folders = EXAMPLES.flatMap(({ workers }) => workers);
  const workers = await start(folders.map((folder) => inFolder(`examples/${folder}`)));
  try {
    const shown = [];
    for (const { visits, rows } of EXAMPLES) {
      const answers = (await Promise.all(visits.map((visit) => workers.json(...visit)))).flat();
      shown.push(...rows.map((row) => check(row, answers)));
    }
    const width = (column) => Math.max(...shown.map((row) => row[column].length));
    for (const { direction, call, outcome } of shown) {
      console.log(`  ${direction.padEnd(width("direction"))}   ${call.padEnd(width("call"))} ${outcome}`);
    }
    return shown.every(({ right }) => right);
  } finally {
    await workers.stop();
  }
}

function check([direction, call, expected], answers) {
  const answer = answers.find((answer) => answer.direction === direction && answer.call === call);
  const result = answer === undefined ? "not called" : String(answer.result);
  const right = result === expected;
  return { direction, call, right, outcome: `= ${result}${right ? "" : `   (expected ${expected})`}` };
}
