//! What stands in the place of `messages` without the feature `capnp`: the same interface, to types that have no values.

use std::convert::Infallible;
use std::marker::PhantomData;

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::calls::call::Call;
use crate::calls::chain::Chain;
use crate::calls::format::MethodName;
use crate::calls::params::{ParamFormat, Params};
use crate::calls::reply_format::ReplyReader;
use crate::calls::sending::Sending;
use crate::error::Result;

/// A call of ours as a message.
#[derive(Debug)]
pub struct OutgoingMessage<A, T, F> {
    never: Infallible,
    types: PhantomData<fn(A) -> (T, F)>,
}

/// How to read the reply to a message.
pub(crate) struct MessageReply<T, F> {
    never: Infallible,
    types: PhantomData<fn() -> (T, F)>,
}

impl<T, F> Clone for MessageReply<T, F> {
    fn clone(&self) -> Self {
        match self.never {}
    }
}

/// A message that came with a call.
#[derive(Debug)]
pub enum Received {}

impl Received {
    /// How many bytes it is.
    pub(crate) fn size(&self) -> usize {
        match *self {}
    }
}

pub(crate) fn send<A, P: Params, T, F>(
    _: (&JsValue, Option<&Chain>),
    _: Sending<'_>,
    _: &ParamFormat<P>,
    message: OutgoingMessage<A, T, F>,
    _: &A,
    _: ReplyReader<T, F>,
) -> Option<Call<T, F>> {
    let _ = message.types;
    match message.never {}
}

pub(crate) const fn offered() -> usize {
    0
}

impl<T, F> MessageReply<T, F> {
    pub(crate) fn decode(
        &self,
        _: &'static str,
        _: ReplyReader<T, F>,
        _: Result<JsValue, JsValue>,
    ) -> Result<T, F> {
        let _ = self.types;
        match self.never {}
    }
}

#[allow(clippy::unnecessary_wraps)]
pub(crate) fn received(
    _: MethodName,
    _: &[MethodName],
    _: &Array,
) -> Result<Option<(MethodName, Received)>> {
    Ok(None)
}

/// What generated code calls.
pub(crate) mod generated {
    pub use crate::__requires_messages as requires_messages;
}

/// Stops the compiler where generated code needs messages.
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_messages {
    () => {
        ::core::compile_error!(
            "this code was generated with `messages(true)`, and `rpc-runtime` has no messages: enable its feature \
             `capnp` in Cargo.toml, `rpc-runtime = { version = \"…\", features = [\"capnp\"] }`"
        );
    };
}
