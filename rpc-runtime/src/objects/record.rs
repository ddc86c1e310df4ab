//! How generated code has records, and structs of Cap'n Proto, in JavaScript: objects.

use wasm_bindgen::JsValue;

use crate::objects::codec::{Codec, number_of};
use crate::objects::{Value, js};

/// The codec of the record `name`: its fields by their names on the wire, what is in them, and how an object of them is
/// made and read, which is JavaScript of the type's own. The last is of the members of an unnamed union.
pub fn record_codec(
    name: &str,
    names: &'static [&'static str],
    shape: &JsValue,
    fields: &[Codec],
    union: Option<Codec>,
) -> Codec {
    let fields: Vec<u32> = fields.iter().map(|Codec(number)| *number).collect();
    Codec(js::record(
        &(name.to_owned() + " object"),
        number_of(names),
        shape,
        &fields,
        union.map(|Codec(number)| number),
    ))
}

/// The codec of a field.
pub fn field_of<S, T: Value>(_: fn(&S) -> &T) -> Codec {
    Codec::of::<T>()
}

/// The same, of a field that stands for a default where it is not there.
pub fn default_of<S, T: Value>(of: fn(&S) -> &T) -> Codec {
    Codec(js::or_default(field_of(of).0))
}
