//! Methods whose calls may be made again.

use super::Selector;
use super::search::{Search, parse};
use crate::diagnostic::Diagnostics;
use crate::model::{Schema, TypeDef, TypeId, TypeKind};
use crate::taken::Taken;

/// Marks the functions that `selector` selects.
pub(super) fn mark(
    selector: &Selector,
    schema: &mut Schema,
    taken: &Taken,
    problems: &mut Diagnostics,
) {
    let mut search = Search::new(selector);
    for module in &mut schema.modules {
        let Some(holder) = parse(&module.selector) else {
            continue;
        };
        for function in module.services.iter_mut().flat_map(|it| &mut it.functions) {
            let member = function.member.as_deref().and_then(|it| it.split_once('.'));
            let item = match member {
                Some((resource, member)) => holder.item(resource).member(member),
                None => holder.item(&function.name.schema),
            };
            function.is_idempotent |= search.covers(&item);
        }
    }
    for (index, definition) in schema.types.iter_mut().enumerate() {
        let TypeDef {
            selector: of, kind, ..
        } = definition;
        let (TypeKind::Resource(resource), Some(holder)) = (kind, parse(of)) else {
            continue;
        };
        let option = taken.by(TypeId(index));
        for function in &mut resource.functions {
            let item = holder.member(&function.name.schema);
            match option {
                Some(option) => {
                    search.note_taken(Some(item).filter(|item| selector.covers(item)), option);
                }
                None => function.is_idempotent |= search.covers(&item),
            }
        }
    }
    search.finish(
        "idempotent",
        "a function, or of what has functions,",
        schema,
        problems,
    );
}
