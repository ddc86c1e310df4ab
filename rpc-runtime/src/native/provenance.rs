//! Which value of which call a stream is, for the errors that come long after the call.

use std::cell::Cell;
use std::fmt;

use wasm_bindgen::JsValue;

use crate::error::{Error, ErrorKind};
use crate::objects::ValueError;

thread_local! {
    static READING: Cell<Provenance> = const { Cell::new(Provenance::UNKNOWN) };
}

/// Which value of which call holds what is being read.
#[derive(Clone, Copy)]
pub(crate) struct Provenance {
    method: Option<&'static str>,
    /// The argument's name; none for a result.
    argument: Option<&'static str>,
}

impl Provenance {
    const UNKNOWN: Self = Self {
        method: None,
        argument: None,
    };

    /// An argument of a call that came in.
    pub(crate) fn argument(method: &'static str, name: &'static str) -> Self {
        Self {
            method: Some(method),
            argument: Some(name),
        }
    }

    /// What a call came back with.
    pub(crate) fn result(method: &'static str) -> Self {
        Self {
            method: Some(method),
            argument: None,
        }
    }

    /// The provenance of what is being read just now.
    pub(crate) fn current() -> Self {
        READING.get()
    }

    /// What is read from now on is from there.
    pub(crate) fn begin(self) {
        READING.set(self);
    }

    /// Runs `read`, which reads a value from there.
    pub(crate) fn reading<T>(self, read: impl FnOnce() -> T) -> T {
        let before = READING.replace(self);
        let value = read();
        READING.set(before);
        value
    }

    /// What the other side sent does not have the type that the schema gives it.
    pub(crate) fn invalid(self, error: ValueError) -> Error {
        match (self.method, self.argument) {
            (Some(method), Some(name)) => Error::invalid_argument(method, name, error),
            (Some(method), None) => Error::invalid_reply(method, "result", error),
            (None, _) => Error::of(ErrorKind::InvalidReply, error.to_string()),
        }
    }

    /// What the other side, or the runtime, threw while it was read.
    pub(crate) fn thrown(self, thrown: JsValue) -> Error {
        Error::from_thrown(self.method.unwrap_or("stream"), thrown)
    }
}

impl fmt::Debug for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.method.unwrap_or("unknown"))?;
        match self.argument {
            Some(argument) => write!(f, "({argument})"),
            None => Ok(()),
        }
    }
}
