//! Types where they are used: as an owned type, as a client's parameter, and between the two.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Context, traits};
use crate::model::{ModuleId, Name, Scalar, Type, TypeId};

/// The owned Rust type: `::std::vec::Vec<super::types::Order>`.
pub(crate) fn owned(cx: &Context<'_>, module: ModuleId, ty: &Type) -> TokenStream {
    let own = |ty: &Type| owned(cx, module, ty);
    let or_unit = |ty: &Option<Box<Type>>| ty.as_deref().map_or_else(|| quote!(()), own);
    match ty {
        Type::Scalar(scalar) => self::scalar(*scalar),
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
            let items: Vec<_> = items.iter().map(own).collect();
            tuple_type(cx, &items)
        }
        Type::Named(id) | Type::Own(id) | Type::Borrow(id) => {
            let def = &cx.schema.types[id.0];
            cx.path(module, def.module, cx.rust_name(&def.name))
        }
        Type::Stream(item) => {
            let runtime = cx.runtime();
            let bytes = Some(&Type::Scalar(Scalar::U8));
            if item.as_deref().map(|item| cx.schema.resolve(item)) == bytes {
                return quote!(#runtime::ByteStream);
            }
            let item = or_unit(item);
            quote!(#runtime::ItemStream<#item>)
        }
        Type::Void => quote!(()),
        Type::Data => {
            let runtime = cx.runtime();
            quote!(#runtime::Data)
        }
        Type::AnyPointer => {
            let runtime = cx.runtime();
            quote!(#runtime::AnyPointer)
        }
        Type::Future(value) => {
            let (runtime, value) = (cx.runtime(), or_unit(value));
            quote!(#runtime::FutureValue<#value>)
        }
    }
}

/// The type of a field, or of what a case holds: on the heap, if it holds the type that it is in.
pub(crate) fn member(cx: &Context<'_>, module: ModuleId, name: &Name, ty: &Type) -> TokenStream {
    let boxed = |ty: &Type| {
        let ty = owned(cx, module, ty);
        quote!(::std::boxed::Box<#ty>)
    };
    match (cx.recursive.contains(name), ty) {
        (false, ty) => owned(cx, module, ty),
        (true, Type::Option(some)) => {
            let some = boxed(some);
            quote!(::core::option::Option<#some>)
        }
        (true, ty) => boxed(ty),
    }
}

/// `u32`
pub(crate) fn scalar(scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::Bool => quote!(bool),
        Scalar::U8 => quote!(u8),
        Scalar::U16 => quote!(u16),
        Scalar::U32 => quote!(u32),
        Scalar::U64 => quote!(u64),
        Scalar::S8 => quote!(i8),
        Scalar::S16 => quote!(i16),
        Scalar::S32 => quote!(i32),
        Scalar::S64 => quote!(i64),
        Scalar::F32 => quote!(f32),
        Scalar::F64 => quote!(f64),
        Scalar::Char => quote!(char),
    }
}

/// Most elements of a tuple that has the standard library's traits. Longer ones are types of the runtime.
const LONGEST_PLAIN_TUPLE: usize = 12;

/// `(u8, u16)`, or `Tuple13<…>` for a long one.
pub(crate) fn tuple_type(cx: &Context<'_>, items: &[TokenStream]) -> TokenStream {
    match long_tuple(cx, items.len()) {
        None => quote!((#(#items,)*)),
        Some(name) => quote!(#name<#(#items),*>),
    }
}

/// The value of a tuple with these elements.
pub(crate) fn tuple_value(cx: &Context<'_>, items: &[TokenStream]) -> TokenStream {
    match long_tuple(cx, items.len()) {
        None => quote!((#(#items,)*)),
        Some(name) => quote!(#name(#(#items),*)),
    }
}

/// The type of the runtime for a long tuple.
fn long_tuple(cx: &Context<'_>, length: usize) -> Option<TokenStream> {
    (length > LONGEST_PLAIN_TUPLE).then(|| {
        let (runtime, name) = (cx.runtime(), format_ident!("Tuple{length}"));
        quote!(#runtime::#name)
    })
}

/// Whether a resource is an object of the platform, which is no handle that could be lent. What the configuration puts
/// in the place of a resource is a handle that was generated elsewhere.
fn is_of_platform(cx: &Context<'_>, resource: TypeId) -> bool {
    let resource = Type::Named(resource);
    let Type::Named(id) = cx.schema.resolve(&resource) else {
        return false;
    };
    let mapped = cx.elsewhere.get(cx.schema.declaration(*id));
    mapped.is_some_and(|mapped| mapped.of_platform)
}

/// How a client takes a parameter: by value if it is `Copy`, else borrowed.
pub(crate) enum ParamMode {
    /// `T`
    Copied,
    /// `&T`
    Borrowed,
    /// `&str`
    Str,
    /// `&[T]`
    Slice,
    /// `&[u8]`, for what is sent as an `ArrayBuffer`.
    Bytes,
    /// `()`, which is sent as `null`.
    Nothing,
    /// `Option<&T>`
    Optional,
    /// `Option<&str>`
    OptionalStr,
    /// `Option<&[T]>`
    OptionalSlice,
    /// `T`: it holds handles, streams or objects of the platform, which are handed over.
    Moved,
    /// `&Handle`: a `borrow<r>`, which stays the caller's.
    Lent,
}

impl ParamMode {
    /// How `ty` is passed.
    pub(crate) fn of(cx: &Context<'_>, ty: &Type) -> Self {
        let traits = traits::of(cx, ty);
        if *cx.schema.resolve(ty) == Type::Void {
            return Self::Nothing;
        }
        if traits.copy {
            return Self::Copied;
        }
        if let Type::Borrow(id) = ty {
            return match is_of_platform(cx, *id) {
                true => Self::Moved,
                false => Self::Lent,
            };
        }
        if !traits.partial_eq {
            return Self::Moved;
        }
        match cx.schema.resolve(ty) {
            Type::String => Self::Str,
            Type::List(_) => Self::Slice,
            Type::Data => Self::Bytes,
            Type::Option(some) => match cx.schema.resolve(some) {
                Type::String => Self::OptionalStr,
                Type::List(_) => Self::OptionalSlice,
                // Nested options are tagged on the wire, which only the whole value knows.
                Type::Option(_) => Self::Borrowed,
                Type::Scalar(_)
                | Type::Data
                | Type::Void
                | Type::AnyPointer
                | Type::FixedList(..)
                | Type::Map(..)
                | Type::Result { .. }
                | Type::Tuple(_)
                | Type::Named(_)
                | Type::Own(_)
                | Type::Borrow(_)
                | Type::Stream(_)
                | Type::Future(_) => Self::Optional,
            },
            Type::Scalar(_)
            | Type::Void
            | Type::AnyPointer
            | Type::FixedList(..)
            | Type::Map(..)
            | Type::Result { .. }
            | Type::Tuple(_)
            | Type::Named(_)
            | Type::Own(_)
            | Type::Borrow(_)
            | Type::Stream(_)
            | Type::Future(_) => Self::Borrowed,
        }
    }

    /// The parameter's type.
    pub(crate) fn param(&self, cx: &Context<'_>, module: ModuleId, ty: &Type) -> TokenStream {
        self.type_with(cx, module, ty, &TokenStream::new())
    }

    /// The type of what is passed on.
    pub(crate) fn argument_type(
        &self,
        cx: &Context<'_>,
        module: ModuleId,
        ty: &Type,
        lifetime: &TokenStream,
    ) -> TokenStream {
        match self {
            Self::Lent => {
                let (runtime, ty) = (cx.runtime(), owned(cx, module, ty));
                let lifetime = match lifetime.is_empty() {
                    true => quote!('_),
                    false => lifetime.clone(),
                };
                quote!(#runtime::private::Lent<#lifetime, #ty>)
            }
            _ => self.type_with(cx, module, ty, lifetime),
        }
    }

    /// What is passed on; as a pattern, it gives the parameter back.
    pub(crate) fn argument(&self, cx: &Context<'_>, name: &TokenStream) -> TokenStream {
        match self {
            Self::Lent => {
                let runtime = cx.runtime();
                quote!(#runtime::private::Lent(#name))
            }
            _ => name.clone(),
        }
    }

    fn type_with(
        &self,
        cx: &Context<'_>,
        module: ModuleId,
        ty: &Type,
        lifetime: &TokenStream,
    ) -> TokenStream {
        let own = |ty: &Type| owned(cx, module, ty);
        let inner = |ty: &Type| {
            let ty = cx.schema.resolve(ty);
            let inner = match ty {
                Type::List(item) | Type::Option(item) => item,
                ty => ty,
            };
            inner.clone()
        };
        match self {
            Self::Copied | Self::Moved | Self::Nothing => own(ty),
            Self::Borrowed | Self::Lent => {
                let ty = own(ty);
                quote!(&#lifetime #ty)
            }
            Self::Str => quote!(&#lifetime str),
            Self::Bytes => quote!(&#lifetime [u8]),
            Self::Slice => {
                let item = own(&inner(ty));
                quote!(&#lifetime [#item])
            }
            Self::Optional => {
                let some = own(&inner(ty));
                quote!(::core::option::Option<&#lifetime #some>)
            }
            Self::OptionalStr => quote!(::core::option::Option<&#lifetime str>),
            Self::OptionalSlice => {
                let item = own(&inner(&inner(ty)));
                quote!(::core::option::Option<&#lifetime [#item]>)
            }
        }
    }
}
