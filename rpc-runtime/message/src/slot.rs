//! Where in a value something is, and what can be wrong with a message.

use crate::value::{Step, ValueError};

/// What a pointer is to the value that holds it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// The message's root.
    Root,
    Field(&'static str),
    Index(u32),
}

impl Place {
    /// The error, seen from the value that holds what is here.
    #[cold]
    pub(crate) fn of(self, error: ValueError) -> ValueError {
        match self {
            Self::Root => error,
            Self::Field(name) => error.at(Step::Field(name)),
            Self::Index(index) => error.at(Step::Index(index)),
        }
    }
}

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
pub(crate) fn too_deep() -> ValueError {
    ValueError::new(format_args!(
        "nested more than {} levels deep",
        super::DEPTH
    ))
}

#[cold]
pub(crate) fn no_bytes() -> ValueError {
    wrong("a handle cannot be turned into bytes")
}

#[cold]
pub(crate) fn no_memory() -> ValueError {
    wrong("there is not enough memory")
}
