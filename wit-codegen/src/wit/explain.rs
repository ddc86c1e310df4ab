//! What `wit-parser` found wrong, in our words, with rules and hints.

mod explained;
mod grammar;
mod names;
mod rules;

pub(super) use names::kebab_case;
pub(super) use rules::KEYS;

use wit_codegen_core::ErrorKind;
use wit_codegen_core::diagnostic::{Diagnostic, FileId, Span};
use wit_parser::{Resolve, SourceMap, Span as WitSpan};

use self::explained::Explained;
use super::parser_error::{Kind, ParserError};
use super::read::Group;
use super::spans;
use super::words::used_from;

/// Explains why a package cannot be read; `text` is that of the file.
pub(super) fn in_package(error: &ParserError, span: Span, text: &str) -> Diagnostic {
    let word = text.get(span.range.clone()).unwrap_or_default();
    let path = used_from(text, span.range.start);
    rules::explain(error, word, path).at(span)
}

/// Explains an error that is nowhere: what is missing has no span.
pub(super) fn without_span(error: &ParserError, group: &Group) -> Diagnostic {
    let Some(file) = group.files.first() else {
        return Diagnostic::new(ErrorKind::Schema, error.text.as_str());
    };
    let start = Span::start_of(*file);
    if error.kind != Kind::NoHeader {
        return Diagnostic::schema(start, error.text.as_str());
    }
    let message = match group.files.len() {
        1 => "this file does not say which package it is".to_owned(),
        _ => format!(
            "no file in `{}` says which package it is",
            group.path.display()
        ),
    };
    Diagnostic::schema(start, message)
        .rule("one file of a package starts with its name")
        .help("start with `package my-namespace:my-package;`")
}

/// Explains why packages cannot be connected. `main` is where a problem is shown that has no span.
pub(super) fn between_packages(error: &ParserError, resolve: &Resolve, main: &Group) -> Diagnostic {
    let map = &resolve.source_map;
    let world = |name: &String| {
        let (_, world) = resolve.worlds.iter().find(|(_, it)| it.name == *name)?;
        spans::in_source(world.span, map)
    };
    let span = spans::in_source(error.span, map)
        .or_else(|| error.world.as_ref().and_then(world))
        .unwrap_or_else(|| Span::start_of(main.files.first().copied().unwrap_or(FileId(0))));
    let explained = rules::explain(error, "", None);
    match &error.kind {
        Kind::PackageTwice { spans, .. } => at_the_last(explained, *spans, map, span),
        _ => explained.at(span),
    }
}

fn at_the_last(
    explained: Explained,
    spans: [WitSpan; 2],
    map: &SourceMap,
    otherwise: Span,
) -> Diagnostic {
    let spans = spans.iter().filter_map(|span| spans::in_source(*span, map));
    let mut spans: Vec<Span> = spans.collect();
    spans.sort();
    let last = spans.pop().unwrap_or(otherwise);
    spans.into_iter().fold(explained.at(last), |problem, span| {
        problem.related(span, "first defined here")
    })
}

/// A name that stands for nothing where a type is.
pub(super) fn no_such_type(span: Span, name: &str) -> Diagnostic {
    rules::no_such_type(name).at(span)
}

/// What refers to an `@unstable` item whose feature is not switched on; `feature` is its name, where that is known.
pub(super) fn switched_off(span: Span, feature: Option<&str>) -> Diagnostic {
    rules::switched_off(feature).at(span)
}
