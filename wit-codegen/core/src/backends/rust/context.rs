//! What every emitter needs to know of a run.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::options::{Attributes, Emit};
use super::traits;
use crate::check::Uncallable;
use crate::model::{Layouts, ModuleId, Name, Schema, TypeId};
use crate::names::rust::{Elsewhere, ReaderNames, RustNames};
use crate::options::Selection;
use crate::recursion::Recursive;

/// What every renderer needs.
pub(crate) struct Context<'a> {
    pub(crate) schema: &'a Schema,
    /// Which sides are asked for.
    pub(crate) selection: &'a Selection,
    /// What else is emitted.
    pub(crate) emit: &'a Emit,
    /// The name of the file, without its ending.
    pub(crate) file_stem: &'a str,
    /// Which standard traits each named type has.
    pub(crate) traits: traits::Known,
    /// Types that lie in the structs that hold them.
    pub(crate) groups: BTreeSet<TypeId>,
    /// What everything is called.
    pub(crate) names: &'a RustNames,
    /// How everything lies in messages.
    pub(crate) layouts: &'a Layouts,
    /// Functions that cannot be called.
    pub(crate) uncallable: &'a Uncallable,
    /// What the configuration adds to types.
    pub(super) attributes: &'a BTreeMap<TypeId, Attributes>,
    /// What stands in for types that are not generated here.
    pub(crate) elsewhere: &'a Elsewhere,
    /// Members that hold the type that they are in.
    pub(crate) recursive: &'a Recursive,
    /// What reads a type in place.
    pub(crate) readers: BTreeMap<TypeId, ReaderNames>,
}

impl Context<'_> {
    pub(crate) fn runtime(&self) -> &syn::Path {
        &self.emit.runtime
    }

    /// What the configuration adds to a type.
    pub(crate) fn attributes(&self, id: TypeId) -> Attributes {
        self.attributes.get(&id).cloned().unwrap_or_default()
    }

    /// What an item is called: a type, a function, a field; of a service, its client.
    pub(crate) fn rust_name(&self, name: &Name) -> &str {
        self.names.of(name)
    }

    /// The same as an identifier.
    pub(crate) fn ident(&self, name: &Name) -> Ident {
        ident(self.names.of(name))
    }

    /// The trait of a service or a resource, by the name of that.
    pub(crate) fn trait_name(&self, name: &Name) -> &str {
        self.names.trait_of(name)
    }

    /// The path from one module to an item of another.
    pub(crate) fn path(&self, from: ModuleId, to: ModuleId, item: &str) -> TokenStream {
        let item = ident(item);
        if from == to {
            return quote!(#item);
        }
        let (from, to) = (self.names.path(from), self.names.path(to));
        let shared = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        let up = from[shared..].iter().map(|_| quote!(super::));
        let down = to[shared..].iter().map(|name| ident(name));
        quote!(#(#up)* #(#down ::)* #item)
    }
}

/// An identifier of the model, raw ones included.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => format_ident!("{name}"),
    }
}
