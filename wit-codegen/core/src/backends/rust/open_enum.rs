//! Enums of Cap'n Proto, with a further case for the numbers that a newer schema adds.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::traits::Traits;
use super::{Context, docs, types, values};
use crate::model::{Case, TypeDef, TypeId};

/// ```ignore
/// #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
/// pub enum Color {
///     #[default]
///     Red,
///     Unknown(u16),
/// }
///
/// impl From<u16> for Color { … }     // and From<Color> for u16
///
/// impl OpenEnum for Color {
///     const CASES: &'static [&'static str] = &["red"];
/// }
/// ```
pub(crate) fn render(cx: &Context<'_>, id: TypeId, def: &TypeDef, cases: &[Case]) -> TokenStream {
    let runtime = cx.runtime();
    let (docs, name) = (types::docs_of(def), cx.ident(&def.name));
    let (derives, default) = match cases {
        [] => (
            types::derives_without_default(cx, id, Traits::ALL, &cx.attributes(id)),
            Some(quote! {
                impl ::core::default::Default for #name {
                    fn default() -> Self {
                        Self::Unknown(0)
                    }
                }
            }),
        ),
        _ => (
            types::derives(cx, id, Traits::ALL, &cx.attributes(id)),
            None,
        ),
    };
    let declared = cases.iter().enumerate().map(|(index, case)| {
        let docs = docs::of(&case.docs, &format!("`{}`", case.name.schema));
        let default = (index == 0).then(|| quote!(#[default]));
        let name = cx.ident(&case.name);
        quote!(#docs #default #name)
    });
    let numbers = (0..cases.len()).map(Literal::usize_unsuffixed);
    let (numbers, keys) = (
        numbers.collect::<Vec<_>>(),
        cases.iter().map(|case| &case.name.wire),
    );
    let names: Vec<_> = cases.iter().map(|case| cx.ident(&case.name)).collect();
    let value = values::render_value(
        cx,
        &name,
        &quote!(#runtime::private::write_open_enum(*self, serializer)),
        &quote!(#runtime::private::read_open_enum(deserializer)),
    );
    quote! {
        #docs
        #derives
        pub enum #name {
            #(#declared,)*
            /// A case that this schema does not have, by its number. Made by `From<u16>`, which knows the others.
            Unknown(u16),
        }

        #default

        impl ::core::convert::From<u16> for #name {
            fn from(number: u16) -> Self {
                match number {
                    #(#numbers => Self::#names,)*
                    number => Self::Unknown(number),
                }
            }
        }

        impl ::core::convert::From<#name> for u16 {
            fn from(case: #name) -> Self {
                match case {
                    #(#name::#names => #numbers,)*
                    #name::Unknown(number) => number,
                }
            }
        }

        #value

        impl #runtime::private::OpenEnum for #name {
            const CASES: &'static [&'static str] = &[#(#keys),*];
        }
    }
}
