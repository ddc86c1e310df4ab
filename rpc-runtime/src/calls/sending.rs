//! A call of a JavaScript object that is to be sent, whatever its types.

use crate::calls::around::Beginning;
use crate::calls::format::MethodName;
use crate::calls::options::SharedOptions;
use crate::error::Result;
use crate::native::run::LocalFuture;
use crate::native::transfer::Copies;

/// A call that is to be sent.
#[derive(Clone, Copy)]
pub(crate) struct Sending<'a> {
    pub(crate) name: MethodName,
    pub(crate) is_idempotent: bool,
    pub(crate) options: Option<&'a SharedOptions>,
}

impl Sending<'_> {
    /// Arguments are written, until what this gives is dropped. With options, the call may be sent later, or again: then
    /// its stubs are copies of its own.
    pub(crate) fn begin_writing(&self) -> Copies {
        Copies::begin(self.options.is_some())
    }

    /// The call begins, with arguments of so many bytes.
    pub(crate) fn begin(
        &self,
        size: usize,
        after: Option<LocalFuture<'static, Result<()>>>,
    ) -> Beginning {
        Beginning {
            name: self.name,
            size: Some(size),
            is_idempotent: self.is_idempotent,
            after,
        }
    }
}
