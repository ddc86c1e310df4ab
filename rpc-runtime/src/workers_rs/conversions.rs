//! Errors, targets, streams, dates and signals.

use std::fmt;

use wasm_bindgen::{JsCast, JsValue};

use crate::error::{CallError, Error, Result};
use crate::native::target::Target;
use crate::platform::{AbortSignal, Date};
use crate::stream::ByteStream;

impl From<Error> for worker::Error {
    fn from(error: Error) -> Self {
        Self::RustError(error.text())
    }
}

impl From<worker::Error> for Error {
    fn from(error: worker::Error) -> Self {
        Self::new(error)
    }
}

impl<E: fmt::Debug> From<CallError<E>> for worker::Error {
    fn from(error: CallError<E>) -> Self {
        Error::from(error).into()
    }
}

impl<E> From<worker::Error> for CallError<E> {
    fn from(error: worker::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<worker::Fetcher> for Target {
    fn from(binding: worker::Fetcher) -> Self {
        Self::new(binding.into())
    }
}

impl From<worker::Stub> for Target {
    fn from(stub: worker::Stub) -> Self {
        Self::new(stub.into_rpc::<JsValue>())
    }
}

impl From<worker::AbortSignal> for AbortSignal {
    fn from(signal: worker::AbortSignal) -> Self {
        Self::of_js(JsValue::clone(&signal))
    }
}

/// For what takes one, such as `fetch`.
impl TryFrom<AbortSignal> for worker::AbortSignal {
    type Error = Error;

    fn try_from(signal: AbortSignal) -> Result<Self> {
        let signal: worker::web_sys::AbortSignal = signal.into_js()?.unchecked_into();
        Ok(signal.into())
    }
}

/// A body that was read as a stream of chunks.
impl From<worker::ByteStream> for ByteStream {
    fn from(stream: worker::ByteStream) -> Self {
        Self::from_stream(stream)
    }
}

/// The body of a response, without a copy.
impl From<worker::ResponseBody> for ByteStream {
    fn from(body: worker::ResponseBody) -> Self {
        match body {
            worker::ResponseBody::Empty => Self::empty(),
            worker::ResponseBody::Body(bytes) => bytes.into(),
            worker::ResponseBody::Stream(stream) => Self::of_readable(stream.into()),
        }
    }
}

/// As the body of a response: `Response::from_body(stream.try_into()?)`.
impl TryFrom<ByteStream> for worker::ResponseBody {
    type Error = Error;

    fn try_from(stream: ByteStream) -> Result<Self> {
        Ok(Self::Stream(stream.into_js()?.unchecked_into()))
    }
}

impl From<Date> for worker::Date {
    fn from(date: Date) -> Self {
        // Not through `DateInit`, whose milliseconds have no sign.
        js_sys::Date::new(&JsValue::from_f64(date.as_millis() as f64)).into()
    }
}
