//! Values of a schema as Rust expressions: defaults of fields, and constants.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::{Context, expr};
use crate::model::{Literal, ModuleId, Name, Scalar, Type, TypeDef, TypeId, TypeKind};

/// An owned value of `ty`: `::std::string::String::from("Zoë")`.
pub(crate) fn owned(cx: &Context<'_>, module: ModuleId, ty: &Type, value: &Literal) -> TokenStream {
    let runtime = cx.runtime();
    match (cx.schema.resolve(ty), value) {
        (Type::Option(_), Literal::Null) => quote!(::core::option::Option::None),
        (Type::Option(some), value) => {
            let some = owned(cx, module, some, value);
            quote!(::core::option::Option::Some(#some))
        }
        (_, Literal::Void) => quote!(()),
        (_, Literal::Bool(value)) => quote!(#value),
        (Type::Scalar(ty), Literal::Integer(value)) if ty.is_float() => float(*ty, *value as f64),
        (_, Literal::Integer(value)) => integer(*value),
        (Type::Scalar(ty), Literal::Float(value)) => float(*ty, *value),
        (_, Literal::Text(text)) => quote!(::std::string::String::from(#text)),
        (_, Literal::Data(bytes)) => {
            let bytes = Token::byte_string(bytes);
            quote!(#runtime::Data::from(#bytes))
        }
        (Type::List(item), Literal::List(items)) => {
            let items = items.iter().map(|value| owned(cx, module, item, value));
            quote!(::std::vec![#(#items),*])
        }
        (Type::Named(id), Literal::Enum(number)) => case_of_enum(cx, module, *id, *number),
        (_, Literal::Struct { ty, fields, which }) => {
            structure(cx, module, *ty, fields, which.as_deref())
        }
        (_, Literal::Union { ty, case }) => member(cx, module, *ty, case),
        (_, Literal::AnyPointer(message)) => {
            let message = Token::byte_string(message);
            quote!(#runtime::AnyPointer::from_message(#message.to_vec()))
        }
        // A null pointer is empty, of whatever type; the others do not belong together.
        (_, Literal::Null | Literal::List(_) | Literal::Enum(_) | Literal::Float(_)) => default(),
    }
}

/// The value of a field, or of what a case holds: on the heap, if it holds the type that it is in.
pub(crate) fn of_member(
    cx: &Context<'_>,
    module: ModuleId,
    name: &Name,
    ty: &Type,
    value: &Literal,
) -> TokenStream {
    let boxed = |ty: &Type| {
        let value = owned(cx, module, ty, value);
        quote!(::std::boxed::Box::new(#value))
    };
    match (cx.recursive.contains(name), ty, value) {
        (false, ..) | (true, Type::Option(_), Literal::Null) => owned(cx, module, ty, value),
        (true, Type::Option(some), _) => {
            let some = boxed(some);
            quote!(::core::option::Option::Some(#some))
        }
        (true, ..) => boxed(ty),
    }
}

/// `::core::default::Default::default()`
pub(crate) fn default() -> TokenStream {
    quote!(::core::default::Default::default())
}

fn integer(value: i128) -> TokenStream {
    let digits = Token::u128_unsuffixed(value.unsigned_abs());
    match value < 0 {
        true => quote!(-#digits),
        false => quote!(#digits),
    }
}

fn float(ty: Scalar, value: f64) -> TokenStream {
    // Debug, for it writes large and small numbers with an exponent.
    let (name, digits) = match ty {
        Scalar::F32 => (quote!(f32), format!("{:?}", (value as f32).abs())),
        _ => (quote!(f64), format!("{:?}", value.abs())),
    };
    let size = match digits.as_str() {
        "inf" => quote!(#name::INFINITY),
        "NaN" => return quote!(#name::NAN),
        digits => digits.parse().unwrap_or_default(),
    };
    match value.is_sign_negative() {
        true => quote!(-#size),
        false => size,
    }
}

fn definition<'s>(cx: &Context<'s>, id: TypeId) -> &'s TypeDef {
    &cx.schema.types[cx.schema.declaration(id).0]
}

/// `Color::Red`, or `Color::Unknown(7)`.
fn case_of_enum(cx: &Context<'_>, module: ModuleId, id: TypeId, number: u16) -> TokenStream {
    let def = definition(cx, id);
    let TypeKind::OpenEnum(cases) = &def.kind else {
        return default();
    };
    if def.is_opaque() {
        return quote!(::core::convert::From::from(#number));
    }
    let path = cx.path(module, def.module, cx.rust_name(&def.name));
    match cases.get(usize::from(number)) {
        Some(case) => {
            let case = cx.ident(&case.name);
            quote!(#path::#case)
        }
        None => {
            let number = Token::u16_unsuffixed(number);
            quote!(#path::Unknown(#number))
        }
    }
}

/// `Point { x: 1, ..::core::default::Default::default() }`
fn structure(
    cx: &Context<'_>,
    module: ModuleId,
    id: TypeId,
    fields: &[(usize, Literal)],
    which: Option<&Literal>,
) -> TokenStream {
    let def = definition(cx, id);
    let TypeKind::Struct(described) = &def.kind else {
        return default();
    };
    let path = cx.path(module, def.module, cx.rust_name(&def.name));
    let given = fields.iter().filter_map(|(index, value)| {
        let field = described.fields.get(*index)?;
        let (name, value) = (
            cx.ident(&field.name),
            of_member(cx, module, &field.name, &field.ty, value),
        );
        Some(quote!(#name: #value))
    });
    let union = described.which.as_ref().zip(which).map(|(which, value)| {
        let name = cx.ident(&which.name);
        let value = owned(cx, module, &Type::Named(which.ty), value);
        quote!(#name: #value)
    });
    let members: Vec<_> = given.chain(union).collect();
    let all = described.fields.len() + usize::from(described.which.is_some());
    let rest = (members.len() < all).then(|| {
        let default = default();
        quote!(..#default)
    });
    quote!(#path { #(#members,)* #rest })
}

/// `Payment::Card(…)`, or `Payment::Unknown(7)`.
fn member(
    cx: &Context<'_>,
    module: ModuleId,
    id: TypeId,
    case: &Result<(usize, Box<Literal>), u16>,
) -> TokenStream {
    let def = definition(cx, id);
    let TypeKind::Union(cases) = &def.kind else {
        return default();
    };
    let path = cx.path(module, def.module, cx.rust_name(&def.name));
    match case {
        Ok((index, value)) => {
            let Some(case) = cases.get(*index) else {
                return default();
            };
            let name = cx.ident(&case.name);
            let payload = case.ty.as_ref().map(|ty| {
                let value = of_member(cx, module, &case.name, ty, value);
                quote!((#value))
            });
            quote!(#path::#name #payload)
        }
        Err(number) => {
            let number = Token::u16_unsuffixed(*number);
            quote!(#path::Unknown(#number))
        }
    }
}

/// The type of a constant, where Rust can have it without anything on the heap: `&[&str]`.
pub(crate) fn constant_type(cx: &Context<'_>, module: ModuleId, ty: &Type) -> Option<TokenStream> {
    match cx.schema.resolve(ty) {
        Type::String => Some(quote!(&str)),
        Type::Data => Some(quote!(&[u8])),
        Type::List(item) => {
            let item = constant_type(cx, module, item)?;
            Some(quote!(&[#item]))
        }
        Type::Named(id) => {
            let def = definition(cx, *id);
            let is_plain = matches!(def.kind, TypeKind::OpenEnum(_)) && !def.is_opaque();
            is_plain.then(|| expr::owned(cx, module, ty))
        }
        Type::Void | Type::Scalar(_) => Some(expr::owned(cx, module, ty)),
        Type::AnyPointer
        | Type::FixedList(..)
        | Type::Map(..)
        | Type::Option(_)
        | Type::Result { .. }
        | Type::Tuple(_)
        | Type::Own(_)
        | Type::Borrow(_)
        | Type::Stream(_)
        | Type::Future(_) => None,
    }
}

/// The value of a constant of such a type.
pub(crate) fn constant(
    cx: &Context<'_>,
    module: ModuleId,
    ty: &Type,
    value: &Literal,
) -> TokenStream {
    // A null pointer is empty.
    match cx.schema.resolve(ty) {
        Type::String => match value {
            Literal::Text(text) => quote!(#text),
            _ => quote!(""),
        },
        Type::Data => match value {
            Literal::Data(bytes) => {
                let bytes = Token::byte_string(bytes);
                quote!(#bytes)
            }
            _ => quote!(&[]),
        },
        Type::List(item) => match value {
            Literal::List(items) => {
                let items = items.iter().map(|value| constant(cx, module, item, value));
                quote!(&[#(#items),*])
            }
            _ => quote!(&[]),
        },
        Type::Scalar(_)
        | Type::Void
        | Type::AnyPointer
        | Type::FixedList(..)
        | Type::Map(..)
        | Type::Option(_)
        | Type::Result { .. }
        | Type::Tuple(_)
        | Type::Named(_)
        | Type::Own(_)
        | Type::Borrow(_)
        | Type::Stream(_)
        | Type::Future(_) => owned(cx, module, ty, value),
    }
}
