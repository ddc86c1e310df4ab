//! Structs of Cap'n Proto: fields with defaults, and the unnamed union as a field of its own.

use proc_macro2::TokenStream;
use quote::quote;

use super::formatting::Inserts;
use super::{Context, docs, expr, serde_form, traits, types, values};
use crate::model::{ModuleId, Struct, Type, TypeDef, TypeId};

/// ```ignore
/// #[derive(Debug, Clone, PartialEq)]
/// pub struct Person {
///     pub id: u32,
///     pub employment: PersonEmployment,
///     pub which: PersonWhich,
/// }
/// ```
pub(crate) fn render(
    cx: &Context<'_>,
    module: ModuleId,
    id: TypeId,
    def: &TypeDef,
    described: &Struct,
    inserts: &mut Inserts,
) -> TokenStream {
    let (docs, name) = (types::docs_of(def), cx.ident(&def.name));
    let traits = traits::of_named(cx, id);
    let own = described.fields.iter().all(|field| field.default.is_none());
    let derives = match own {
        true => types::derives(cx, id, traits, &cx.attributes(id)),
        false => types::derives_without_default(cx, id, traits, &cx.attributes(id)),
    };
    let fields = described.fields.iter().map(|field| {
        let docs = docs::of(&field.docs, &format!("`{}`", field.name.schema));
        let serde = serde_form::field(cx, id, field);
        let name = cx.ident(&field.name);
        let ty = expr::member(cx, module, &field.name, &field.ty);
        quote!(#docs #serde pub #name: #ty)
    });
    let which = described.which.iter().map(|which| {
        let name = cx.ident(&which.name);
        let ty = expr::owned(cx, module, &Type::Named(which.ty));
        let serde = serde_form::which(cx, id);
        quote! {
            /// The active member of the union.
            #serde
            pub #name: #ty
        }
    });
    let implements_default = traits.default && !own;
    let value = values::render_struct(cx, module, id, described, implements_default, inserts);
    quote! {
        #docs
        #derives
        pub struct #name { #(#fields,)* #(#which,)* }

        #value
    }
}
