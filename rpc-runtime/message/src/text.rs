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
    format!("\"{}{rest}\"", text.escape_debug())
}

/// Text as it is, but that what cannot be seen is escaped, and that it is cut after `most` characters.
///
/// Quotes and backslashes stay as they are, so that showing what was shown before changes nothing.
pub fn shown(text: &str, most: usize) -> String {
    let (text, rest) = cut(text, most);
    let mut shown = String::with_capacity(text.len() + rest.len());
    for part in text.split_inclusive(['"', '\'', '\\']) {
        let plain = part.trim_end_matches(['"', '\'', '\\']);
        shown.push_str(&format!("{}", plain.escape_debug()));
        shown.push_str(part.get(plain.len()..).unwrap_or_default());
    }
    shown.push_str(rest);
    shown
}

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
    use super::{MESSAGE, NAME, quoted, shown};

    /// What no log should be given: control characters, an escape sequence, marks that change the direction of text,
    /// what has no width, line separators.
    const UNSEEN: &str = "\0\u{7}\u{8}\t\n\r\u{1b}[31m\u{7f}\u{85}\u{9b}\u{200b}\u{200e}\u{200f}\u{2028}\u{2029}\
                          \u{202a}\u{202e}\u{2066}\u{2069}\u{feff}\u{e000}\u{fffe}";

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        for text in [quoted(UNSEEN), shown(UNSEEN, MESSAGE)] {
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
        let once = shown(&format!("{UNSEEN}'\"\\{UNSEEN}"), MESSAGE);
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
