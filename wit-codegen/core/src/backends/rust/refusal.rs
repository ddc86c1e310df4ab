//! Interfaces of Cap'n Proto that some entrypoints cannot serve, because of what their methods are called.
//!
//! What is only handed out as a capability may have a method `connect`. Whether an interface is served, and by what,
//! is known where the user writes `export!`; so that is where it is refused.

use crate::model::{Resource, TypeDef};
use crate::names::{self, Entrypoint, Reserved};

/// What is said where `entrypoint` is to serve the interface; nothing if it can.
pub(crate) fn refusal(
    def: &TypeDef,
    resource: &Resource,
    entrypoint: Entrypoint,
) -> Option<String> {
    let reserved = reserved(resource, entrypoint);
    let (first, _) = reserved.first()?;
    let served_on = match entrypoint {
        Entrypoint::Default => "the default entrypoint",
        Entrypoint::Named => "an entrypoint",
        Entrypoint::DurableObject => "a Durable Object",
    };
    let mut text = format!(
        "`{}` cannot be served on {served_on}, because of the names of its methods:\n",
        def.name.schema
    );
    for (wire, Reserved { consequence, layer }) in &reserved {
        text.push_str(&format!("  `{wire}` {consequence} ({layer})\n"));
    }
    let other = names::another(first);
    text.push_str(&format!(
        "hand it out as a capability, as a result or an argument of another interface; or give each another name on \
         the wire: `$Json.name(\"{other}\")` in the schema, or `.rename(\"{}.{first}\", \"{other}\")` in build.rs",
        def.selector
    ));
    Some(text)
}

/// Whether a client of the interface can be made from what stands for `entrypoint`: calls of a method whose name is
/// reserved there would never leave the caller, or reach somebody else.
pub(crate) fn is_refused(resource: &Resource, entrypoint: Entrypoint) -> bool {
    !reserved(resource, entrypoint).is_empty()
}

/// The names on the wire of methods, inherited ones included, that are reserved on `entrypoint`.
fn reserved(resource: &Resource, entrypoint: Entrypoint) -> Vec<(&str, Reserved)> {
    let wires = resource.functions.iter().map(|it| it.name.wire.as_str());
    wires
        .filter_map(|wire| Some((wire, names::reserved_on(entrypoint, wire)?)))
        .collect()
}
