// The bindings in `env`. Imported from one `extern` block only (src/context/env.rs). Nothing here throws: see js/instance.js.

/**
 * `[kind, value]` of what `env` has under `name`: "text", "data" for anything else of JSON, or the class's name; an
 * empty array if there is nothing.
 */
function look(env, name) {
  try {
    const value = env[name];
    return value === undefined || value === null ? [] : [kindOf(value), value];
  } catch {
    return [];
  }
}

function kindOf(value) {
  if (typeof value === "string") return "text";
  if (typeof value !== "object") return typeof value === "function" ? "a function" : "data";
  // Not `value.constructor`: of a service binding, every property is a method of the other side.
  const first = Object.getPrototypeOf(value);
  if (first === null || first === Object.prototype || Array.isArray(value)) return "data";
  // What the runtime makes of these has the class somewhere above: a stub of a Durable Object is a `Fetcher` as well.
  for (let prototype = first; prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    const { name } = prototype.constructor;
    if (name === "Fetcher" || name === "DurableObjectNamespace") return name;
  }
  return first.constructor.name;
}

/** `[the text of an id]`, or `[undefined, why there is none]`. */
function newId(namespace, jurisdiction) {
  const options = jurisdiction === undefined ? [] : [{ jurisdiction }];
  return attempt(() => namespace.newUniqueId(...options).toString());
}

/** `[what it gives]`, or `[undefined, why it gives nothing]`. */
export function attempt(get) {
  try {
    return [get()];
  } catch (error) {
    return [undefined, String(error?.message ?? error)];
  }
}

export const bindings = { look, newId };
