//! Options about selected items, applied to the model.

use super::Selector;
use super::idempotent;
use super::search::{Search, Seen, parse};
use super::validate::Validated;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{DeclaredErrors, Name, Schema, Struct, TypeId, TypeKind};
use crate::taken::Taken;

/// Applies `options` to `schema`, and reports every selector that selects nothing.
pub(crate) fn apply(
    options: &Validated,
    schema: &mut Schema,
    taken: &Taken,
    problems: &mut Diagnostics,
) {
    let Validated {
        renames,
        throws,
        idempotent,
        selection: _,
    } = options;
    let mut seen = Seen::new("rename");
    for (selector, wire) in renames {
        rename(selector, wire, &mut seen, schema, taken, problems);
    }
    for selector in throws {
        throw(selector, schema, taken, problems);
    }
    for selector in idempotent {
        idempotent::mark(selector, schema, taken, problems);
    }
}

fn rename(
    selector: &Selector,
    wire: &str,
    seen: &mut Seen,
    schema: &mut Schema,
    taken: &Taken,
    problems: &mut Diagnostics,
) {
    let mut search = Search::new(selector);
    let mut is_identifier = false;
    let mut unfit = None;
    let mut visit = |item: &Selector, name: &mut Name, identifier: bool| {
        if search.names(item) {
            seen.note(item, wire, problems);
            is_identifier |= identifier;
            name.wire = wire.to_owned();
        }
    };
    for module in &mut schema.modules {
        let Some(holder) = parse(&module.selector) else {
            continue;
        };
        for service in &mut module.services {
            let names: Vec<String> = service
                .functions
                .iter()
                .map(|function| function.name.schema.clone())
                .collect();
            for function in &mut service.functions {
                let item = holder.item(&function.name.schema);
                let Some(member) = &function.member else {
                    visit(&item, &mut function.name, true);
                    continue;
                };
                if let Some((resource, member)) = member.split_once('.') {
                    let item = holder.item(resource).member(member);
                    visit(&item, &mut function.name, true);
                }
                // By its name in Rust, too, if nothing else is called that.
                let same = names.iter().filter(|name| **name == function.name.schema);
                if same.count() == 1 && selector.names(&item) {
                    visit(&item, &mut function.name, true);
                }
            }
        }
    }
    for (index, definition) in schema.types.iter_mut().enumerate() {
        let Some(holder) = parse(&definition.selector) else {
            continue;
        };
        if let Some(option) = taken.by(TypeId(index)) {
            if selector.is_in(&holder) {
                unfit = Some((holder, option));
            }
            continue;
        }
        let mut visit = |name: &mut Name, identifier| {
            visit(&holder.member(&name.schema), name, identifier);
        };
        match &mut definition.kind {
            TypeKind::Record(fields) | TypeKind::Struct(Struct { fields, .. }) => {
                fields.iter_mut().for_each(|it| visit(&mut it.name, true));
            }
            TypeKind::Union(cases) => cases.iter_mut().for_each(|it| visit(&mut it.name, true)),
            TypeKind::Flags(flags) => flags.iter_mut().for_each(|it| visit(&mut it.name, true)),
            TypeKind::Variant(cases) | TypeKind::Enum(cases) | TypeKind::OpenEnum(cases) => {
                cases.iter_mut().for_each(|it| visit(&mut it.name, false));
            }
            TypeKind::Resource(resource) => {
                let functions = resource.functions.iter_mut();
                functions.for_each(|it| visit(&mut it.name, true));
            }
            TypeKind::Alias(_) | TypeKind::Use(_) => {}
        }
    }
    if let Some((holder, option)) = unfit {
        search.note_taken(Some(holder), option);
    }
    rename_inherited(schema, wire);
    if is_identifier && wire.contains('-') {
        let message = format!("`{wire}` cannot be the wire name of `{selector}`");
        problems.error(Diagnostic::config(message).rule(
            "functions, fields and flags have JavaScript identifiers as wire names; only tags may \
             have hyphens",
        ));
    }
    let what = "a function, a field, a case or a flag";
    search.finish("rename", what, schema, problems);
}

/// A method is the same on the wire in an interface and in those that extend it, so whichever was renamed to `wire`,
/// all are.
fn rename_inherited(schema: &mut Schema, wire: &str) {
    let mut related: Vec<(usize, usize)> = Vec::new();
    let mut renamed: Vec<(usize, String)> = Vec::new();
    for (id, definition) in schema.types.iter().enumerate() {
        if let TypeKind::Resource(resource) = &definition.kind {
            let bases = resource.bases.iter();
            related.extend(bases.flat_map(|base| [(id, base.0), (base.0, id)]));
            let functions = resource.functions.iter();
            let named = functions.filter(|function| function.name.wire == wire);
            renamed.extend(named.map(|function| (id, function.name.schema.clone())));
        }
    }
    while let Some((id, name)) = renamed.pop() {
        for (_, other) in related.iter().filter(|(this, _)| *this == id) {
            let other_kind = schema.types.get_mut(*other).map(|it| &mut it.kind);
            let Some(TypeKind::Resource(resource)) = other_kind else {
                continue;
            };
            for function in &mut resource.functions {
                if function.name.schema == name && function.name.wire != wire {
                    function.name.wire = wire.to_owned();
                    renamed.push((*other, name.clone()));
                }
            }
        }
    }
}

/// Lets the declared errors of interfaces travel as thrown ones.
fn throw(selector: &Selector, schema: &mut Schema, taken: &Taken, problems: &mut Diagnostics) {
    let mut search = Search::new(selector);
    for module in &mut schema.modules {
        let resources = module.types.iter().filter(|id| {
            let definition = schema.types.get(id.0);
            let definition = definition.filter(|_| !taken.contains(**id));
            definition.is_some_and(|it| matches!(it.kind, TypeKind::Resource(_)))
        });
        let is_called = !module.services.is_empty() || resources.count() > 0;
        if !is_called || !parse(&module.selector).is_some_and(|item| search.covers(&item)) {
            continue;
        }
        for service in &mut module.services {
            service.errors = DeclaredErrors::Thrown;
        }
        for id in &module.types {
            if let Some(definition) = schema.types.get_mut(id.0)
                && !taken.contains(*id)
                && let TypeKind::Resource(resource) = &mut definition.kind
            {
                resource.errors = DeclaredErrors::Thrown;
            }
        }
    }
    let what = "an interface with functions";
    search.finish("throws", what, schema, problems);
}
