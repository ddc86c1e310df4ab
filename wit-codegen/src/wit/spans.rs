//! Where something that `wit-parser` knows is in our sources.
//!
//! `wit-parser` may see a text in which something was replaced, which moves what comes after. It keeps the name of
//! each file, so the name says which of our sources it is, and what was replaced.

use wit_codegen_core::diagnostic::{FileId, Sources, Span};
use wit_parser::{SourceMap, Span as WitSpan};

use super::edits::Edit;

/// The name under which a file is known to `wit-parser`: its number, and for each edit `at:removed:inserted`. It
/// sorts files by name, and these are in our order.
pub(super) fn key(file: FileId, edits: &[Edit]) -> String {
    let edits = edits
        .iter()
        .map(|Edit { range, with }| format!(" {}:{}:{}", range.start, range.len(), with.len()));
    format!("{:010}{}", file.0, edits.collect::<String>())
}

/// Where a span of `wit-parser` is in our sources; `None` if it has none.
pub(super) fn in_source(span: WitSpan, map: &SourceMap) -> Option<Span> {
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
    Some(Span {
        file,
        range: start..end.max(start),
    })
}

/// Where an error of `wit-parser` is; of a word, its lexer marks only the first character.
pub(super) fn of_error(span: WitSpan, map: &SourceMap, sources: &Sources) -> Option<Span> {
    let Span { file, range } = in_source(span, map)?;
    let rest = sources.text(file).get(range.start..).unwrap_or_default();
    let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    let character = rest.chars().next().map_or(0, char::len_utf8);
    let length = if range.len() > 1 {
        range.len()
    } else {
        word.max(character)
    };
    Some(Span {
        file,
        range: range.start..range.start + length,
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// Where a position is without the edits.
fn original(position: usize, edits: &[(usize, usize, usize)], is_end: bool) -> usize {
    let mut delta: isize = 0;
    for &(at, removed, inserted) in edits {
        let start = at.saturating_add_signed(delta);
        let is_before = if is_end {
            position <= start
        } else {
            position < start
        };
        if is_before {
            break;
        }
        if position < start + inserted || (is_end && position == start + inserted) {
            return if is_end { at + removed } else { at };
        }
        delta += isize::try_from(inserted).unwrap_or_default()
            - isize::try_from(removed).unwrap_or_default();
    }
    position.saturating_add_signed(-delta)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_source() {
        // `f: func(x: foo) g: func(y: a);` → `f: func(x: u8); g: func(y: u8);`
        let edits = [(11, 3, 2), (15, 0, 1), (27, 1, 2)];
        for (start, end, expected) in [
            (0, 1, 0..1),
            (8, 9, 8..9),
            (11, 13, 11..14),
            (13, 14, 14..15),
            (16, 17, 16..17),
            (24, 25, 24..25),
            (27, 29, 27..28),
            (29, 30, 28..29),
        ] {
            let found = original(start, &edits, false)..original(end, &edits, true);
            assert_eq!(found, expected, "{start}..{end}");
        }
    }
}
