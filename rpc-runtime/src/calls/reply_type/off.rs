//! What stands in the place of `reply_type` in a Worker: nobody asks.

use crate::calls::options::SharedOptions;

/// Nothing.
#[derive(Clone)]
pub(crate) struct ReplyType;

impl ReplyType {
    #[expect(
        clippy::extra_unused_type_parameters,
        reason = "the other one has them"
    )]
    pub(crate) fn of<T, F, R>() -> Self {
        Self
    }

    pub(crate) fn inheriting(self, _: &SharedOptions) -> Self {
        self
    }
}
