//! What generated code calls. Not for anyone else: it changes with the generator.

mod entries;
pub mod serde;
mod tables;

pub use bitflags::bitflags;
pub use wasm_bindgen;
pub use wasm_bindgen::JsValue;

// This is for the soak test, whose Workers alone have it: nobody else calls it.
pub use self::entries::entries;

pub use crate::calls::encoding::Objects;
pub use crate::calls::format::MethodName;
pub use crate::calls::incoming::{IncomingCall, Methods, Serve};
pub use crate::calls::method::{ResourceMethod, ServiceMethod};
pub use crate::calls::params::{More, missing_is, missing_is_default};
pub use crate::calls::reply_format::{Empty, Field, Plain, Throwing};
pub use crate::calls::served::{Around, Interceptors};
pub use crate::entrypoints::classes::{
    ClassService, check_class, construct_entrypoint, install_durable_object, install_entrypoint,
};
pub use crate::entrypoints::context::namespace::object_of;
pub use crate::entrypoints::dispatch::{declared_props, dispatcher};
pub use crate::handles::handle::{Handle, Lent, Resource, read_handle, write_handle};
pub use crate::messages::generated::*;
#[cfg(not(target_arch = "wasm32"))]
pub use crate::objects::enumeration::expected_case;
pub use crate::objects::enumeration::{Enum, enum_codec, open_enum_codec};
pub use crate::objects::flags::{Flags, flags_codec, read_flags, write_flags};
pub use crate::objects::record::{default_of, field_of, record_codec};
pub use crate::objects::union::{Union, members_codec, read_union, union_codec, unknown_member};
pub use crate::objects::variant::{Variant, codec as variant_codec, payload_of};
#[cfg(not(target_arch = "wasm32"))]
pub use crate::objects::visitor::Visitor;
pub use crate::objects::{misread, null};
// Those are for tests of the runtime, which look at values as JavaScript has them.
pub use crate::objects::{expected, from_js, list_to_js, str_to_js, to_js};
pub use crate::{
    __client_from_bindings as client_from_bindings, __enumeration as enumeration, __error as error,
    __export_constructor as export_constructor, __export_default as export_default,
    __export_durable_object as export_durable_object, __export_entrypoint as export_entrypoint,
    __export_spec as export_spec, __flags as flags, __marks as marks, __methods as methods,
    __open_enum as open_enum, __record as record, __resource as resource,
    __serde_enum as serde_enum, __serde_struct as serde_struct, __structure as structure,
    __union as union, __variant as variant,
};

pub use crate::serde_form::OpenEnum;

/// Serde's traits in the form of the wire.
pub mod serde_form {
    pub use crate::serde_form::{
        As, Key, Nothing, Outcome, Same, SerializeAsWrap, Tagged, Union, read_flags,
        read_open_enum, read_union, unknown_member, void, write_case, write_empty_case,
        write_flags, write_open_enum,
    };
}
