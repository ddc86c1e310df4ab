// What is sent; `../worker/values.rs` sends the same.

// How long a chunk of a stream of bytes is.
export const CHUNK = 64 << 10;

const many = (length, make) => Array.from({ length }, (_, number) => make(number));

export const line = (number) => ({
  id: 1_000_000_007n * BigInt(number),
  sku: `sku-${number}-${number}`,
  quantity: number,
  price: { currency: "eur", cents: 150 * number },
  gift: number % 2 === 0,
});

export const order = (lines) => ({ id: 7, customer: "Ada", lines: many(lines, line) });

export const string = (length) => "abcdefghij".repeat(length / 10);

export const strings = () => many(1000, (number) => `string number ${number}`);

export const numbers = () => many(100_000, (number) => number + 0.5);

// Two hundred shapes in forty groups.
export const tree = () => ({ tag: "forest", val: many(40, group) });

function group(number) {
  const shapes = () => many(5, (place) => shape(number + place));
  switch (number % 4) {
    case 0:
      return { tag: "one", val: shape(number) };
    case 1:
      return { tag: "many", val: shapes() };
    case 2:
      return { tag: "named", val: [`group ${number}`, shapes()] };
    default:
      return {
        tag: "failed",
        val: number % 3 === 0 ? { tag: "err", val: "no shape" } : { tag: "ok", val: shape(number) },
      };
  }
}

function shape(number) {
  const x = number + 0.25;
  switch (number % 5) {
    case 0:
      return { tag: "empty" };
    case 1:
      return { tag: "point", val: [x, -x] };
    case 2:
      return { tag: "circle", val: number % 2 === 0 ? { radius: x, label: `circle ${number}` } : { radius: x } };
    case 3:
      return { tag: "polygon", val: many(6, (corner) => [x, corner]) };
    default:
      return { tag: "text", val: `text ${number}` };
  }
}
