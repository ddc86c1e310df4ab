//! What a server knows of the call that it serves.

use std::future::Future;

use js_sys::{Promise, Reflect};
use send_wrapper::SendWrapper;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;

use crate::error::{Error, ErrorKind, Result};
use crate::glue;

/// What a server knows of the call that it serves: bindings, `waitUntil`, the caller's `props`.
///
/// It stands for the JavaScript object that the runtime made for the call, an instance of `WorkerEntrypoint` or
/// `DurableObject`. Cheap to clone. In a test on the host there is none: use [`Context::detached`].
#[derive(Clone, Debug)]
pub struct Context {
    instance: SendWrapper<JsValue>,
}

impl Context {
    pub(crate) fn new(instance: JsValue) -> Self {
        Self {
            instance: SendWrapper::new(instance),
        }
    }

    /// A context that belongs to no call, for tests on the host: it has no `env`, no `props`, and
    /// [`wait_until`](Self::wait_until) fails.
    pub fn detached() -> Self {
        Self::new(JsValue::UNDEFINED)
    }

    /// The runtime's object for this call: the `this` of the JavaScript method.
    pub fn as_js(&self) -> &JsValue {
        &self.instance
    }

    fn member(&self, object: &JsValue, name: &str) -> Result<JsValue> {
        if self.instance.is_undefined() {
            return Err(Error::of(
                ErrorKind::Unsupported,
                format!("a detached context has no `{name}`"),
            ));
        }
        Reflect::get(object, &JsValue::from_str(name))
            .map_err(|_| Error::of(ErrorKind::Unsupported, format!("`{name}` cannot be read")))
    }

    /// The Worker's bindings, as the runtime gives them (`this.env`).
    ///
    /// # Errors
    /// If the context is [detached](Self::detached).
    pub fn env_js(&self) -> Result<JsValue> {
        self.member(&self.instance, "env")
    }

    /// The Worker's bindings.
    ///
    /// # Errors
    /// If the context is [detached](Self::detached).
    #[cfg(feature = "worker")]
    pub fn env(&self) -> Result<worker::Env> {
        Ok(self.env_js()?.unchecked_into())
    }

    /// The runtime's execution context (`this.ctx`): an `ExecutionContext` or a `DurableObjectState`.
    ///
    /// # Errors
    /// If the context is [detached](Self::detached).
    pub fn ctx_js(&self) -> Result<JsValue> {
        self.member(&self.instance, "ctx")
    }

    /// Keeps the Worker alive until `future` is done, which goes on after the reply is sent.
    ///
    /// See <https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil>.
    ///
    /// # Errors
    /// If the context is [detached](Self::detached), or the runtime refuses it.
    pub fn wait_until(&self, future: impl Future<Output = ()> + 'static) -> Result<()> {
        let ctx = self.ctx_js()?;
        let wait_until = self
            .member(&ctx, "waitUntil")?
            .dyn_into::<js_sys::Function>()
            .map_err(|_| Error::of(ErrorKind::Unsupported, "`ctx.waitUntil` is not a function"))?;
        let promise: Promise = future_to_promise(async move {
            future.await;
            Ok(JsValue::UNDEFINED)
        });
        // A panic ends the wasm instance that would have settled it.
        let promise = glue::settle(&promise);
        wait_until
            .call1(&ctx, &promise)
            .map(drop)
            .map_err(|thrown| Error::from_thrown("waitUntil", thrown))
    }

    /// The `props` that the caller's binding was configured with, read with serde.
    ///
    /// See <https://developers.cloudflare.com/workers/runtime-apis/context/#props>.
    ///
    /// # Errors
    /// If they don't have the shape of `T`, or the context is [detached](Self::detached).
    pub fn props<T: DeserializeOwned>(&self) -> Result<T> {
        let ctx = self.ctx_js()?;
        let props = self.member(&ctx, "props")?;
        serde_wasm_bindgen::from_value(props).map_err(|error| {
            // The error is a JavaScript one, and says so.
            let error = error.to_string();
            let message = error.strip_prefix("Error: ").unwrap_or(&error);
            Error::new(format_args!("props: {message}"))
        })
    }
}
