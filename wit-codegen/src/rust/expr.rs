//! Types where they are used: as an owned type, as a client's parameter, and between the two.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, traits};
use crate::model::{ModuleId, Type};

/// The owned Rust type: `::std::vec::Vec<super::types::Order>`.
pub(crate) fn owned(cx: &Context<'_>, module: ModuleId, ty: &Type) -> TokenStream {
    let own = |ty: &Type| owned(cx, module, ty);
    let or_unit = |ty: &Option<Box<Type>>| ty.as_deref().map_or_else(|| quote!(()), own);
    match ty {
        Type::Bool => quote!(bool),
        Type::U8 => quote!(u8),
        Type::U16 => quote!(u16),
        Type::U32 => quote!(u32),
        Type::U64 => quote!(u64),
        Type::S8 => quote!(i8),
        Type::S16 => quote!(i16),
        Type::S32 => quote!(i32),
        Type::S64 => quote!(i64),
        Type::F32 => quote!(f32),
        Type::F64 => quote!(f64),
        Type::Char => quote!(char),
        Type::String => quote!(::std::string::String),
        Type::List(item) => {
            let item = own(item);
            quote!(::std::vec::Vec<#item>)
        }
        Type::FixedList(item, length) => {
            let (item, length) = (own(item), proc_macro2::Literal::u32_unsuffixed(*length));
            quote!([#item; #length])
        }
        Type::Map(key, value) => {
            let (key, value) = (own(key), own(value));
            quote!(::std::collections::BTreeMap<#key, #value>)
        }
        Type::Option(some) => {
            let some = own(some);
            quote!(::core::option::Option<#some>)
        }
        Type::Result { ok, err } => {
            let (ok, err) = (or_unit(ok), or_unit(err));
            quote!(::core::result::Result<#ok, #err>)
        }
        Type::Tuple(items) => {
            let items = items.iter().map(own);
            quote!((#(#items,)*))
        }
        Type::Named(id) => {
            let def = &cx.schema.types[id.0];
            cx.path(module, def.module, &def.name.rust)
        }
    }
}

/// How a client takes a parameter: by value if it is `Copy`, else borrowed.
pub(crate) enum Passing {
    /// `T`
    Copied,
    /// `&T`
    Borrowed,
    /// `&str`
    Str,
    /// `&[T]`
    Slice,
    /// `Option<&T>`
    Optional,
    /// `Option<&str>`
    OptionalStr,
    /// `Option<&[T]>`
    OptionalSlice,
}

impl Passing {
    /// How `ty` is passed.
    pub(crate) fn of(cx: &Context<'_>, ty: &Type) -> Self {
        if traits::of(cx, ty).copy {
            return Self::Copied;
        }
        match cx.schema.resolve(ty) {
            Type::String => Self::Str,
            Type::List(_) => Self::Slice,
            Type::Option(some) => match cx.schema.resolve(some) {
                Type::String => Self::OptionalStr,
                Type::List(_) => Self::OptionalSlice,
                // Nested options are tagged on the wire, which only the whole value knows.
                Type::Option(_) => Self::Borrowed,
                _ => Self::Optional,
            },
            _ => Self::Borrowed,
        }
    }

    /// The parameter's type.
    pub(crate) fn param(&self, cx: &Context<'_>, module: ModuleId, ty: &Type) -> TokenStream {
        let own = |ty: &Type| owned(cx, module, ty);
        let inner = |ty: &Type| match cx.schema.resolve(ty) {
            Type::List(item) | Type::Option(item) => (**item).clone(),
            other => other.clone(),
        };
        match self {
            Self::Copied => own(ty),
            Self::Borrowed => {
                let ty = own(ty);
                quote!(&#ty)
            }
            Self::Str => quote!(&str),
            Self::Slice => {
                let item = own(&inner(ty));
                quote!(&[#item])
            }
            Self::Optional => {
                let some = own(&inner(ty));
                quote!(::core::option::Option<&#some>)
            }
            Self::OptionalStr => quote!(::core::option::Option<&str>),
            Self::OptionalSlice => {
                let item = own(&inner(&inner(ty)));
                quote!(::core::option::Option<&[#item]>)
            }
        }
    }

    /// The method of `ArgumentWriter` that takes it, and what it is given.
    pub(crate) fn write(
        &self,
        arguments: &TokenStream,
        wire: &str,
        name: &TokenStream,
    ) -> TokenStream {
        match self {
            Self::Copied => quote!(#arguments.value(#wire, &#name)),
            Self::Borrowed => quote!(#arguments.value(#wire, #name)),
            Self::Str => quote!(#arguments.string(#wire, #name)),
            Self::Slice => quote!(#arguments.list(#wire, #name)),
            Self::Optional => quote!(#arguments.optional(#wire, #name)),
            Self::OptionalStr => quote!(#arguments.optional_string(#wire, #name)),
            Self::OptionalSlice => quote!(#arguments.optional_list(#wire, #name)),
        }
    }

    /// The owned value, for a server in the same process.
    pub(crate) fn to_owned(&self, name: &TokenStream) -> TokenStream {
        match self {
            Self::Copied => quote!(#name),
            Self::Borrowed => quote!(#name.clone()),
            Self::Str => quote!(#name.to_owned()),
            Self::Slice => quote!(#name.to_vec()),
            Self::Optional => quote!(#name.cloned()),
            Self::OptionalStr => quote!(#name.map(str::to_owned)),
            Self::OptionalSlice => quote!(#name.map(<[_]>::to_vec)),
        }
    }
}
