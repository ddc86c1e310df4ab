//! How the parameters and the reply of a call are encoded: as objects, or as messages where both sides take them.
//!
//! An encoding is a type: who only calls has no code that reads parameters, who only serves none that writes them.

use wasm_bindgen::JsValue;

use crate::error::{Error, Result};
use crate::messages::{OutgoingMessage, Received};

/// Objects only.
#[derive(Debug)]
pub struct Objects;

/// How a client sends arguments `A` of a method with the parameters `P`.
pub trait Outgoing<A, P, T, F> {
    /// As a message, if the method ever goes as one.
    fn message() -> Option<OutgoingMessage<A, T, F>>;
}

/// How a server takes a call.
pub trait Incoming<P, T, F> {
    /// The parameters that came as a message.
    ///
    /// # Errors
    /// If the message does not hold what the schema says.
    fn read(message: &Received, method: &'static str) -> Result<P>;

    /// Writes what the method gave as a message.
    ///
    /// # Errors
    /// If the method failed, or its result has no form in a message.
    fn write(method: &'static str, outcome: Result<T, F>) -> Result<JsValue>;
}

impl<A, P, T, F> Outgoing<A, P, T, F> for Objects {
    fn message() -> Option<OutgoingMessage<A, T, F>> {
        None
    }
}

impl<P, T, F> Incoming<P, T, F> for Objects {
    fn read(_: &Received, method: &'static str) -> Result<P> {
        Err(not_taken(method))
    }

    fn write(method: &'static str, _: Result<T, F>) -> Result<JsValue> {
        Err(not_taken(method))
    }
}

/// A call that came as a message, of a method that is called with objects only.
fn not_taken(method: &'static str) -> Error {
    Error::invalid_argument(method, "message", "the method takes no messages")
}
