//! Codecs: how values of a type are made and taken in JavaScript, each made once, when it is first needed.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::objects::{Value, js};

/// How values of a type look in JavaScript: the half of [`Value`] that is there.
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

thread_local! {
    /// Sorted by the address of what makes them.
    static KNOWN: RefCell<Vec<(usize, Known)>> = const { RefCell::new(Vec::new()) };
    static NAMES: RefCell<Vec<&'static [&'static str]>> = const { RefCell::new(Vec::new()) };
}

impl Codec {
    /// That of `T`.
    #[inline]
    pub fn of<T: Value>() -> Self {
        made_by(T::codec)
    }

    /// That of any value of JavaScript, which [`Reader::js`](crate::objects::Reader::js) gives.
    pub fn js() -> Self {
        Self(js::value())
    }
}

/// The codec that `make` makes, or has made before. Two types with one function are alike.
#[inline(never)]
fn made_by(make: fn() -> Codec) -> Codec {
    let address = make as usize;
    let place = KNOWN.with_borrow(|known| known.binary_search_by_key(&address, |(by, _)| *by));
    match place {
        Ok(index) => KNOWN.with_borrow_mut(|known| match &mut known[index].1 {
            Known::Made(codec) | Known::Recursive(codec) => *codec,
            begun @ Known::Begun => {
                let later = Codec(js::later());
                *begun = Known::Recursive(later);
                later
            }
        }),
        Err(index) => {
            KNOWN.with_borrow_mut(|known| {
                if known.is_empty() {
                    js::attach(&wasm_bindgen::memory());
                }
                known.insert(index, (address, Known::Begun));
            });
            let codec = make();
            KNOWN.with_borrow_mut(|known| {
                // Others may have been put before it.
                let index = known.binary_search_by_key(&address, |(by, _)| *by);
                if let Some((_, entry)) = index.ok().and_then(|index| known.get_mut(index))
                    && let Known::Recursive(later) = std::mem::replace(entry, Known::Made(codec))
                {
                    js::resolve(later.0, codec.0);
                }
            });
            codec
        }
    }
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
