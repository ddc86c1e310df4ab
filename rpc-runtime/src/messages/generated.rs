//! What generated code calls where there are messages: part of [`crate::private`].

pub use rpc_message::generated::{char_of, char_of_number};
use rpc_message::{PointerWriter, ValueError, generated};

use crate::handles::handle::{Resource, lend};
use crate::messages::cap_table;
pub use crate::messages::cap_table::{read_capability, write_capability};
pub use crate::messages::encoding::{
    Accepts, Messages, Sends, SendsMessages, Takes, TakesMessages,
};
use crate::objects::enumeration::Enum;
use crate::objects::variant::Variant;
pub use crate::{
    __enumerant as enumerant, __group_reader as group_reader, __message_flags as message_flags,
    __message_group as message_group, __message_methods as message_methods,
    __message_reader as message_reader, __message_struct as message_struct,
    __open_enumerant as open_enumerant, __requires_messages as requires_messages,
};

/// Puts a handle that stays the caller's into the cap table of a message, and its index into the message. What goes
/// into the table is a copy, as for an argument.
///
/// # Errors
/// If the handle has not arrived, or this message has no cap table.
pub fn lend_capability<R: Resource>(to: PointerWriter<'_>, resource: &R) -> Result<(), ValueError> {
    cap_table::put(to, || lend(resource).map_err(ValueError::new))
}

/// The case of an enum with this number.
///
/// # Errors
/// If there is none.
pub fn enum_of_number<T: Enum>(number: u16) -> Result<T, ValueError> {
    match T::CASES.get(usize::from(number)) {
        Some((_, case)) => Ok(*case),
        None => Err(generated::unknown_number(
            number,
            T::CASES.iter().map(|(name, _)| *name),
        )),
    }
}

/// The case of a variant with this number, which has none.
///
/// # Errors
/// Always.
#[cold]
pub fn no_case_number<V: Variant, T>(number: u16) -> Result<T, ValueError> {
    Err(unknown_number(number, V::CASES))
}

/// The error for a case that the schema does not have.
#[cold]
pub fn unknown_number(number: u16, known: &[&str]) -> ValueError {
    generated::unknown_number(number, known.iter().copied())
}
