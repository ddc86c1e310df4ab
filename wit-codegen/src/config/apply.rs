//! Options about selected items, applied to the model.

use super::validate::ItemOptions;
use super::{Selector, closest};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{DeclaredErrors, Schema, TypeDef, TypeKind};

/// Applies `options` to `schema`, and reports every selector that selects nothing.
pub(crate) fn apply(options: &ItemOptions, schema: &mut Schema, problems: &mut Diagnostics) {
    let ItemOptions {
        derives,
        attributes,
        with,
        renames,
        throws,
    } = options;
    apply_with(with, schema, problems);
    for (selector, path) in derives {
        let found = each_definition(selector, schema, |definition| {
            definition.attributes.derives.push(path.clone())
        });
        require(
            "derive",
            "a record, variant, enum or flags",
            found,
            selector,
            definitions(schema),
            schema,
            problems,
        );
    }
    for (selector, attribute) in attributes {
        let found = each_definition(selector, schema, |definition| {
            definition.attributes.attributes.push(attribute.clone())
        });
        require(
            "attribute",
            "a record, variant, enum or flags",
            found,
            selector,
            definitions(schema),
            schema,
            problems,
        );
    }
    for (selector, wire) in renames {
        apply_rename(selector, wire, schema, problems);
    }
    for selector in throws {
        let mut found = false;
        for module in &mut schema.modules {
            if !module.services.is_empty()
                && parse(&module.selector).is_some_and(|module| selector.covers(&module))
            {
                found = true;
                module
                    .services
                    .iter_mut()
                    .for_each(|service| service.errors = DeclaredErrors::Thrown);
            }
        }
        let known = schema
            .modules
            .iter()
            .filter(|m| !m.services.is_empty())
            .map(|m| m.selector.clone())
            .collect();
        require(
            "throws",
            "an interface with functions",
            found,
            selector,
            known,
            schema,
            problems,
        );
    }
}

/// A type is replaced by a path; an interface by a module that has its types under their names.
fn apply_with(with: &[(Selector, String)], schema: &mut Schema, problems: &mut Diagnostics) {
    for (selector, path) in with {
        let mut found = false;
        for definition in &mut schema.types {
            let declared_here = !matches!(definition.kind, TypeKind::Use(_));
            if declared_here
                && parse(&definition.selector).is_some_and(|item| selector.names(&item))
            {
                found = true;
                definition.mapped = Some(path.clone());
            }
        }
        for module in &mut schema.modules {
            if !parse(&module.selector).is_some_and(|module| selector.names(&module)) {
                continue;
            }
            found = true;
            module.services.clear();
            for id in &module.types {
                if let Some(definition) = schema.types.get_mut(id.0) {
                    definition.mapped = Some(format!("{path}::{}", definition.name.rust));
                }
            }
        }
        let types = schema.types.iter().map(|definition| &definition.selector);
        let known = schema
            .modules
            .iter()
            .map(|module| &module.selector)
            .chain(types)
            .cloned()
            .collect();
        require(
            "with",
            "a type or an interface",
            found,
            selector,
            known,
            schema,
            problems,
        );
    }
}

fn apply_rename(selector: &Selector, wire: &str, schema: &mut Schema, problems: &mut Diagnostics) {
    let mut found = false;
    let mut known = Vec::new();
    let mut needs_identifier = false;
    for module in &mut schema.modules {
        let Some(holder) = parse(&module.selector) else {
            continue;
        };
        for function in module
            .services
            .iter_mut()
            .flat_map(|service| &mut service.functions)
        {
            let item = holder.item(&function.name.schema);
            if selector.names(&item) {
                found = true;
                needs_identifier = true;
                function.name.wire = wire.to_owned();
            }
            known.push(item.to_string());
        }
    }
    for definition in &mut schema.types {
        let Some(holder) = parse(&definition.selector) else {
            continue;
        };
        let key = matches!(definition.kind, TypeKind::Record(_) | TypeKind::Flags(_));
        let names: Vec<_> = match &mut definition.kind {
            TypeKind::Record(fields) => fields.iter_mut().map(|field| &mut field.name).collect(),
            TypeKind::Variant(cases) | TypeKind::Enum(cases) | TypeKind::Flags(cases) => {
                cases.iter_mut().map(|case| &mut case.name).collect()
            }
            TypeKind::Alias(_) | TypeKind::Use(_) | TypeKind::Resource(_) => Vec::new(),
        };
        for name in names {
            let item = holder.member(&name.schema);
            if selector.names(&item) {
                found = true;
                needs_identifier |= key;
                name.wire = wire.to_owned();
            }
            known.push(item.to_string());
        }
    }
    if needs_identifier && wire.contains('-') {
        let message = format!("`{wire}` cannot be the wire name of `{selector}`");
        problems.error(Diagnostic::config(message).rule(
            "functions, fields and flags have JavaScript identifiers as wire names; only tags may \
             have hyphens",
        ));
    }
    require(
        "rename",
        "a function, field, case or flag",
        found,
        selector,
        known,
        schema,
        problems,
    );
}

/// Calls `change` for every type that is declared here and that `selector` covers; tells whether there was any.
fn each_definition(
    selector: &Selector,
    schema: &mut Schema,
    mut change: impl FnMut(&mut TypeDef),
) -> bool {
    let mut found = false;
    for definition in schema
        .types
        .iter_mut()
        .filter(|definition| has_definition(definition))
    {
        if parse(&definition.selector).is_some_and(|item| selector.covers(&item)) {
            found = true;
            change(definition);
        }
    }
    found
}

fn has_definition(definition: &TypeDef) -> bool {
    match definition.kind {
        TypeKind::Record(_) | TypeKind::Variant(_) | TypeKind::Enum(_) | TypeKind::Flags(_) => true,
        TypeKind::Alias(_) | TypeKind::Use(_) | TypeKind::Resource(_) => false,
    }
}

fn definitions(schema: &Schema) -> Vec<String> {
    let definitions = schema
        .types
        .iter()
        .filter(|definition| has_definition(definition));
    definitions
        .map(|definition| definition.selector.clone())
        .collect()
}

/// Selectors of the model are well formed; one that is not selects nothing.
fn parse(selector: &str) -> Option<Selector> {
    Selector::parse(selector).ok()
}

/// Reports a selector that selected nothing.
fn require(
    option: &str,
    what: &str,
    found: bool,
    selector: &Selector,
    known: Vec<String>,
    schema: &Schema,
    problems: &mut Diagnostics,
) {
    if found {
        return;
    }
    let problem = Diagnostic::config(format!(
        "`{selector}`, given to `{option}`, selects nothing"
    ))
    .rule(format!(
        "the selector of `{option}` must name {what} of what is generated"
    ));
    let text = selector.to_string();
    let near = closest(&text, known.iter().map(String::as_str));
    let problem = match (origin(selector, schema), near.as_slice()) {
        (Some(origin), _) => problem.help(format!(
            "`{selector}` is another name for `{origin}`: select that"
        )),
        (None, []) if known.is_empty() => {
            problem.help(format!("there is no such item: nothing here is {what}"))
        }
        (None, []) => {
            let listed = known
                .iter()
                .take(8)
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ");
            let more = if known.len() > 8 { ", …" } else { "" };
            problem.help(format!("there is {listed}{more}"))
        }
        (None, near) => {
            let near = near
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(" or ");
            problem.help(format!("did you mean {near}?"))
        }
    };
    problems.error(problem);
}

/// Where a type is declared that `selector` names where it is only used.
fn origin<'a>(selector: &Selector, schema: &'a Schema) -> Option<&'a str> {
    let named = |definition: &&TypeDef| {
        parse(&definition.selector).is_some_and(|item| selector.names(&item))
    };
    let mut definition = schema.types.iter().find(named)?;
    let TypeKind::Use(_) = definition.kind else {
        return None;
    };
    for _ in 0..schema.types.len() {
        let TypeKind::Use(id) = definition.kind else {
            break;
        };
        definition = schema.types.get(id.0)?;
    }
    Some(&definition.selector)
}
