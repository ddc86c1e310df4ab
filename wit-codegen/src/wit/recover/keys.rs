//! Names as keys of maps: `type id = string; type prices = map<id, f64>;`.
//!
//! `wit-parser` takes the types themselves alone. So a name is parsed as `string`; once it is known what all names stand
//! for, by `wit-parser` itself, the right type is put there, or the name is reported.

use std::ops::Range;

use wit_codegen_core::diagnostic::{Diagnostic, Diagnostics, FileId, Span};
use wit_parser::{Resolve, Type, TypeDefKind};

use super::placeholders::Placeholders;
use crate::wit::explain::{self, KEYS};
use crate::wit::items::{self, Item};
use crate::wit::scan::Piece;
use crate::wit::spans;
use crate::wit::words::{declared_name, is_declaration, used_names};

/// What stands for a name for a while.
const PLACEHOLDER: &str = "string";

/// A name that was the key of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    file: FileId,
    range: Range<usize>,
}

/// What a name stands for.
enum Meaning {
    Key(&'static str),
    /// Something else, as it is called.
    Other(String),
    /// Something of this feature, which is not switched on.
    Off(String),
    Unknown,
}

/// The names that were keys of maps, as long as it is not known what they stand for.
#[derive(Debug, Default)]
pub(super) struct Keys {
    list: Vec<Key>,
}

impl Keys {
    /// Puts a placeholder where a name is the key of a map; tells whether that makes a difference.
    pub(super) fn replace(&mut self, file: FileId, placeholders: &mut Placeholders<'_>) -> bool {
        let mut done = false;
        for range in names_as_keys(placeholders.edits.sources.text(file)) {
            if placeholders.replace(file, range.clone(), PLACEHOLDER) {
                self.list.push(Key { file, range });
                done = true;
            }
        }
        done
    }

    /// Finds out what the names stand for, now that all is connected; tells whether it has to be parsed again.
    pub(super) fn resolve(
        &mut self,
        resolve: &Resolve,
        placeholders: &mut Placeholders<'_>,
        problems: &mut Diagnostics,
    ) -> bool {
        let mut changed = false;
        for Key { file, range } in std::mem::take(&mut self.list) {
            let text = placeholders.edits.sources.text(file);
            let name = text
                .get(range.clone())
                .map(|name| name.trim_start_matches('%'));
            let name = name.unwrap_or_default().trim_start();
            let meaning = meaning(resolve, file, text, range.start, name);
            let is_placeholder = placeholders.declares(file, name);
            let Some(edit) = placeholders.edits.at_mut(file, &range) else {
                // Something around it was cut.
                continue;
            };
            match meaning {
                Meaning::Key(PLACEHOLDER) => {}
                Meaning::Key(key) => {
                    key.clone_into(&mut edit.with);
                    changed = true;
                }
                Meaning::Other(what) => {
                    problems.error(cannot_be_key(Span { file, range }, name, &what));
                }
                Meaning::Off(feature) => {
                    // Where the map is of a feature like that, it is not there either.
                    let mut around = items::around(text, range.start).into_iter();
                    if !around.any(|item| feature_off(resolve, text, &item).is_some()) {
                        let span = Span { file, range };
                        problems.error(explain::switched_off(span, Some(&feature)));
                    }
                }
                Meaning::Unknown if is_placeholder => {}
                Meaning::Unknown => {
                    problems.error(explain::no_such_type(Span { file, range }, name));
                }
            }
        }
        changed
    }
}

fn cannot_be_key(span: Span, name: &str, what: &str) -> Diagnostic {
    Diagnostic::schema(span, format!("`{name}` cannot be the key of a map"))
        .label(format!("this is {what}"))
        .rule(format!("the key of a map is one of {KEYS}"))
        .help(format!(
            "write a key such as `string`: `map<string, …>`; or a list of pairs: `list<tuple<{name}, …>>`"
        ))
}

/// Where names are the keys of maps, escapes included.
fn names_as_keys(text: &str) -> Vec<Range<usize>> {
    let tokens: Vec<(Piece, Range<usize>)> = items::tokens(text).collect();
    let word = |at: usize| text.get(tokens.get(at)?.1.clone());
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        if word(at) != Some("map") || word(at + 1) != Some("<") {
            continue;
        }
        let escaped = word(at + 2) == Some("%");
        let name = at + 2 + usize::from(escaped);
        if let (Some((_, first)), Some((Piece::Word, last)), Some(",")) =
            (tokens.get(at + 2), tokens.get(name), word(name + 1))
            && (escaped || !is_built_in(word(name).unwrap_or_default()))
        {
            found.push(first.start..last.end);
        }
    }
    found
}

/// Whether a type is called so that nobody declares.
fn is_built_in(word: &str) -> bool {
    matches!(
        word,
        "bool" | "u8" | "u16" | "u32" | "u64" | "s8" | "s16" | "s32" | "s64" | "f32" | "f64"
    ) || matches!(
        word,
        "char" | "string" | "error-context" | "result" | "stream" | "future"
    )
}

/// What `name` stands for in the interface or the world around the byte `at`.
fn meaning(resolve: &Resolve, file: FileId, text: &str, at: usize, name: &str) -> Meaning {
    let around = items::around(text, at).into_iter();
    let Some(scope) = around.into_iter().find(|item| is_scope(text, item)) else {
        return Meaning::Unknown;
    };
    let declared = resolve.types.iter().find(|(_, definition)| {
        let is_named = definition.name.as_deref() == Some(name);
        let span = is_named
            .then(|| spans::in_source(definition.span, &resolve.source_map))
            .flatten();
        span.is_some_and(|it| it.file == file && scope.range.contains(&it.range.start))
    });
    let Some((mut id, _)) = declared else {
        let mut items = items::inside(text, &scope).into_iter();
        let feature = items
            .find(|item| declares(text, item, name))
            .and_then(|item| feature_off(resolve, text, &item));
        return feature.map_or(Meaning::Unknown, |it| Meaning::Off(it.to_owned()));
    };
    // A chain of names is no longer than the list.
    for _ in 0..resolve.types.len() {
        let Some(definition) = resolve.types.get(id) else {
            break;
        };
        match &definition.kind {
            TypeDefKind::Type(Type::Id(next)) => id = *next,
            TypeDefKind::Type(ty) => return of_type(*ty),
            TypeDefKind::Flags(_) => return Meaning::Other("a flags type".to_owned()),
            kind => {
                let kind = kind.as_str();
                let article = match kind.starts_with(['a', 'e', 'i', 'o']) {
                    true => "an",
                    false => "a",
                };
                return Meaning::Other(format!("{article} {kind}"));
            }
        }
    }
    Meaning::Unknown
}

/// Whether names are declared in an item: an interface, a world, or an interface that is written in a world.
fn is_scope(text: &str, item: &Item) -> bool {
    match item.head.as_str() {
        "interface" | "world" => true,
        "import" | "export" => text
            .get(item.range.clone())
            .is_some_and(|text| text.contains('{')),
        _ => false,
    }
}

/// Whether an item declares the type `name`.
fn declares(text: &str, item: &Item, name: &str) -> bool {
    match item.head.as_str() {
        "use" => used_names(text, item).into_iter().any(|used| used == name),
        head => is_declaration(head) && declared_name(text, item) == Some(name),
    }
}

/// The feature that an item is marked with, if it is not switched on.
fn feature_off<'t>(resolve: &Resolve, text: &'t str, item: &Item) -> Option<&'t str> {
    let text = text.get(item.range.clone())?;
    let mut words = items::tokens(text).filter_map(|(_, range)| text.get(range));
    while words.next()? == "@" {
        let is_feature = words.next()? == "unstable";
        let attribute: Vec<&str> = words.by_ref().take_while(|word| *word != ")").collect();
        if is_feature && let ["(", "feature", "=", name] = attribute.as_slice() {
            let is_on = resolve.all_features || resolve.features.contains(*name);
            return (!is_on).then_some(*name);
        }
    }
    None
}

fn of_type(ty: Type) -> Meaning {
    Meaning::Key(match ty {
        Type::Bool => "bool",
        Type::U8 => "u8",
        Type::U16 => "u16",
        Type::U32 => "u32",
        Type::U64 => "u64",
        Type::S8 => "s8",
        Type::S16 => "s16",
        Type::S32 => "s32",
        Type::S64 => "s64",
        Type::Char => "char",
        Type::String => "string",
        Type::F32 => return Meaning::Other("`f32`".to_owned()),
        Type::F64 => return Meaning::Other("`f64`".to_owned()),
        _ => return Meaning::Other("no such type".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_where_they_are_keys() {
        let text = "interface i { // map<not, this>
            type a = map<id, map<%type, u8>>; type b = map<string, list<id>>;
            type c = map<list<u8>, id>; type d = map < name , id >; map: func(x: id); }";
        let found: Vec<&str> = names_as_keys(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(found, ["id", "%type", "name"]);
    }
}
