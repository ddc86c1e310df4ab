//! What WIT's items are called on the wire.
//!
//! | schema      | wire                      |
//! |-------------|---------------------------|
//! | function    | `camelCase`               |
//! | parameter   | `camelCase` (in messages) |
//! | field, flag | `camelCase`               |
//! | case        | as in the schema          |
//! | others      | (not sent)                |

use wit_codegen_core::model::Name;
use wit_codegen_core::names::camel;

/// The name of a function, a parameter, a field or a flag.
pub(super) fn member(schema: &str) -> Name {
    Name::new(schema, camel(schema))
}

/// The name of a variant's or an enum's case.
pub(super) fn case(schema: &str) -> Name {
    Name::new(schema, schema)
}

/// The name of a type, an interface or a world.
pub(super) fn declared(schema: &str) -> Name {
    Name::new(schema, schema)
}

/// The package of a version, beside others of the same package: `dep-0-1-0`.
pub(super) fn versioned(package: &str, version: &str) -> String {
    let plain = version.to_lowercase();
    let plain = plain.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    format!("{package}-{plain}")
}

#[cfg(test)]
mod tests {
    use super::versioned;
    use wit_codegen_core::names::rust::snake;

    #[test]
    fn packages_of_versions() {
        for (package, version, module) in [
            ("dep", "0.1.0", "dep_0_1_0"),
            ("a-b", "1.0.0-rc.1+Build", "a_b_1_0_0_rc_1_build"),
        ] {
            assert_eq!(snake(&versioned(package, version)), module);
        }
    }
}
