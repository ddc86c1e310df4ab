//! How declared types cross the wire: the runtime's `Value`, implemented by macros of the runtime that take tables of
//! names.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::formatting::{self, Inserts};
use super::shape::{self, Property};
use super::traits::{self, Traits};
use super::{Context, literal, serde_form};
use crate::model::{Case, Field, ModuleId, Name, Struct, Type, TypeDef, TypeId};

/// ```ignore
/// record! {
///     Order as "order" with serde {
///         id: "id",
///         unit_price: "unitPrice",
///     }
///     shape "export const shape = [(a0, a1) => () => ({ id: a0(), unitPrice: a1() }), …];"
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
    let properties: Vec<_> = fields.iter().map(|it| Property::of(cx, it)).collect();
    let shape = shape_row(&properties, false);
    let head = with_serde(cx, id, &head(cx, def));
    render_rows(cx, "record", &head, rows, Some(&shape), inserts)
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

/// ```ignore
/// structure! {
///     Person as "Person" with default, serde {
///         id: "id" [or 7],
///         employment: "employment" [or_default],
///         office: "office",
///         nothing: "nothing" [void],
///         ..which: ["email", "phone"],
///     }
///     shape "export const shape = […];"
/// }
/// ```
pub(crate) fn render_struct(
    cx: &Context<'_>,
    module: ModuleId,
    id: TypeId,
    described: &Struct,
    implements_default: bool,
    inserts: &mut Inserts,
) -> TokenStream {
    let def = &cx.schema.types[id.0];
    let Struct { fields, which } = described;
    let rows = fields.iter().map(|field| {
        let row = row(cx, &field.name);
        match absent(cx, module, field) {
            Some(absent) => format!("{row} [{absent}]"),
            None => row,
        }
    });
    let properties = fields.iter().map(|field| match is_void(cx, field) {
        true => Property::always(field),
        false => Property::of(cx, field),
    });
    let shape = shape_row(&properties.collect::<Vec<_>>(), which.is_some());
    let which = which.iter().map(|which| {
        let members = cx.schema.types[which.ty.0].kind.union_cases().iter();
        let keys: Vec<_> = members.map(|case| quoted(&case.name.wire)).collect();
        format!("..{}: [{}]", cx.rust_name(&which.name), keys.join(", "))
    });
    let traits = [
        (implements_default, "default"),
        (serde_form::is_in_table(cx, id), "serde"),
    ];
    let traits = traits
        .into_iter()
        .filter_map(|(is, name)| is.then_some(name));
    let head = match traits.collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => head(cx, def),
        traits => format!("{} with {traits}", head(cx, def)),
    };
    let rows = rows.chain(which);
    render_rows(cx, "structure", &head, rows, Some(&shape), inserts)
}

/// `Void` is always written.
fn is_void(cx: &Context<'_>, field: &Field) -> bool {
    *cx.schema.resolve(&field.ty) == Type::Void
}

/// What a field is whose key is absent; none if it may not be.
fn absent(cx: &Context<'_>, module: ModuleId, field: &Field) -> Option<String> {
    if is_void(cx, field) {
        return Some("void".to_owned());
    }
    match &field.default {
        Some(value) => {
            let value = literal::of_member(cx, module, &field.name, &field.ty, value);
            Some(format!("or {}", formatting::expression(&value)))
        }
        None if traits::of(cx, &field.ty).default => Some("or_default".to_owned()),
        None => None,
    }
}

/// ```ignore
/// union! {
///     Employment as "employment" or_default {
///         Unemployed: "unemployed",
///         Employer(value): "employer",
///     }
/// }
/// ```
pub(crate) fn render_union(
    cx: &Context<'_>,
    def: &TypeDef,
    cases: &[Case],
    traits: Traits,
    inserts: &mut Inserts,
) -> TokenStream {
    let rows = cases.iter().map(|case| {
        let payload = if case.ty.is_some() { "(value)" } else { "" };
        let (rust, key) = (cx.rust_name(&case.name), quoted(&case.name.wire));
        format!("{rust}{payload}: {key}")
    });
    let absent = if traits.default { " or_default" } else { "" };
    let head = format!("{}{absent}", head(cx, def));
    render_rows(cx, "union", &head, rows, None, inserts)
}

/// ```ignore
/// open_enum! {
///     Color {
///         0 Red: "red",
///     }
/// }
/// ```
pub(crate) fn render_open_enum(
    cx: &Context<'_>,
    def: &TypeDef,
    cases: &[Case],
    inserts: &mut Inserts,
) -> TokenStream {
    let rows = cases.iter().enumerate();
    let rows = rows.map(|(number, case)| format!("{number} {}", row(cx, &case.name)));
    let head = cx.rust_name(&def.name);
    render_rows(cx, "open_enum", head, rows, None, inserts)
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
    render_rows(cx, kind, &with_serde(cx, id, head), rows, None, inserts)
}

fn with_serde(cx: &Context<'_>, id: TypeId, head: &str) -> String {
    match serde_form::is_in_table(cx, id) {
        true => format!("{head} with serde"),
        false => head.to_owned(),
    }
}

/// `shape "export const shape = […];"`
fn shape_row(properties: &[Property<'_>], has_union: bool) -> String {
    let text = shape::render(properties, has_union);
    format!("shape {}", quoted(&text))
}

fn render_rows(
    cx: &Context<'_>,
    kind: &str,
    head: &str,
    rows: impl Iterator<Item = String>,
    after: Option<&str>,
    inserts: &mut Inserts,
) -> TokenStream {
    let (runtime, kind) = (cx.runtime(), format_ident!("{kind}"));
    let path = quote!(#runtime::private::#kind);
    inserts.add(formatting::table(&path, head, rows, after))
}
