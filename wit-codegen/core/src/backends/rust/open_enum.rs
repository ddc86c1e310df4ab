//! Enums of Cap'n Proto, with a further case for the numbers that a newer schema adds.

use proc_macro2::TokenStream;
use quote::quote;

use super::formatting::Inserts;
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
/// ```
pub(crate) fn render(
    cx: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    cases: &[Case],
    inserts: &mut Inserts,
) -> TokenStream {
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
    let value = values::render_open_enum(cx, def, cases, inserts);
    quote! {
        #docs
        #derives
        pub enum #name {
            #(#declared,)*
            /// A case that this schema does not have, by its number. Made by `From<u16>`, which knows the others.
            Unknown(u16),
        }

        #default

        #value
    }
}
