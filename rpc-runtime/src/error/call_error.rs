//! The failure of a call whose method declares an error.

use std::fmt;

use crate::error::{Error, shown};

/// What a call fails with: an [`Error`], or a [`CallError`] where the method declares an error of its own.
///
/// There are no others.
pub trait CallFailure: From<Error> + 'static + sealed::Sealed {
    /// Why the call itself failed.
    ///
    /// # Errors
    /// The failure, if it is the error that the schema declares.
    #[doc(hidden)]
    fn of_call(self) -> Result<Error, Self>;

    /// Whether it is the error that the schema declares.
    #[doc(hidden)]
    fn is_declared(&self) -> bool;
}

mod sealed {
    pub trait Sealed {}
}

impl sealed::Sealed for Error {}

impl CallFailure for Error {
    fn of_call(self) -> Result<Error, Self> {
        Ok(self)
    }

    fn is_declared(&self) -> bool {
        false
    }
}

impl<E> sealed::Sealed for CallError<E> {}

impl<E: 'static> CallFailure for CallError<E> {
    fn of_call(self) -> Result<Error, Self> {
        match self {
            Self::Failed(error) => Ok(error),
            Self::Declared(_) => Err(self),
        }
    }

    fn is_declared(&self) -> bool {
        matches!(self, Self::Declared(_))
    }
}

/// Why a call of a method with a declared error (`result<T, E>` in the schema) did not give a `T`.
///
/// Whatever crosses the wire ([`Value`](crate::Value)) can be a declared error, from whichever crate its type is.
///
/// One `?` is enough on both sides: a server returns its declared error with `Err(error.into())` or `?`, a
/// client matches on the two, and in a function that returns [`Error`] or `worker::Error`, `?` turns either into
/// that.
#[derive(Debug)]
pub enum CallError<E> {
    /// The error that the schema declares, as a value.
    Declared(E),
    /// The call itself failed.
    Failed(Error),
}

impl<E> CallError<E> {
    /// The declared error, if it is one.
    pub fn declared(&self) -> Option<&E> {
        match self {
            Self::Declared(error) => Some(error),
            Self::Failed(_) => None,
        }
    }
}

impl<E: fmt::Debug> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declared(error) => f.write_str(&shown(error)),
            Self::Failed(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> std::error::Error for CallError<E> {}

impl<E> From<Error> for CallError<E> {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<&str> for CallError<String> {
    fn from(error: &str) -> Self {
        Self::Declared(error.to_owned())
    }
}

impl<E: fmt::Debug> From<CallError<E>> for Error {
    fn from(error: CallError<E>) -> Self {
        match error {
            CallError::Declared(declared) => Self::declared(&declared),
            CallError::Failed(error) => error,
        }
    }
}
