//! Every name that is derived from a schema's names: casing, keywords, collisions, reserved wire names.
//!
//! | schema      | Rust                       | wire                          |
//! |-------------|----------------------------|-------------------------------|
//! | type        | `PascalCase`               | (not sent)                    |
//! | function    | `snake_case`               | `camelCase`                   |
//! | parameter   | `snake_case`               | `camelCase` (in messages)     |
//! | field       | `snake_case`               | `camelCase`                   |
//! | case        | `PascalCase`               | as in the schema              |
//! | flag        | `SCREAMING_SNAKE_CASE`     | `camelCase`                   |
//! | interface   | module `snake_case`, trait `PascalCase`, client `PascalCaseClient` | class `PascalCase` |
//!
//! Words are what stands between hyphens, so digits stay with their word (`a1-b2` is `a1_b2` and `a1B2`) and
//! acronyms become ordinary words (`is-XML` is `is_xml` and `isXml`). A Rust keyword becomes a raw identifier,
//! or gets a trailing `_` where it cannot be one. Where two names meet in Rust, the later one gets a trailing
//! `_`, and so does a module at the root of the generated
//! file that has the name of a crate which every Worker has (`worker` is
//! `worker_`); where they meet on the wire, the checks refuse them.

pub mod capnp;
mod keywords;
mod readers;
mod reserved;
mod settle;

pub(crate) use readers::{ReaderNames, readers};
pub(crate) use reserved::{Entrypoint, Reserved, reserved, reserved_on, reserved_on_target};
pub use settle::settle;

use heck::ToPascalCase;

use crate::model::Name;

/// The names of a function.
pub fn function(schema: &str) -> Name {
    snake_and_camel(schema)
}

/// The names of a parameter.
pub fn param(schema: &str) -> Name {
    snake_and_camel(schema)
}

/// The names of a record's field.
pub fn field(schema: &str) -> Name {
    snake_and_camel(schema)
}

/// The names of a variant's or an enum's case.
pub fn case(schema: &str) -> Name {
    Name {
        schema: schema.to_owned(),
        rust: keywords::escape(pascal(schema)),
        wire: schema.to_owned(),
    }
}

/// The names of a flag.
pub fn flag(schema: &str) -> Name {
    Name {
        schema: schema.to_owned(),
        rust: snake(schema).to_uppercase(),
        wire: camel(schema),
    }
}

/// The names of a type.
pub fn type_name(schema: &str) -> Name {
    Name {
        schema: schema.to_owned(),
        rust: keywords::escape(pascal(schema)),
        wire: pascal(schema),
    }
}

/// The name of a Rust module.
pub fn module(schema: &str) -> String {
    keywords::escape(snake(schema))
}

/// The name of the module of one version of a package: `dep_0_1_0`.
pub fn versioned_module(schema: &str, version: &str) -> String {
    keywords::escape(format!("{}_{}", snake(schema), plain_version(version)))
}

fn plain_version(version: &str) -> String {
    let chars = version.chars().map(|c| match c {
        _ if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
        _ => '_',
    });
    chars.collect()
}

/// What a package, and an interface of it, are called where a generated file lists what it has:
/// `__acme__common__1_2_0` and `types`, of `acme:common@1.2.0` and `types`. Schemas have no names with `__`.
pub fn listed(package: &str, interface: &[String]) -> (String, String) {
    let (name, version) = match package.split_once('@') {
        Some((name, version)) => (name, Some(plain_version(version))),
        None => (package, None),
    };
    let names = name.split(':').map(snake).chain(version);
    let package = names.map(|name| format!("__{name}")).collect();
    let interface = match interface {
        [name] => module(name),
        names => names
            .iter()
            .map(|it| snake(it))
            .collect::<Vec<_>>()
            .join("__"),
    };
    (package, interface)
}

/// The name of the generated file.
pub fn file_stem(schema: &str) -> String {
    snake(schema)
}

/// The trait of the functions that an interface, or a world, exports.
pub fn service_trait(schema: &str) -> String {
    keywords::escape(pascal(schema))
}

/// The trait that implements a resource.
pub fn target_trait(schema: &str) -> String {
    format!("{}Target", pascal(schema))
}

/// The trait of the functions that a world imports.
pub fn imports_trait(schema: &str) -> String {
    format!("{}Imports", pascal(schema))
}

/// The client of a service whose trait is to be called `trait_name`.
pub fn client(trait_name: &str) -> String {
    format!("{}Client", trait_name.trim_end_matches('_'))
}

/// The method on the wire that takes the calls of an interface or a resource as messages: `$capnpOrders`. A schema
/// has no such names, so that it is in nobody's way.
pub fn message_method(schema: &str) -> String {
    format!("{MESSAGES}{}", schema.to_pascal_case())
}

/// What the names of methods that take messages start with.
pub(crate) const MESSAGES: &str = "$capnp";

/// `is-XML` as `isXml`.
pub fn camel(schema: &str) -> String {
    let pascal = pascal(schema);
    let mut chars = pascal.chars();
    match chars.next() {
        // Only the first word starts in lower case; it is a word of its own, so nothing else changes.
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => pascal,
    }
}

/// `is-XML` as `IsXml`.
pub fn pascal(schema: &str) -> String {
    schema.split('-').map(capitalised).collect()
}

/// Another name on the wire to suggest: `myFetch` for `fetch`.
pub fn another(wire: &str) -> String {
    let mut chars = wire.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    "my".chars().chain(first).chain(chars).collect()
}

fn snake(schema: &str) -> String {
    schema.to_lowercase().replace('-', "_")
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().collect::<String>() + &chars.as_str().to_lowercase(),
        None => String::new(),
    }
}

fn snake_and_camel(schema: &str) -> Name {
    Name {
        schema: schema.to_owned(),
        rust: keywords::escape(snake(schema)),
        wire: camel(schema),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_at_hyphens_only() {
        for (schema, rust, wire) in [
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
            let name = function(schema);
            assert_eq!(
                (name.rust.as_str(), name.wire.as_str()),
                (rust, wire),
                "{schema}"
            );
            assert_eq!(name, param(schema));
            assert_eq!(name, field(schema));
        }
    }

    #[test]
    fn types_and_cases_are_pascal_case() {
        assert_eq!(type_name("order-item").rust, "OrderItem");
        assert_eq!(type_name("XML-doc2").rust, "XmlDoc2");
        assert_eq!(type_name("option").rust, "Option");
        let case = case("by-SEPA");
        assert_eq!(
            (case.rust.as_str(), case.wire.as_str()),
            ("BySepa", "by-SEPA")
        );
    }

    #[test]
    fn flags_are_constants_in_rust_and_keys_on_the_wire() {
        let flag = flag("read-only");
        assert_eq!(
            (flag.rust.as_str(), flag.wire.as_str()),
            ("READ_ONLY", "readOnly")
        );
    }

    #[test]
    fn modules_of_versions() {
        assert_eq!(versioned_module("dep", "0.1.0"), "dep_0_1_0");
        assert_eq!(
            versioned_module("a-b", "1.0.0-rc.1+Build"),
            "a_b_1_0_0_rc_1_build"
        );
    }

    #[test]
    fn file_names_are_not_escaped() {
        assert_eq!(file_stem("my-type"), "my_type");
        assert_eq!(file_stem("type"), "type");
        assert_eq!(module("type"), "r#type");
    }
}
