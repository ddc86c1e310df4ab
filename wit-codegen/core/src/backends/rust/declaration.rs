//! What stands above the declaration of any type: docs, derives and attributes.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::options::Attributes;
use super::traits::Traits;
use super::{Context, docs, ident, serde_form};
use crate::model::{TypeDef, TypeId};

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
    if traits.partial_eq {
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
