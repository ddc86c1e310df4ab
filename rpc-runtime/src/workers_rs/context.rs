//! Contexts of what the crate `worker` serves, and a call's bindings as that crate has them.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::entrypoints::context::Context;
use crate::error::Result;

impl Context {
    /// The context of an event that is no call: so that what a gateway's `#[event(fetch)]` does can be written, and
    /// tested, with a context as well.
    ///
    /// ```ignore
    /// #[event(fetch)]
    /// async fn fetch(request: Request, env: Env, ctx: worker::Context) -> worker::Result<Response> {
    ///     let ctx = rpc_runtime::Context::of_event(&env, &ctx);
    ///     Response::ok(greeting(&ctx).await?)
    /// }
    /// ```
    pub fn of_event(env: &worker::Env, ctx: &worker::Context) -> Self {
        let ctx: &worker::worker_sys::Context = ctx.as_ref();
        Self::of_parts(env, ctx)
    }

    /// The context of a Durable Object's instance, for its whole life.
    pub fn of_durable_object(state: &worker::State, env: &worker::Env) -> Self {
        Self::of_parts(env, state.as_raw())
    }

    fn of_parts(env: &worker::Env, ctx: &JsValue) -> Self {
        let instance = Object::new();
        for (name, part) in [("env", env.as_ref()), ("ctx", ctx)] {
            // Cannot fail: the object is new, and extensible.
            let _ = Reflect::set(&instance, &name.into(), part);
        }
        Self::new(instance.into())
    }

    /// The Worker's bindings, of every kind.
    ///
    /// # Errors
    /// If the context is [detached](Self::detached), or filled by a test: see [`Context`] for what answers there.
    pub fn env(&self) -> Result<worker::Env> {
        Ok(self.env_js()?.unchecked_into())
    }
}
