//! Which part of a value a pointer is, for the path of an error.

use crate::error::{Step, ValueError};

/// What a pointer is to the value that holds it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slot {
    /// The value itself: a message's root.
    Root,
    /// A field; an empty name is none, as for the value itself.
    Field(&'static str),
    Index(u32),
}

impl Slot {
    /// The error, seen from the value that holds what is here.
    #[cold]
    pub(crate) fn locate(self, error: ValueError) -> ValueError {
        match self {
            Self::Root | Self::Field("") => error,
            Self::Field(name) => error.at(Step::Field(name)),
            Self::Index(index) => error.at(Step::Index(index)),
        }
    }
}
