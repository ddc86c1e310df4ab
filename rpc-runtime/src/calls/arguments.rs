//! The arguments of a call of another Worker, as objects.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::calls::call::Call;
use crate::calls::method::Method;
use crate::calls::reply_format::Form;
use crate::error::{Error, Result};
use crate::handles::handle::{Resource, lend};
use crate::js::glue;
use crate::native::transfer;
use crate::value::{self, Value, ValueError};

/// Calls a method of `object` with the arguments that `write` adds.
pub(crate) fn send<T, F>(
    object: &JsValue,
    method: Method,
    write: impl FnOnce(&mut ArgumentWriter) -> Result<(), ArgumentError>,
    form: Form<T, F>,
) -> Call<T, F> {
    let mut arguments = ArgumentWriter::new();
    let call = match write(&mut arguments) {
        Ok(()) => {
            let promise = glue::call(object, method.wire, &arguments.values);
            Call::sent(method.schema, promise, form)
        }
        Err(ArgumentError { name, why }) => {
            Call::failed(Error::unwritable(method.schema, name, why))
        }
    };
    transfer::sent();
    call
}

/// Writes the arguments of one call, in the schema's order: each by itself, or as the keys of one object.
///
/// Borrowed forms have a method of their own, so that a caller need not own what it sends.
#[derive(Debug)]
pub struct ArgumentWriter {
    values: Array,
    /// The one argument that has a key for each parameter, if they go by name.
    named: Option<Object>,
}

/// An argument that could not be written.
#[derive(Debug)]
pub struct ArgumentError {
    name: &'static str,
    why: ValueError,
}

#[cfg(feature = "capnp")]
impl ArgumentError {
    pub(crate) fn in_method(self, method: &'static str) -> Error {
        Error::unwritable(method, self.name, self.why)
    }
}

#[cfg(feature = "capnp")]
impl From<ValueError> for ArgumentError {
    fn from(error: ValueError) -> Self {
        let (name, error) = error.split();
        Self {
            name: name.unwrap_or("message"),
            why: error,
        }
    }
}

impl ArgumentWriter {
    pub(crate) fn new() -> Self {
        Self {
            values: Array::new(),
            named: None,
        }
    }

    #[cfg(feature = "capnp")]
    pub(crate) fn as_js(&self) -> &Array {
        &self.values
    }

    fn push(
        &mut self,
        name: &'static str,
        value: Result<JsValue, ValueError>,
    ) -> Result<(), ArgumentError> {
        let value = value.map_err(|why| ArgumentError { name, why })?;
        self.add(name, &value);
        Ok(())
    }

    fn add(&mut self, name: &'static str, value: &JsValue) {
        match &self.named {
            None => drop(self.values.push(value)),
            // What is written as nothing is left out.
            Some(_) if value.is_undefined() => {}
            Some(object) => {
                // Only a Proxy or a frozen object refuses a key.
                let _ = Reflect::set(object, &name.into(), value);
            }
        }
    }

    /// From here on, arguments are keys of one object.
    pub fn by_name(&mut self) {
        let object = Object::new();
        self.values.push(&object);
        self.named = Some(object);
    }

    /// An argument that is there whatever its value: `null` where another would be left out.
    ///
    /// # Errors
    /// As for [`value`](Self::value).
    pub fn always<T: Value>(&mut self, name: &'static str, value: &T) -> Result<(), ArgumentError> {
        if value.is_absent() {
            self.push(name, Ok(JsValue::NULL))
        } else {
            self.value(name, value)
        }
    }

    /// Bytes that travel as an `ArrayBuffer`.
    ///
    /// # Errors
    /// None today.
    pub fn data(&mut self, name: &'static str, value: &[u8]) -> Result<(), ArgumentError> {
        self.push(name, Ok(value::buffer_to_js(value)))
    }

    /// A value of any type.
    ///
    /// # Errors
    /// If the value has no form on the wire.
    pub fn value<T: Value>(&mut self, name: &'static str, value: &T) -> Result<(), ArgumentError> {
        self.push(name, value::to_js(value))
    }

    /// A string.
    ///
    /// # Errors
    /// None today.
    pub fn string(&mut self, name: &'static str, value: &str) -> Result<(), ArgumentError> {
        self.push(name, Ok(value::str_to_js(value)))
    }

    /// A list.
    ///
    /// # Errors
    /// If an element has no form on the wire.
    pub fn list<T: Value>(&mut self, name: &'static str, value: &[T]) -> Result<(), ArgumentError> {
        self.push(name, value::list_to_js(value))
    }

    /// An optional value; `undefined` if there is none.
    ///
    /// # Errors
    /// As for [`value`](Self::value).
    pub fn optional<T: Value>(
        &mut self,
        name: &'static str,
        value: Option<&T>,
    ) -> Result<(), ArgumentError> {
        self.push(name, value.map_or(Ok(JsValue::UNDEFINED), value::to_js))
    }

    /// An optional string.
    ///
    /// # Errors
    /// None today.
    pub fn optional_string(
        &mut self,
        name: &'static str,
        value: Option<&str>,
    ) -> Result<(), ArgumentError> {
        self.push(name, Ok(value.map_or(JsValue::UNDEFINED, value::str_to_js)))
    }

    /// An optional list.
    ///
    /// # Errors
    /// As for [`list`](Self::list).
    pub fn optional_list<T: Value>(
        &mut self,
        name: &'static str,
        value: Option<&[T]>,
    ) -> Result<(), ArgumentError> {
        self.push(
            name,
            value.map_or(Ok(JsValue::UNDEFINED), value::list_to_js),
        )
    }

    /// A handle that stays the caller's.
    ///
    /// # Errors
    /// If the handle has not arrived.
    pub fn borrowed<R: Resource>(
        &mut self,
        name: &'static str,
        value: &R,
    ) -> Result<(), ArgumentError> {
        let value = lend(value).map_err(|error| ArgumentError {
            name,
            why: ValueError::new(error),
        })?;
        self.add(name, &value);
        Ok(())
    }
}
