// Objects of others that this Worker holds. Imported from one `extern` block only (src/js/glue.rs).

/** For an object of ours that only passes on calls, what gives the one that it passes them on to now. */
export const behind = new WeakMap();

/** Lets go of a stub, or of whatever has a disposer. A disposer that throws has nobody to tell. */
export function dispose(value) {
  try {
    value?.[Symbol.dispose]?.();
  } catch {}
}

export const stubs = { dispose };
