// Apart from stream.js, because "cloudflare:workers" exists on workerd only. Imported from one `extern` block only
// (src/stream/js.rs). As a namespace, because older versions of workerd export no `waitUntil`.

import * as workers from "cloudflare:workers";

/**
 * Keeps what serves the present call alive until `promise` is settled.
 *
 * The runtime ends it as soon as nobody holds anything of it any more. Whatever would have run then, disposers and
 * rejected promises included, does not.
 */
export function background(promise) {
  try {
    workers.waitUntil?.(promise);
  } catch {
    // Not within a call.
  }
}
