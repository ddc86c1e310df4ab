//! Declarations of types.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::layout::{self, Inserts};
use super::message;
use super::traits::{self, Traits};
use super::{
    Context, docs, elsewhere, errors, expr, ident, open_enum, resource, serde_form, structure,
    union, values,
};
use crate::model::{Case, Field, ModuleId, TypeDef, TypeId, TypeKind};
use crate::options::Attributes;

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
        TypeKind::Record(fields) => render_record(cx, module, id, def, fields),
        TypeKind::Variant(cases) => render_variant(cx, module, id, def, cases),
        TypeKind::Enum(cases) => render_enum(cx, id, def, cases),
        TypeKind::Flags(flags) => render_flags(cx, id, def, flags, inserts),
        TypeKind::Struct(described) => structure::render(cx, module, id, def, described),
        TypeKind::Union(cases) => union::render(cx, module, id, def, cases),
        TypeKind::OpenEnum(cases) => open_enum::render(cx, id, def, cases),
        TypeKind::Alias(ty) => {
            let (docs, name) = (docs_of(def), cx.ident(&def.name));
            let ty = expr::owned(cx, module, ty);
            return quote!(#docs pub type #name = #ty;);
        }
        TypeKind::Use(declared) => return render_use(cx, module, def, *declared),
        TypeKind::Resource(resource) => return resource::render(cx, module, def, resource),
    };
    let error = errors::render(cx, id, def);
    let messages = cx.options.messages.then(|| message::render(cx, module, id));
    let serde = serde_form::implementations(cx, id);
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
    let value = values::render_record(cx, &name, def, fields);
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
    let value = values::render_variant(cx, &name, def, cases);
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
fn render_enum(cx: &Context<'_>, id: TypeId, def: &TypeDef, cases: &[Case]) -> TokenStream {
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
    let value = values::render_enum(cx, &name, cases);
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
    let declaration = layout::macro_call(&quote!(#runtime::private::bitflags), &alike, &differing);
    let declaration = inserts.add(declaration);
    let value = values::render_flags(cx, &name, flags);
    quote! {
        #declaration
        #value
    }
}

/// `#[derive(…)]` and the attributes that the configuration adds. Selectors may overlap, and name what is derived anyway:
/// each trait is derived once.
pub(crate) fn derives(
    cx: &Context<'_>,
    id: TypeId,
    traits: Traits,
    attributes: &Attributes,
) -> TokenStream {
    let mut names = vec!["Debug"];
    if traits.clone {
        names.push("Clone");
    }
    if traits.copy {
        names.push("Copy");
    }
    if traits.clone {
        names.push("PartialEq");
    }
    if traits.eq {
        names.push("Eq");
    }
    if traits.hash {
        names.push("Hash");
    }
    if traits.default {
        names.push("Default");
    }
    let mut seen: HashSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let extra = attributes.derives.iter();
    let extra = extra.filter(|path| seen.insert(derived_trait(path)));
    let extra: Vec<_> = extra
        .map(|path| path.parse::<TokenStream>().unwrap_or_default())
        .collect();
    let names = names.iter().map(|name| ident(name));
    let serde = serde_form::derive(cx, id);
    let attributes = attributes.attributes.iter();
    let attributes = attributes.map(|text| text.parse::<TokenStream>().unwrap_or_default());
    quote! {
        #[derive(#(#names,)* #(#extra),*)]
        #serde
        #(#attributes)*
    }
}

/// Traits of the standard library that can be derived: whatever the path, a type has one implementation of each.
const STANDARD: &[&str] = &[
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
];

/// What tells whether two derives are of the same trait: a standard one's name, or the path.
fn derived_trait(path: &str) -> String {
    let path: String = path.chars().filter(|c| !c.is_whitespace()).collect();
    match path.rsplit("::").next() {
        Some(last) if STANDARD.contains(&last) => last.to_owned(),
        _ => path,
    }
}

/// [`derives`] of a type whose default is written out.
pub(crate) fn derives_without_default(
    cx: &Context<'_>,
    id: TypeId,
    traits: Traits,
    attributes: &Attributes,
) -> TokenStream {
    let traits = Traits {
        default: false,
        ..traits
    };
    let mut attributes = attributes.clone();
    let is_default = |path: &String| derived_trait(path) == "Default";
    attributes.derives.retain(|path| !is_default(path));
    derives(cx, id, traits, &attributes)
}

pub(crate) fn docs_of(def: &TypeDef) -> TokenStream {
    docs::of(&def.docs, &format!("`{}`", def.selector))
}
