//! From JavaScript's call of an entrypoint to the service that it is for.

use std::borrow::Borrow;

use js_sys::Array;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::calls::format::wire_names;
use crate::calls::incoming::{IncomingCall, Serve};
use crate::calls::served::Around;
use crate::entrypoints::context::Context;
use crate::error::Result;
use crate::js::glue;
use crate::native::panic::fail_on_panic;
use crate::native::run::{returned, run};

/// The function that JavaScript calls as `serve(this, index, arguments)`, for each call of the service `M`.
///
/// `new` makes the server for one call: the runtime makes an entrypoint for each call, too. Its error is the call's.
pub fn dispatcher<M, S>(
    (new, around): (impl Fn(Context) -> Result<S> + Clone + 'static, impl Around),
) -> JsValue
where
    M: Serve<S> + 'static,
    S: 'static,
{
    fail_on_panic();
    let dispatch = move |this: JsValue, index: u32, arguments: Array| {
        let (context, new) = (this.clone(), new.clone());
        let server = move || new(Context::new(context));
        serve::<M, S, S>(index, arguments, this, &around, true, server)
    };
    let dispatch = Closure::<dyn Fn(JsValue, u32, Array) -> JsValue>::new(dispatch);
    glue::serve_by(&dispatch.into_js_value(), wire_names(M::METHODS), false)
}

/// The props of the caller's binding, of the type that `export!` declares for this entrypoint. They come from a
/// configuration, so whoever reads this Worker's log is told as well.
///
/// # Errors
/// If they do not have the shape of `T`.
pub fn declared_props<T: DeserializeOwned>(ctx: &Context, entrypoint: &'static str) -> Result<T> {
    ctx.props().map_err(|error| {
        let error = error.of_entrypoint(entrypoint);
        glue::log(&error.text());
        error
    })
}

/// One call of the service `M`, with the server that `server` gives.
pub(crate) fn serve<M, S, H>(
    index: u32,
    arguments: Array,
    origin: JsValue,
    around: &impl Around,
    has_context: bool,
    server: impl FnOnce() -> Result<H> + 'static,
) -> JsValue
where
    M: Serve<S> + 'static,
    S: 'static,
    H: Borrow<S> + 'static,
{
    let call = || {
        let call = IncomingCall::open(M::METHODS, index as usize, arguments, origin.clone())?;
        let context = has_context.then(|| origin.clone());
        around.serve(call, context, move |call| {
            Ok(Box::pin(M::serve(server()?, call)))
        })
    };
    returned(match call() {
        Ok(call) => run(&origin, call),
        Err(error) => Err(error.into()),
    })
}
