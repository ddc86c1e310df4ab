//! Names of Cap'n Proto schemas, which are camelCase and PascalCase already.
//!
//! | schema             | Rust                                    | wire          |
//! |--------------------|-----------------------------------------|---------------|
//! | struct, enum       | `PascalCase`                            | (not sent)    |
//! | interface          | trait `PascalCase`, `PascalCaseClient`  | (not sent)    |
//! | scope, file        | module `snake_case`                     | (not sent)    |
//! | method, field      | `snake_case`                            | as it is      |
//! | enumerant          | `PascalCase`                            | as it is      |
//! | union member       | `PascalCase`                            | as it is      |
//! | constant           | `SCREAMING_SNAKE_CASE`                  | (not sent)    |

//! A name that would start with a digit gets a `_` in front, and so does what has no letters at all.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use super::keywords;
use crate::model::{Name, Scalar};

/// The names of a method, a parameter or a field.
#[must_use]
pub fn member(schema: &str) -> Name {
    name(schema, identifier(schema.to_snake_case()))
}

/// The names of an enumerant, or of a union's member.
#[must_use]
pub fn case(schema: &str) -> Name {
    name(schema, identifier(schema.to_pascal_case()))
}

/// The names of a struct, an enum, a group or a union.
#[must_use]
pub fn type_name(schema: &str) -> Name {
    name(schema, identifier(schema.to_pascal_case()))
}

/// The names of a constant.
#[must_use]
pub fn constant(schema: &str) -> Name {
    name(schema, identifier(schema.to_shouty_snake_case()))
}

/// What Cap'n Proto calls a number, a boolean or a character.
#[must_use]
pub fn scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Bool => "Bool",
        Scalar::U8 => "UInt8",
        Scalar::U16 => "UInt16",
        Scalar::U32 | Scalar::Char => "UInt32",
        Scalar::U64 => "UInt64",
        Scalar::S8 => "Int8",
        Scalar::S16 => "Int16",
        Scalar::S32 => "Int32",
        Scalar::S64 => "Int64",
        Scalar::F32 => "Float32",
        Scalar::F64 => "Float64",
    }
}

/// The name of the generated file.
#[must_use]
pub fn file_stem(schema: &str) -> String {
    match schema.to_snake_case() {
        stem if stem.is_empty() => "schema".to_owned(),
        stem => stem,
    }
}

/// The name of the Rust module of a scope or a file.
#[must_use]
pub fn module(schema: &str) -> String {
    identifier(schema.to_snake_case())
}

/// The trait of an interface.
#[must_use]
pub fn interface_trait(schema: &str) -> String {
    identifier(schema.to_pascal_case())
}

/// The client, and handle, of an interface.
#[must_use]
pub fn interface_client(schema: &str) -> Name {
    name(
        schema,
        identifier(format!("{}Client", schema.to_pascal_case())),
    )
}

/// A Rust name that the schema gives (`$Rust.name`).
#[must_use]
pub fn given(rust: &str) -> String {
    keywords::escape(rust.to_owned())
}

/// `name` with its words as they are, as an identifier.
fn identifier(name: String) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let mut name: String = name.chars().map(plain).collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.insert(0, '_');
    }
    if name == "_" {
        name.push('_');
    }
    keywords::escape(name)
}

fn name(schema: &str, rust: String) -> Name {
    Name {
        schema: schema.to_owned(),
        rust,
        wire: schema.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_where_they_are_capitalised() {
        for (schema, snake, pascal) in [
            ("phoneNumber", "phone_number", "PhoneNumber"),
            ("uInt8Field", "u_int8_field", "UInt8Field"),
            ("sha256", "sha256", "Sha256"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("await", "r#await", "Await"),
            ("self", "self_", "Self_"),
            ("_", "__", "__"),
            ("_1", "_1", "_1"),
        ] {
            assert_eq!(member(schema).rust, snake);
            assert_eq!(type_name(schema).rust, pascal);
            assert_eq!(case(schema).rust, pascal);
            assert_eq!(
                (member(schema).wire, case(schema).wire),
                (schema.to_owned(), schema.to_owned())
            );
        }
        assert_eq!(constant("globalInt").rust, "GLOBAL_INT");
        assert_eq!(interface_client("Self").rust, "SelfClient");
        assert_eq!(interface_trait("Self"), "Self_");
    }

    #[test]
    fn any_file_name_makes_a_module() {
        for (stem, expected) in [
            ("addressbook", "addressbook"),
            ("http-over-capnp", "http_over_capnp"),
            ("type", "r#type"),
            ("2d", "_2d"),
            ("c++", "c"),
            ("+", "__"),
            ("größe", "gr__e"),
        ] {
            let module = module(stem);
            assert_eq!(module, expected);
            assert!(syn::parse_str::<syn::Ident>(&module).is_ok(), "{module}");
            assert!(!file_stem(stem).is_empty());
        }
    }
}
