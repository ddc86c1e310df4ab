//! Names of what reads a type in place.

use std::collections::BTreeMap;

use super::{Elsewhere, RustNames};
use crate::model::{Layouts, Schema, TypeId, TypeKind};

/// What reads a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReaderNames {
    /// `OrderReader`
    pub(crate) reader: String,
    /// `PaymentWhich`, for what has cases.
    pub(crate) which: Option<String>,
}

/// The names of readers: those of the types and a suffix, unless something in the module has such a name already.
/// Only types that have a layout and are generated, here or elsewhere under the names they would have here, are read in
/// place. What another crate calls the parts of a Cap'n Proto file is not known here.
pub(crate) fn readers(
    schema: &Schema,
    layouts: &Layouts,
    elsewhere: &Elsewhere,
    names: &RustNames,
) -> BTreeMap<TypeId, ReaderNames> {
    let mut readers = BTreeMap::new();
    for (index, module) in schema.modules.iter().enumerate() {
        let mut scope = names.scope(schema, module);
        for (id, definition) in schema.types.iter().enumerate() {
            let id = TypeId(id);
            let has_cases = match definition.kind {
                TypeKind::Record(_) | TypeKind::Struct(_) => false,
                TypeKind::Variant(_) | TypeKind::Union(_) => true,
                TypeKind::Enum(_)
                | TypeKind::OpenEnum(_)
                | TypeKind::Flags(_)
                | TypeKind::Alias(_)
                | TypeKind::Use(_)
                | TypeKind::Resource(_) => continue,
            };
            let is_capnp = matches!(definition.kind, TypeKind::Struct(_) | TypeKind::Union(_));
            // What `with_traits` describes was replaced where it was generated.
            let mapped = elsewhere.get(id);
            let is_replaced = mapped.is_some_and(|it| it.traits.is_some());
            if definition.module.0 != index
                || definition.is_opaque()
                || is_replaced
                || (mapped.is_some() && is_capnp)
                || layouts.of(id).is_none()
            {
                continue;
            }
            let name = names.of(&definition.name).trim_end_matches('_');
            let reader = scope.claim(&format!("{name}Reader"));
            let which = has_cases.then(|| scope.claim(&format!("{name}Which")));
            readers.insert(id, ReaderNames { reader, which });
        }
    }
    readers
}
