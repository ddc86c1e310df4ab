//! Codecs: how values of a type are made and taken in JavaScript, each made once, when it is first needed.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::objects::js;

/// How values of a type look in JavaScript: the half of [`Value`](crate::Value) that is there.
///
/// A type that is written by hand has that of another type, in terms of which it is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Codec(pub(crate) u32);

/// What is known of a type's codec, by what makes it.
enum Known {
    /// It is being made.
    Begun,
    /// It is being made, and a part of it has asked for it.
    Recursive(Codec),
    Made(Codec),
}

/// What tells codecs apart: the address of what makes one; and of parameters, where their names are, the style, and which may
/// be missing.
pub(crate) type Key = (usize, usize, usize, u64);

thread_local! {
    /// Sorted by their keys.
    static KNOWN: RefCell<Vec<(Key, Known)>> = const { RefCell::new(Vec::new()) };
    static NAMES: RefCell<Vec<&'static [&'static str]>> = const { RefCell::new(Vec::new()) };
}

impl Codec {
    /// That of any value of JavaScript, which [`Reader::js`](crate::objects::Reader::js) gives.
    pub fn js() -> Self {
        Self(js::value(None))
    }

    /// The same, where nothing at all is not one: what was expected is said then.
    #[doc(hidden)]
    pub fn js_of(expected: &str) -> Self {
        Self(js::value(Some(expected)))
    }

    /// That of the arguments of a method, by position.
    pub(crate) fn of_parameters(names: &'static [&'static str], parameters: &[Parameter]) -> Self {
        let (of, required) = halves(parameters);
        Self(js::parameters(number_of(names), &of, required))
    }

    /// The same, as keys of one object.
    pub(crate) fn of_named_parameters(
        names: &'static [&'static str],
        parameters: &[Parameter],
    ) -> Self {
        let (of, required) = halves(parameters);
        let keys = array_of(names.iter().copied());
        Self(js::named_parameters(number_of(names), &of, required, keys))
    }

    /// The same, if the only one is that object.
    pub(crate) fn of_whole_parameter(
        names: &'static [&'static str],
        parameters: &[Parameter],
    ) -> Self {
        let of = parameters.first().map_or_else(Self::js, |it| it.codec);
        Self(js::whole_parameter(number_of(names), of.0))
    }

    /// The codec that `make` makes, or has made before for the same key.
    #[inline]
    pub(crate) fn known_by(key: Key, make: impl FnOnce() -> Self) -> Self {
        match known(key) {
            Ok(codec) => codec,
            Err(index) => {
                begin(index, key);
                let codec = make();
                finish(key, codec);
                codec
            }
        }
    }
}

/// The codec with that key, or where it belongs.
#[inline(never)]
fn known(key: Key) -> Result<Codec, usize> {
    KNOWN.with_borrow_mut(|known| {
        let index = known.binary_search_by_key(&key, |(key, _)| *key)?;
        Ok(match &mut known[index].1 {
            Known::Made(codec) | Known::Recursive(codec) => *codec,
            begun @ Known::Begun => {
                let later = Codec(js::later());
                *begun = Known::Recursive(later);
                later
            }
        })
    })
}

#[cold]
fn begin(index: usize, key: Key) {
    KNOWN.with_borrow_mut(|known| {
        if known.is_empty() {
            js::attach(&wasm_bindgen::memory());
        }
        known.insert(index, (key, Known::Begun));
    });
}

#[cold]
fn finish(key: Key, codec: Codec) {
    KNOWN.with_borrow_mut(|known| {
        // Others may have been put before it.
        let index = known.binary_search_by_key(&key, |(key, _)| *key);
        if let Some((_, entry)) = index.ok().and_then(|index| known.get_mut(index))
            && let Known::Recursive(later) = std::mem::replace(entry, Known::Made(codec))
        {
            js::resolve(later.0, codec.0);
        }
    });
}

/// What JavaScript knows of a parameter.
#[derive(Debug)]
pub struct Parameter {
    pub(crate) codec: Codec,
    pub(crate) is_required: bool,
}

/// The codecs of parameters, and whether each has to be there.
fn halves(parameters: &[Parameter]) -> (Vec<u32>, Array) {
    let required = parameters.iter().map(|it| JsValue::from(it.is_required));
    (
        parameters.iter().map(|it| it.codec.0).collect(),
        required.collect(),
    )
}

/// A number by which JavaScript says one of these names: that times 65536, and its index.
pub(crate) fn number_of(names: &'static [&'static str]) -> u32 {
    NAMES.with_borrow_mut(|known| {
        known.push(names);
        known.len() as u32 - 1
    })
}

/// The name that JavaScript has said.
pub(crate) fn named(number: u32) -> &'static str {
    let (names, index) = (number as usize / 65536, number as usize % 65536);
    NAMES.with_borrow(|known| {
        let name = known.get(names).and_then(|names| names.get(index));
        name.copied().unwrap_or_default()
    })
}

/// Names as JavaScript has them.
pub(crate) fn array_of(names: impl Iterator<Item = &'static str>) -> Array {
    names.map(JsValue::from_str).collect()
}
