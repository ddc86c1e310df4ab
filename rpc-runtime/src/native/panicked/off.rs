//! What stands in the place of `panicked` without the feature `tracing`.

use std::panic::PanicHookInfo;

/// Nobody is told but the log.
pub(super) fn tell(_: &PanicHookInfo<'_>) {}
