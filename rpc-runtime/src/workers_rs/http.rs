//! `request`, `response` and `headers`: the types of the crate `worker`.

use wasm_bindgen::JsCast;
use worker::{Headers, Request, Response, ResponseBody, web_sys};

use crate::objects::{Codec, Reader, Value, ValueError, Writer, expected};

/// The JavaScript object, if it is of that class.
fn object<T: JsCast>(from: &mut Reader, class: &str) -> Result<T, ValueError> {
    let value = from.js();
    value.dyn_into().map_err(|other| expected(class, &other))
}

/// A `Request`. Its body is moved into what is sent: it cannot be read here any more.
impl Value for Request {
    fn codec() -> Codec {
        Codec::js_of("Request")
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        if self.inner().body_used() {
            return Err(ValueError::new(READ));
        }
        to.js(self.inner());
        Ok(())
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        object::<web_sys::Request>(from, "Request").map(Self::from)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "Request".to_owned()
    }
}

/// A `Response`. A body that is a stream is moved into what is sent: it cannot be read here any more.
impl Value for Response {
    fn codec() -> Codec {
        Codec::js_of("Response")
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        if let ResponseBody::Stream(stream) = self.body()
            && stream.locked()
        {
            return Err(ValueError::new(READ));
        }
        to.js(web_sys::Response::from(self));
        Ok(())
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        object::<web_sys::Response>(from, "Response").map(Self::from)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "Response".to_owned()
    }
}

const READ: &str = "its body was read already";

/// A `Headers`.
impl Value for Headers {
    fn codec() -> Codec {
        Codec::js_of("Headers")
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        to.js(&self.0);
        Ok(())
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        object::<web_sys::Headers>(from, "Headers").map(Self)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "Headers".to_owned()
    }
}
