//! The object that a stream of items or a future is read from.

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::error::Result;
use crate::stream::alive::Alive;
use crate::{glue, transfer};

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
    pub(crate) fn call(&self, method: &str, arguments: &Array) -> Result<Promise, JsValue> {
        glue::call(&self.object, method, arguments)
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
        if !transfer::is_reply() {
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

    /// Gives more, or a promise of it.
    fn serve(&self, arguments: Array) -> Result<JsValue, JsValue>;

    /// Lets go of the producer.
    fn cancel(&self);
}

/// The `RpcTarget` through which `server` is read. The server is told when the last stub is disposed.
pub(crate) fn make<S: Serve>(server: S) -> JsValue {
    let alive = std::cell::Cell::new(transfer::is_reply().then(Alive::new));
    let dispatch = move |index: JsValue, arguments: Array| match index.as_f64() {
        Some(0.0) => server.serve(arguments),
        Some(_) => {
            server.cancel();
            Ok(JsValue::UNDEFINED)
        }
        None => {
            server.cancel();
            drop(alive.take());
            Ok(JsValue::UNDEFINED)
        }
    };
    let dispatch = Closure::<dyn Fn(JsValue, Array) -> Result<JsValue, JsValue>>::new(dispatch);
    glue::make_target(S::NAME, &[S::METHOD, CANCEL], &dispatch.into_js_value())
}
