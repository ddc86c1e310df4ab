//! Text of a peer, as error messages and logs of ours show it: escaped and cut.
//!
//! A name, a string or an error of a peer may be of any length, and hold line feeds that look like lines of a log,
//! escape sequences that a terminal obeys, and characters that turn the text around. What shows such text takes it
//! through here.

/// How many characters of a peer's name or string a message repeats.
pub const NAME: usize = 40;

/// How many characters of a peer's error message, or of another library's about a peer's value.
pub const MESSAGE: usize = 2000;

/// Text in quotes, escaped and cut after [`NAME`] characters.
pub fn quoted(text: &str) -> String {
    let (text, rest) = cut(text, NAME);
    let mut quoted = String::from("\"");
    for character in text.chars() {
        if matches!(character, '"' | '\'' | '\\') {
            quoted.push('\\');
        }
        push(&mut quoted, character);
    }
    quoted.push_str(rest);
    quoted.push('"');
    quoted
}

/// Text as it is, but that what cannot be seen is escaped, and that it is cut after `most` characters.
///
/// Quotes and backslashes stay as they are, so that showing what was shown before changes nothing.
pub fn shown(text: &str, most: usize) -> String {
    let (text, rest) = cut(text, most);
    let mut shown = String::new();
    for character in text.chars() {
        push(&mut shown, character);
    }
    shown.push_str(rest);
    shown
}

/// Adds a character as Rust's `Debug` shows it in text, without what that brings along: a table of all that is printable,
/// where these few are not.
fn push(text: &mut String, character: char) {
    match character {
        '\0' => text.push_str("\\0"),
        '\t' => text.push_str("\\t"),
        '\n' => text.push_str("\\n"),
        '\r' => text.push_str("\\r"),
        character if is_seen(character) => text.push(character),
        character => {
            text.push_str("\\u{");
            let code = u32::from(character);
            let digits = (32 - code.leading_zeros()).div_ceil(4).max(1);
            for digit in (0..digits).rev() {
                text.extend(char::from_digit((code >> (4 * digit)) & 15, 16));
            }
            text.push('}');
        }
    }
}

/// Whether it has a form of its own on a screen: it is no control or format character, no space but the usual one, no
/// end of a line or paragraph, and not for private use.
fn is_seen(character: char) -> bool {
    let code = u32::from(character);
    let is_in = |&(first, last): &(u32, u32)| (first..=last).contains(&code);
    (' '..='~').contains(&character) || !UNSEEN.iter().any(is_in)
}

/// Unicode's general categories Cc, Cf, Co, Zl, Zp and Zs, but for the space, and what is no character.
const UNSEEN: [(u32, u32); 31] = [
    (0, 0x1f),
    (0x7f, 0xa0),
    (0xad, 0xad),
    (0x600, 0x605),
    (0x61c, 0x61c),
    (0x6dd, 0x6dd),
    (0x70f, 0x70f),
    (0x890, 0x891),
    (0x8e2, 0x8e2),
    (0x1680, 0x1680),
    (0x180e, 0x180e),
    (0x2000, 0x200f),
    (0x2028, 0x202f),
    (0x205f, 0x206f),
    (0x3000, 0x3000),
    (0xe000, 0xf8ff),
    (0xfdd0, 0xfdef),
    (0xfeff, 0xfeff),
    (0xfff0, 0xfffb),
    (0xfffe, 0xffff),
    (0x110bd, 0x110bd),
    (0x110cd, 0x110cd),
    (0x13430, 0x1343f),
    (0x1bca0, 0x1bca3),
    (0x1d173, 0x1d17a),
    (0x1fffe, 0x1ffff),
    (0x2fffe, 0x2ffff),
    (0xe0000, 0xe00ff),
    (0xe01f0, 0xeffff),
    (0xf0000, 0xfffff),
    (0x10_0000, 0x10_ffff),
];

/// The first `most` characters, and what says that there are more. By `get`, here and above: behind an index is what says
/// that it is wrong, in every Worker.
fn cut(text: &str, most: usize) -> (&str, &'static str) {
    let end = text.char_indices().nth(most).map(|(end, _)| end);
    match end.and_then(|end| text.get(..end)) {
        Some(start) => (start, "…"),
        None => (text, ""),
    }
}

/// The text for a name that the schema does not have, of a kind of which it has those that are `known`.
pub fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    format!(
        "unknown {what} {} (known: {})",
        quoted(name),
        known.join(", ")
    )
}

/// The text for a tag or an enum case that the schema does not have.
pub fn unknown_case<'a>(case: &str, known: impl Iterator<Item = &'a str>) -> String {
    unknown("case", case, known)
}

/// The text for a list that is too short or too long for its type.
pub fn wrong_length(expected: usize, got: usize) -> String {
    let plural = if expected == 1 { "" } else { "s" };
    format!("expected {expected} element{plural}, got {got}")
}

#[cfg(test)]
mod tests {
    use super::{MESSAGE, NAME, is_seen, quoted, shown};

    /// What no log should be given: control characters, an escape sequence, marks that change the direction of text,
    /// what has no width, line separators.
    const HIDDEN: &str = "\0\u{7}\u{8}\t\n\r\u{1b}[31m\u{7f}\u{85}\u{9b}\u{200b}\u{200e}\u{200f}\u{2028}\u{2029}\
                          \u{202a}\u{202e}\u{2066}\u{2069}\u{feff}\u{e000}\u{fffe}";

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        for text in [quoted(HIDDEN), shown(HIDDEN, MESSAGE)] {
            let unseen = |c: char| {
                c.is_control()
                    || ('\u{200b}'..='\u{206f}').contains(&c)
                    || "\u{feff}\u{e000}\u{fffe}".contains(c)
            };
            assert!(!text.contains(unseen), "{text:?}");
            assert!(text.contains(r"\n\r\u{1b}[31m\u{7f}"), "{text}");
            assert!(text.contains(r"\u{202e}\u{2066}"), "{text}");
        }
    }

    /// Of all that is printable to Rust nothing is hidden; and what is not is shown for what it is, or has no meaning yet.
    #[test]
    fn what_is_hidden_is_what_rust_escapes() {
        for character in '\0'..=char::MAX {
            let text = format!("a{character}");
            let (ours, rusts) = (shown(&text, MESSAGE), text.escape_debug().to_string());
            if is_seen(character) || "\"'\\".contains(character) {
                assert_eq!(ours, text);
            } else {
                assert_eq!(ours, rusts);
            }
        }
    }

    #[test]
    fn what_can_be_seen_stays() {
        let text = "naïve “日本語” नमस्ते 🦀 1/2 {a: 1}";
        assert_eq!(quoted(text), format!("\"{text}\""));
        assert_eq!(shown(text, MESSAGE), text);
    }

    #[test]
    fn quotes_are_escaped_only_within_quotes() {
        assert_eq!(quoted(r#"a"b\"#), r#""a\"b\\""#);
        let message = r#"items[3].price: expected f64, got string "a\"b\n""#;
        assert_eq!(shown(message, MESSAGE), message);
        assert_eq!(shown("''\"\\", MESSAGE), "''\"\\");
    }

    #[test]
    fn what_was_shown_is_not_escaped_again() {
        let once = shown(&format!("{HIDDEN}'\"\\{HIDDEN}"), MESSAGE);
        assert_eq!(shown(&once, MESSAGE), once);
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        assert_eq!(
            quoted(&"é".repeat(NAME)),
            format!("\"{}\"", "é".repeat(NAME))
        );
        assert_eq!(
            quoted(&"é".repeat(NAME + 1)),
            format!("\"{}…\"", "é".repeat(NAME))
        );
        assert_eq!(shown(&"é".repeat(NAME), NAME), "é".repeat(NAME));
        assert_eq!(
            shown(&"é".repeat(1 << 20), NAME),
            format!("{}…", "é".repeat(NAME))
        );
    }
}
