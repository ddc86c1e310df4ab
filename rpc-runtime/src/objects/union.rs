//! How generated code has Cap'n Proto's unions in JavaScript: the key of the active member, and no other.
//!
//! A named union has an object of its own; the members of an unnamed one are keys of its struct's object.

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::objects::codec::{Codec, array_of, number_of};
use crate::objects::reader::Reader;
use crate::objects::writer::Writer;
use crate::objects::{ValueError, js};

/// What an object without a member is read as.
const ABSENT: u32 = 65535;

/// A union, by its members.
pub trait Union: Sized {
    /// What an object of a named union is called in error messages.
    const NAME: &'static str;

    /// The members as they are called on the wire, in declared order.
    const MEMBERS: &'static [&'static str];

    /// What an object with none of the members stands for, if for anything.
    fn absent() -> Option<Self>;

    /// What the members hold; none for `Void`.
    fn members() -> Vec<Option<Codec>>;

    /// Writes the active member.
    ///
    /// # Errors
    /// If it has no name to be written by ([`unknown_member`]), or its value has no form on the wire.
    fn write(&self, to: &mut Writer) -> Result<(), ValueError>;

    /// Reads the member `number`, if there is one.
    ///
    /// # Errors
    /// If its value is wrong.
    fn read(number: u32, from: &mut Reader) -> Result<Option<Self>, ValueError>;
}

/// The codec of a named union.
pub fn union_codec<U: Union>() -> Codec {
    codec::<U>(Some(&(U::NAME.to_owned() + " object")))
}

/// The codec of the members of an unnamed one, beside the other keys of an object.
pub fn members_codec<S, U: Union>(_: fn(&S) -> &U) -> Codec {
    codec::<U>(None)
}

fn codec<U: Union>(expected: Option<&str>) -> Codec {
    let members = U::members();
    let voids: Array = members
        .iter()
        .map(|member| JsValue::from_bool(member.is_none()))
        .collect();
    let of: Vec<u32> = members
        .into_iter()
        .map(|member| member.map_or_else(js::null, |Codec(number)| number))
        .collect();
    Codec(js::union(
        expected,
        number_of(U::MEMBERS),
        array_of(U::MEMBERS.iter().copied()),
        &of,
        voids,
        U::absent().is_some(),
    ))
}

/// Reads a union, named or not.
///
/// # Errors
/// If the value of its member is wrong.
pub fn read_union<U: Union>(from: &mut Reader) -> Result<U, ValueError> {
    let found = match from.u32()? {
        ABSENT => U::absent(),
        number => U::read(number, from)?,
    };
    found.ok_or_else(super::reader::misread)
}

/// The error for a member that only a newer schema knows: on this wire, members go by name.
#[cold]
pub fn unknown_member<U: Union, E: From<ValueError>>(number: u16) -> E {
    E::from(ValueError::new(format_args!(
        "member {number} of a union is none of those known here ({}), and has no name to be sent by",
        U::MEMBERS.join(", ")
    )))
}
