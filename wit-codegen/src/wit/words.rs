//! What the words of a source are part of: names, references, brackets, uses.

use std::ops::Range;

use super::items::{self, Item};
use super::scan::Piece;

pub(super) fn bare(word: &str) -> &str {
    word.strip_prefix('%').unwrap_or(word)
}

pub(super) fn is_declaration(head: &str) -> bool {
    matches!(
        head,
        "record" | "variant" | "enum" | "flags" | "type" | "resource"
    )
}

/// Whether the name at `at` is that of the type which `item` declares.
pub(super) fn is_declared_type(text: &str, item: Option<&Item>, at: usize) -> bool {
    item.is_some_and(|item| {
        is_declaration(&item.head)
            && text
                .get(item.range.start..at)
                .is_some_and(|before| !before.contains('{'))
    })
}

/// Whether the name at `at` stands in the braces of a `use`.
pub(super) fn is_use_member(text: &str, at: usize) -> bool {
    matches!(items::around(text, at).as_slice(), [_, outer, ..] if outer.head == "use")
}

/// The name that stands behind the keyword of a declaration.
pub(super) fn declared_name<'t>(text: &'t str, item: &Item) -> Option<&'t str> {
    let text = text.get(item.range.clone())?;
    let mut tokens =
        items::tokens(text).filter_map(|(piece, range)| Some((piece, text.get(range)?)));
    tokens.find(|(_, word)| *word == item.head)?;
    let mut rest = tokens.skip_while(|(_, word)| *word == "%");
    rest.next()
        .filter(|(piece, _)| *piece == Piece::Word)
        .map(|(_, word)| word)
}

/// The interface that the name at `at` is used from: `store` in `use store.{item};`.
pub(super) fn used_from(text: &str, at: usize) -> Option<&str> {
    let items = items::around(text, at);
    let [_, item, ..] = items.as_slice() else {
        return None;
    };
    let text = text
        .get(item.range.clone())
        .filter(|_| item.head == "use")?;
    let (path, _) = text.strip_prefix("use")?.split_once('{')?;
    Some(path.trim().trim_end_matches('.').trim())
}

/// The words of an item, but for versions.
pub(super) fn item_words<'t>(text: &'t str, item: &Item) -> Vec<&'t str> {
    let text = text.get(item.range.clone()).unwrap_or_default();
    items::tokens(text)
        .filter(|(piece, _)| *piece == Piece::Word)
        .filter_map(|(_, range)| text.get(range))
        .filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()))
        .collect()
}

/// The names that a `use` declares.
pub(super) fn used_names<'t>(text: &'t str, item: &Item) -> Vec<&'t str> {
    let members = items::inside(text, item);
    let names = members.iter().map(|member| item_words(text, member));
    names.filter_map(|words| words.last().copied()).collect()
}

/// The type that the name in `range` is of: `borrow<book>` for a handle.
pub(super) fn whole_reference(text: &str, range: &Range<usize>) -> Range<usize> {
    let tokens: Vec<Range<usize>> = items::tokens(text).map(|(_, range)| range).collect();
    let word = |range: Option<&Range<usize>>| text.get(range?.clone());
    let Some(at) = tokens.iter().position(|token| token.end > range.start) else {
        return range.clone();
    };
    let start = if word(tokens.get(at)) == Some("%") {
        at
    } else if at > 0 && word(tokens.get(at - 1)) == Some("%") {
        at - 1
    } else {
        at
    };
    let is_handle = start >= 2
        && word(tokens.get(start - 1)) == Some("<")
        && matches!(word(tokens.get(start - 2)), Some("own" | "borrow"));
    match tokens.get(start.wrapping_sub(2)) {
        Some(handle) if is_handle => bracketed(text, handle.start),
        _ => tokens.get(start).map_or(range.start, |token| token.start)..range.end,
    }
}

/// The word at `at`, and the brackets that it has: `map<key, value>`, `since(version = 1.0.0)`. Without any, the
/// brackets that it is in.
pub(super) fn bracketed(text: &str, at: usize) -> Range<usize> {
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut last: Range<usize> = 0..0;
    let mut end_of_word = at;
    for (_, range) in items::tokens(text) {
        let word = text.get(range.clone()).unwrap_or_default();
        let before = text.get(last.clone()).unwrap_or_default();
        match word {
            "<" | "(" => open.push((last.start, last.start <= at)),
            ">" if before == "-" => {}
            ">" | ")" => {
                if let Some((start, true)) = open.pop()
                    && at < range.start
                {
                    return start..range.end;
                }
            }
            ";" | "{" | "}" => open.clear(),
            _ => {}
        }
        if range.contains(&at) {
            end_of_word = range.end;
        }
        if range.start > at && !matches!(word, "<" | "(") && open.iter().all(|(_, it)| !it) {
            break;
        }
        last = range;
    }
    at..end_of_word
}

/// Where the token before `at` starts.
pub(super) fn last_token(text: &str, at: usize) -> Option<usize> {
    let before = items::tokens(text).take_while(|(_, range)| range.start < at);
    before.last().map(|(_, range)| range.start)
}

/// Whether a brace is closed at `at`.
pub(super) fn is_closing(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with('}')) && items::depth(text, at) > 0
}

/// Right behind the token before `at`.
pub(super) fn behind_token_before(text: &str, at: usize) -> Range<usize> {
    let before = items::tokens(text).take_while(|(_, range)| range.start < at);
    let end = before.last().map_or(at, |(_, range)| range.end);
    end..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_word_belongs_to_is_found() {
        let text = "f: func(x: borrow<book>, y: map<a, list<b>>) -> %type;";
        let at = |word: &str| {
            let start = text.find(word).unwrap();
            start..start + word.len()
        };
        assert_eq!(&text[whole_reference(text, &at("book"))], "borrow<book>");
        assert_eq!(
            &text[whole_reference(text, &at("b>>"))].trim_end_matches('>'),
            &"b"
        );
        assert_eq!(&text[whole_reference(text, &at("type"))], "%type");
        assert_eq!(&text[bracketed(text, at("map").start)], "map<a, list<b>>");
        assert_eq!(behind_token_before(text, at("->").start), 44..44);
    }
}
