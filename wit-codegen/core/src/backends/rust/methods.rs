//! The methods of a service or a resource, and the type that stands for them.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::format_ident;

use super::{Context, ident};
use crate::model::{DeclaredErrors, Function, ModuleId};

/// The methods of a service or a resource.
pub(crate) struct Methods<'a> {
    pub(crate) module: ModuleId,
    /// What the schema calls their holder in full.
    pub(crate) service: &'a str,
    pub(crate) trait_name: &'a str,
    pub(crate) owner: Owner,
    pub(crate) errors: DeclaredErrors,
    pub(crate) functions: &'a [Function],
    /// The methods that take messages. The first is its own.
    pub(crate) messages: &'a [String],
    /// Whether anybody calls them here.
    pub(crate) called: bool,
}

/// Who has methods.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Service,
    Resource,
}

impl Methods<'_> {
    /// The type that stands for them.
    pub(crate) fn marker(&self) -> Ident {
        marker(self.trait_name)
    }

    /// The names of the constants, one for each function.
    pub(crate) fn constants(&self, cx: &Context<'_>) -> Vec<Ident> {
        let mut seen = BTreeSet::new();
        let constant = |function: &Function| {
            let name = cx.rust_name(&function.name);
            let mut name = name.trim_start_matches("r#").to_ascii_uppercase();
            while !seen.insert(name.clone()) {
                name.push('_');
            }
            ident(&name)
        };
        self.functions.iter().map(constant).collect()
    }
}

/// The type that stands for the methods of a trait.
pub(crate) fn marker(trait_name: &str) -> Ident {
    format_ident!("__{trait_name}Methods")
}
