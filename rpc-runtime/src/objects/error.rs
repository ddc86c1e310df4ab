//! What is wrong with a value: the error of the crate for messages, which is that of JavaScript objects, too.

pub(crate) use rpc_message::Step;
pub use rpc_message::ValueError;

use crate::text;

/// What serde-wasm-bindgen says. It wraps a JavaScript error, whose text starts with the error's class.
pub(crate) fn of_serde_wasm_bindgen(error: serde_wasm_bindgen::Error) -> ValueError {
    let message = error.to_string();
    let message = message.strip_prefix("Error: ").unwrap_or(&message);
    ValueError::new(text::shown(message, text::MESSAGE))
}
