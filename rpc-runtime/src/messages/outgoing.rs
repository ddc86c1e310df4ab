//! A call of ours as a message.

use js_sys::Array;

use crate::calls::arguments::ArgumentError;
use crate::calls::format::ArgumentStyle;
use crate::error::Result;
use crate::message::{StructReader, StructSize, StructWriter};
use crate::objects::ValueError;

/// How one call goes as a message.
#[derive(Debug)]
pub struct OutgoingMessage<A, T, F> {
    pub(crate) method: &'static str,
    pub(crate) size: StructSize,
    pub(crate) write: fn(&mut StructWriter<'_>, &A) -> Result<(), ValueError>,
    pub(crate) read: fn(&StructReader<'_>) -> Result<Result<T, F>, ValueError>,
    pub(crate) retry: Option<RetryAsObjects>,
}

/// Writes the arguments that a message holds as objects.
pub(crate) type RetryAsObjects =
    fn(&StructReader<'_>, ArgumentStyle, &'static [&'static str]) -> Result<Array, ArgumentError>;

impl From<ValueError> for ArgumentError {
    fn from(error: ValueError) -> Self {
        let (name, error) = error.split();
        Self {
            name: name.unwrap_or("message"),
            why: error,
        }
    }
}
