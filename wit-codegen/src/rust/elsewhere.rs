//! Types that are taken from elsewhere, and what others who take ours rely on.
//!
//! ```ignore
//! pub mod types {
//!     // `.with_generated("acme:common", "acme_common")`
//!     use ::acme_common::types::generated_with_serde as __elsewhere;
//!
//!     pub use __elsewhere::Problem;
//! }
//! ```
//!
//! Everything goes through one `use`: where that is not found, rustc says so once, and takes every type behind it for
//! one that it knows nothing of.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::layout::Inserts;
use super::traits::{self, Traits};
use super::types::docs_of;
use super::{Context, ident};
use crate::model::{Mapped, Module, TypeDef, TypeId, TypeKind};
use crate::names;

/// What a module's types are taken from, and what is claimed of them.
pub(crate) fn render_source(
    cx: &Context<'_>,
    module: &Module,
    inserts: &mut Inserts,
) -> TokenStream {
    let source = source(cx, module).map(|mapped| inserts.add(import(cx, module, mapped)));
    let claims = claims(cx, module, inserts);
    quote!(#source #claims)
}

/// The first of a module's types that is taken from a module of its like.
fn source<'s>(cx: &Context<'s>, module: &Module) -> Option<&'s Mapped> {
    let mut mapped = module.types.iter();
    mapped.find_map(|id| {
        let mapped = cx.schema.types[id.0].mapped.as_ref()?;
        mapped.module.is_some().then_some(mapped)
    })
}

/// Written as text, since the formatter leaves comments out. What is said in the line itself is shown with rustc's error.
fn import(cx: &Context<'_>, module: &Module, mapped: &Mapped) -> String {
    let Mapped {
        module: path,
        generated,
        option,
        ..
    } = mapped;
    let path = path.as_deref().unwrap_or_default();
    let selector = &module.selector;
    let mut lines = vec![format!(
        "The types of `{selector}` are taken from `{path}`."
    )];
    let mut through = String::new();
    if *generated {
        lines.push(format!(
            "If that is not found, look at `{option}` in the build script:"
        ));
        if let Some((inner, package)) = inside_out(selector) {
            lines.extend([
                format!("- `{inner}` stands where the file of `{package}` is included by `include_rpc!`;"),
                format!(
                    "- in a crate that has `{package}` as a dependency of its own package, in `{}` there.",
                    names_of(package)
                ),
            ]);
        }
        if cx.options.serde {
            through.push_str("::generated_with_serde");
            lines.extend([
                "- Without `generated_with_serde`, it was generated with `.serde(false)`: do that here, too,".to_owned(),
                "  or take it away there.".to_owned(),
            ]);
        }
        if cx.options.messages {
            through.push_str("::generated_with_messages");
            lines.extend([
                "- Without `generated_with_messages`, it was generated without `.messages(true)`: add that".to_owned(),
                "  there, or take it away here.".to_owned(),
            ]);
        }
    }
    let mut text: String = lines.iter().map(|line| format!("// {line}\n")).collect();
    text.push_str(&format!(
        "use {path}{through} as __elsewhere; // {option}\n"
    ));
    text
}

/// The module of an interface and the package that it is in, of `acme:common/types@1.0.0`.
fn inside_out(selector: &str) -> Option<(String, &str)> {
    let (package, interface) = selector
        .split_once('/')
        .filter(|(it, _)| it.contains(':'))?;
    let interface = interface.split('@').next().unwrap_or_default();
    Some((names::module(interface.rsplit('/').next()?), package))
}

/// `acme::common`
fn names_of(package: &str) -> String {
    let names: Vec<String> = package.split(':').map(names::module).collect();
    names.join("::")
}

/// What the configuration, or the schema, says that the types of a module have: checked where it is written, and not
/// only where something is derived from it.
///
/// ```ignore
/// // What `.with_generated("acme:common", "acme_common")` says of these types.
/// const _: () = {
///     const fn have<T: Copy + Eq>() {}
///     have::<Color>();
/// };
/// ```
fn claims(cx: &Context<'_>, module: &Module, inserts: &mut Inserts) -> TokenStream {
    let mut claims: BTreeMap<(&str, String), Vec<&TypeDef>> = BTreeMap::new();
    for id in &module.types {
        let def = &cx.schema.types[id.0];
        let Some(mapped) = &def.mapped else { continue };
        if def.is_data() || (def.is_opaque() && matches!(def.kind, TypeKind::Alias(_))) {
            let bounds = bounds(cx, *id, mapped);
            let of_alike = claims.entry((mapped.option.as_str(), bounds.to_string()));
            of_alike.or_default().push(def);
        }
    }
    let claims = claims.into_iter().map(|((option, bounds), types)| {
        let bounds: TokenStream = bounds.parse().unwrap_or_default();
        let types = types.iter().map(|def| ident(&def.name.rust));
        let comment = inserts.add(format!(
            "// What these types have because of `{option}`;\n// `.with_traits(…)` says otherwise."
        ));
        quote! {
            #comment
            const _: () = {
                const fn have<T: #bounds>() {}
                #(have::<#types>();)*
            };
        }
    });
    quote!(#(#claims)*)
}

/// `Value + Debug + Clone + PartialEq + Copy`
fn bounds(cx: &Context<'_>, id: TypeId, mapped: &Mapped) -> TokenStream {
    let runtime = cx.runtime();
    let Traits {
        clone,
        copy,
        eq,
        hash,
        default,
        serde,
    } = traits::of_named(cx, id);
    let own = (!mapped.generated).then(|| quote!(#runtime::Value + ::core::fmt::Debug));
    let clone = clone.then(|| quote!(::core::clone::Clone + ::core::cmp::PartialEq));
    let copy = copy.then(|| quote!(::core::marker::Copy));
    let eq = eq.then(|| quote!(::core::cmp::Eq));
    let hash = hash.then(|| quote!(::core::hash::Hash));
    let default = default.then(|| quote!(::core::default::Default));
    let serde = (cx.options.serde && serde)
        .then(|| quote!(#runtime::serde::Serialize + #runtime::serde::de::DeserializeOwned));
    let bounds = [own, clone, copy, eq, hash, default, serde];
    let bounds = bounds.into_iter().flatten();
    quote!(#(#bounds)+*)
}

/// `pub use __elsewhere::Order;`, with what belongs to it; or `pub use ::my_money::Amount;`.
pub(crate) fn render_type(
    cx: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    mapped: &Mapped,
    inserts: &mut Inserts,
) -> TokenStream {
    let (docs, name) = (docs_of(def), ident(&def.name.rust));
    let source = source(cx, &cx.schema.modules[def.module.0]);
    if source.is_none_or(|source| source.module != mapped.module) {
        // Checked when the configuration was read.
        let path: TokenStream = mapped.path.parse().unwrap_or_default();
        let option =
            (!mapped.option.is_empty()).then(|| inserts.add(format!("// {}", mapped.option)));
        return quote!(#option #docs pub use #path as #name;);
    }
    let last = mapped.path.rsplit("::").next().unwrap_or_default();
    let there = ident(last);
    let renamed = (there != name).then(|| quote!(as #name));
    let mut more = Vec::new();
    if mapped.generated {
        if let TypeKind::Resource(resource) = &def.kind
            && resource.entrypoint.is_none()
        {
            more.push(ident(&resource.trait_name));
        }
        if cx.options.messages
            && let Some(readers) = cx.readers.get(&id)
        {
            more.push(ident(&readers.reader));
            more.extend(readers.which.as_deref().map(ident));
        }
    }
    match more.as_slice() {
        [] => quote!(#docs pub use __elsewhere::#there #renamed;),
        more => quote!(#docs pub use __elsewhere::{#there #renamed, #(#more),*};),
    }
}

/// What crates that take a module's types rely on: they look for them in here, and find none if it is not so.
///
/// ```ignore
/// #[doc(hidden)]
/// pub mod generated_with_serde {
///     pub use super::*;
/// }
/// ```
pub(crate) fn render_marks(cx: &Context<'_>, module: &Module) -> TokenStream {
    let mut types = module.types.iter().map(|id| &cx.schema.types[id.0].kind);
    if types.all(|kind| matches!(kind, TypeKind::Use(_))) {
        return TokenStream::new();
    }
    let marks = [
        ("generated_with_serde", cx.options.serde),
        ("generated_with_messages", cx.options.messages),
    ];
    let marks = marks.into_iter().filter(|(_, is_so)| *is_so);
    let marks = marks.map(|(name, _)| {
        let name = ident(name);
        quote! {
            #[doc(hidden)]
            pub mod #name {
                pub use super::*;
            }
        }
    });
    quote!(#(#marks)*)
}
