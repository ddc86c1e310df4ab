//! The arguments of a call as objects: each by itself, or as the keys of one.

use js_sys::{Array, JsString, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::calls::format::ArgumentStyle;
use crate::error::{Error, Result};
use crate::native::provenance::Provenance;
use crate::objects::{Value, ValueError, describe, from_js, is_plain_object, own_property};

/// Writes the arguments of one call, in the schema's order.
#[derive(Debug)]
pub struct ArgumentWriter {
    values: Array,
    /// The one argument that has a key for each parameter, if they go by name.
    named: Option<Object>,
}

/// An argument that could not be written.
#[derive(Debug)]
pub struct ArgumentError {
    pub(crate) name: &'static str,
    pub(crate) why: ValueError,
}

impl ArgumentError {
    pub(crate) fn in_method(self, method: &'static str) -> Error {
        Error::unwritable(method, self.name, self.why)
    }
}

impl ArgumentWriter {
    pub(crate) fn new(style: ArgumentStyle) -> Self {
        let values = Array::new();
        let named = (style == ArgumentStyle::ByName).then(Object::new);
        if let Some(object) = &named {
            values.push(object);
        }
        Self { values, named }
    }

    /// The arguments as JavaScript's function takes them.
    pub(crate) fn finish(self) -> Array {
        self.values
    }

    /// Adds the argument `name`.
    pub(crate) fn push(
        &mut self,
        name: &'static str,
        value: Result<JsValue, ValueError>,
    ) -> Result<(), ArgumentError> {
        let value = value.map_err(|why| ArgumentError { name, why })?;
        match &self.named {
            None => drop(self.values.push(&value)),
            // What is written as nothing is left out.
            Some(_) if value.is_undefined() => {}
            Some(object) => {
                // Only a Proxy or a frozen object refuses a key.
                let _ = Reflect::set(object, &name.into(), &value);
            }
        }
        Ok(())
    }
}

/// Reads the arguments of a call that came in, in the schema's order.
#[derive(Debug)]
pub struct ArgumentReader<'a> {
    method: &'static str,
    style: ArgumentStyle,
    arguments: &'a Array,
    next: u32,
    /// The one argument that has a key for each parameter, if they go by name; `undefined` if it is not there.
    named: Option<JsValue>,
}

impl<'a> ArgumentReader<'a> {
    /// Of a call of `method`.
    ///
    /// # Errors
    /// If parameters go by name, and there is no object.
    pub(crate) fn new(
        method: &'static str,
        arguments: &'a Array,
        style: ArgumentStyle,
    ) -> Result<Self> {
        let mut reader = Self {
            method,
            style,
            arguments,
            next: 0,
            named: None,
        };
        if style == ArgumentStyle::ByName {
            let object = reader.take();
            if !object.is_undefined() && !is_plain_object(&object) {
                let got = describe(&object);
                let why = format!("expected an object with the arguments, got {got}");
                return Err(Error::refusal(method, why));
            }
            reader.named = Some(object);
        }
        Ok(reader)
    }

    /// The next argument by position.
    fn take(&mut self) -> JsValue {
        let value = self.arguments.get(self.next);
        self.next += 1;
        value
    }

    /// The next parameter, as an object if it is there.
    #[inline(never)]
    fn next(&mut self, name: &'static str) -> Option<JsValue> {
        let is_sent = self.next < self.arguments.length();
        match (&self.named, self.style) {
            (Some(object), _) => {
                let value = match object.is_undefined() {
                    true => JsValue::UNDEFINED,
                    false => own_property(object, &JsString::from(name)),
                };
                Some(value).filter(|value| !value.is_undefined())
            }
            (None, ArgumentStyle::Whole) => match self.take() {
                value if value.is_undefined() => Some(Object::new().into()),
                value => Some(value),
            },
            // What is sent as nothing may be of a type that says so.
            (None, _) => Some(self.take()).filter(|_| is_sent),
        }
    }

    /// The next parameter. If it is missing it is `default`, or what its type says.
    pub(crate) fn read<T: Value>(
        &mut self,
        name: &'static str,
        default: Option<fn() -> T>,
    ) -> Result<T> {
        let value = self.next(name);
        if value.as_ref().is_none_or(JsValue::is_undefined) {
            let absent = match default {
                Some(default) => Some(default()),
                None => T::absent(),
            };
            if let Some(absent) = absent {
                return Ok(absent);
            }
        }
        let Some(value) = value else {
            return Err(Error::invalid_argument(self.method, name, "missing"));
        };
        Provenance::argument(self.method, name)
            .reading(|| from_js(value))
            .map_err(|error| Error::invalid_argument(self.method, name, error))
    }

    /// Checks that there are no more arguments. Trailing `undefined` is none.
    ///
    /// # Errors
    /// If there are.
    #[inline(never)]
    pub(crate) fn end(&self) -> Result<()> {
        let sent = self.arguments.length();
        if (self.next..sent).all(|index| self.arguments.get(index).is_undefined()) {
            return Ok(());
        }
        let expected = self.next;
        let plural = if expected == 1 { "" } else { "s" };
        let why = format!("expected {expected} argument{plural}, got {sent}");
        Err(Error::refusal(self.method, why))
    }
}
