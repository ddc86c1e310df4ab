//! The tokens of a schema file: enough to find imports and declarations in it. What the text means is the schema
//! compiler's business.

use std::borrow::Cow;
use std::ops::Range;

/// One token and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    pub(crate) kind: Kind<'t>,
    pub(crate) range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'t> {
    /// An identifier or a keyword.
    Word(&'t str),
    /// Something that starts with a digit.
    Number(&'t str),
    /// What is between quotes, escapes resolved.
    Text(Cow<'t, str>),
    /// Anything else, one character each.
    Mark(char),
}

impl<'t> Token<'t> {
    /// The identifier that it is, if it is one.
    pub(crate) fn word(&self) -> Option<&'t str> {
        match self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(crate) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// The tokens of `text`, without comments. Any text has some.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else {
            break;
        };
        let (kind, length) = match first {
            '#' => (None, line(rest)),
            // A byte order mark is no part of the text.
            '\u{feff}' if at == 0 => (None, first.len_utf8()),
            _ if first.is_whitespace() => (None, first.len_utf8()),
            '"' => {
                let (value, length) = quoted(rest);
                (Some(Kind::Text(value)), length)
            }
            '`' => {
                let length = line(rest);
                let value = rest.get(1..length).unwrap_or_default();
                (Some(Kind::Text(Cow::Borrowed(value))), length)
            }
            _ if first.is_ascii_alphabetic() || first == '_' => {
                let length = run(rest, |c| c.is_ascii_alphanumeric() || c == '_');
                (Some(Kind::Word(&rest[..length])), length)
            }
            _ if first.is_ascii_digit() => {
                let length = run(rest, |c| {
                    c.is_ascii_alphanumeric() || matches!(c, '_' | '.')
                });
                (Some(Kind::Number(&rest[..length])), length)
            }
            _ => (Some(Kind::Mark(first)), first.len_utf8()),
        };
        let range = at..at + length;
        tokens.extend(kind.map(|kind| Token { kind, range }));
        at += length;
    }
    tokens
}

/// How many bytes there are before the end of the line.
fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// The text between quotes, and how many bytes it takes with them. Of the escapes, those that name a character
/// otherwise than by itself do not stand in the paths of imports; they are left as they are.
fn quoted(text: &str) -> (Cow<'_, str>, usize) {
    let inner = text.get(1..).unwrap_or_default();
    let mut escaped = false;
    let mut has_escapes = false;
    for (at, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => (escaped, has_escapes) = (true, true),
            '"' => {
                let value = inner.get(..at).unwrap_or_default();
                let value = if has_escapes {
                    Cow::Owned(value.replace("\\\"", "\"").replace("\\\\", "\\"))
                } else {
                    Cow::Borrowed(value)
                };
                return (value, at + 2);
            }
            _ => {}
        }
    }
    (Cow::Borrowed(inner), text.len())
}

/// The paths that a file imports or embeds, as written.
pub(crate) fn imports<'t>(tokens: &'t [Token<'t>]) -> impl Iterator<Item = &'t str> {
    tokens.windows(2).filter_map(|pair| match pair {
        [
            Token {
                kind: Kind::Word("import" | "embed"),
                ..
            },
            Token {
                kind: Kind::Text(path),
                ..
            },
        ] => Some(path.as_ref()),
        _ => None,
    })
}

/// A number as the compiler reads it.
fn integer(digits: &str) -> Option<u64> {
    match (digits.strip_prefix("0x"), digits.strip_prefix('0')) {
        (Some(digits), _) => u64::from_str_radix(digits, 16).ok(),
        (None, Some(digits)) if !digits.is_empty() => u64::from_str_radix(digits, 8).ok(),
        _ => digits.parse().ok(),
    }
}

/// The id that a file declares: `@0x…;` outside of everything else.
pub(crate) fn file_id(tokens: &[Token<'_>]) -> Option<u64> {
    let mut depth = 0_usize;
    let mut before = None;
    for window in tokens.windows(3) {
        let [at, number, end] = window else { continue };
        match at.kind {
            Kind::Mark('{' | '(' | '[') => depth += 1,
            Kind::Mark('}' | ')' | ']') => depth = depth.saturating_sub(1),
            Kind::Mark('@') if depth == 0 && end.is(';') => {
                // An ordinal or the id of a declaration stands after its name.
                let starts = matches!(before, None | Some(Kind::Mark(';' | '}')));
                if let (true, Kind::Number(digits)) = (starts, &number.kind) {
                    return integer(digits);
                }
            }
            _ => {}
        }
        before = Some(at.kind.clone());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_outside_of_comments_and_strings() {
        let text = r#"
            # import "no.capnp"
            using A = import "a.capnp";
            using B = import "/b/b.capnp".B;
            const t :Text = "import \"no.capnp\"";
            const d :Data = embed "d\"d.bin";
        "#;
        let tokens = tokens(text);
        let found: Vec<_> = imports(&tokens).collect();
        assert_eq!(found, ["a.capnp", "/b/b.capnp", "d\"d.bin"]);
    }

    #[test]
    fn the_id_of_a_file_is_not_that_of_a_declaration() {
        let id = |text: &str| file_id(&tokens(text));
        assert_eq!(id("using A = import \"a\"; @0xff; struct B {}"), Some(255));
        assert_eq!(id("annotation a @0xc2fe4c6d100166d0 (field) :Text;"), None);
        assert_eq!(id("struct A { x @0 :Text; }  @0x10;"), Some(16));
        assert_eq!(id("const a @0x12;"), None);
        assert_eq!(id("@0xzz;"), None);
        assert_eq!(id("\u{feff}@0xff;"), Some(255));
        assert_eq!(id("@12682136550675316737;"), Some(0xb000_0000_0000_0001));
        assert_eq!(id("@01300000000000000000001;"), Some(0xb000_0000_0000_0001));
        assert_eq!(id("@09;"), None);
    }

    #[test]
    fn any_text_has_tokens() {
        for text in [
            "",
            "\"",
            "\"\\",
            "`",
            "é\"é\\é",
            "@",
            "#",
            "0x\"62\"",
            "ß1",
            "\u{feff}@0x1;",
        ] {
            let all = tokens(text);
            for token in &all {
                assert!(text.get(token.range.clone()).is_some(), "{text:?}");
            }
        }
    }
}
