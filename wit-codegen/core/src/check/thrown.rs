//! Declared errors that are thrown: what they hold has to be cloned.

use std::collections::BTreeMap;

use super::held::{Reported, held};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::{DeclaredErrors, Function, Outcome, Platform, Schema, TypeKind};

/// What the runtime loses together with all other properties of an error, and the functions that throw it: those of
/// one interface each, with its selector.
type Lost<'s> = (&'static str, Vec<(&'s str, &'s Function)>);

/// Reports, once for each place, what cannot be in a thrown error.
pub(super) fn check_thrown(schema: &Schema, problems: &mut Diagnostics) {
    let mut lost: BTreeMap<&Span, Lost<'_>> = BTreeMap::new();
    for (selector, function) in throwing(schema) {
        let Outcome::Declared(_, Some(error)) = schema.outcome(function) else {
            continue;
        };
        for (place, what) in held(schema, &function.span, error, UNCLONEABLE) {
            let (_, by) = lost.entry(place).or_insert_with(|| (what, Vec::new()));
            if by.iter().all(|(other, _)| *other != selector) {
                by.push((selector, function));
            }
        }
    }
    for (place, (what, by)) in lost {
        let message = format!("an error that is thrown cannot hold {what}");
        let mut problem = Diagnostic::schema(place.clone(), message).rule(
            "the Workers runtime carries the properties of a thrown error if it can clone all of them, else none",
        );
        for (_, function) in by.iter().filter(|(_, it)| it.span != *place) {
            let label = format!("`{}` throws it", function.name.schema);
            problem = problem.related(function.span.clone(), label);
        }
        let selectors: Vec<String> = by.iter().map(|(it, _)| format!("`{it}`")).collect();
        let problem = problem
            .help(format!(
                "leave {} out of `.throws(…)` in build.rs, of `--throws` on the command line: an error that is data \
                 holds anything",
                selectors.join(" and ")
            ))
            .help(format!(
                "or let the error say by what {what} is to be had from another function, such as an id"
            ));
        problems.error(problem);
    }
}

/// The functions whose declared errors are thrown, with the selectors of the interfaces that have them.
fn throwing(schema: &Schema) -> impl Iterator<Item = (&str, &Function)> {
    let of_services = schema.modules.iter().flat_map(|module| {
        let services = module.services.iter();
        let throwing = services.filter(|it| it.errors == DeclaredErrors::Thrown);
        let functions = throwing.flat_map(|service| &service.functions);
        functions.map(|function| (module.selector.as_str(), function))
    });
    let of_resources = schema.types.iter().flat_map(|definition| {
        let selector = schema.modules[definition.module.0].selector.as_str();
        let functions = match &definition.kind {
            TypeKind::Resource(it) if it.errors == DeclaredErrors::Thrown => {
                it.functions.as_slice()
            }
            _ => &[],
        };
        functions.iter().map(move |function| (selector, function))
    });
    of_services.chain(of_resources)
}

const UNCLONEABLE: Reported = Reported {
    of_platform: uncloneable,
    // Of somebody's own type nothing is known.
    in_opaque: false,
};

/// What the platform has that cannot be a property of an error: one with a body only while it has none, a `Blob` on
/// newer versions of the runtime only.
const fn uncloneable(platform: Platform) -> Option<&'static str> {
    match platform {
        Platform::Request => Some("a `request`"),
        Platform::Response => Some("a `response`"),
        Platform::AbortSignal => Some("an `abort-signal`"),
        Platform::Blob => Some("a `blob`"),
        Platform::Headers | Platform::Date => None,
    }
}
