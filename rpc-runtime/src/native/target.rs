//! What a client calls: a service binding, a Durable Object stub, or any JavaScript object with methods.

use crate::thread::SendWrapper;
use wasm_bindgen::JsValue;

/// What a client calls. Cheap to clone.
///
/// `Send` and `Sync`, since a Worker has one thread. A service binding may be kept as long as the Worker lives; a
/// stub that came out of a call, or from a Durable Object namespace, belongs to the request that got it and must
/// not outlive it (a rule of the Workers runtime).
#[derive(Clone, Debug)]
pub struct Target {
    object: SendWrapper<JsValue>,
}

impl Target {
    /// Any JavaScript value whose methods are to be called.
    pub fn new(object: JsValue) -> Self {
        Self {
            object: SendWrapper::new(object),
        }
    }

    /// The JavaScript value.
    pub fn as_js(&self) -> &JsValue {
        &self.object
    }
}

impl From<JsValue> for Target {
    fn from(object: JsValue) -> Self {
        Self::new(object)
    }
}
