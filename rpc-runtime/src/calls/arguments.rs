//! The arguments of a call as objects: each by itself, or as the keys of one. All of them cross to JavaScript at once.

use js_sys::Array;

use crate::error::{Error, Result};
use crate::native::provenance::Provenance;
use crate::objects::{Codec, Reader, Value, ValueError};

/// An argument that could not be written.
#[derive(Debug)]
pub struct ArgumentError {
    pub(crate) name: &'static str,
    pub(crate) why: ValueError,
}

impl ArgumentError {
    pub(crate) fn in_method(self, method: &'static str) -> Error {
        Error::unwritable(method, self.name, self.why)
    }
}

/// Reads the arguments of a call that came in, in the schema's order.
#[derive(Debug)]
pub struct ArgumentReader {
    method: &'static str,
    reader: Reader,
    /// What was being read before.
    before: Provenance,
}

impl ArgumentReader {
    /// Of a call of `method`, whose arguments `codec` takes.
    ///
    /// # Errors
    /// If one is missing that is not optional, or not of the schema's type, or if there are more.
    #[inline(never)]
    pub(crate) fn new(method: &'static str, codec: Codec, arguments: &Array) -> Result<Self> {
        match Reader::of(codec, arguments) {
            Ok(reader) => Ok(Self {
                method,
                reader,
                before: Provenance::current(),
            }),
            Err(error) => Err(match error.split() {
                (Some(name), why) => Error::invalid_argument(method, name, why),
                (None, why) => Error::refusal(method, why),
            }),
        }
    }

    /// The next parameter. If it is missing it is `default`, or what its type says.
    pub(crate) fn read<T: Value>(
        &mut self,
        name: &'static str,
        default: Option<fn() -> T>,
    ) -> Result<T> {
        self.begin(name);
        let read = match default {
            Some(default) if !self.is_there()? => return Ok(default()),
            _ => T::read(&mut self.reader),
        };
        read.map_err(|error| self.refusal(name, error))
    }

    #[inline(never)]
    fn begin(&self, name: &'static str) {
        Provenance::argument(self.method, name).begin();
    }

    #[inline(never)]
    fn is_there(&mut self) -> Result<bool> {
        let is_there = self.reader.is_there();
        is_there.map_err(|error| Error::refusal(self.method, error))
    }

    #[cold]
    #[inline(never)]
    fn refusal(&self, name: &'static str, error: ValueError) -> Error {
        Error::invalid_argument(self.method, name, error)
    }
}

impl Drop for ArgumentReader {
    fn drop(&mut self) {
        self.before.begin();
    }
}
