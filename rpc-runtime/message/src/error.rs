//! What is wrong with a value, and where in it.

use std::fmt;

use crate::text;

/// A value that does not have the type the schema gives it.
///
/// Shown as the path inside the value, what was expected and what was found:
/// `items[3].price: expected f64, got string "12"`.
#[derive(Clone)]
pub struct ValueError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    /// Innermost first: each container adds its own step while the error passes through it.
    path: Vec<Step>,
    kind: ValueErrorKind,
    message: String,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValueErrorKind {
    /// It does not have the type that the schema gives it, or what holds it is damaged.
    Invalid,
    /// It is nested more deeply than is read or written.
    TooDeep,
    /// It takes more memory than is allowed for what arrived.
    TooLarge,
    /// It has no form where it should go: a handle as bytes, or more than fits.
    Unwritable,
}

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field, by its name in the schema.
    Field(&'static str),
    /// An element of a tuple.
    Element(u32),
    /// An element of a list.
    Index(u32),
    /// The value under a key of a map; the key as it is shown.
    Key(String),
    /// A key of a map itself.
    MapKey,
}

impl ValueError {
    /// A value that is not what its type asks for; `message` says what was expected and what was found.
    pub fn new(message: impl fmt::Display) -> Self {
        Self::of(ValueErrorKind::Invalid, message)
    }

    /// An error of another kind.
    pub fn of(kind: ValueErrorKind, message: impl fmt::Display) -> Self {
        // Not `to_string`, which is code of its own for each type.
        Self::of_text(kind, format!("{message}"))
    }

    #[inline(never)]
    fn of_text(kind: ValueErrorKind, message: String) -> Self {
        Self(Box::new(Inner {
            path: Vec::new(),
            kind,
            message,
        }))
    }

    /// A field that is not there and has no meaning when it is not there.
    #[doc(hidden)]
    pub fn missing_field(name: &'static str) -> Self {
        Self::new(format_args!("missing field \"{name}\""))
    }

    /// A list that is too short or too long for its type.
    #[doc(hidden)]
    pub fn wrong_length(expected: usize, got: usize) -> Self {
        Self::new(text::wrong_length(expected, got))
    }

    /// The same error seen from the value one step further out.
    #[must_use]
    pub fn at(mut self, step: Step) -> Self {
        self.0.path.push(step);
        self
    }

    /// The outermost field, and the same error seen from there; none if the error is about the value as a whole.
    pub fn split(mut self) -> (Option<&'static str>, Self) {
        match self.0.path.pop() {
            Some(Step::Field(name)) => (Some(name), self),
            Some(step) => (None, self.at(step)),
            None => (None, self),
        }
    }

    /// What is wrong, of all that can be.
    pub fn kind(&self) -> ValueErrorKind {
        self.0.kind
    }

    /// The way to the part that is wrong, from the value as a whole on.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = &Step> + ExactSizeIterator {
        self.0.path.iter().rev()
    }

    /// Whether the error is about a part of the value, so that its text starts with a path.
    pub fn has_path(&self) -> bool {
        !self.0.path.is_empty()
    }

    /// The way to the part that is wrong, such as `items[3].price`; empty for the value as a whole.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (depth, step) in self.steps().enumerate() {
            let number;
            let part = match step {
                Step::Field(name) => name,
                Step::Key(key) => key.as_str(),
                Step::MapKey => "<key>",
                Step::Element(index) | Step::Index(index) => {
                    number = format!("{index}");
                    &number
                }
            };
            let (before, after) = match step {
                Step::Field(_) | Step::Element(_) if depth > 0 => (".", ""),
                Step::Index(_) | Step::Key(_) => ("[", "]"),
                Step::Field(_) | Step::Element(_) | Step::MapKey => ("", ""),
            };
            for text in [before, part, after] {
                path.push_str(text);
            }
        }
        path
    }

    /// What is wrong, without the path.
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_path() {
            f.write_str(&self.path())?;
            f.write_str(": ")?;
        }
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueError")
            .field("path", &format_args!("{}", self.path()))
            .field("message", &self.0.message)
            .finish()
    }
}

impl std::error::Error for ValueError {}

// What the readers and the writer say, outlined: it is not to be in generic code.

#[cold]
#[inline(never)]
pub(crate) fn wrong(what: &str) -> ValueError {
    ValueError::new(what)
}

#[cold]
#[inline(never)]
pub(crate) fn expected(what: &str, got: &str) -> ValueError {
    ValueError::new(format_args!("expected {what}, got {got}"))
}

#[cold]
pub(crate) fn outside() -> ValueError {
    wrong("points outside the message")
}

#[cold]
pub(crate) fn too_deep(levels: u8) -> ValueError {
    ValueError::of(
        ValueErrorKind::TooDeep,
        format_args!("nested more than {levels} levels deep"),
    )
}

#[cold]
pub(crate) fn unwritable(what: &str) -> ValueError {
    ValueError::of(ValueErrorKind::Unwritable, what)
}

#[cold]
pub(crate) fn no_memory() -> ValueError {
    ValueError::of(ValueErrorKind::TooLarge, "there is not enough memory")
}
