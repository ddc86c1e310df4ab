//! Without the feature `capnp` there are no messages: what stands for them here is never made.

use std::convert::Infallible;
use std::marker::PhantomData;

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::calls::format::MethodName;
use crate::calls::reply_format::ReplyReader;
use crate::error::{Error, Result};

/// How one call goes as a message.
#[derive(Debug)]
pub struct OutgoingMessage<A, T, F> {
    never: Infallible,
    types: PhantomData<fn(A) -> (T, F)>,
}

impl<A, T, F> OutgoingMessage<A, T, F> {
    /// Whatever one wants of a message.
    pub(crate) fn never<W>(self) -> W {
        let _ = self.types;
        match self.never {}
    }
}

/// How to read the reply to a message.
pub(crate) struct MessageReply<T, F> {
    never: Infallible,
    types: PhantomData<fn() -> (T, F)>,
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

/// A message that came with a call.
#[derive(Debug)]
pub enum Received {}

/// A call that came as a message.
pub(crate) struct IncomingMessage {
    pub(crate) method: MethodName,
    pub(crate) params: Received,
}

impl IncomingMessage {
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) fn of(_: MethodName, _: &[MethodName], _: &Array) -> Result<Option<Self>> {
        Ok(None)
    }
}

pub(crate) fn not_taken(method: &'static str) -> Error {
    Error::invalid_argument(method, "message", "the method takes no messages")
}
