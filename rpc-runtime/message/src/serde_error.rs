//! `ValueError` as the error of serde's traits: a deserializer of values can have it as its own.
//!
//! What is written here comes from implementations of others as well, which repeat what a peer sent.

use std::fmt;

use crate::error::ValueError;
use crate::text::{self, quoted};

impl serde::ser::Error for ValueError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(text::shown(&format!("{message}"), text::MESSAGE))
    }
}

impl serde::de::Error for ValueError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(text::shown(&format!("{message}"), text::MESSAGE))
    }

    fn invalid_type(
        unexpected: serde::de::Unexpected<'_>,
        expected: &dyn serde::de::Expected,
    ) -> Self {
        let got = match unexpected {
            serde::de::Unexpected::Str(string) => format!("string {}", quoted(string)),
            other => text::shown(&other.to_string(), text::NAME),
        };
        Self::new(format_args!("expected {expected}, got {got}"))
    }

    fn invalid_value(
        unexpected: serde::de::Unexpected<'_>,
        expected: &dyn serde::de::Expected,
    ) -> Self {
        Self::invalid_type(unexpected, expected)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::missing_field(field)
    }

    fn unknown_variant(variant: &str, known: &'static [&'static str]) -> Self {
        Self::new(text::unknown("case", variant, known.iter().copied()))
    }

    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        Self::new(text::unknown("field", field, known.iter().copied()))
    }
}
