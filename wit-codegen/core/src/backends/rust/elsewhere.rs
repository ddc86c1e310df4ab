//! Types that are taken from elsewhere, and what others who take ours rely on.
//!
//! ```ignore
//! mod __from_desk {
//!     use ::acme_common as __1; // .with_generated("acme:common", "acme_common"): …
//!     pub(super) use __1::__acme__common as package_1; // .with_generated("acme:common", "acme_common"): …
//! }
//!
//! pub mod types {
//!     use super::__from_desk::package_1 as __elsewhere_1;
//!     use __elsewhere_1::types as __elsewhere_2;
//!     use __elsewhere_2::generated_with_serde as __elsewhere;
//!
//!     pub use __elsewhere::Problem;
//! }
//! ```
//!
//! Everything goes through `use`s of one step, which come before all that needs them. Where a step is not found, rustc
//! says that once, with the line and what is said there, and takes everything behind it for something that it knows
//! nothing of.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::formatting::Inserts;
use super::options::SerdeForm;
use super::traits::{self, Traits};
use super::types::docs_of;
use super::{Context, ident};
use crate::model::{Module, ModuleId, TypeDef, TypeId, TypeKind};
use crate::names;
use crate::names::rust::Mapped;
use crate::options::Selector;

/// What a module's types are taken from, and what is claimed of them.
pub(crate) fn render_source(
    cx: &Context<'_>,
    id: ModuleId,
    module: &Module,
    inserts: &mut Inserts,
) -> TokenStream {
    let source = source(cx, module).map(|mapped| inserts.add(import(cx, id, module, mapped)));
    let claims = claims(cx, module, inserts);
    quote!(#source #claims)
}

/// Whether a module's types are taken from a module of its like.
pub(crate) fn is_taken(cx: &Context<'_>, module: &Module) -> bool {
    source(cx, module).is_some()
}

/// The first of a module's types that is taken from a module of its like.
fn source<'s>(cx: &Context<'s>, module: &Module) -> Option<&'s Mapped> {
    let mut mapped = module.types.iter();
    mapped.find_map(|id| {
        let mapped = cx.elsewhere.get(*id)?;
        mapped.module.is_some().then_some(mapped)
    })
}

/// What a module's types are taken from. Written as text, since the formatter leaves comments out.
fn import(cx: &Context<'_>, id: ModuleId, module: &Module, mapped: &Mapped) -> String {
    let Mapped {
        module: path,
        generated,
        option,
        ..
    } = mapped;
    let path = path.as_deref().unwrap_or_default();
    let mut steps = match listed_at(module, mapped) {
        Some((_, interface)) => {
            let known = sources(cx);
            let at = known.iter().position(|it| it.is_of(module, mapped));
            let up = "super::".repeat(cx.names.path(id).len());
            let from = from_name(cx);
            let package = format!("{up}{from}::package_{}", at.unwrap_or_default() + 1);
            vec![
                (package, format!("{option}, at the start of this file")),
                (interface.to_owned(), option.clone()),
            ]
        }
        None => steps_of(path, option),
    };
    if *generated && let Some(form) = cx.emit.serde {
        let why = format!(
            "{option}: it was generated with another `.serde(…)` or `.serde_form(…)` than here"
        );
        steps.push((serde_mark(form).to_owned(), why));
    }
    if *generated && cx.emit.messages {
        let why = format!("{option}: it was generated without `.messages(true)`, and here with it");
        steps.push(("generated_with_messages".to_owned(), why));
    }
    chain("", "__elsewhere", "__elsewhere", &steps)
}

/// Each name of a path, with what is said at its line.
fn steps_of(path: &str, said: &str) -> Vec<(String, String)> {
    let (root, path) = match path.strip_prefix("::") {
        Some(path) => ("::", path),
        None => ("", path),
    };
    let mut steps: Vec<_> = path
        .split("::")
        .map(|name| (name.trim().to_owned(), said.to_owned()))
        .collect();
    if let Some((first, _)) = steps.first_mut() {
        first.insert_str(0, root);
    }
    steps
}

/// A `use` for each step; the last is called `last`.
fn chain(visibility: &str, numbered: &str, last: &str, steps: &[(String, String)]) -> String {
    let mut text = String::new();
    for (index, (name, said)) in steps.iter().enumerate() {
        let before = (index > 0).then(|| format!("{numbered}_{index}::"));
        let before = before.unwrap_or_default();
        let (visibility, name_here) = match index + 1 == steps.len() {
            true => (visibility, last.to_owned()),
            false => ("", format!("{numbered}_{}", index + 1)),
        };
        text.push_str(&format!(
            "{visibility}use {before}{name} as {name_here}; // {said}\n"
        ));
    }
    text
}

/// A package that is taken from a crate that lists it.
#[derive(PartialEq, Eq)]
struct Source<'s> {
    /// The path of its list.
    path: &'s str,
    option: &'s str,
    /// `acme:common@1.2.0`
    package: String,
}

impl Source<'_> {
    fn is_of(&self, module: &Module, mapped: &Mapped) -> bool {
        listed_at(module, mapped).is_some_and(|(path, _)| path == self.path)
            && mapped.option == self.option
    }
}

/// The path of the list of a WIT package, and what an interface is called there.
fn listed_at<'m>(module: &Module, mapped: &'m Mapped) -> Option<(&'m str, &'m str)> {
    let is_listed = mapped.generated && package_of(module).is_some();
    let path = mapped.module.as_deref().filter(|_| is_listed)?;
    path.rsplit_once("::")
}

/// `acme:common@1.2.0`; a Cap'n Proto file is in none.
fn package_of(module: &Module) -> Option<String> {
    Selector::parse(&module.selector).ok()?.in_package()
}

/// Every package that is taken from elsewhere, once.
fn sources<'s>(cx: &Context<'s>) -> Vec<Source<'s>> {
    let mut sources = Vec::new();
    for module in &cx.schema.modules {
        let Some(mapped) = source(cx, module) else {
            continue;
        };
        if let Some((path, _)) = listed_at(module, mapped)
            && let Some(package) = package_of(module)
        {
            let option = mapped.option.as_str();
            let source = Source {
                path,
                option,
                package,
            };
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
    }
    sources
}

fn from_name(cx: &Context<'_>) -> String {
    format!("__from_{}", plain(cx.file_stem))
}

/// Where packages are taken from: once for each, so that what is wrong with it is said once.
pub(crate) fn render_sources(cx: &Context<'_>, inserts: &mut Inserts) -> TokenStream {
    let sources = sources(cx);
    if sources.is_empty() {
        return TokenStream::new();
    }
    let uses = sources.iter().enumerate().map(|(index, source)| {
        let Source {
            path,
            option,
            package,
        } = source;
        let said = format!(
            "{option}: `{package}` is generated in the module with that path, by an `include_rpc!` there"
        );
        let steps = steps_of(path, &said);
        let numbered = format!("__{}", index + 1);
        let last = format!("package_{}", index + 1);
        inserts.add(chain("pub(super) ", &numbered, &last, &steps))
    });
    let uses: Vec<_> = uses.collect();
    let name = ident(&from_name(cx));
    quote! {
        #[allow(deprecated, unused_imports)]
        mod #name { #(#uses)* }
    }
}

/// What a file has, by package and interface: the same names in a crate whose main package it is, in one that has it as
/// a dependency, and wherever modules were put. Not what is taken from elsewhere in turn: two files in one module may
/// have the same then. They may even both be without a name in common, hence the glob.
///
/// ```ignore
/// #[doc(hidden)]
/// pub mod __in_desk {
///     pub mod __acme__common__1_2_0 {
///         pub use super::super::acme::common::types;
///     }
/// }
/// #[doc(hidden)]
/// pub use self::__in_desk::*;
/// ```
pub(crate) fn render_list(cx: &Context<'_>) -> TokenStream {
    let mut packages: BTreeMap<String, Vec<TokenStream>> = BTreeMap::new();
    for (index, module) in cx.schema.modules.iter().enumerate() {
        let item = Selector::parse(&module.selector).ok();
        let (Some(item), Some(package)) = (item, package_of(module)) else {
            continue;
        };
        let mut types = module.types.iter();
        let has_types = types.any(|id| {
            // The platform's types are everybody's, and were put there by no option.
            let mapped = cx.elsewhere.get(*id);
            let is_here = mapped.is_none_or(|it| !it.generated && !it.option.is_empty());
            is_here && !matches!(cx.schema.types[id.0].kind, TypeKind::Use(_))
        });
        if !has_types {
            continue;
        }
        let (package, listed) = names::rust::listed(&package, item.path());
        let names = cx.names.path(ModuleId(index));
        let path: Vec<_> = names.iter().map(|name| ident(name)).collect();
        let renamed = (names.last() != Some(&listed)).then(|| {
            let listed = ident(&listed);
            quote!(as #listed)
        });
        let of_package = packages.entry(package).or_default();
        of_package.push(quote!(pub use super::super::#(#path)::* #renamed;));
    }
    if packages.is_empty() {
        return TokenStream::new();
    }
    let list = ident(&format!("__in_{}", plain(cx.file_stem)));
    let packages = packages.iter().map(|(name, modules)| {
        let name = ident(name);
        quote!(pub mod #name { #(#modules)* })
    });
    quote! {
        #[doc(hidden)]
        #[allow(deprecated, non_snake_case, unused_imports, unreachable_pub)]
        pub mod #list { #(#packages)* }
        #[doc(hidden)]
        #[allow(unused_imports, unreachable_pub)]
        pub use self::#list::*;
    }
}

/// A file's name may have `-` and `.`.
fn plain(stem: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric();
    let chars = stem.chars();
    chars.map(|c| if is_plain(c) { c } else { '_' }).collect()
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
        let Some(mapped) = cx.elsewhere.get(*id) else {
            continue;
        };
        if def.is_data() || (def.is_opaque() && matches!(def.kind, TypeKind::Alias(_))) {
            let bounds = bounds(cx, *id, mapped);
            let of_alike = claims.entry((mapped.option.as_str(), bounds.to_string()));
            of_alike.or_default().push(def);
        }
    }
    let claims = claims.into_iter().map(|((option, bounds), types)| {
        let bounds: TokenStream = bounds.parse().unwrap_or_default();
        let types = types.iter().map(|def| cx.ident(&def.name));
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
        partial_eq,
        copy,
        eq,
        hash,
        default,
        serde,
    } = traits::of_named(cx, id);
    let own = (!mapped.generated).then(|| quote!(#runtime::Value + ::core::fmt::Debug));
    let clone = clone.then(|| quote!(::core::clone::Clone));
    let partial_eq = partial_eq.then(|| quote!(::core::cmp::PartialEq));
    let copy = copy.then(|| quote!(::core::marker::Copy));
    let eq = eq.then(|| quote!(::core::cmp::Eq));
    let hash = hash.then(|| quote!(::core::hash::Hash));
    let default = default.then(|| quote!(::core::default::Default));
    let serde = (cx.emit.serde.is_some() && serde)
        .then(|| quote!(#runtime::serde::Serialize + #runtime::serde::de::DeserializeOwned));
    let bounds = [own, clone, partial_eq, copy, eq, hash, default, serde];
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
    let (docs, name) = (docs_of(def), cx.ident(&def.name));
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
            more.push(ident(cx.trait_name(&def.name)));
        }
        if cx.emit.messages
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

/// What says that a module's types have serde's traits in a form.
const fn serde_mark(form: SerdeForm) -> &'static str {
    match form {
        SerdeForm::Rust => "generated_with_serde",
        SerdeForm::Wire => "generated_with_wire_serde",
    }
}

/// What crates that take a module's types rely on: they look for them in here, and find none if it is not so.
///
/// ```ignore
/// marks!(generated_with_serde, generated_with_messages);
/// ```
pub(crate) fn render_marks(cx: &Context<'_>, module: &Module) -> TokenStream {
    let mut types = module.types.iter().map(|id| &cx.schema.types[id.0].kind);
    if types.all(|kind| matches!(kind, TypeKind::Use(_))) {
        return TokenStream::new();
    }
    let serde = cx.emit.serde.map(serde_mark);
    let messages = cx.emit.messages.then_some("generated_with_messages");
    let marks = [serde, messages].into_iter().flatten().map(ident);
    let marks: Vec<_> = marks.collect();
    if marks.is_empty() {
        return TokenStream::new();
    }
    let runtime = cx.runtime();
    quote!(#runtime::private::marks!(#(#marks),*);)
}
