//! The rule that is broken where something else should stand.

use super::explained::Explained;
use crate::wit::parser_error::{Expected, Found};

/// `text` says what was expected and what was found.
pub(super) fn explain(expected: Expected, found: &Found, text: &str) -> Explained {
    match (expected, found) {
        (_, Found::EndOfFile) => Explained::new(
            text,
            "every `{` has its `}`, and every item without braces ends with a `;`",
            "something before this is not finished",
        ),
        (Expected::Semicolon, _) => Explained::new(
            text,
            "every item without braces ends with a `;`",
            "write one before this",
        ),
        (Expected::FileItem, _) => Explained::new(
            text,
            "a file holds one `package …;`, then `use`, `interface`, `world` and nested packages",
            "types and functions stand in an interface: `interface name { … }`",
        ),
        (Expected::Name | Expected::Word, Found::Keyword(keyword)) => match keyword.as_str() {
            "interface" | "world" => Explained::new(
                text,
                "every `{` has its `}`",
                "the braces of what is before this are not closed",
            ),
            _ => Explained::new(
                text,
                "keywords are no names",
                format!("to use one as a name, write a `%` before it: `%{keyword}`"),
            ),
        },
        (Expected::Type, _) => Explained::new(
            text,
            "what stands here is a type: `u32`, `string`, `list<…>`, or one that is declared",
            "a function without a result has no `->`",
        ),
        _ => other(text),
    }
}

pub(super) fn other(text: &str) -> Explained {
    Explained::new(
        text,
        "what may stand where is the grammar of WIT",
        "it is shown in https://component-model.bytecodealliance.org/design/wit.html",
    )
}
