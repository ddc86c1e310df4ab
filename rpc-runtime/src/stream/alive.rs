//! Keeping the context of a call alive until what it gave away is let go of.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;

use crate::stream::js;

/// Keeps the context of the present call alive until it is dropped.
///
/// The runtime ends the context of a served call once the caller holds nothing of it any more, and it does so before
/// it has called the disposer of what was held last. What a method returns needs one of these to hear that it was let
/// go of.
pub(crate) struct Alive(Option<Function>);

impl Alive {
    pub(crate) fn new() -> Self {
        let release = RefCell::new(None);
        let promise = Promise::new(&mut |resolve, _reject| {
            release.replace(Some(resolve));
        });
        js::background(&promise);
        Self(release.take())
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            // Resolving a promise does not throw.
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}
