//! What `wit-parser` says, in our words, with rules and hints.

use wit_parser::{
    ParseError, ParseErrorKind, Resolve, ResolveError, ResolveErrorKind, SourceMap, Span,
};

use super::read::Group;
use crate::diagnostic::{Diagnostic, FileId, Place};

/// The name under which a file is known to `wit-parser`. It sorts files by name: this keeps our order.
pub(super) fn key(file: FileId) -> String {
    format!("{:010}", file.0)
}

/// Where a span is in our sources.
pub(super) fn place(span: Span, map: &SourceMap) -> Option<Place> {
    let location = map.resolve_span(span)?;
    Some(Place {
        file: FileId(location.path.parse().ok()?),
        range: location.range,
    })
}

/// Explains why a package cannot be parsed.
pub(super) fn parse_error(error: &ParseError, map: &SourceMap, group: &Group) -> Diagnostic {
    let kind = error.kind();
    let Some(place) = place(kind.span(), map) else {
        return no_header(kind, group);
    };
    match kind {
        ParseErrorKind::ItemNotFound { name, kind, .. } => not_found(place, name, kind),
        ParseErrorKind::TypeCycle { name, kind, .. } => {
            let rule = match kind.as_str() {
                "type" => "a type cannot contain itself, not even in a list or an option",
                _ => {
                    "interfaces cannot use each other in a circle, and worlds cannot include each other in one"
                }
            };
            Diagnostic::schema(place, format!("{kind} `{name}` depends on itself")).rule(rule)
        }
        ParseErrorKind::Syntax { message, .. } => syntax(place, message),
        kind => {
            let text = kind.to_string();
            let problem = Diagnostic::schema(place, lower_first(&text));
            if text.contains("in identifier") || text.starts_with("identifiers ") {
                problem.rule(
                    "a name is words joined by `-`; each word is all lower case or all upper case, and the first \
                     one starts with a letter",
                )
            } else {
                problem
            }
        }
    }
}

/// The only problem that is nowhere: what is missing has no place.
fn no_header(kind: &ParseErrorKind, group: &Group) -> Diagnostic {
    let message = kind.to_string();
    let Some(file) = group.files.first() else {
        return Diagnostic::new(crate::ErrorKind::Schema, message);
    };
    if !message.contains("`package` header") {
        return Diagnostic::schema(Place::start_of(*file), message);
    }
    let message = match group.files.len() {
        1 => "this file does not say which package it is".to_owned(),
        _ => format!(
            "no file in `{}` says which package it is",
            group.path.display()
        ),
    };
    Diagnostic::schema(Place::start_of(*file), message)
        .rule("one file of a package starts with its name")
        .help("start with `package my-namespace:my-package;`")
}

fn not_found(place: Place, name: &str, kind: &str) -> Diagnostic {
    let problem = Diagnostic::schema(
        place,
        format!(
            "there is no {} `{name}`",
            if kind == "name" { "type" } else { kind }
        ),
    );
    match (kind, name) {
        ("type" | "name", "float32") => problem.help("this type is now `f32`"),
        ("type" | "name", "float64") => problem.help("this type is now `f64`"),
        ("type" | "name", "int" | "i8" | "i16" | "i32" | "i64" | "usize" | "isize") => {
            problem.help("the signed integers are `s8`, `s16`, `s32` and `s64`, the unsigned ones `u8` to `u64`")
        }
        ("type" | "name", "str" | "String") => problem.help("text is `string`"),
        ("type" | "name", "bytes") => problem.help("bytes are `list<u8>`"),
        ("type" | "name", _) => problem.rule(
            "a type is declared in the same interface or world, or brought in from another one with `use other.{name}`",
        ),
        _ => problem.rule(
            "an interface or world is declared in one of the files of its package; one of another package is named in \
             full: `ns:pkg/name`",
        ),
    }
}

fn syntax(place: Place, message: &str) -> Diagnostic {
    let message = message
        .replace("an identifier or string", "a name")
        .replace("fixed-length", "the length of the list");
    let problem = Diagnostic::schema(place, message.as_str());
    if message.contains("nesting too deep") {
        return problem.rule("types and packages nest at most 100 levels deep");
    }
    if message.starts_with("empty ") {
        return problem.rule("records, variants, enums, flags and tuples have at least one member");
    }
    if message.contains("conflicts with previous") && !message.contains('[') {
        return problem.rule(
            "names that differ only in hyphens and in upper and lower case are the same name",
        );
    }
    match message
        .strip_prefix("expected a name, found keyword `")
        .and_then(|rest| rest.strip_suffix('`'))
    {
        Some(keyword) => problem.help(format!(
            "a name that is a keyword is written with a `%`: `%{keyword}`"
        )),
        None => problem,
    }
}

/// Explains why packages cannot be connected. `main` is where a problem is shown that has no place.
pub(super) fn resolve_error(error: &ResolveError, resolve: &Resolve, main: &Group) -> Diagnostic {
    let kind = error.kind();
    let map = &resolve.source_map;
    let start = || {
        let first = main.files.first().copied();
        Place::start_of(first.unwrap_or(FileId(0)))
    };
    let at = place(kind.span(), map)
        .or_else(|| world_in(&kind.to_string(), resolve))
        .unwrap_or_else(start);
    match kind {
        ResolveErrorKind::DuplicatePackage { name, span1, span2 } => {
            let both = [place(*span1, map), place(*span2, map)];
            let mut both: Vec<Place> = both.into_iter().flatten().collect();
            both.sort();
            let mut places = both.into_iter().rev();
            let problem = Diagnostic::schema(places.next().unwrap_or(at), format!("package `{name}` is defined twice"))
                .rule("a package is defined in one file, or in the files of one folder");
            places.fold(problem, |problem, place| problem.related(place, "first defined here"))
        }
        ResolveErrorKind::PackageCycle { package, .. } => {
            Diagnostic::schema(at, format!("package `{package}` depends on itself"))
                .rule("packages cannot refer to each other in a circle")
                .help("within a package, name an interface without the package: `use store.{item}`")
        }
        ResolveErrorKind::InvalidTransitiveDependency { name, .. } => Diagnostic::schema(
            at,
            format!("this world would need a type of an interface both as import and as export, because of `{name}`"),
        )
        .rule("an exported interface takes the types it uses either all from exports or all from imports")
        .help(format!("export the interfaces in between, too: those that `{name}` uses types from")),
        ResolveErrorKind::ItemShadowing { item_type, name, .. } => {
            Diagnostic::schema(at, format!("`{name}` is {item_type}ed by this world already"))
                .rule("what a world includes must not have the name of something it has")
                .help(format!("rename it: `include … with {{ {name} as other-name }}`"))
        }
        ResolveErrorKind::StabilityMismatch { .. } => {
            Diagnostic::schema(at, "included worlds disagree about the `@since` or `@unstable` of an interface")
                .rule("worlds that import the same interface mark it in the same way")
        }
        ResolveErrorKind::Semantic { message, .. } if message.contains("feature not being activated") => {
            Diagnostic::schema(at, "this refers to an item of a feature that is not switched on")
                .rule("what refers to an `@unstable` item is `@unstable` itself, with the same feature")
                .help("switch the feature on: `.features([…])` in build.rs, `--features …` on the command line")
        }
        ResolveErrorKind::Semantic { message, .. } => semantic(at, message),
        kind => Diagnostic::schema(at, kind.to_string()),
    }
}

fn semantic(at: Place, message: &str) -> Diagnostic {
    if let Some(name) = quoted(message, "kebab-name `") {
        return Diagnostic::schema(at, format!("the included world has no import or export that is named `{name}`"))
            .rule("only what has a name in the world can be renamed: not an interface that is imported by its path");
    }
    if message.contains("unreleased version") {
        return Diagnostic::schema(at, message)
            .rule("`@since` names the package's version or an earlier one");
    }
    if message.contains("must be strongly unique") {
        return Diagnostic::schema(
            at,
            message.trim_end_matches(" (names must be strongly unique)"),
        )
        .rule("names that differ only in hyphens and in upper and lower case are the same name")
        .help("rename one of them: `include … with { name as other-name }`");
    }
    Diagnostic::schema(at, message)
}

/// Where the world is that a message speaks of.
fn world_in(message: &str, resolve: &Resolve) -> Option<Place> {
    let name = quoted(message, "in world `")?;
    let (_, world) = resolve
        .worlds
        .iter()
        .find(|(_, world)| world.name == name)?;
    place(world.span, &resolve.source_map)
}

/// What stands between `start` and the next backtick.
fn quoted<'a>(message: &'a str, start: &str) -> Option<&'a str> {
    let (_, rest) = message.split_once(start)?;
    rest.split('`').next()
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}
