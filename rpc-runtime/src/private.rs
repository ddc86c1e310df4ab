//! What generated code calls. Not for anyone else: it changes with the generator.

#[cfg(feature = "capnp")]
mod messages;
pub mod serde;
mod tables;

pub use bitflags::bitflags;
pub use wasm_bindgen;
pub use wasm_bindgen::JsValue;

pub use crate::calls::encoding::Objects;
pub use crate::calls::format::MethodName;
pub use crate::calls::incoming::{IncomingCall, Methods, Serve};
#[cfg(feature = "capnp")]
pub use crate::calls::message_encoding::{
    Accepts, Messages, Sends, SendsMessages, Takes, TakesMessages,
};
pub use crate::calls::method::{ResourceMethod, ServiceMethod};
pub use crate::calls::params::{More, missing_is, missing_is_default};
pub use crate::calls::reply_format::{Empty, Field, Plain, Throwing};
pub use crate::entrypoints::classes::{
    ClassService, check_class, construct_entrypoint, install_durable_object, install_entrypoint,
};
pub use crate::entrypoints::dispatch::{declared_props, dispatcher};
#[cfg(feature = "capnp")]
pub use crate::handles::handle::lend_capability;
pub use crate::handles::handle::{Handle, Lent, Resource, read_handle, write_handle};
#[cfg(feature = "capnp")]
pub use crate::messages::cap_table::{read_capability, write_capability};
#[cfg(feature = "capnp")]
pub use crate::messages::generated::{
    array, char_of, char_of_number, chars_of_numbers, enum_of_number, map, no_case_number,
    numbers_of_chars, unknown_number,
};
pub use crate::objects::enumeration::{Enum, read_enum, write_enum};
pub use crate::objects::flags::{Flags, read_flags, write_flags};
pub use crate::objects::open_enum::{OpenEnum, read_open_enum, write_open_enum};
pub use crate::objects::record::{FieldReader, Record, RecordWriter, read_record};
pub use crate::objects::union::{MemberReader, Union, read_union, unknown_member, write_union};
pub use crate::objects::variant::{
    Payload, Variant, read_variant, unknown_case, write_case, write_empty_case,
};
pub use crate::objects::{describe, expected, from_js, list_to_js, raw_js, str_to_js, to_js};
pub use crate::{
    __client_from_bindings as client_from_bindings, __enumeration as enumeration, __error as error,
    __export_constructor as export_constructor, __export_default as export_default,
    __export_durable_object as export_durable_object, __export_entrypoint as export_entrypoint,
    __export_spec as export_spec, __flags as flags, __marks as marks, __methods as methods,
    __record as record, __requires_messages as requires_messages, __resource as resource,
    __serde_enum as serde_enum, __serde_struct as serde_struct, __value_by as value_by,
    __variant as variant,
};
#[cfg(feature = "capnp")]
pub use crate::{
    __enumerant as enumerant, __group_reader as group_reader, __message_flags as message_flags,
    __message_group as message_group, __message_reader as message_reader,
    __message_struct as message_struct, __open_enumerant as open_enumerant,
};

/// Stops the compiler where generated code needs messages and the crate has none.
#[cfg(feature = "capnp")]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_messages {
    () => {};
}

/// Stops the compiler where generated code needs messages and the crate has none.
#[cfg(not(feature = "capnp"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_messages {
    () => {
        ::core::compile_error!(
            "this code was generated with `messages(true)`, and `rpc-runtime` has no messages: enable its feature \
             `capnp` in Cargo.toml, `rpc-runtime = { version = \"…\", features = [\"capnp\"] }`"
        );
    };
}

/// Serde's traits in the form of the wire.
pub mod serde_form {
    pub use crate::serde_form::{
        As, Key, Nothing, Outcome, Same, SerializeAsWrap, Tagged, Union, read_flags, read_union,
        unknown_member, void, write_case,
    };
}
