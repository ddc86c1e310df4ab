//! Unions in unions that releases of Cap'n Proto before 0.6 laid out wrong: today's compilers refuse them, and say
//! neither which nor where.
//!
//! A union that becomes a group keeps the numbers of its members, and is laid out like a struct. So which one is refused
//! is found by compiling once for each of them, with all others as groups.

use std::ops::Range;

use wit_codegen_core::Error;
use wit_codegen_core::front_end::{Diagnostic, Diagnostics, Sources, Span};

use super::stage::Stage;
use crate::text::{Token, tokens};

/// What the compiler says of such a union.
const REFUSED: &str = "capnproto/issues/344";

/// More of them in one schema are not told apart.
const MOST: usize = 24;

/// Whether this is why the compiler gave up.
pub(super) fn are_refused(said: &str) -> bool {
    said.contains(REFUSED)
}

/// Says which unions are refused. `compile` compiles what is on the stage, and gives what was said if that failed.
pub(super) fn explain(stage: &Stage, compile: impl Fn(&Stage) -> Option<String>) -> Error {
    let schemas: Vec<_> = stage.schemas().collect();
    let files: Vec<Vec<Inner>> = schemas.iter().map(|it| unions_in_unions(it.text)).collect();
    let all: Vec<(usize, &Inner)> = files
        .iter()
        .enumerate()
        .flat_map(|(file, unions)| unions.iter().map(move |union| (file, union)))
        .collect();
    let is_refused = |(file, union): &&(usize, &Inner)| {
        let mut changed = stage.clone();
        for (index, (schema, unions)) in schemas.iter().zip(&files).enumerate() {
            let others = unions.iter().filter(|it| index != *file || it != union);
            changed.replace(schema.number, as_groups(schema.text, others));
        }
        compile(&changed).is_some_and(|said| are_refused(&said))
    };
    let found: Vec<&(usize, &Inner)> = match all.len() <= MOST {
        true => all.iter().filter(is_refused).collect(),
        false => Vec::new(),
    };
    // Should none of them be refused by itself, it is one of these.
    let found = if found.is_empty() {
        all.iter().collect()
    } else {
        found
    };

    let mut sources = Sources::default();
    let mut problems = Diagnostics::default();
    let ids: Vec<_> = schemas
        .iter()
        .map(|it| sources.add(it.shown.to_path_buf(), it.text.to_owned()))
        .collect();
    for (file, union) in found {
        let span = ids.get(*file).map(|file| Span {
            file: *file,
            range: union.name.clone(),
        });
        problems.error(refused(span));
    }
    if all.is_empty() {
        problems.error(refused(ids.first().copied().map(Span::start_of)));
    }
    problems.into_error(&sources)
}

fn refused(span: Option<Span>) -> Diagnostic {
    let message = "the schema compiler refuses this union in a union";
    let problem = match span {
        Some(span) => Diagnostic::schema(span, message),
        None => Diagnostic::new(wit_codegen_core::ErrorKind::Schema, message),
    };
    problem
        .rule(
            "releases of Cap'n Proto before 0.6 laid out some unions in unions so that their members overlap; these \
             are refused, see https://github.com/capnproto/capnproto/issues/344",
        )
        .help(
            "put the inner union into a struct of its own, and hold that: `inner @7 :Inner;` and `struct Inner { union \
             { … } }`, with numbers of its own from 0",
        )
        .help(
            "where there are messages with this layout, set CAPNP_IGNORE_ISSUE_344=1 in the environment",
        )
}

/// A union in a union.
#[derive(Debug, PartialEq, Eq)]
struct Inner {
    /// Its name; for one without, its keyword.
    name: Range<usize>,
    keyword: Range<usize>,
    is_named: bool,
}

/// What a brace opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Union,
    Group,
    Other,
}

/// The unions that lie in others, through groups or not.
fn unions_in_unions(text: &str) -> Vec<Inner> {
    let tokens = tokens(text);
    let mut open: Vec<Scope> = Vec::new();
    let mut found = Vec::new();
    // The tokens since the last declaration began.
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.is('{') {
            let declaration = tokens.get(start..at).unwrap_or_default();
            let scope = scope(declaration);
            if scope == Scope::Union && is_in_union(&open) {
                found.extend(inner(declaration));
            }
            open.push(scope);
        } else if token.is('}') {
            open.pop();
        }
        if token.is('{') || token.is('}') || token.is(';') {
            start = at + 1;
        }
    }
    found
}

fn is_in_union(open: &[Scope]) -> bool {
    let around = open
        .iter()
        .rev()
        .take_while(|scope| **scope != Scope::Other);
    around.into_iter().any(|scope| *scope == Scope::Union)
}

/// What is declared by the tokens before a brace: `union`, `name :union`, `name :group $annotation`.
fn scope(declaration: &[Token<'_>]) -> Scope {
    match keyword(declaration).map(|at| declaration[at].word()) {
        Some(Some("union")) => Scope::Union,
        Some(Some("group")) => Scope::Group,
        _ => Scope::Other,
    }
}

/// Where the keyword is: first, or behind the colon.
fn keyword(declaration: &[Token<'_>]) -> Option<usize> {
    let is_keyword = |token: &Token<'_>| matches!(token.word(), Some("union" | "group"));
    if declaration.first().is_some_and(is_keyword) {
        return Some(0);
    }
    let colon = declaration.iter().position(|token| token.is(':'))?;
    declaration
        .get(colon + 1)
        .is_some_and(is_keyword)
        .then_some(colon + 1)
}

fn inner(declaration: &[Token<'_>]) -> Option<Inner> {
    let at = keyword(declaration)?;
    Some(Inner {
        name: declaration.first()?.range.clone(),
        keyword: declaration.get(at)?.range.clone(),
        is_named: at > 0,
    })
}

/// The text with these unions as groups.
fn as_groups<'u>(text: &str, unions: impl Iterator<Item = &'u Inner>) -> String {
    let mut changed = String::new();
    let mut end = 0;
    for (index, union) in unions.enumerate() {
        changed.push_str(text.get(end..union.keyword.start).unwrap_or_default());
        match union.is_named {
            true => changed.push_str("group"),
            // A group has a name, here one that nobody else thinks of.
            false => changed.push_str(&format!("unionAsGroup344x{index} :group")),
        }
        end = union.keyword.end;
    }
    changed.push_str(text.get(end..).unwrap_or_default());
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "@0xb1c0a1d2e3f40150;
        struct A $note(\"union {\") { # union { union {
          a :union { x @0 :Void; y :group { b :union { z @1 :Void; w @2 :Void; } } }
          union { c @3 :Void; d :group { union { e @4 :Void; f @5 :Void; } } }
          g :group { h :union { i @6 :Void; j @7 :Void; } }
          struct Inner { union { k @0 :Void; l @1 :Void; } }
        }";

    #[test]
    fn unions_in_unions_are_found() {
        let found = unions_in_unions(TEXT);
        let names: Vec<&str> = found.iter().map(|it| &TEXT[it.name.clone()]).collect();
        assert_eq!(names, ["b", "union"]);
        let changed = as_groups(TEXT, found.iter());
        assert!(changed.contains("b :group { z @1"), "{changed}");
        assert!(
            changed.contains("d :group { unionAsGroup344x1 :group { e @4"),
            "{changed}"
        );
        assert!(unions_in_unions(&changed).is_empty());
    }
}
