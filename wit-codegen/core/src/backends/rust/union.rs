//! Unions of Cap'n Proto: enums with a further case for what a newer schema adds.

use proc_macro2::TokenStream;
use quote::quote;

use super::traits::{self, Traits};
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
    let value = render_value(cx, def, cases, traits);
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

/// ```ignore
/// impl Union for Employment {
///     const NAME: &'static str = "employment";
///     const MEMBERS: &'static [&'static str] = &["unemployed", "employer"];
///     fn absent() -> Option<Self> { Some(Self::default()) }
///     fn write<S: Serializer>(&self, object: &mut RecordWriter<S>) -> Result<(), S::Error> {
///         match self {
///             Self::Unemployed => object.always("unemployed", &()),
///             Self::Employer(value) => object.always("employer", value),
///             Self::Unknown(number) => Err(unknown_member::<Self, _>(*number)),
///         }
///     }
///     fn read<'de, A: MapAccess<'de>>(
///         members: &mut MemberReader<'_, A, Self>,
///     ) -> Result<(), A::Error> {
///         members.void("unemployed", Self::Unemployed)?;
///         members.value("employer", Self::Employer)?;
///         Ok(())
///     }
/// }
/// ```
fn render_value(cx: &Context<'_>, def: &TypeDef, cases: &[Case], traits: Traits) -> TokenStream {
    let runtime = cx.runtime();
    let (name, type_name) = (cx.ident(&def.name), &def.name.schema);
    let keys = cases.iter().map(|case| &case.name.wire);
    let writes = cases.iter().map(|case| {
        let (rust, key) = (cx.ident(&case.name), &case.name.wire);
        match case.ty {
            Some(_) => quote!(Self::#rust(value) => object.always(#key, value)),
            None => quote!(Self::#rust => object.always(#key, &())),
        }
    });
    let reads = cases.iter().map(|case| {
        let (rust, key) = (cx.ident(&case.name), &case.name.wire);
        match case.ty {
            Some(_) => quote!(members.value(#key, Self::#rust)?;),
            None => quote!(members.void(#key, Self::#rust)?;),
        }
    });
    let absent = match traits.default {
        true => quote!(::core::option::Option::Some(
            ::core::default::Default::default()
        )),
        false => quote!(::core::option::Option::None),
    };
    let value = values::render_value(
        cx,
        &name,
        &quote!(#runtime::private::write_union(self, serializer)),
        &quote!(#runtime::private::read_union(deserializer)),
    );
    quote! {
        #value

        impl #runtime::private::Union for #name {
            const NAME: &'static str = #type_name;
            const MEMBERS: &'static [&'static str] = &[#(#keys),*];

            fn absent() -> ::core::option::Option<Self> {
                #absent
            }

            fn write<S: #runtime::serde::Serializer>(
                &self,
                object: &mut #runtime::private::RecordWriter<S>,
            ) -> ::core::result::Result<(), S::Error> {
                match self {
                    #(#writes,)*
                    Self::Unknown(number) => ::core::result::Result::Err(
                        #runtime::private::unknown_member::<Self, _>(*number),
                    ),
                }
            }

            fn read<'de, A: #runtime::serde::de::MapAccess<'de>>(
                members: &mut #runtime::private::MemberReader<'_, A, Self>,
            ) -> ::core::result::Result<(), A::Error> {
                #(#reads)*
                ::core::result::Result::Ok(())
            }
        }
    }
}
