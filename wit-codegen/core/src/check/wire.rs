//! Names on the wire: none may be reserved, and no two may meet.

use std::collections::HashMap;

use super::Uncallable;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::{Function, Name, Origin, Resource, Schema, Struct, TypeDef, TypeKind};
use crate::names::{self, Reserved};
use crate::options::Selection;

/// Checks the names of functions, fields, flags and cases.
pub(super) fn check_wire_names(schema: &Schema, selection: &Selection, problems: &mut Diagnostics) {
    for module in &schema.modules {
        for service in &module.services {
            let reserved = if service.served && selection.server {
                names::reserved
            } else {
                |_: &str| None
            };
            let functions = &service.functions;
            check_reserved(&module.selector, '/', functions, reserved, problems);
            check_functions(&module.selector, '/', functions, problems);
        }
    }
    for definition in schema
        .types
        .iter()
        .filter(|definition| definition.origin == Origin::Here)
    {
        check_members(schema, definition, selection, problems);
    }
}

/// What this Worker only calls may have been named by somebody else: the compiler is to warn whoever calls a function
/// that cannot be called.
pub(super) fn uncallable(schema: &Schema, selection: &Selection) -> Uncallable {
    let mut found = Uncallable::default();
    let services = schema.modules.iter().flat_map(|module| &module.services);
    for service in services.filter(|service| !(service.served && selection.server)) {
        found.note(&service.functions, names::reserved);
    }
    for definition in &schema.types {
        if let TypeKind::Resource(resource) = &definition.kind
            && !may_serve(resource, selection)
        {
            found.note(&resource.functions, names::reserved_on_target);
        }
    }
    found
}

impl Uncallable {
    fn note(&mut self, functions: &[Function], reserved: fn(&str) -> Option<Reserved>) {
        for Function { name, .. } in functions {
            if let Some(reserved) = reserved(&name.wire) {
                let why = format!(
                    "cannot be called: `{}` {} ({})",
                    name.wire, reserved.consequence, reserved.layer
                );
                self.0.insert(name.item(), why);
            }
        }
    }
}

/// Whether this Worker may have objects that others call. A Cap'n Proto interface of a file that is only imported may
/// be implemented here all the same.
fn may_serve(resource: &Resource, selection: &Selection) -> bool {
    selection.server && (resource.served || resource.entrypoint.is_some())
}

/// Reports methods with names that are somebody else's.
fn check_reserved<'a>(
    holder: &str,
    separator: char,
    functions: impl IntoIterator<Item = &'a Function>,
    reserved: fn(&str) -> Option<Reserved>,
    problems: &mut Diagnostics,
) {
    for function in functions {
        let Function { name, span, .. } = function;
        let wire = &name.wire;
        let Some(reserved) = reserved(wire) else {
            continue;
        };
        let selector = format!("{holder}{separator}{}", selected(function));
        let problem = Diagnostic::schema(span.clone(), format!("`{wire}` cannot be a method"))
            .rule(format!(
                "{}: `{wire}` {}",
                reserved.layer, reserved.consequence
            ))
            .help(rename(&selector, wire));
        problems.error(if name.schema == *wire {
            problem
        } else {
            problem.label(format!("`{wire}` on the wire"))
        });
    }
}

/// Reports methods of one object with the same name.
fn check_functions(
    holder: &str,
    separator: char,
    functions: &[Function],
    problems: &mut Diagnostics,
) {
    let names = functions
        .iter()
        .map(|function| (&function.name, selected(function), &function.span));
    check_distinct_by("function", "method", holder, separator, names, problems);
}

/// What a selector calls a function.
fn selected(function: &Function) -> &str {
    function.member.as_ref().unwrap_or(&function.name.schema)
}

fn check_members(
    schema: &Schema,
    definition: &TypeDef,
    selection: &Selection,
    problems: &mut Diagnostics,
) {
    let TypeDef { selector, kind, .. } = definition;
    match kind {
        TypeKind::Record(fields) => {
            let names = fields.iter().map(|field| (&field.name, &field.span));
            check_prototype(selector, names.clone(), problems);
            check_distinct("field", "key", selector, '.', names, problems);
        }
        TypeKind::Flags(flags) => {
            let names = flags.iter().map(|flag| (&flag.name, &flag.span));
            check_prototype(selector, names.clone(), problems);
            check_distinct("flag", "key", selector, '.', names, problems);
        }
        TypeKind::Struct(Struct { fields, which }) => {
            let fields = fields.iter().map(|field| (&field.name, &field.span));
            // The unnamed union's members are keys of the same object.
            let members = which
                .iter()
                .flat_map(|which| schema.types[which.ty.0].kind.union_cases());
            let names = fields.chain(members.map(|case| (&case.name, &case.span)));
            check_prototype(selector, names.clone(), problems);
            check_distinct("field", "key", selector, '.', names, problems);
        }
        TypeKind::Union(cases) => {
            let names = cases.iter().map(|case| (&case.name, &case.span));
            check_prototype(selector, names.clone(), problems);
            check_distinct("member", "key", selector, '.', names, problems);
        }
        TypeKind::Variant(cases) | TypeKind::Enum(cases) | TypeKind::OpenEnum(cases) => {
            let names = cases.iter().map(|case| (&case.name, &case.span));
            check_distinct("case", "tag", selector, '.', names, problems);
        }
        TypeKind::Resource(resource) => {
            // What else an interface of Cap'n Proto may not have is known where it is served: `export!` says it.
            let reserved = match may_serve(resource, selection) {
                true => names::reserved_on_target,
                false => |_: &str| None,
            };
            let functions = resource.functions.iter();
            let own = functions.filter(|function| !is_inherited(schema, resource, function));
            check_reserved(selector, '.', own, reserved, problems);
            check_functions(selector, '.', &resource.functions, problems);
        }
        TypeKind::Alias(_) | TypeKind::Use(_) => {}
    }
}

/// Whether a method is checked where it is declared.
fn is_inherited(schema: &Schema, resource: &Resource, function: &Function) -> bool {
    let bases = resource.bases.iter().map(|base| &schema.types[base.0]);
    let mut of_bases = bases
        .filter(|base| base.origin == Origin::Here)
        .flat_map(|base| base.kind.functions());
    of_bases.any(|it| it.name == function.name && it.span == function.span)
}

/// The one key that an object cannot simply have.
fn check_prototype<'a>(
    selector: &str,
    names: impl Iterator<Item = (&'a Name, &'a Span)>,
    problems: &mut Diagnostics,
) {
    for (name, span) in names.filter(|(name, _)| name.wire == "__proto__") {
        problems.error(
            Diagnostic::schema(
                span.clone(),
                format!(
                    "`{}` cannot be the key of `{selector}.{}`",
                    name.wire, name.schema
                ),
            )
            .rule("JavaScript takes `__proto__` for the prototype of an object, not for a key"),
        );
    }
}

/// Reports names of one scope that are the same on the wire.
fn check_distinct<'a>(
    what: &str,
    on_the_wire: &str,
    holder: &str,
    separator: char,
    names: impl Iterator<Item = (&'a Name, &'a Span)>,
    problems: &mut Diagnostics,
) {
    let names = names.map(|(name, span)| (name, name.schema.as_str(), span));
    check_distinct_by(what, on_the_wire, holder, separator, names, problems);
}

/// Like [`check_distinct`], of names that selectors may call otherwise.
fn check_distinct_by<'a>(
    what: &str,
    on_the_wire: &str,
    holder: &str,
    separator: char,
    names: impl Iterator<Item = (&'a Name, &'a str, &'a Span)>,
    problems: &mut Diagnostics,
) {
    let mut seen: HashMap<&str, (&str, &Span)> = HashMap::new();
    for (name, selected, span) in names {
        let Some((first, first_place)) = seen.get(name.wire.as_str()) else {
            seen.insert(&name.wire, (selected, span));
            continue;
        };
        problems.error(
            Diagnostic::schema(
                span.clone(),
                format!(
                    "{what}s `{first}` and `{selected}` are the same {on_the_wire} `{}`",
                    name.wire
                ),
            )
            .related(
                (*first_place).clone(),
                format!("`{}` on the wire, too", name.wire),
            )
            .rule(format!(
                "every {what} has a {on_the_wire} of its own on the wire"
            ))
            .help(rename(
                &format!("{holder}{separator}{selected}"),
                &name.wire,
            )),
        );
    }
}

/// How to give an item another name on the wire.
fn rename(selector: &str, wire: &str) -> String {
    let other = names::another(wire);
    format!(
        "rename it in the schema, or on the wire only: `.rename(\"{selector}\", \"{other}\")` in build.rs, \
         `--rename {selector}={other}` on the command line"
    )
}
