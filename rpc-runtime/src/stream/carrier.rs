//! The object that a stream of items or a future is read from.

use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::js::glue;
use crate::native::rpc_target::{self, Behind};
use crate::native::transfer;

/// Says that nobody wants more. The other side need not have it: the carrier is disposed right after.
const CANCEL: &str = "cancel";

/// A stub of a carrier on the other side, ours to dispose.
pub(crate) struct Carrier {
    object: JsValue,
    ours: bool,
}

impl Carrier {
    /// Takes the carrier over from the message that brought it.
    ///
    /// The runtime disposes an argument's stubs when the method returns; a stream is the method's to keep.
    pub(crate) fn adopt(object: JsValue) -> Self {
        match glue::duplicate(&object) {
            Ok(copy) => {
                glue::dispose(&object);
                Self {
                    object: copy,
                    ours: true,
                }
            }
            // Not a stub, but an object of this isolate's own.
            Err(_) => Self { object, ours: true },
        }
    }

    /// Calls one of its methods.
    ///
    /// # Errors
    /// What calling threw.
    pub(crate) fn call(&self, method: &'static str, arguments: &Array) -> Result<Promise, JsValue> {
        Ok(glue::call(&self.object, method, arguments))
    }

    /// Says that nobody wants more.
    pub(crate) fn cancel(&self) {
        if let Ok(done) = self.call(CANCEL, &Array::new()) {
            glue::abandon(&done);
        }
    }

    /// Hands it over to the message that is being written.
    pub(crate) fn send(mut self) -> JsValue {
        self.ours = false;
        let object = self.object.clone();
        if !transfer::give(&object) {
            transfer::dispose_when_sent(object.clone());
        }
        object
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        if self.ours {
            glue::dispose(&self.object);
        }
    }
}

/// What a carrier in this isolate does.
pub(crate) trait Serve: 'static {
    /// What the class is called, for whoever looks at it.
    const NAME: &'static str;

    /// The method that asks for more.
    const METHOD: &'static str;

    /// Gives more, or a promise of it. `this` is the carrier.
    fn serve(&self, this: JsValue, arguments: Array) -> Result<JsValue, JsValue>;

    /// Lets go of the producer.
    fn cancel(&self);
}

/// The `RpcTarget` through which `server` is read. The server is told when the last stub is disposed.
pub(crate) fn make<S: Serve>(server: S) -> JsValue {
    let methods = [S::METHOD, CANCEL];
    rpc_target::make(S::NAME, methods.into_iter(), Rc::new(Read(server)))
}

struct Read<S>(S);

impl<S: Serve> Behind for Read<S> {
    fn call(&self, this: JsValue, index: usize, arguments: Array) -> Result<JsValue, JsValue> {
        if index == 0 {
            return self.0.serve(this, arguments);
        }
        self.0.cancel();
        Ok(JsValue::UNDEFINED)
    }

    fn end(&self) {
        self.0.cancel();
    }
}
