//! What JavaScript does for calls that are messages.

use js_sys::Promise;
use wasm_bindgen::JsValue;

use crate::js::glue::{js, name};

/// Whether `target` takes messages by `method`; none while that is not known.
#[inline(never)]
pub(super) fn takes_messages(target: &JsValue, method: &'static str) -> Option<bool> {
    js::takes_messages(target, &name(method))
}

/// Calls the method `by`, which takes messages, for `method`; `caps` is undefined if the cap table is empty.
#[inline(never)]
pub(super) fn call_message(
    target: &JsValue,
    by: &'static str,
    method: &'static str,
    message: &JsValue,
    caps: &JsValue,
) -> Promise {
    js::call_message(target, &name(by), &name(method), message, caps)
}

/// The same for a target that may have no such method: then the call is made that `retry` gives. The reply says which
/// it was.
#[inline(never)]
pub(super) fn offer(
    target: &JsValue,
    by: &'static str,
    method: &'static str,
    message: &JsValue,
    retry: &JsValue,
    number: u32,
) -> Promise {
    js::offer(target, &name(by), &name(method), message, retry, number)
}

/// Has a peer asked again whether it takes messages by `method`.
#[inline(never)]
pub(super) fn forget_answer(target: &JsValue, method: &'static str) {
    js::forget_answer(target, &name(method));
}

/// What [`offer`] gave: the reply, and whether it is a message.
#[inline(never)]
pub(super) fn answer(answer: &JsValue) -> (JsValue, bool) {
    let parts = js::answer(answer);
    (parts.get(0), parts.get(1).is_truthy())
}
