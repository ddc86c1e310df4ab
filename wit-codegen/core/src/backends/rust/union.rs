//! Unions of Cap'n Proto: enums with a further case for what a newer schema adds.

use proc_macro2::TokenStream;
use quote::quote;

use super::formatting::Inserts;
use super::traits;
use super::{Context, docs, expr, literal, serde_form, types, values};
use crate::model::{Case, ModuleId, TypeDef, TypeId};

/// ```ignore
/// #[derive(Debug, Clone, PartialEq, Default)]
/// pub enum Employment {
///     #[default]
///     Unemployed,
///     Employer(String),
///     Unknown(u16),
/// }
/// ```
pub(crate) fn render(
    cx: &Context<'_>,
    module: ModuleId,
    id: TypeId,
    def: &TypeDef,
    cases: &[Case],
    inserts: &mut Inserts,
) -> TokenStream {
    let (docs, name) = (types::docs_of(def), cx.ident(&def.name));
    let traits = traits::of_named(cx, id);
    let first = traits::default_case(cx.layouts, id, cases);
    let derived = traits.default && first.is_some_and(|case| case.ty.is_none());
    let derives = match derived {
        true => types::derives(cx, id, traits, &cx.attributes(id)),
        false => types::derives_without_default(cx, id, traits, &cx.attributes(id)),
    };
    let default = (traits.default && !derived).then(|| {
        let value = match first {
            Some(case) => render_default_case(cx, module, case),
            None => quote!(Self::Unknown(0)),
        };
        quote! {
            impl ::core::default::Default for #name {
                fn default() -> Self {
                    #value
                }
            }
        }
    });
    let declared = cases.iter().map(|case| {
        let docs = docs::of(&case.docs, &format!("`{}`", case.name.schema));
        let is_default = derived && first.is_some_and(|first| std::ptr::eq(first, case));
        let default = is_default.then(|| quote!(#[default]));
        let serde = serde_form::case(cx, id, case);
        let name = cx.ident(&case.name);
        let payload = case.ty.as_ref().map(|ty| {
            let ty = expr::member(cx, module, &case.name, ty);
            quote!((#ty))
        });
        quote!(#docs #default #serde #name #payload)
    });
    let unknown = serde_form::unknown_case(cx, id);
    let value = values::render_union(cx, def, cases, traits, inserts);
    quote! {
        #docs
        #derives
        pub enum #name {
            #(#declared,)*
            /// A member that this schema does not have, by its number. What it holds is not known, and it cannot
            /// be sent.
            #unknown
            Unknown(u16),
        }

        #default

        #value
    }
}

/// `Self::Employer(::core::default::Default::default())`
fn render_default_case(cx: &Context<'_>, module: ModuleId, case: &Case) -> TokenStream {
    let name = cx.ident(&case.name);
    let payload = case.ty.as_ref().map(|ty| {
        let value = match &case.default {
            Some(value) => literal::of_member(cx, module, &case.name, ty, value),
            None => literal::default(),
        };
        quote!((#value))
    });
    quote!(Self::#name #payload)
}
