//! Methods whose calls may be made again.

use super::Selector;
use super::search::{Search, parse};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::visit::{self, Visit};
use crate::model::{Function, Platform, Schema, Type, TypeDef, TypeId, TypeKind};
use crate::taken::Taken;

/// Marks the functions that `selector` selects, and reports those of which a call cannot be made again.
pub(super) fn mark(
    selector: &Selector,
    schema: &mut Schema,
    taken: &Taken,
    problems: &mut Diagnostics,
) {
    let mut search = Search::new(selector);
    let mut marked: Vec<Function> = Vec::new();
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
            if selector.covers(&item) {
                marked.push(function.clone());
            }
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
                None if search.covers(&item) => {
                    function.is_idempotent = true;
                    marked.push(function.clone());
                }
                None => {}
            }
        }
    }
    search.finish(
        "idempotent",
        "a function, or of what has functions,",
        schema,
        problems,
    );
    for function in &marked {
        check(selector, function, schema, problems);
    }
}

/// Reports every parameter that can be sent once.
fn check(selector: &Selector, function: &Function, schema: &Schema, problems: &mut Diagnostics) {
    for param in &function.params {
        let mut once = Once {
            schema,
            seen: Vec::new(),
            found: None,
        };
        once.visit_type(&param.ty);
        let Some(what) = once.found else { continue };
        let (name, method) = (&param.name.schema, &function.name.schema);
        let message = format!("a call of `{method}` cannot be made again");
        let problem = Diagnostic::schema(param.span.clone(), message)
            .label(format!("`{name}` holds {what}, which can be sent once"))
            .rule("a call of a method that is `idempotent` may be made again, with the same arguments")
            .help(format!(
                "select other functions than `{method}`: `idempotent` is given `{selector}`"
            ));
        problems.error(problem);
    }
}

/// Finds what can be sent once.
struct Once<'s> {
    schema: &'s Schema,
    seen: Vec<TypeId>,
    found: Option<&'static str>,
}

impl<'s> Visit<'s> for Once<'s> {
    fn visit_type(&mut self, ty: &'s Type) {
        match ty {
            Type::Stream(_) => self.found = Some("a stream"),
            Type::Future(_) => self.found = Some("a future"),
            _ => visit::visit_type(self, ty),
        }
    }

    fn visit_named(&mut self, id: TypeId) {
        if self.seen.contains(&id) {
            return;
        }
        self.seen.push(id);
        let Some(definition) = self.schema.types.get(id.0) else {
            return;
        };
        match &definition.kind {
            TypeKind::Resource(resource) => match resource.platform {
                // Those stay what they are when they are sent.
                Some(Platform::Date | Platform::Blob | Platform::AbortSignal) => {}
                Some(_) => self.found = Some("an object of the platform"),
                None => self.found = Some("a handle"),
            },
            kind => self.visit_kind(kind),
        }
    }
}
