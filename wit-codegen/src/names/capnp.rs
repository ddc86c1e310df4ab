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

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use super::keywords;
use crate::model::Name;

/// The names of a method, a parameter or a field.
#[must_use]
pub fn member(schema: &str) -> Name {
    name(schema, keywords::escape(schema.to_snake_case()))
}

/// The names of an enumerant, or of a union's member.
#[must_use]
pub fn case(schema: &str) -> Name {
    name(schema, keywords::escape(schema.to_pascal_case()))
}

/// The names of a struct, an enum, a group or a union.
#[must_use]
pub fn type_name(schema: &str) -> Name {
    name(schema, keywords::escape(schema.to_pascal_case()))
}

/// The names of a constant.
#[must_use]
pub fn constant(schema: &str) -> Name {
    name(schema, schema.to_shouty_snake_case())
}

/// The name of the generated file.
#[must_use]
pub fn file_stem(schema: &str) -> String {
    schema.to_snake_case()
}

/// The name of the Rust module of a scope or a file.
#[must_use]
pub fn module(schema: &str) -> String {
    keywords::escape(schema.to_snake_case())
}

/// The trait of an interface.
#[must_use]
pub fn interface_trait(schema: &str) -> String {
    keywords::escape(schema.to_pascal_case())
}

/// The client, and handle, of an interface.
#[must_use]
pub fn interface_client(schema: &str) -> Name {
    name(schema, format!("{}Client", schema.to_pascal_case()))
}

/// A Rust name that the schema gives (`$Rust.name`).
#[must_use]
pub fn given(rust: &str) -> String {
    keywords::escape(rust.to_owned())
}

fn name(schema: &str, rust: String) -> Name {
    Name {
        schema: schema.to_owned(),
        rust,
        wire: schema.to_owned(),
    }
}
