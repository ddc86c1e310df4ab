// A generator of numbers: what the soak test does comes from a seed.

// xorshift32: two with one seed give the same.
export class Rng {
  #state;

  constructor(seed) {
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1;
    for (let i = 0; i < 4; i++) this.next();
  }

  // 32 bits.
  next() {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return this.#state >>> 0;
  }

  below(end) {
    return this.next() % Math.max(end, 1);
  }

  oneIn(times) {
    return this.below(times) === 0;
  }

  pick(items) {
    return items[this.below(items.length)];
  }

  many(most, make) {
    return Array.from({ length: this.below(most + 1) }, () => make(this));
  }
}
