//! What has to be known about a file's text before `wit-parser` sees it.
//!
//! `wit-parser` takes every comment for documentation, panics at the comment `/**/`, and panics at
//! contradicting attributes of a foreign `use`, `import` or `include`. So comments that are no documentation
//! are blanked out here, and attributes are checked.

use std::ops::Range;

/// `text` with every comment that is no documentation replaced by as many spaces: positions stay.
pub(super) fn without_plain_comments(text: &str) -> String {
    let mut blanked = String::with_capacity(text.len());
    let mut end = 0;
    for (piece, range) in Scanner::new(text) {
        if piece != Piece::PlainComment {
            continue;
        }
        blanked.push_str(text.get(end..range.start).unwrap_or_default());
        for c in text.get(range.clone()).unwrap_or_default().chars() {
            match c {
                '\n' | '\r' | '\t' => blanked.push(c),
                // The parser refuses these characters wherever they stand; let it.
                c if is_refused(c) => blanked.push(c),
                c => blanked.extend(std::iter::repeat_n(' ', c.len_utf8())),
            }
        }
        end = range.end;
    }
    blanked.push_str(text.get(end..).unwrap_or_default());
    blanked
}

/// Attributes of one item that contradict each other: where, and what is wrong.
pub(super) fn contradicting_attributes(text: &str) -> Vec<(Range<usize>, String)> {
    let mut problems = Vec::new();
    let mut run: Vec<(&str, Range<usize>)> = Vec::new();
    let mut depth = 0_usize;
    let mut after_at = false;
    for (piece, range) in Scanner::new(text) {
        let word = text.get(range.clone()).unwrap_or_default();
        match piece {
            Piece::DocComment | Piece::PlainComment | Piece::Literal => continue,
            Piece::Word if after_at => run.push((word, range)),
            Piece::Symbol if word == "(" && !run.is_empty() => depth += 1,
            Piece::Symbol if word == ")" && depth > 0 => depth -= 1,
            Piece::Symbol if word == "@" => {}
            _ if depth > 0 => {}
            _ => problems.extend(contradiction(&std::mem::take(&mut run))),
        }
        after_at = word == "@";
    }
    problems.extend(contradiction(&run));
    problems
}

fn contradiction(run: &[(&str, Range<usize>)]) -> Option<(Range<usize>, String)> {
    let find = |wanted: &'static str| {
        run.iter()
            .filter(move |(name, _)| *name == wanted)
            .map(|(_, range)| range.clone())
    };
    for name in ["since", "unstable", "deprecated", "external-id"] {
        if let Some(second) = find(name).nth(1) {
            return Some((second, format!("`@{name}` is given twice")));
        }
    }
    match (
        find("since").next(),
        find("unstable").next(),
        find("deprecated").next(),
    ) {
        (Some(_), Some(unstable), _) => Some((
            unstable,
            "an item is either `@since` or `@unstable`".to_owned(),
        )),
        (None, None, Some(deprecated)) => Some((
            deprecated,
            "`@deprecated` is given without `@since` or `@unstable`".to_owned(),
        )),
        _ => None,
    }
}

/// The features that attributes name: `@unstable(feature = bulk-orders)`.
pub(super) fn features(text: &str) -> Vec<&str> {
    let pieces = Scanner::new(text)
        .filter(|(piece, _)| !matches!(piece, Piece::DocComment | Piece::PlainComment))
        .filter_map(|(_, range)| text.get(range));
    let words: Vec<&str> = pieces.filter(|word| *word != "%").collect();
    let features = words.windows(6).filter_map(|words| match words {
        ["@", "unstable", "(", "feature", "=", name] => Some(*name),
        _ => None,
    });
    features.collect()
}

/// Characters that `wit-parser` refuses anywhere in a file.
fn is_refused(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(
            c,
            '\u{149}'
                | '\u{673}'
                | '\u{f77}'
                | '\u{f79}'
                | '\u{17a3}'
                | '\u{17a4}'
                | '\u{17b4}'
                | '\u{17b5}'
        )
        || c.is_control()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    DocComment,
    PlainComment,
    /// `"…"`
    Literal,
    /// Letters, digits, `-` and `_`.
    Word,
    Symbol,
}

/// Cuts a text into pieces; white space is left out. What is broken is left for the parser to complain about.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Scanner<'a> {
        Scanner { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

impl Iterator for Scanner<'_> {
    type Item = (Piece, Range<usize>);

    fn next(&mut self) -> Option<(Piece, Range<usize>)> {
        let space = self.rest().len() - self.rest().trim_start().len();
        self.at += space;
        let rest = self.rest();
        let first = rest.chars().next()?;
        let (piece, length) = if rest.starts_with("//") {
            let is_doc = rest.starts_with("///") && !rest.starts_with("////");
            (
                if is_doc {
                    Piece::DocComment
                } else {
                    Piece::PlainComment
                },
                rest.find('\n').unwrap_or(rest.len()),
            )
        } else if rest.starts_with("/*") {
            match block_comment(rest) {
                Some(length) if rest.starts_with("/**") && length > "/**/".len() => {
                    (Piece::DocComment, length)
                }
                Some(length) => (Piece::PlainComment, length),
                // Without an end: only the parser knows what to say.
                None => (Piece::DocComment, rest.len()),
            }
        } else if first == '"' {
            (Piece::Literal, literal(rest))
        } else if is_word(first) {
            (
                Piece::Word,
                rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            )
        } else {
            (Piece::Symbol, first.len_utf8())
        };
        let start = self.at;
        self.at += length;
        Some((piece, start..self.at))
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// The length of the comment that `rest` starts with; comments nest.
fn block_comment(rest: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let rest = rest.get(at..)?;
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
        } else {
            at += rest.chars().next()?.len_utf8();
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

/// The length of the literal that `rest` starts with, up to the end of its line at most.
fn literal(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return at,
            '"' if !escaped => return at + 1,
            c => escaped = c == '\\' && !escaped,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_documentation_is_left() {
        for (text, expected) in [
            ("a // b\nc", "a     \nc"),
            ("/// a\nb", "/// a\nb"),
            ("//// a\nb", "      \nb"),
            ("/** a */b", "/** a */b"),
            ("/**/a", "    a"),
            ("/* a /* b */ c */d", "                 d"),
            ("/* ä\r\n */d", "     \r\n   d"),
            ("\"// no\" // yes", "\"// no\"       "),
            ("a / b", "a / b"),
            ("/* open", "/* open"),
            ("\"open // a\n// b", "\"open // a\n    "),
            ("// \u{202e}", "   \u{202e}"),
        ] {
            let blanked = without_plain_comments(text);
            assert_eq!(blanked, expected);
            assert_eq!(blanked.len(), text.len());
        }
    }

    #[test]
    fn features_are_found() {
        let text = "@unstable(feature = one) f: func(); @unstable ( /* x */ feature = %two-b ) g // \
                    @unstable(feature = no)";
        assert_eq!(features(text), ["one", "two-b"]);
    }

    #[test]
    fn contradicting_attributes_are_found() {
        let found = |text: &str| {
            contradicting_attributes(text)
                .into_iter()
                .map(|(_, message)| message)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found("@since(version = 1.0.0) @since(version = 1.0.0) f: func();"),
            ["`@since` is given twice"]
        );
        assert_eq!(
            found("@deprecated(version = 1.0.0)\nuse a:b/c.{d};"),
            ["`@deprecated` is given without `@since` or `@unstable`"]
        );
        assert_eq!(
            found("@since(version = 1.0.0) // x\n@unstable(feature = y) f"),
            ["an item is either `@since` or `@unstable`"]
        );
        assert!(
            found("@since(version = 1.0.0) f: func(); @since(version = 1.0.0) g: func();")
                .is_empty()
        );
        assert!(found("package a:b@1.0.0; @since(version = 1.0.0) @deprecated(version = 1.1.0) interface i {}").is_empty());
        assert!(found("use a:b/c@1.0.0.{d}; use a:b/c@1.0.0.{d};").is_empty());
    }
}
