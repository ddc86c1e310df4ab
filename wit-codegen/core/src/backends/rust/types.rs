//! Declarations of types.

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use super::declaration::{derives, derives_without_default, docs_of};
use super::formatting::{self, Inserts};
use super::message;
use super::traits::{self, Traits};
use super::{
    Context, docs, elsewhere, errors, expr, open_enum, resource, serde_form, structure, union,
    values,
};
use crate::model::{Case, Field, ModuleId, TypeDef, TypeId, TypeKind};

/// A type's declaration and what is implemented for it.
pub(crate) fn render(
    cx: &Context<'_>,
    module: ModuleId,
    id: TypeId,
    inserts: &mut Inserts,
) -> TokenStream {
    let def = &cx.schema.types[id.0];
    if let Some(mapped) = cx.elsewhere.get(id) {
        return elsewhere::render_type(cx, id, def, mapped, inserts);
    }
    let declared = match &def.kind {
        TypeKind::Record(fields) => render_record(cx, module, id, def, fields, inserts),
        TypeKind::Variant(cases) => render_variant(cx, module, id, def, cases, inserts),
        TypeKind::Enum(cases) => render_enum(cx, id, def, cases, inserts),
        TypeKind::Flags(flags) => render_flags(cx, id, def, flags, inserts),
        TypeKind::Struct(described) => structure::render(cx, module, id, def, described, inserts),
        TypeKind::Union(cases) => union::render(cx, module, id, def, cases, inserts),
        TypeKind::OpenEnum(cases) => open_enum::render(cx, id, def, cases, inserts),
        TypeKind::Alias(ty) => {
            let (docs, name) = (docs_of(def), cx.ident(&def.name));
            let ty = expr::owned(cx, module, ty);
            return quote!(#docs pub type #name = #ty;);
        }
        TypeKind::Use(declared) => return render_use(cx, module, def, *declared),
        TypeKind::Resource(resource) => {
            return resource::render(cx, module, def, resource, inserts);
        }
    };
    let error = errors::render(cx, id, def);
    let messages = (cx.emit.messages).then(|| message::render(cx, module, id, inserts));
    let serde = serde_form::implementations(cx, id, inserts);
    quote!(#declared #serde #messages #error)
}

/// `pub use super::types::Order;`
fn render_use(cx: &Context<'_>, module: ModuleId, def: &TypeDef, declared: TypeId) -> TokenStream {
    let target = &cx.schema.types[declared.0];
    let path = cx.path(module, target.module, cx.rust_name(&target.name));
    let docs = docs_of(def);
    if cx.rust_name(&target.name) == cx.rust_name(&def.name) {
        quote!(#docs pub use #path;)
    } else {
        let name = cx.ident(&def.name);
        quote!(#docs pub use #path as #name;)
    }
}

/// ```ignore
/// #[derive(Debug, Clone, PartialEq)]
/// pub struct Order {
///     pub id: u64,
/// }
/// ```
fn render_record(
    cx: &Context<'_>,
    module: ModuleId,
    id: TypeId,
    def: &TypeDef,
    fields: &[Field],
    inserts: &mut Inserts,
) -> TokenStream {
    let (docs, name) = (docs_of(def), cx.ident(&def.name));
    let derives = derives(cx, id, traits::of_named(cx, id), &cx.attributes(id));
    let declared = fields.iter().map(|field| {
        let docs = docs::of(&field.docs, &format!("`{}`", field.name.schema));
        let serde = serde_form::field(cx, id, field);
        let name = cx.ident(&field.name);
        let ty = expr::owned(cx, module, &field.ty);
        quote!(#docs #serde pub #name: #ty)
    });
    let value = values::render_record(cx, id, def, fields, inserts);
    quote! {
        #docs
        #derives
        pub struct #name { #(#declared,)* }

        #value
    }
}

/// ```ignore
/// #[derive(Debug, Clone, PartialEq)]
/// pub enum Payment {
///     Card(Card),
///     Cash,
/// }
/// ```
fn render_variant(
    cx: &Context<'_>,
    module: ModuleId,
    id: TypeId,
    def: &TypeDef,
    cases: &[Case],
    inserts: &mut Inserts,
) -> TokenStream {
    let (docs, name) = (docs_of(def), cx.ident(&def.name));
    let derives = derives(cx, id, traits::of_named(cx, id), &cx.attributes(id));
    let declared = cases.iter().map(|case| {
        let docs = docs::of(&case.docs, &format!("`{}`", case.name.schema));
        let serde = serde_form::case(cx, id, case);
        let name = cx.ident(&case.name);
        let payload = case.ty.as_ref().map(|ty| {
            let serde = serde_form::payload(cx, id, ty);
            let ty = expr::owned(cx, module, ty);
            quote!((#serde #ty))
        });
        quote!(#docs #serde #name #payload)
    });
    let value = values::render_variant(cx, id, def, cases, inserts);
    quote! {
        #docs
        #derives
        pub enum #name { #(#declared,)* }

        #value
    }
}

/// ```ignore
/// #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// pub enum Color {
///     Red,
/// }
/// ```
fn render_enum(
    cx: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    cases: &[Case],
    inserts: &mut Inserts,
) -> TokenStream {
    let (docs, name) = (docs_of(def), cx.ident(&def.name));
    let mut attributes = cx.attributes(id);
    let extra = ["PartialOrd", "Ord"].map(str::to_owned);
    attributes.derives.extend(extra);
    let derives = derives(cx, id, traits::of_named(cx, id), &attributes);
    let declared = cases.iter().map(|case| {
        let docs = docs::of(&case.docs, &format!("`{}`", case.name.schema));
        let serde = serde_form::case(cx, id, case);
        let name = cx.ident(&case.name);
        quote!(#docs #serde #name)
    });
    let value = values::render_enum(cx, id, def, cases, inserts);
    quote! {
        #docs
        #derives
        pub enum #name { #(#declared,)* }

        #value
    }
}

/// ```ignore
/// bitflags! {
///     #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
///     pub struct Permissions: u32 {
///         const READ = 1 << 0;
///     }
/// }
/// ```
///
/// WIT has no more than 32 flags in a type. The macro's call is written as text, because the formatter leaves the inside
/// of macros as it is.
fn render_flags(
    cx: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    flags: &[Case],
    inserts: &mut Inserts,
) -> TokenStream {
    let (docs, name) = (docs_of(def), cx.ident(&def.name));
    let runtime = cx.runtime();
    let derives = derives(cx, id, Traits::ALL, &cx.attributes(id));
    let declared = flags.iter().enumerate().map(|(index, flag)| {
        let docs = docs::of(&flag.docs, &format!("`{}`", flag.name.schema));
        let name = cx.ident(&flag.name);
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        quote!(#docs #name = 1 << #index)
    });
    // Formatted as an enum, from which the macro's syntax differs in these lines.
    let alike = quote! {
        #docs
        #derives
        pub enum #name { #(#declared,)* }
    };
    let mut differing = vec![(
        format!("pub enum {name} {{"),
        format!("pub struct {name}: u32 {{"),
    )];
    differing.extend(flags.iter().enumerate().map(|(index, flag)| {
        let flag = cx.rust_name(&flag.name);
        (
            format!("    {flag} = 1 << {index},"),
            format!("    const {flag} = 1 << {index};"),
        )
    }));
    let declaration =
        formatting::macro_call(&quote!(#runtime::private::bitflags), &alike, &differing);
    let declaration = inserts.add(declaration);
    let value = values::render_flags(cx, id, def, flags, inserts);
    quote! {
        #declaration
        #value
    }
}
