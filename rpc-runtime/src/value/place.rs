//! Where a value is: reading goes by place, so that a value becomes ours only when it has to.

use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};

use crate::value::js;

/// Where a value is.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    /// Here: an argument, a result.
    Here(&'a JsValue),
    /// An own property of a plain object, or missing.
    Field(&'a JsValue, &'a JsString),
    /// In an array, which may have a hole there.
    Element(&'a JsValue, u32),
    /// In a `[key, value]` pair.
    Entry(&'a JsValue, u32),
}

impl Place<'_> {
    /// The value; `undefined` if there is none, a symbol if reading it threw.
    pub(crate) fn get(&self) -> JsValue {
        match *self {
            Self::Here(value) => value.clone(),
            Self::Field(object, key) => js::get(object, key),
            Self::Element(array, index) | Self::Entry(array, index) => js::get_index(array, index),
        }
    }

    pub(crate) fn number(&self) -> Option<f64> {
        self.get().as_f64()
    }

    pub(crate) fn boolean(&self) -> Option<bool> {
        self.get().as_bool()
    }

    /// A string, if it has no lone surrogates.
    pub(crate) fn text(&self) -> Option<String> {
        let value = self.get();
        let text = value.as_string()?;
        // A lone surrogate has become U+FFFD on the way, so only text with one needs a closer look.
        let sound = !text.contains(char::REPLACEMENT_CHARACTER) || js::is_well_formed(&value);
        sound.then_some(text)
    }

    pub(crate) fn char(&self) -> Option<char> {
        self.get().dyn_ref::<JsString>()?.as_char()
    }

    /// An object without a class.
    pub(crate) fn plain_object(&self) -> Option<JsValue> {
        Some(self.get()).filter(js::is_plain_object)
    }

    pub(crate) fn is_undefined(&self) -> bool {
        self.get().is_undefined()
    }

    /// Whether it is `undefined` or `null`, and not a hole.
    pub(crate) fn is_nullish(&self) -> bool {
        self.get().loose_eq(&JsValue::NULL) && !self.is_hole()
    }

    /// Whether an array has nothing here, not even `undefined`.
    pub(crate) fn is_hole(&self) -> bool {
        match *self {
            Self::Element(array, index) => !js::has(array, &JsValue::from(index)),
            _ => false,
        }
    }

    /// Whether `undefined` says that nothing was given here.
    pub(crate) fn may_be_missing(&self) -> bool {
        matches!(self, Self::Here(_) | Self::Field(..))
    }
}
