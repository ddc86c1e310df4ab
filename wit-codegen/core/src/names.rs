//! Names that are derived from a schema's names: in code, by language, and on the wire.
//!
//! Words are what stands between hyphens, or starts with a capital; digits stay with their word (`a1-b2` is `a1_b2` and
//! `a1B2`), and acronyms become ordinary words (`is-XML` is `is_xml` and `isXml`).
//!
//! | schema      | wire                          |
//! |-------------|-------------------------------|
//! | function    | `camelCase`                   |
//! | parameter   | `camelCase` (in messages)     |
//! | field, flag | `camelCase`                   |
//! | case        | as in the schema              |
//!
//! That is of WIT; Cap'n Proto's names go over the wire as they are. Where two names meet on the wire,
//! the checks refuse them; where they meet in a language, the table of that language makes them differ.

pub mod capnp;
mod keywords;
mod reserved;
pub mod rust;

use heck::{ToLowerCamelCase, ToPascalCase, ToSnakeCase};
pub(crate) use reserved::{Entrypoint, Reserved, reserved, reserved_on, reserved_on_target};

/// The method on the wire that takes the calls of an interface or a resource as messages: `$capnpOrders`. A schema
/// has no such names, so that it is in nobody's way.
pub fn message_method(schema: &str) -> String {
    format!("{MESSAGES}{}", schema.to_pascal_case())
}

/// What the names of methods that take messages start with.
pub(crate) const MESSAGES: &str = "$capnp";

/// The key of what says that a call is cancelled.
pub(crate) const CANCELLATION: &str = "$cancel";

/// The name of the generated file: no identifier.
pub fn file_stem(schema: &str) -> String {
    match schema.to_snake_case() {
        stem if stem.is_empty() => "schema".to_owned(),
        stem => stem,
    }
}

/// `is-XML` as `isXml`.
pub fn camel(schema: &str) -> String {
    schema.to_lower_camel_case()
}

/// `is-XML` as `IsXml`.
pub fn pascal(schema: &str) -> String {
    schema.to_pascal_case()
}

/// Another name on the wire to suggest: `myFetch` for `fetch`.
pub fn another(wire: &str) -> String {
    let mut chars = wire.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    "my".chars().chain(first).chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_at_hyphens_only() {
        for (schema, in_rust, wire) in [
            ("add", "add", "add"),
            ("place-order", "place_order", "placeOrder"),
            ("is-XML", "is_xml", "isXml"),
            ("XML", "xml", "xml"),
            ("a1-b2", "a1_b2", "a1B2"),
            ("a-1", "a_1", "a1"),
            ("a1", "a1", "a1"),
            ("v-1-2x", "v_1_2x", "v12x"),
            ("utf8-to-UTF16", "utf8_to_utf16", "utf8ToUtf16"),
        ] {
            assert_eq!(
                (rust::snake(schema).as_str(), camel(schema).as_str()),
                (in_rust, wire),
                "{schema}"
            );
        }
    }
}
