//! What a test on the host asks of an outcome that is handed over as it is, without knowing its type.

use std::any::Any;

use crate::calls::options::SharedOptions;
use crate::calls::reply_format::ReadReply;
use crate::error::{Error, Result};
use crate::objects::visitor::Visitor;

/// The type of an outcome, `Result<T, F>`, which is read as `R` says.
#[derive(Clone)]
pub(crate) struct ReplyType {
    visit_handles: fn(&mut dyn Any, &Visitor),
    expected: fn() -> String,
    failed: fn(Error) -> Error,
    options: Option<SharedOptions>,
}

impl ReplyType {
    pub(crate) fn of<T: 'static, F: 'static, R: ReadReply<T, F>>() -> Self {
        Self {
            visit_handles: |outcome, visitor| {
                if let Some(outcome) = outcome.downcast_mut::<Result<T, F>>() {
                    R::visit_handles(outcome, visitor);
                }
            },
            expected: R::expected,
            failed: R::failed,
            options: None,
        }
    }

    /// Of a call with options, which handles in the outcome get.
    pub(crate) fn inheriting(mut self, options: &SharedOptions) -> Self {
        self.options = Some(options.clone());
        self
    }

    /// The options of the call.
    pub(crate) fn options(&self) -> Option<SharedOptions> {
        self.options.clone()
    }

    /// Shows each handle in the outcome.
    pub(crate) fn visit_handles(&self, outcome: &mut dyn Any, visitor: &Visitor) {
        (self.visit_handles)(outcome, visitor);
    }

    /// What errors say that was expected, where the reply is something else.
    pub(crate) fn expected(&self) -> String {
        (self.expected)()
    }

    /// What a call ends with that ends with `error`.
    pub(crate) fn failed(&self, error: Error) -> Error {
        (self.failed)(error)
    }
}
