//! What is told of a panic: which call was served, what it says, and where it happened.

use std::panic::PanicHookInfo;

/// The call is that of the span which is entered while it runs.
pub(super) fn tell(info: &PanicHookInfo<'_>) {
    let place = info.location();
    tracing::error!(
        target: "rpc_runtime",
        {
            "error.type" = "panic",
            "exception.message" = info.payload_as_str(),
            "code.file.path" = place.map(|place| place.file()),
            "code.line.number" = place.map(|place| place.line()),
        },
        "panicked"
    );
}
