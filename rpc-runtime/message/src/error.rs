//! What is wrong with a value, and where in it.

use std::fmt;

use crate::text::{self, quoted};

/// A value that does not have the type the schema gives it.
///
/// Shown as the path inside the value, what was expected and what was found:
/// `items[3].price: expected f64, got string "12"`.
pub struct ValueError(Box<Inner>);

struct Inner {
    /// Innermost first: each container adds its own step while the error passes through it.
    path: Vec<Step>,
    message: String,
}

/// One step into a value.
pub(crate) enum Step {
    Field(&'static str),
    Index(u32),
    /// The value under a key of a map; the key as it is shown.
    Key(String),
    /// A key of a map itself.
    MapKey,
}

impl ValueError {
    pub(crate) fn new(message: impl fmt::Display) -> Self {
        Self(Box::new(Inner {
            path: Vec::new(),
            message: message.to_string(),
        }))
    }

    /// A field that is not there and has no meaning when it is not there.
    pub(crate) fn missing_field(name: &'static str) -> Self {
        Self::new(format_args!("missing field \"{name}\""))
    }

    pub(crate) fn wrong_length(expected: usize, got: usize) -> Self {
        Self::new(wrong_length(expected, got))
    }

    /// The same error seen from the value one step further out.
    pub(crate) fn at(mut self, step: Step) -> Self {
        self.0.path.push(step);
        self
    }

    /// The outermost field, and the same error seen from there; none if the error is about the value as a whole.
    #[cfg(feature = "capnp")]
    pub(crate) fn split(mut self) -> (Option<&'static str>, Self) {
        match self.0.path.pop() {
            Some(Step::Field(name)) => (Some(name), self),
            Some(step) => (None, self.at(step)),
            None => (None, self),
        }
    }

    /// Whether the error is about a part of the value, so that its text starts with a path.
    pub fn has_path(&self) -> bool {
        !self.0.path.is_empty()
    }

    /// The way to the part that is wrong, such as `items[3].price`; empty for the value as a whole.
    pub fn path(&self) -> String {
        Path(&self.0.path).to_string()
    }

    /// What is wrong, without the path.
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

/// A path as it is shown.
struct Path<'a>(&'a [Step]);

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, step) in self.0.iter().rev().enumerate() {
            match step {
                Step::Field(name) if depth == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, "[{key}]")?,
                Step::MapKey => f.write_str("<key>")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_path() {
            write!(f, "{}: ", Path(&self.0.path))?;
        }
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueError")
            .field("path", &format_args!("{}", Path(&self.0.path)))
            .field("message", &self.0.message)
            .finish()
    }
}

impl std::error::Error for ValueError {}

// What is written below comes from implementations of others as well, which repeat what a peer sent.

impl serde::ser::Error for ValueError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(text::shown(&message.to_string(), text::MESSAGE))
    }
}

impl serde::de::Error for ValueError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(text::shown(&message.to_string(), text::MESSAGE))
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
        Self::new(unknown_case(variant, known.iter().copied()))
    }

    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        Self::new(unknown("field", field, known.iter().copied()))
    }
}

/// The text for a tag or an enum case that the schema does not have.
pub(crate) fn unknown_case<'a>(case: &str, known: impl Iterator<Item = &'a str>) -> String {
    unknown("case", case, known)
}

/// The text for a name that the schema does not have, of a kind of which it has those that are `known`.
pub(crate) fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    format!(
        "unknown {what} {} (known: {})",
        quoted(name),
        known.join(", ")
    )
}

/// The text for a list that is too short or too long for its type.
pub(crate) fn wrong_length(expected: usize, got: usize) -> String {
    let plural = if expected == 1 { "" } else { "s" };
    format!("expected {expected} element{plural}, got {got}")
}

impl From<serde_wasm_bindgen::Error> for ValueError {
    fn from(error: serde_wasm_bindgen::Error) -> Self {
        // It wraps a JavaScript error, whose text starts with the error's class.
        let message = error.to_string();
        let message = message.strip_prefix("Error: ").unwrap_or(&message);
        Self::new(text::shown(message, text::MESSAGE))
    }
}
