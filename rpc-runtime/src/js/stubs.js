// Objects of others that this Worker holds. Imported from one `extern` block only (src/js/glue.rs).

/** Lets go of a stub, or of whatever has a disposer. A disposer that throws has nobody to tell. */
export function dispose(value) {
  try {
    value?.[Symbol.dispose]?.();
  } catch {}
}

export const stubs = { dispose };
