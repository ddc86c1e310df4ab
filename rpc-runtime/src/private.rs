//! What generated code calls. Not for anyone else: it changes with the generator.

pub use bitflags::bitflags;
pub use wasm_bindgen;
pub use wasm_bindgen::JsValue;

pub use crate::callee::{Callee, LocalCall, LocalFuture};
pub use crate::classes::{
    ClassService, check_class, construct_entrypoint, install_durable_object, install_entrypoint,
};
pub use crate::form::Form;
pub use crate::handle::{Handle, Resource, read_handle, write_handle};
#[cfg(feature = "capnp")]
pub use crate::message_wire::{MessageCall, ReadReply, WriteAgain};
pub use crate::reply::Reply;
pub use crate::serve::{IncomingCall, Serve, dispatcher};
pub use crate::target::{ArgumentError, ArgumentWriter};
pub use crate::value::enumeration::{Enum, read_enum, write_enum};
pub use crate::value::flags::{Flags, read_flags, write_flags};
pub use crate::value::open_enum::{OpenEnum, read_open_enum, write_open_enum};
pub use crate::value::record::{FieldReader, Record, RecordWriter, read_record};
pub use crate::value::union::{MemberReader, Union, read_union, unknown_member, write_union};
pub use crate::value::variant::{
    Payload, Variant, read_variant, unknown_case, write_case, write_empty_case,
};
pub use crate::value::{describe, expected, from_js, list_to_js, raw_js, str_to_js, to_js};
pub use crate::{
    __client_from_bindings as client_from_bindings,
    __export_durable_object as export_durable_object, __export_entrypoint as export_entrypoint,
    __export_spec as export_spec,
};
