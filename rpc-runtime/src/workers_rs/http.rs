//! `request`, `response` and `headers`: the types of the crate `worker`.

use serde::{Deserializer, Serializer};
use serde_wasm_bindgen::preserve;
use wasm_bindgen::{JsCast, JsValue};
use worker::{Headers, Request, Response, ResponseBody, web_sys};

use crate::objects::{Value, expected, raw_js};

/// The JavaScript object, if it is of that class.
fn object<'de, T: JsCast, D: Deserializer<'de>>(
    deserializer: D,
    class: &str,
) -> Result<T, D::Error> {
    let value: JsValue = raw_js(deserializer)?;
    value.dyn_into().map_err(|other| expected(class, &other))
}

/// A `Request`. Its body is moved into what is sent: it cannot be read here any more.
impl Value for Request {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error as _;
        if self.inner().body_used() {
            return Err(S::Error::custom(READ));
        }
        preserve::serialize(self.inner(), serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::<web_sys::Request, D>(deserializer, "Request").map(Self::from)
    }
}

/// A `Response`. A body that is a stream is moved into what is sent: it cannot be read here any more.
impl Value for Response {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error as _;
        if let ResponseBody::Stream(stream) = self.body()
            && stream.locked()
        {
            return Err(S::Error::custom(READ));
        }
        preserve::serialize(&web_sys::Response::from(self), serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::<web_sys::Response, D>(deserializer, "Response").map(Self::from)
    }
}

const READ: &str = "its body was read already";

/// A `Headers`.
impl Value for Headers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        preserve::serialize(&self.0, serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::<web_sys::Headers, D>(deserializer, "Headers").map(Self)
    }
}
