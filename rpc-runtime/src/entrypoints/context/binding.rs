//! What bindings are, and what is said where one is not what the code asks for: the same in a Worker and in a test.

use std::fmt;

use crate::error::{Error, ErrorKind};

/// What a binding is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BindingKind {
    /// A variable that is text, or a secret.
    Text,
    /// A variable that is anything else of JSON.
    Data,
    Service,
    Namespace,
    /// Of another class of the runtime's: `KvNamespace`.
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
    Other(String),
}

impl fmt::Display for BindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a variable or secret that is text",
            Self::Data => "a variable that is no text",
            Self::Service => "a service",
            Self::Namespace => "a Durable Object namespace",
            Self::Other(class) => class,
        })
    }
}

/// What is asked for where a variable of any kind will do.
pub(crate) const VARIABLE: &str = "a variable";

/// A binding that is not what the code asks for.
pub(crate) fn error(name: &str, why: fmt::Arguments<'_>) -> Error {
    Error::of(ErrorKind::InvalidBinding, format!("binding {name}: {why}"))
}

/// There is `found` where `expected` was asked for.
pub(crate) fn mismatch(
    name: &str,
    expected: &dyn fmt::Display,
    found: Option<&BindingKind>,
) -> Error {
    match found {
        Some(found) => error(name, format_args!("expected {expected}, got {found}")),
        None => error(
            name,
            format_args!("expected {expected}, there is none of this name"),
        ),
    }
}
