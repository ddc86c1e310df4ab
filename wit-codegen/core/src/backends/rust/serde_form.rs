//! Serde's traits of generated types, in the form that the configuration chooses.
//!
//! In Rust's form nothing is said beyond the names: macros of the runtime implement what serde's derive would, which
//! rustc takes much longer for. What they do not know derives. In the wire's form names and tags are attributes of what is
//! derived; what attributes cannot say is in the runtime, and asked for by `with` or by a short implementation.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::formatting::{self, Inserts};
use super::options::SerdeForm;
use super::{Context, expr, traits};
use crate::model::{Case, Field, Name, Scalar, Struct, Type, TypeDef, TypeId, TypeKind};

/// The form of a type, if it has serde's traits.
pub(crate) fn of(cx: &Context<'_>, id: TypeId) -> Option<SerdeForm> {
    cx.emit.serde.filter(|_| traits::of_named(cx, id).serde)
}

fn is_wire(cx: &Context<'_>, id: TypeId) -> bool {
    of(cx, id) == Some(SerdeForm::Wire)
}

/// The most fields that the runtime reads as a tuple.
const MOST_FIELDS: usize = 16;

/// Whether macros of the runtime implement serde's traits: for what is in Rust's form, as long as no attribute of the
/// configuration is about serde.
fn is_by_name(cx: &Context<'_>, id: TypeId) -> bool {
    let def = &cx.schema.types[id.0];
    let attributes = cx.attributes(id);
    let mut attributes = attributes.attributes.iter();
    if of(cx, id) != Some(SerdeForm::Rust) || attributes.any(|text| text.contains("serde")) {
        return false;
    }
    match &def.kind {
        TypeKind::Record(fields) => fields.len() <= MOST_FIELDS,
        TypeKind::Struct(Struct { fields, which }) => {
            fields.len() + which.iter().len() <= MOST_FIELDS
        }
        TypeKind::Variant(_) | TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::OpenEnum(_) => {
            true
        }
        // Those are transparent.
        TypeKind::Flags(_) => false,
        TypeKind::Alias(_) | TypeKind::Use(_) | TypeKind::Resource(_) => false,
    }
}

/// Whether the table of a type's names is that of serde as well.
pub(crate) fn is_in_table(cx: &Context<'_>, id: TypeId) -> bool {
    let kind = &cx.schema.types[id.0].kind;
    matches!(
        kind,
        TypeKind::Record(_) | TypeKind::Struct(_) | TypeKind::Variant(_) | TypeKind::Enum(_)
    ) && is_by_name(cx, id)
}

/// ```ignore
/// #[derive(::rpc_runtime::serde::Serialize, ::rpc_runtime::serde::Deserialize)]
/// #[serde(crate = "::rpc_runtime::serde", tag = "tag", content = "val")]
/// ```
pub(crate) fn derive(cx: &Context<'_>, id: TypeId) -> Option<TokenStream> {
    if is_by_name(cx, id) {
        return None;
    }
    let runtime = cx.runtime();
    let kind = &cx.schema.types[id.0].kind;
    let is_wire = of(cx, id)? == SerdeForm::Wire;
    let (serialize, deserialize) = match kind {
        TypeKind::Flags(_) | TypeKind::OpenEnum(_) => (!is_wire, !is_wire),
        TypeKind::Union(_) => (true, !is_wire),
        TypeKind::Variant(cases) => (!(is_wire && has_optional_payload(cx, cases)), true),
        TypeKind::Record(_)
        | TypeKind::Enum(_)
        | TypeKind::Struct(_)
        | TypeKind::Alias(_)
        | TypeKind::Use(_)
        | TypeKind::Resource(_) => (true, true),
    };
    let serialize = serialize.then(|| quote!(#runtime::serde::Serialize));
    let deserialize = deserialize.then(|| quote!(#runtime::serde::Deserialize));
    let derived: Vec<_> = serialize.into_iter().chain(deserialize).collect();
    if derived.is_empty() {
        return None;
    }
    let path = spelled(&quote!(#runtime::serde));
    let form = match kind {
        TypeKind::Variant(_) => Some(quote!(, tag = "tag", content = "val")),
        TypeKind::Struct(_) => (traits::of_named(cx, id).default).then(|| quote!(, default)),
        TypeKind::Record(_)
        | TypeKind::Enum(_)
        | TypeKind::Flags(_)
        | TypeKind::Union(_)
        | TypeKind::OpenEnum(_)
        | TypeKind::Alias(_)
        | TypeKind::Use(_)
        | TypeKind::Resource(_) => None,
    };
    let form = form.filter(|_| is_wire);
    // On a line of its own, since that is where it stood first.
    let is_transparent = !is_wire && matches!(kind, TypeKind::Flags(_));
    let transparent = is_transparent.then(|| quote!(#[serde(transparent)]));
    Some(quote! {
        #[derive(#(#derived),*)]
        #[serde(crate = #path #form)]
        #transparent
    })
}

/// The attributes of a field of the record or struct `id`:
/// `#[serde(rename = "unitPrice", default, skip_serializing_if = "::core::option::Option::is_none")]`.
pub(crate) fn field(cx: &Context<'_>, id: TypeId, field: &Field) -> Option<TokenStream> {
    if !is_wire(cx, id) {
        return None;
    }
    let rename = rename(cx, &field.name);
    // A struct as a whole has a default.
    let is_struct = matches!(cx.schema.types[id.0].kind, TypeKind::Struct(_));
    let is_option = matches!(cx.schema.resolve(&field.ty), Type::Option(_));
    let default = (is_option && !is_struct).then(|| quote!(default));
    let skip = is_absent_as_none(cx, &field.ty)
        .then(|| quote!(skip_serializing_if = "::core::option::Option::is_none"));
    let with = with(cx, &field.ty);
    attribute([rename, default, skip, with])
}

/// The attribute of the field that holds a struct's unnamed union.
pub(crate) fn which(cx: &Context<'_>, id: TypeId) -> Option<TokenStream> {
    is_wire(cx, id).then(|| quote!(#[serde(flatten)]))
}

/// The attributes of a case of the enum, variant or union `id`: `#[serde(rename = "gift-card")]`.
pub(crate) fn case(cx: &Context<'_>, id: TypeId, case: &Case) -> Option<TokenStream> {
    let kind = &cx.schema.types[id.0].kind;
    if !is_wire(cx, id) || matches!(kind, TypeKind::Flags(_) | TypeKind::OpenEnum(_)) {
        return None;
    }
    let is_void = matches!(kind, TypeKind::Union(_)) && case.ty.is_none();
    let void = is_void.then(|| {
        let runtime = cx.runtime();
        let path = spelled(&quote!(#runtime::private::serde_form::void::serialize));
        quote!(serialize_with = #path)
    });
    attribute([rename(cx, &case.name), void])
}

/// The attribute of the case of a union that no schema knows yet.
pub(crate) fn unknown_case(cx: &Context<'_>, id: TypeId) -> Option<TokenStream> {
    is_wire(cx, id).then(|| quote!(#[serde(skip_serializing)]))
}

/// The attributes of a case's payload, inside its parentheses.
pub(crate) fn payload(cx: &Context<'_>, id: TypeId, ty: &Type) -> Option<TokenStream> {
    if !is_wire(cx, id) {
        return None;
    }
    attribute([with(cx, ty)])
}

fn attribute(parts: impl IntoIterator<Item = Option<TokenStream>>) -> Option<TokenStream> {
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]))
}

/// Serde takes the name of a raw identifier without its `r#`.
fn rename(cx: &Context<'_>, name: &Name) -> Option<TokenStream> {
    let wire = &name.wire;
    let rust = cx.rust_name(name);
    let rust = rust.strip_prefix("r#").unwrap_or(rust);
    (rust != wire).then(|| quote!(rename = #wire))
}

/// Whether none is written by leaving a member out. What may be missing itself is tagged.
fn is_absent_as_none(cx: &Context<'_>, ty: &Type) -> bool {
    let Type::Option(some) = cx.schema.resolve(ty) else {
        return false;
    };
    !matches!(cx.schema.resolve(some), Type::Option(_))
}

fn has_optional_payload(cx: &Context<'_>, cases: &[Case]) -> bool {
    let mut payloads = cases.iter().filter_map(|case| case.ty.as_ref());
    payloads.any(|ty| is_absent_as_none(cx, ty))
}

/// `with = "::rpc_runtime::private::serde_form::As::<…>"`, for a type whose own traits write it in Rust's form.
fn with(cx: &Context<'_>, ty: &Type) -> Option<TokenStream> {
    let (runtime, marker) = (cx.runtime(), marker(cx, ty)?);
    let path = spelled(&quote!(#runtime::private::serde_form::As::<#marker>));
    Some(quote!(with = #path))
}

/// What stands for a type in `As`: `::std::vec::Vec<Outcome<Same, Nothing>>`; none for one that is right as it is.
fn marker(cx: &Context<'_>, ty: &Type) -> Option<TokenStream> {
    let runtime = cx.runtime();
    let form = quote!(#runtime::private::serde_form);
    let or_same = |ty: &Type| marker(cx, ty).unwrap_or_else(|| quote!(#form::Same));
    let side = |ty: &Option<Box<Type>>| match ty {
        Some(ty) => or_same(ty),
        None => quote!(#form::Nothing),
    };
    match cx.schema.resolve(ty) {
        Type::Result { ok, err } => {
            let (ok, err) = (side(ok), side(err));
            Some(quote!(#form::Outcome<#ok, #err>))
        }
        Type::Option(some) => match cx.schema.resolve(some) {
            Type::Option(_) => {
                let some = or_same(some);
                Some(quote!(#form::Tagged<#some>))
            }
            some => marker(cx, some).map(|some| quote!(::core::option::Option<#some>)),
        },
        Type::List(item) => marker(cx, item).map(|item| quote!(::std::vec::Vec<#item>)),
        Type::FixedList(item, length) => {
            let length = proc_macro2::Literal::u32_unsuffixed(*length);
            marker(cx, item).map(|item| quote!([#item; #length]))
        }
        Type::Map(key, value) => {
            // These are keys of JSON as they are.
            let is_text = matches!(
                cx.schema.resolve(key),
                Type::String | Type::Scalar(Scalar::Char)
            );
            let key = (!is_text).then(|| quote!(#form::Key));
            let value = marker(cx, value);
            (key.is_some() || value.is_some()).then(|| {
                let same = || quote!(#form::Same);
                let (key, value) = (key.unwrap_or_else(same), value.unwrap_or_else(same));
                quote!(::std::collections::BTreeMap<#key, #value>)
            })
        }
        Type::Tuple(items) => {
            let is_other = items.iter().any(|item| marker(cx, item).is_some());
            is_other.then(|| {
                let items: Vec<_> = items.iter().map(or_same).collect();
                expr::tuple_type(cx, &items)
            })
        }
        Type::Scalar(_)
        | Type::String
        | Type::Named(_)
        | Type::Own(_)
        | Type::Borrow(_)
        | Type::Stream(_)
        | Type::Future(_)
        | Type::Void
        | Type::Data
        | Type::AnyPointer => None,
    }
}

/// A path as the text of an attribute.
fn spelled(path: &impl ToTokens) -> String {
    let path = path.to_token_stream().to_string().replace(' ', "");
    path.replace(',', ", ").replace(", >", ">")
}

/// What is implemented and not derived, beyond what the table of a type's names says.
pub(crate) fn implementations(
    cx: &Context<'_>,
    id: TypeId,
    inserts: &mut Inserts,
) -> Option<TokenStream> {
    let (runtime, def) = (cx.runtime(), &cx.schema.types[id.0]);
    if is_by_name(cx, id) {
        return render_names(cx, def, inserts);
    }
    if !is_wire(cx, id) {
        return None;
    }
    let name = cx.ident(&def.name);
    match &def.kind {
        TypeKind::Flags(_) => Some(render_both(
            cx,
            &name,
            &quote!(#runtime::private::serde_form::write_flags(self, serializer)),
            &quote!(#runtime::private::serde_form::read_flags(deserializer)),
        )),
        TypeKind::OpenEnum(_) => Some(render_both(
            cx,
            &name,
            &quote!(#runtime::private::serde_form::write_open_enum(self, serializer)),
            &quote!(#runtime::private::serde_form::read_open_enum(deserializer)),
        )),
        TypeKind::Variant(cases) if has_optional_payload(cx, cases) => {
            Some(render_variant(cx, def, cases))
        }
        TypeKind::Union(cases) => Some(render_union(cx, &name, cases)),
        TypeKind::Record(_)
        | TypeKind::Variant(_)
        | TypeKind::Enum(_)
        | TypeKind::Struct(_)
        | TypeKind::Alias(_)
        | TypeKind::Use(_)
        | TypeKind::Resource(_) => None,
    }
}

/// ```ignore
/// serde_enum! {
///     PersonWhich {
///         0 Email(value),
///         1 Unknown(value),
///     }
/// }
/// ```
fn render_names(cx: &Context<'_>, def: &TypeDef, inserts: &mut Inserts) -> Option<TokenStream> {
    let (runtime, name) = (cx.runtime(), cx.rust_name(&def.name));
    Some(inserts.add(match &def.kind {
        TypeKind::Union(cases) | TypeKind::OpenEnum(cases) => {
            let rows = cases.iter().enumerate().map(|(number, case)| {
                let payload = if case.ty.is_some() { "(value)" } else { "" };
                format!("{number} {}{payload}", cx.rust_name(&case.name))
            });
            let unknown = format!("{} Unknown(value)", cases.len());
            let path = quote!(#runtime::private::serde_enum);
            formatting::table(&path, name, rows.chain([unknown]), None)
        }
        _ => return None,
    }))
}

fn render_both(
    cx: &Context<'_>,
    name: &Ident,
    write: &TokenStream,
    read: &TokenStream,
) -> TokenStream {
    let (write, read) = (
        render_serialize(cx, name, write),
        render_deserialize(cx, name, read),
    );
    quote!(#write #read)
}

fn render_serialize(cx: &Context<'_>, name: &Ident, write: &TokenStream) -> TokenStream {
    let runtime = cx.runtime();
    quote! {
        impl #runtime::serde::Serialize for #name {
            fn serialize<S: #runtime::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                #write
            }
        }
    }
}

fn render_deserialize(cx: &Context<'_>, name: &Ident, read: &TokenStream) -> TokenStream {
    let runtime = cx.runtime();
    quote! {
        impl<'de> #runtime::serde::Deserialize<'de> for #name {
            fn deserialize<D: #runtime::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                #read
            }
        }
    }
}

/// A derived implementation writes `val: null` for a payload that is none.
///
/// ```ignore
/// impl Serialize for Reminder {
///     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
///         match self {
///             Self::At(value) => serde_form::write_case(serializer, "reminder", "at", value),
///             Self::Never => write_empty_case(serializer, "reminder", "never"),
///         }
///     }
/// }
/// ```
fn render_variant(cx: &Context<'_>, def: &TypeDef, cases: &[Case]) -> TokenStream {
    let runtime = cx.runtime();
    let form = quote!(#runtime::private::serde_form);
    let type_name = &def.name.schema;
    let writes = cases.iter().map(|case| {
        let (rust, tag) = (cx.ident(&case.name), &case.name.wire);
        let Some(ty) = &case.ty else {
            return quote! {
                Self::#rust => #form::write_empty_case(serializer, #type_name, #tag)
            };
        };
        let value = match marker(cx, ty) {
            Some(marker) => quote!(&#form::SerializeAsWrap::<_, #marker>::new(value)),
            None => quote!(value),
        };
        quote!(Self::#rust(value) => #form::write_case(serializer, #type_name, #tag, #value))
    });
    let write = quote!(match self { #(#writes,)* });
    render_serialize(cx, &cx.ident(&def.name), &write)
}

/// A derived implementation knows no union without a member, and no keys that are not its own.
///
/// ```ignore
/// impl<'de> Deserialize<'de> for Employment {
///     fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
///         serde_form::read_union(deserializer)
///     }
/// }
///
/// impl serde_form::Union for Employment {
///     fn read_member<'de, D: Deserializer<'de>>(member: &str, deserializer: D) -> Result<Self, D::Error> {
///         match member {
///             "unemployed" => serde_form::void::deserialize(deserializer).map(|()| Self::Unemployed),
///             "employer" => Deserialize::deserialize(deserializer).map(Self::Employer),
///             other => serde_form::unknown_member(other),
///         }
///     }
/// }
/// ```
fn render_union(cx: &Context<'_>, name: &Ident, cases: &[Case]) -> TokenStream {
    let runtime = cx.runtime();
    let form = quote!(#runtime::private::serde_form);
    let read = quote!(#form::read_union(deserializer));
    let deserialize = render_deserialize(cx, name, &read);
    let reads = cases.iter().map(|case| {
        let (rust, key) = (cx.ident(&case.name), &case.name.wire);
        match case.ty {
            Some(_) => quote! {
                #key => #runtime::serde::Deserialize::deserialize(deserializer).map(Self::#rust)
            },
            None => quote!(#key => #form::void::deserialize(deserializer).map(|()| Self::#rust)),
        }
    });
    // An unused deserializer is a warning in the user's crate.
    let unused = cases.is_empty().then(|| quote!(let _ = deserializer;));
    quote! {
        #deserialize

        impl #form::Union for #name {
            fn read_member<'de, D: #runtime::serde::Deserializer<'de>>(
                member: &str,
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                #unused
                match member {
                    #(#reads,)*
                    other => #form::unknown_member(other),
                }
            }
        }
    }
}
