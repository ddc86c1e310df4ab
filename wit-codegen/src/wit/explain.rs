//! What `wit-parser` says, in our words, with rules and hints.

mod links;
mod rules;

pub(super) use links::{resolve_error, switched_off};

use wit_parser::{ParseError, ParseErrorKind, SourceMap, Span};

use super::mend::keys::KEYS;
use super::mend::words::used_from;
use super::mend::{Edit, original};
use super::read::Group;
use wit_codegen_core::ErrorKind;
use wit_codegen_core::diagnostic::{Diagnostic, FileId, Place, Sources};

/// The name under which a file is known to `wit-parser`. It sorts files by name: this keeps our order. With the name
/// goes what was replaced in the file, as `at:removed:inserted`, since that moves what comes after.
pub(super) fn key(file: FileId, edits: &[Edit]) -> String {
    let edits = edits
        .iter()
        .map(|Edit { range, with }| format!(" {}:{}:{}", range.start, range.len(), with.len()));
    format!("{:010}{}", file.0, edits.collect::<String>())
}

/// Where a span is in our sources.
pub(super) fn place(span: Span, map: &SourceMap) -> Option<Place> {
    let location = map.resolve_span(span)?;
    let mut key = location.path.split(' ');
    let file = FileId(key.next()?.parse().ok()?);
    let edit = |text: &str| {
        let mut numbers = text.split(':').map(str::parse);
        let mut next = || numbers.next()?.ok();
        Some((next()?, next()?, next()?))
    };
    let edits: Vec<(usize, usize, usize)> = key.filter_map(edit).collect();
    let start = original(location.range.start, &edits, false);
    let end = original(location.range.end, &edits, true);
    Some(Place {
        file,
        range: start..end.max(start),
    })
}

/// Where a problem of a package is; nowhere if something is missing.
pub(super) fn parse_place(error: &ParseError, map: &SourceMap, sources: &Sources) -> Option<Place> {
    let place = place(error.kind().span(), map)?;
    let text = sources.text(place.file);
    Some(whole_word(place, text))
}

/// Explains why a package cannot be parsed.
pub(super) fn parse_error(
    error: &ParseError,
    map: &SourceMap,
    group: &Group,
    sources: &Sources,
) -> Diagnostic {
    let kind = error.kind();
    let Some(place) = parse_place(error, map, sources) else {
        return no_header(kind, group);
    };
    let text = sources.text(place.file);
    match kind {
        ParseErrorKind::ItemNotFound { name, kind, .. } => {
            match used_from(text, place.range.start) {
                Some(path) if kind == "name" => not_in(place, name, path),
                _ => not_found(place, name, kind),
            }
        }
        ParseErrorKind::TypeCycle { name, kind, .. } => cycle(place, name, kind),
        ParseErrorKind::Syntax { message, .. } => syntax(place, message),
        kind => lexical(place, &kind.to_string(), text),
    }
}

/// The lexer marks only the first character of a word.
fn whole_word(place: Place, text: &str) -> Place {
    let Place { file, range } = place;
    let rest = text.get(range.start..).unwrap_or_default();
    let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    let character = rest.chars().next().map_or(0, char::len_utf8);
    let length = if range.len() > 1 {
        range.len()
    } else {
        word.max(character)
    };
    Place {
        file,
        range: range.start..range.start + length,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// The only problem that is nowhere: what is missing has no place.
fn no_header(kind: &ParseErrorKind, group: &Group) -> Diagnostic {
    let message = kind.to_string();
    let Some(file) = group.files.first() else {
        return Diagnostic::new(ErrorKind::Schema, message);
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
    if !matches!(kind, "type" | "name") {
        return Diagnostic::schema(place, format!("there is no {kind} `{name}`"))
            .rule("an interface or world is declared in one of the files of its package")
            .help(format!(
                "one of another package is named in full: `ns:pkg/{name}`"
            ));
    }
    no_such_type(place, name)
}

/// A name that stands for nothing where a type is.
pub(super) fn no_such_type(place: Place, name: &str) -> Diagnostic {
    let problem = Diagnostic::schema(place, format!("there is no type `{name}`"));
    match name {
        "float32" => problem.help("this type is now `f32`"),
        "float64" => problem.help("this type is now `f64`"),
        "int" | "i8" | "i16" | "i32" | "i64" | "usize" | "isize" => problem
            .help("the integers are `s8`, `s16`, `s32`, `s64`, and `u8` to `u64` without sign"),
        "str" | "String" => problem.help("text is `string`"),
        "bytes" => problem.help("bytes are `list<u8>`"),
        _ => problem
            .rule("a type is declared in the interface or world that it is used in")
            .help(format!(
                "one of another interface is brought in: `use other.{{{name}}}`"
            )),
    }
}

/// A name in a `use` that the interface `path` does not have.
fn not_in(place: Place, name: &str, path: &str) -> Diagnostic {
    Diagnostic::schema(place, format!("there is no type `{name}` in `{path}`"))
        .rule("what an interface uses is a type that the other one declares")
        .help(format!("declare `{name}` there, or take it out here"))
}

fn cycle(place: Place, name: &str, kind: &str) -> Diagnostic {
    let problem = Diagnostic::schema(place, format!("{kind} `{name}` depends on itself"));
    if kind == "type" {
        problem
            .rule("a type cannot contain itself, not even in a list or an option")
            .help("let it hold an id instead")
    } else {
        problem
            .rule("interfaces cannot use each other in a circle, nor can worlds include each other")
            .help("move what both need into a third one")
    }
}

fn syntax(place: Place, message: &str) -> Diagnostic {
    let message = message
        .replace("an identifier or string", "a name")
        .replace("found an identifier", "found a name")
        .replace("found eof", "found the end of the file")
        .replace("expected fixed-length", "expected the length of the list");
    if let Some(explained) = rules::explain(&message) {
        return Diagnostic::schema(place, explained.message)
            .rule(explained.rule)
            .help(explained.help);
    }
    let problem = Diagnostic::schema(place.clone(), message.as_str());
    if message.contains("nesting too deep") {
        return problem
            .rule("types and packages nest at most 100 levels deep")
            .help("give the inner ones names: `type name = …;`");
    }
    if let Some((message, _)) = message.split_once(": map keys must be ") {
        return Diagnostic::schema(place, message)
            .rule(format!("the key of a map is one of {KEYS}"))
            .help("write a key such as `string`: `map<string, …>`; or a list of pairs: `list<tuple<…, …>>`");
    }
    if message.ends_with("found the end of the file") {
        return problem
            .rule("every `{` has its `}`, and every item without braces ends with a `;`")
            .help("something before this is not finished");
    }
    if message.starts_with("expected ';'") {
        return problem
            .rule("every item without braces ends with a `;`")
            .help("write one before this");
    }
    if message.starts_with("expected `world`, `interface` or `use`") {
        return problem
            .rule(
                "a file holds one `package …;`, then `use`, `interface`, `world` and nested \
                 packages",
            )
            .help("types and functions stand in an interface: `interface name { … }`");
    }
    let at_start = message.starts_with("expected a name, ") || message.starts_with("expected `");
    if let Some(keyword) = quoted(&message, "found keyword `").filter(|_| at_start) {
        if matches!(keyword, "interface" | "world") {
            return problem
                .rule("every `{` has its `}`")
                .help("the braces of what is before this are not closed");
        }
        return problem.rule("keywords are no names").help(format!(
            "to use one as a name, write a `%` before it: `%{keyword}`"
        ));
    }
    if message.starts_with("expected a type, ") {
        return problem
            .rule("what stands here is a type: `u32`, `string`, `list<…>`, or one that is declared")
            .help("a function without a result has no `->`");
    }
    problem
        .rule("what may stand where is the grammar of WIT")
        .help("it is shown in https://component-model.bytecodealliance.org/design/wit.html")
}

const SAME_NAME: &str =
    "names that differ only in hyphens and in upper and lower case are the same name";

fn lexical(place: Place, message: &str, text: &str) -> Diagnostic {
    let word = text.get(place.range.clone()).unwrap_or_default();
    if message.contains("in identifier") || message.starts_with("identifiers ") {
        let problem = Diagnostic::schema(place, format!("`{word}` is not a name")).rule(
            "a name is words joined by `-`, each all lower case or all upper case, the first one \
             starting with a letter",
        );
        return match kebab_case(word) {
            Some(name) if name != word => problem.help(format!("write `{name}`")),
            _ => problem.help("use other words"),
        };
    }
    let refused = ["Control code", "Codepoint", "Input contains"];
    if refused.iter().any(|start| message.starts_with(start)) {
        let character = word.chars().next().map_or(0, u32::from);
        return Diagnostic::schema(
            place,
            format!("the character U+{character:04X} stands here"),
        )
        .rule("characters that are invisible or change the direction of text are not allowed")
        .help("take it out");
    }
    if message.starts_with("expected ") {
        return syntax(place, message);
    }
    let problem = Diagnostic::schema(place, lower_first(message));
    if message.starts_with("unexpected character") {
        return problem
            .rule("outside of comments, WIT is ASCII letters, digits and punctuation")
            .help("take it out, or put it into a comment");
    }
    if message == "unterminated block comment" {
        return problem
            .rule("every `/*` has its `*/`, also inside of comments")
            .help("end the comment with `*/`");
    }
    problem
        .rule("texts, numbers and comments are written as in other languages")
        .help("a text stands in `\"`, on one line")
}

/// `placeOrder`, `place_order` → `place-order`
pub(super) fn kebab_case(word: &str) -> Option<String> {
    let mut name = String::new();
    let mut last = '-';
    for c in word.chars() {
        let starts_word = c.is_uppercase() && !last.is_uppercase();
        if (c == '_' || starts_word) && !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
        if c.is_ascii_alphanumeric() || c == '-' {
            name.push(c.to_ascii_lowercase());
        } else if c != '_' {
            return None;
        }
        last = c;
    }
    name.starts_with(|c: char| c.is_ascii_lowercase())
        .then_some(name)
}

/// What stands between `start` and the next backtick.
fn quoted<'a>(message: &'a str, start: &str) -> Option<&'a str> {
    let (_, rest) = message.split_once(start)?;
    rest.split('`').next()
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    first.chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_languages_become_kebab_case() {
        for (word, expected) in [
            ("placeOrder", Some("place-order")),
            ("place_order", Some("place-order")),
            ("PlaceOrder", Some("place-order")),
            ("HTTPServer", Some("httpserver")),
            ("_x", Some("x")),
            ("größe", None),
            ("1st", None),
            ("_", None),
        ] {
            assert_eq!(kebab_case(word).as_deref(), expected, "{word}");
        }
    }
}
