//! Rust's keywords, and how a name that is one can still be an identifier.

/// Every strict and reserved keyword of edition 2024 that can be a raw identifier.
const RAW: &[&str] = &[
    // strict
    "as", "async", "await", "break", "const", "continue", "dyn", "else", "enum", "extern", "false",
    "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
    "return", "static", "struct", "trait", "true", "type", "unsafe", "use", "where", "while",
    // reserved
    "abstract", "become", "box", "do", "final", "gen", "macro", "override", "priv", "try", "typeof",
    "unsized", "virtual", "yield",
];

/// Keywords that cannot be raw identifiers.
const NEVER: &[&str] = &["_", "Self", "crate", "self", "super"];

/// `name` as an identifier: `r#type`, `self_`, or itself.
pub(super) fn escape(name: String) -> String {
    if RAW.contains(&name.as_str()) {
        format!("r#{name}")
    } else if NEVER.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_becomes_an_identifier() {
        for keyword in RAW {
            let escaped = escape((*keyword).to_owned());
            assert_eq!(escaped, format!("r#{keyword}"));
            assert!(syn::parse_str::<syn::Ident>(&escaped).is_ok(), "{escaped}");
        }
        for keyword in NEVER {
            let escaped = escape((*keyword).to_owned());
            assert_eq!(escaped, format!("{keyword}_"));
            if *keyword != "_" {
                assert!(syn::parse_str::<syn::Ident>(&escaped).is_ok(), "{escaped}");
            }
        }
    }

    #[test]
    fn every_word_that_syn_refuses_is_escaped() {
        // Keywords of all editions, and words that only mean something in places.
        let words = "abstract as async auto await become box break catch const continue crate default do dyn else enum \
                     extern false final fn for gen if impl in let loop macro macro_rules match mod move mut override \
                     priv pub raw ref return safe self Self static struct super trait true try type typeof union \
                     unsafe unsized use virtual where while yield _";
        for word in words.split_whitespace() {
            let escaped = escape(word.to_owned());
            assert_eq!(
                escaped == word,
                syn::parse_str::<syn::Ident>(word).is_ok() && word != "gen",
                "{word}"
            );
        }
    }

    #[test]
    fn other_names_stay() {
        for name in [
            "add", "types", "option", "vec", "string", "result", "union", "auto", "default", "raw",
            "self_",
        ] {
            assert_eq!(escape(name.to_owned()), name);
        }
    }
}
