// The interface `scientific` in JavaScript, for the Rust client: 64-bit integers are bigints,
// bytes are a Uint8Array.

import { WorkerEntrypoint } from "cloudflare:workers";

export default class Scientific extends WorkerEntrypoint {
  sine(of) {
    return Math.sin(of);
  }

  factorial(n) {
    let product = 1n;
    for (let factor = 2n; factor <= n && product !== 0n; factor++) {
      product = BigInt.asUintN(64, product * factor);
    }
    return product;
  }

  negate(n) {
    return BigInt.asIntN(64, -n);
  }

  isPrime(n) {
    if (n < 2n) return false;
    for (let divisor = 2n; divisor * divisor <= n; divisor++) {
      if (n % divisor === 0n) return false;
    }
    return true;
  }

  digitValue(digit) {
    return /^[0-9a-fA-F]$/.test(digit) ? parseInt(digit, 16) : 255;
  }

  format(n, base) {
    if (base < 2 || base > 36) throw new Error(`${base} is no base`);
    return n.toString(base);
  }

  toBytes(n) {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, n, true);
    return bytes;
  }

  checksum(data) {
    return data.reduce((sum, byte) => (sum + byte) >>> 0, 0);
  }

  note(line) {
    console.log(`noted: ${line}`);
  }
}
