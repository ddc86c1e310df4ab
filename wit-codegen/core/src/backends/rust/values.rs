//! How declared types cross the wire: the runtime's `Value`, implemented by macros of the runtime that take tables of
//! names.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::formatting::{self, Inserts};
use super::{Context, serde_form};
use crate::model::{Case, Field, Name, TypeDef, TypeId};

/// ```ignore
/// record! {
///     Order as "order" with serde {
///         id: "id",
///         unit_price: "unitPrice",
///     }
/// }
/// ```
pub(crate) fn render_record(
    cx: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    fields: &[Field],
    inserts: &mut Inserts,
) -> TokenStream {
    let rows = fields.iter().map(|field| row(cx, &field.name));
    render_table(cx, "record", id, &head(cx, def), rows, inserts)
}

/// ```ignore
/// variant! {
///     Payment as "payment" with serde {
///         0 Card(value): "card",
///         1 Cash: "cash",
///     }
/// }
/// ```
pub(crate) fn render_variant(
    cx: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    cases: &[Case],
    inserts: &mut Inserts,
) -> TokenStream {
    let rows = cases.iter().enumerate().map(|(number, case)| {
        let payload = if case.ty.is_some() { "(value)" } else { "" };
        let (rust, tag) = (cx.rust_name(&case.name), quoted(&case.name.wire));
        format!("{number} {rust}{payload}: {tag}")
    });
    render_table(cx, "variant", id, &head(cx, def), rows, inserts)
}

/// ```ignore
/// enumeration! {
///     Color with serde {
///         0 Red: "red",
///     }
/// }
/// ```
pub(crate) fn render_enum(
    cx: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    cases: &[Case],
    inserts: &mut Inserts,
) -> TokenStream {
    let rows = cases.iter().enumerate();
    let rows = rows.map(|(number, case)| format!("{number} {}", row(cx, &case.name)));
    render_table(
        cx,
        "enumeration",
        id,
        cx.rust_name(&def.name),
        rows,
        inserts,
    )
}

/// ```ignore
/// flags! {
///     Permissions {
///         READ: "read",
///     }
/// }
/// ```
pub(crate) fn render_flags(
    cx: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    flags: &[Case],
    inserts: &mut Inserts,
) -> TokenStream {
    let rows = flags.iter().map(|flag| row(cx, &flag.name));
    render_table(cx, "flags", id, cx.rust_name(&def.name), rows, inserts)
}

/// `Order as "order"`
fn head(cx: &Context<'_>, def: &TypeDef) -> String {
    format!(
        "{} as {}",
        cx.rust_name(&def.name),
        quoted(&def.name.schema)
    )
}

/// `unit_price: "unitPrice"`
fn row(cx: &Context<'_>, name: &Name) -> String {
    format!("{}: {}", cx.rust_name(name), quoted(&name.wire))
}

fn quoted(text: &str) -> String {
    Literal::string(text).to_string()
}

fn render_table(
    cx: &Context<'_>,
    kind: &str,
    id: TypeId,
    head: &str,
    rows: impl Iterator<Item = String>,
    inserts: &mut Inserts,
) -> TokenStream {
    let (runtime, kind) = (cx.runtime(), format_ident!("{kind}"));
    let path = quote!(#runtime::private::#kind);
    let head = match serde_form::is_in_table(cx, id) {
        true => format!("{head} with serde"),
        false => head.to_owned(),
    };
    inserts.add(formatting::table(&path, &head, rows))
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
