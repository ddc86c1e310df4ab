//! The names of fields as JavaScript strings, made once for each type.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::{Array, JsString, Object};

/// The name of a field as JavaScript has it.
pub(crate) struct Key {
    pub(crate) name: JsString,
    /// Whether every plain object inherits a property of this name (`constructor`, `toString`).
    pub(crate) is_inherited: bool,
}

impl Key {
    fn new(name: &'static str) -> Self {
        let name = JsString::from(name);
        let is_inherited = name.js_in(&Object::new());
        Self { name, is_inherited }
    }
}

/// The keys for the fields of a type.
pub(crate) fn keys(fields: &'static [&'static str]) -> &'static [Key] {
    thread_local! {
        // By address: the same list comes with every value of a type. Kept for good, like what it mirrors.
        static KEYS: RefCell<BTreeMap<(usize, usize), &'static [Key]>> = RefCell::default();
    }
    let address = (fields.as_ptr().addr(), fields.len());
    if let Some(keys) = KEYS.with_borrow(|known| known.get(&address).copied()) {
        return keys;
    }
    let keys: &'static [Key] = fields
        .iter()
        .copied()
        .map(Key::new)
        .collect::<Vec<_>>()
        .leak();
    KEYS.with_borrow_mut(|known| known.insert(address, keys));
    keys
}

/// The names of fields as one JavaScript array.
pub(crate) fn names(fields: &'static [&'static str]) -> Array {
    thread_local! {
        // By address, as above.
        static NAMES: RefCell<BTreeMap<(usize, usize), Array>> = RefCell::default();
    }
    let address = (fields.as_ptr().addr(), fields.len());
    NAMES.with_borrow_mut(|known| {
        let names = || keys(fields).iter().map(|key| key.name.clone()).collect();
        known.entry(address).or_insert_with(names).clone()
    })
}
