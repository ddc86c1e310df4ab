//! How declared types cross the wire: implementations of the runtime's `Value`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::Context;
use crate::model::{Case, Field, TypeDef};

/// ```ignore
/// impl Value for Order {
///     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
///         let mut record = RecordWriter::new(serializer, "Order", 1)?;
///         record.field("id", &self.id)?;
///         record.end()
///     }
///     fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
///         read_record(deserializer, "Order")
///     }
/// }
///
/// impl Record for Order {
///     const FIELDS: &'static [&'static str] = &["id"];
///     fn read<'de, A: MapAccess<'de>>(fields: &mut FieldReader<A>) -> Result<Self, A::Error> {
///         Ok(Self { id: fields.read("id")? })
///     }
/// }
/// ```
pub(crate) fn render_record(
    cx: &Context<'_>,
    name: &Ident,
    def: &TypeDef,
    fields: &[Field],
) -> TokenStream {
    let runtime = cx.runtime();
    let (type_name, count) = (&def.name.schema, Literal::usize_unsuffixed(fields.len()));
    let members: Vec<_> = fields.iter().map(|field| cx.ident(&field.name)).collect();
    let keys: Vec<_> = fields.iter().map(|field| &field.name.wire).collect();
    let value = render_value(
        cx,
        name,
        &quote! {
            let mut record = #runtime::private::RecordWriter::new(serializer, #type_name, #count)?;
            #(record.field(#keys, &self.#members)?;)*
            record.end()
        },
        &quote!(#runtime::private::read_record(deserializer, #type_name)),
    );
    quote! {
        #value

        impl #runtime::private::Record for #name {
            const FIELDS: &'static [&'static str] = &[#(#keys),*];

            fn read<'de, A: #runtime::serde::de::MapAccess<'de>>(
                fields: &mut #runtime::private::FieldReader<A>,
            ) -> ::core::result::Result<Self, A::Error> {
                ::core::result::Result::Ok(Self { #(#members: fields.read(#keys)?,)* })
            }
        }
    }
}

/// ```ignore
/// impl Variant for Payment {
///     const CASES: &'static [&'static str] = &["card", "cash"];
///     fn read<'de, A: MapAccess<'de>>(case: &str, payload: Payload<'_, A>) -> Result<Self, A::Error> {
///         match case {
///             "card" => payload.value().map(Self::Card),
///             "cash" => payload.empty(Self::Cash),
///             other => Err(unknown_case::<Self, _>(other)),
///         }
///     }
/// }
/// ```
pub(crate) fn render_variant(
    cx: &Context<'_>,
    name: &Ident,
    def: &TypeDef,
    cases: &[Case],
) -> TokenStream {
    let runtime = cx.runtime();
    let type_name = &def.name.schema;
    let tags: Vec<_> = cases.iter().map(|case| &case.name.wire).collect();
    let writes = cases.iter().map(|case| {
        let (rust, tag) = (cx.ident(&case.name), &case.name.wire);
        if case.ty.is_some() {
            quote! {
                Self::#rust(value) => {
                    #runtime::private::write_case(serializer, #type_name, #tag, value)
                }
            }
        } else {
            quote!(Self::#rust => #runtime::private::write_empty_case(serializer, #type_name, #tag))
        }
    });
    let reads = cases.iter().map(|case| {
        let (rust, tag) = (cx.ident(&case.name), &case.name.wire);
        if case.ty.is_some() {
            quote!(#tag => payload.value().map(Self::#rust))
        } else {
            quote!(#tag => payload.empty(Self::#rust))
        }
    });
    let value = render_value(
        cx,
        name,
        &quote!(match self { #(#writes,)* }),
        &quote!(#runtime::private::read_variant(deserializer, #type_name)),
    );
    quote! {
        #value

        impl #runtime::private::Variant for #name {
            const CASES: &'static [&'static str] = &[#(#tags),*];

            fn read<'de, A: #runtime::serde::de::MapAccess<'de>>(
                case: &str,
                payload: #runtime::private::Payload<'_, A>,
            ) -> ::core::result::Result<Self, A::Error> {
                match case {
                    #(#reads,)*
                    other => ::core::result::Result::Err(
                        #runtime::private::unknown_case::<Self, _>(other),
                    ),
                }
            }
        }
    }
}

/// ```ignore
/// impl Enum for Color {
///     const CASES: &'static [(&'static str, Self)] = &[("red", Self::Red)];
/// }
/// ```
pub(crate) fn render_enum(cx: &Context<'_>, name: &Ident, cases: &[Case]) -> TokenStream {
    let runtime = cx.runtime();
    let value = render_value(
        cx,
        name,
        &quote!(#runtime::private::write_enum(self, serializer)),
        &quote!(#runtime::private::read_enum(deserializer)),
    );
    let table = render_table(cx, cases);
    quote! {
        #value

        impl #runtime::private::Enum for #name {
            const CASES: &'static [(&'static str, Self)] = #table;
        }
    }
}

/// ```ignore
/// impl Flags for Permissions {
///     const FLAGS: &'static [(&'static str, Self)] = &[("read", Self::READ)];
/// }
/// ```
pub(crate) fn render_flags(cx: &Context<'_>, name: &Ident, flags: &[Case]) -> TokenStream {
    let runtime = cx.runtime();
    let value = render_value(
        cx,
        name,
        &quote!(#runtime::private::write_flags(self, serializer)),
        &quote!(#runtime::private::read_flags(deserializer)),
    );
    let table = render_table(cx, flags);
    quote! {
        #value

        impl #runtime::private::Flags for #name {
            const FLAGS: &'static [(&'static str, Self)] = #table;
        }
    }
}

/// `&[("red", Self::Red)]`
fn render_table(cx: &Context<'_>, cases: &[Case]) -> TokenStream {
    let rows = cases.iter().map(|case| {
        let (wire, rust) = (&case.name.wire, cx.ident(&case.name));
        quote!((#wire, Self::#rust))
    });
    quote!(&[#(#rows),*])
}

/// What every type has: the two functions of `Value`.
pub(crate) fn render_value(
    cx: &Context<'_>,
    name: &Ident,
    write: &TokenStream,
    read: &TokenStream,
) -> TokenStream {
    let runtime = cx.runtime();
    quote! {
        impl #runtime::Value for #name {
            fn serialize<S: #runtime::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                #write
            }

            fn deserialize<'de, D: #runtime::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                #read
            }
        }
    }
}
