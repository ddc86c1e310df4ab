//! Schemas of as many types as one likes, made of what schemas are made of.

use std::fmt::Write as _;

/// What a schema is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Wit,
    Capnp,
}

impl Language {
    pub(crate) const ALL: [Self; 2] = [Self::Wit, Self::Capnp];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Wit => "WIT",
            Self::Capnp => "Cap'n Proto",
        }
    }

    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Wit => "wit",
            Self::Capnp => "capnp",
        }
    }

    /// The package that a build script depends on.
    pub(crate) fn front_end(self) -> &'static str {
        match self {
            Self::Wit => "wit-codegen",
            Self::Capnp => "capnp-bridge",
        }
    }
}

/// A schema of one interface, with so many types and a method for every ten.
pub(crate) fn text(language: Language, types: usize) -> String {
    match language {
        Language::Wit => wit(types),
        Language::Capnp => capnp(types),
    }
}

/// Of ten types, seven records, a variant, an enum and flags.
fn wit(types: usize) -> String {
    let mut text = "package bench:large;\n\ninterface large {\n".to_owned();
    for number in 0..types {
        let _ = match number % 10 {
            3 => writeln!(
                text,
                "  variant item-{number} {{ none, some(item-{}), many(list<string>) }}",
                number - 1
            ),
            5 => writeln!(
                text,
                "  enum item-{number} {{ first, second, last-of-all }}"
            ),
            7 => writeln!(text, "  flags item-{number} {{ read, write, run }}"),
            0 => writeln!(
                text,
                "  record item-{number} {{ id: u64, name: string, tags: list<string> }}"
            ),
            _ => writeln!(
                text,
                "  record item-{number} {{ id: u64, note: option<string>, price: f64, inner: item-{}, others: list<item-{}> }}",
                number - 1,
                number / 10 * 10
            ),
        };
        if number % 10 == 9 {
            let _ = writeln!(
                text,
                "  call-{number}: func(id: u64, item: item-{number}) -> result<item-{}, string>;",
                number - 1
            );
        }
    }
    text.push_str("}\n");
    text
}

/// Of ten types, nine structs, one of which has a union, and an enum.
fn capnp(types: usize) -> String {
    let mut text = "@0xd5a2c1e0b7f34862;\n\n".to_owned();
    let mut methods = String::new();
    for number in 0..types {
        let _ = match number % 10 {
            3 => writeln!(
                text,
                "struct Item{number} {{ union {{ none @0 :Void; some @1 :Item{}; many @2 :List(Text); }} }}",
                number - 1
            ),
            5 => writeln!(
                text,
                "enum Item{number} {{ first @0; second @1; lastOfAll @2; }}"
            ),
            0 => writeln!(
                text,
                "struct Item{number} {{ id @0 :UInt64; name @1 :Text; tags @2 :List(Text); }}"
            ),
            _ => writeln!(
                text,
                "struct Item{number} {{ id @0 :UInt64; note @1 :Text; price @2 :Float64; inner @3 :Item{}; others @4 :List(Item{}); }}",
                number - 1,
                number / 10 * 10
            ),
        };
        if number % 10 == 9 {
            let _ = writeln!(
                methods,
                "  call{number} @{} (id :UInt64, item :Item{number}) -> (item :Item{});",
                number / 10,
                number - 1
            );
        }
    }
    let _ = write!(text, "\ninterface Large {{\n{methods}}}\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_has_as_many_types_as_it_should() {
        let text = text(Language::Wit, 100);
        let declares = |line: &&str| {
            ["record ", "variant ", "enum ", "flags "]
                .iter()
                .any(|keyword| line.trim_start().starts_with(keyword))
        };
        assert_eq!(text.lines().filter(declares).count(), 100);
        assert_eq!(text.matches(": func(").count(), 10);
    }
}
