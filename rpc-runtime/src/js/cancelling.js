// Calls whose server is told if they are cancelled. Imported from one `extern` block only (src/js/glue.rs).

import { call, cancels } from "./calls.js";

const tellers = new WeakMap();

/**
 * The same object, but that each call of its methods has one argument more, by which the other side learns that the call
 * is cancelled, or that this Worker's request has ended: a stream that ends then.
 */
function telling(target) {
  let teller = tellers.get(target);
  if (teller === undefined) {
    teller = new Proxy(target, { get: (_, method) => (...args) => callTelling(target, method, args) });
    tellers.set(target, teller);
  }
  return teller;
}

function callTelling(target, method, args) {
  const { readable, writable } = new IdentityTransformStream();
  const writer = writable.getWriter();
  const end = () => void writer.close().catch(() => {});
  const promise = call(target, method, [...args, { $cancel: readable }]);
  cancels.set(promise, end);
  promise.then(end, end);
  return promise;
}

export const cancelling = { telling };
