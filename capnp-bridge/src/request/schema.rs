//! Where what a schema compiler says lies in its message: the readers of `schema.capnp`, of what is needed here.
//!
//! Numbers are those that `capnp compile -ocapnp` prints for `src/standard/schema.capnp`: of data in units of its size,
//! of pointers by themselves. Fields of a union's groups have the group's name before theirs.

use rpc_message::{Message, PointerReader, StructReader, ValueError};

type Result<T, E = ValueError> = std::result::Result<T, E>;

/// A reader for each struct, with a method for each field.
macro_rules! readers {
    ($($name:ident { $($field:ident $at:literal $kind:ident $(($($of:tt)*))?;)* })*) => {
        $(
            #[derive(Clone, Copy, Debug)]
            pub(super) struct $name<'a>(StructReader<'a>);

            impl<'a> From<StructReader<'a>> for $name<'a> {
                fn from(it: StructReader<'a>) -> Self {
                    Self(it)
                }
            }

            impl<'a> $name<'a> {
                $(field!($field $at $kind $($($of)*)?);)*
            }
        )*
    };
}

macro_rules! field {
    ($field:ident $at:literal data $type:ident) => {
        pub(super) fn $field(&self) -> $type {
            self.0.data($at)
        }
    };
    ($field:ident $at:literal data $type:ident = $default:literal) => {
        pub(super) fn $field(&self) -> $type {
            self.0.data_or($at, $default)
        }
    };
    ($field:ident $at:literal text) => {
        pub(super) fn $field(&self) -> Result<&'a str> {
            self.0.pointer(stringify!($field), $at).text_ref()
        }
    };
    ($field:ident $at:literal bytes) => {
        pub(super) fn $field(&self) -> Result<&'a [u8]> {
            self.0.pointer(stringify!($field), $at).data_ref()
        }
    };
    ($field:ident $at:literal any) => {
        pub(super) fn $field(&self) -> PointerReader<'a> {
            self.0.pointer(stringify!($field), $at)
        }
    };
    ($field:ident $at:literal one $of:ident) => {
        pub(super) fn $field(&self) -> Result<$of<'a>> {
            Ok(self
                .0
                .pointer(stringify!($field), $at)
                .struct_reader()?
                .into())
        }
    };
    ($field:ident $at:literal count) => {
        pub(super) fn $field(&self) -> Result<usize> {
            Ok(self.0.pointer(stringify!($field), $at).struct_list()?.len())
        }
    };
    ($field:ident $at:literal list $of:ident) => {
        pub(super) fn $field(&self) -> Result<impl ExactSizeIterator<Item = $of<'a>> + use<'a>> {
            let list = self.0.pointer(stringify!($field), $at).struct_list()?;
            Ok(list.iter().map($of::from))
        }
    };
}

readers! {
    CodeGeneratorRequest {
        nodes 0 list(Node);
        requested_files 1 list(RequestedFile);
        source_info 3 list(SourceInfo);
    }
    RequestedFile {
        id 0 data(u64);
        filename 0 text;
        imports 1 list(Import);
    }
    Import {
        name 0 text;
    }
    SourceInfo {
        id 0 data(u64);
        doc_comment 0 text;
        members 1 list(MemberInfo);
    }
    MemberInfo {
        doc_comment 0 text;
    }
    Node {
        id 0 data(u64);
        display_name 0 text;
        display_name_prefix_length 2 data(u32);
        scope_id 2 data(u64);
        parameters 5 count;
        nested_nodes 1 list(NestedNode);
        annotations 2 list(Annotation);
        which 6 data(u16);
        struct_data_word_count 7 data(u16);
        struct_pointer_count 12 data(u16);
        struct_is_group 224 data(bool);
        struct_discriminant_count 15 data(u16);
        struct_discriminant_offset 8 data(u32);
        struct_fields 3 list(Field);
        enum_enumerants 3 list(Enumerant);
        interface_methods 3 list(Method);
        interface_superclasses 4 list(Superclass);
        const_type 3 one(Type);
        const_value 4 one(Value);
    }
    NestedNode {
        id 0 data(u64);
    }
    Field {
        name 0 text;
        code_order 0 data(u16);
        annotations 1 list(Annotation);
        discriminant_value 1 data(u16 = 0xffff);
        which 4 data(u16);
        slot_offset 1 data(u32);
        slot_type 2 one(Type);
        slot_default_value 3 one(Value);
        group_type_id 2 data(u64);
    }
    Enumerant {
        name 0 text;
        code_order 0 data(u16);
        annotations 1 list(Annotation);
    }
    Superclass {
        id 0 data(u64);
        brand 0 one(Brand);
    }
    Method {
        name 0 text;
        code_order 0 data(u16);
        annotations 1 list(Annotation);
        param_struct_type 1 data(u64);
        param_brand 2 one(Brand);
        result_struct_type 2 data(u64);
        result_brand 3 one(Brand);
    }
    Type {
        which 0 data(u16);
        list_element_type 0 one(Type);
        type_id 1 data(u64);
        brand 0 one(Brand);
        any_pointer_which 4 data(u16);
        unconstrained_which 5 data(u16);
        parameter_scope_id 2 data(u64);
        parameter_index 5 data(u16);
    }
    Brand {
        scopes 0 list(Scope);
    }
    Scope {
        scope_id 0 data(u64);
        which 4 data(u16);
        bind 0 list(Binding);
    }
    Binding {
        which 0 data(u16);
        r#type 0 one(Type);
    }
    Value {
        which 0 data(u16);
        bool 16 data(bool);
        bits8 2 data(u8);
        bits16 1 data(u16);
        bits32 1 data(u32);
        bits64 1 data(u64);
        text 0 text;
        data 0 bytes;
        pointer 0 any;
    }
    Annotation {
        id 0 data(u64);
        value 0 one(Value);
    }
}

/// The request that a message holds.
pub(super) fn request<'a>(message: &'a Message<'_>) -> Result<CodeGeneratorRequest<'a>> {
    message.root().map(CodeGeneratorRequest)
}
