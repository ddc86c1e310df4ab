//! Where a value is: reading goes by place, so that only what is a container becomes a value on our side.

use js_sys::JsString;
use wasm_bindgen::convert::TryFromJsValue;
use wasm_bindgen::{JsCast, JsValue};

use crate::objects::js;

/// The largest integer up to which every one is a number of its own.
pub(crate) const SAFE_INTEGER: f64 = js_sys::Number::MAX_SAFE_INTEGER;

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

/// Looks at a place: `$here` at a value at hand, else `$named` or `$indexed` at the part of its container.
macro_rules! look {
    ($place:expr, |$value:ident| $here:expr, $named:path, $indexed:path) => {
        match *$place {
            Place::Here($value) => $here,
            Place::Field(object, key) => $named(object, key),
            Place::Element(array, index) | Place::Entry(array, index) => $indexed(array, index),
        }
    };
}

impl Place<'_> {
    /// The value; `undefined` if there is none, a symbol if reading it threw.
    pub(crate) fn get(&self) -> JsValue {
        look!(self, |value| value.clone(), js::get, js::get_index)
    }

    pub(crate) fn number(&self) -> Option<f64> {
        let number = look!(
            self,
            |value| return value.as_f64(),
            js::number,
            js::number_index
        );
        if number.is_nan() {
            return self.get().as_f64();
        }
        Some(number)
    }

    /// A number without a fraction in the given range.
    pub(crate) fn integer(&self, min: f64, max: f64) -> Option<f64> {
        let number = self.number()?;
        (number.trunc() == number && (min..=max).contains(&number)).then_some(number)
    }

    /// A bigint or safe integer in the range of a `u64`.
    pub(crate) fn unsigned(&self) -> Option<u64> {
        match look!(self, |_value| 0, js::unsigned, js::unsigned_index) {
            0 => u64::try_from_js_value_ref(&self.get()).or_else(|| {
                let number = self.integer(0.0, SAFE_INTEGER)?;
                Some(number as u64)
            }),
            integer => Some(integer),
        }
    }

    /// A bigint or safe integer in the range of an `i64`.
    pub(crate) fn signed(&self) -> Option<i64> {
        match look!(self, |_value| 0, js::signed, js::signed_index) {
            0 => i64::try_from_js_value_ref(&self.get()).or_else(|| {
                let number = self.integer(-SAFE_INTEGER, SAFE_INTEGER)?;
                Some(number as i64)
            }),
            integer => Some(integer),
        }
    }

    pub(crate) fn boolean(&self) -> Option<bool> {
        match look!(
            self,
            |value| return value.as_bool(),
            js::bool,
            js::bool_index
        ) {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    /// A string without lone surrogates, which have no place in UTF-8.
    pub(crate) fn text(&self) -> Option<String> {
        look!(
            self,
            |value| js::well_formed(value),
            js::text,
            js::text_index
        )
    }

    pub(crate) fn char(&self) -> Option<char> {
        self.get().dyn_ref::<JsString>()?.as_char()
    }

    /// An object without a class.
    pub(crate) fn plain_object(&self) -> Option<JsValue> {
        let object = look!(
            self,
            |value| return js::is_plain_object(value).then(|| value.clone()),
            js::plain_object,
            js::plain_object_index
        );
        (!object.is_undefined()).then_some(object)
    }

    pub(crate) fn is_undefined(&self) -> bool {
        look!(
            self,
            |value| value.is_undefined(),
            js::is_undefined,
            js::is_undefined_index
        )
    }

    /// Whether a field's object has no such key, not even with `undefined`.
    pub(crate) fn is_no_key(&self) -> bool {
        match *self {
            Self::Here(value) => value.is_undefined(),
            Self::Field(object, key) => !js::has(object, key),
            Self::Element(..) | Self::Entry(..) => false,
        }
    }

    /// Whether it is `undefined` or `null`, and not a hole.
    pub(crate) fn is_nullish(&self) -> bool {
        let is_nullish = look!(
            self,
            |value| value.loose_eq(&JsValue::NULL),
            js::is_nullish,
            js::is_nullish_index
        );
        is_nullish && !self.is_hole()
    }

    /// Whether an array has nothing here, not even `undefined`.
    pub(crate) fn is_hole(&self) -> bool {
        match *self {
            Self::Element(array, index) => !js::has_index(array, index),
            _ => false,
        }
    }

    /// Whether `undefined` says that nothing was given here.
    pub(crate) fn may_be_missing(&self) -> bool {
        matches!(self, Self::Here(_) | Self::Field(..))
    }
}
