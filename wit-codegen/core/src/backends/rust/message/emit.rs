//! What writing and reading of messages need alike.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::backends::rust::context::{Context, ident};
use crate::message::{self, Inline};
use crate::model::{ModuleId, Slot, StructLayout, Type};

/// Renders in one module.
#[derive(Clone, Copy)]
pub(crate) struct Emit<'c, 's> {
    pub(crate) cx: &'c Context<'s>,
    pub(crate) module: ModuleId,
}

impl Emit<'_, '_> {
    /// `::rpc_runtime::message::StructSize::new(2, 1)`
    pub(crate) fn size(&self, layout: &StructLayout) -> TokenStream {
        let runtime = self.cx.runtime();
        let words = Literal::u16_unsuffixed(layout.data_words);
        let pointers = Literal::u16_unsuffixed(layout.pointers);
        quote!(#runtime::message::StructSize::new(#words, #pointers))
    }

    /// What a struct without a name holds, as one slot of the type that it stands for.
    pub(crate) fn content(&self, ty: &Type, layout: StructLayout) -> Slot {
        let schema = self.cx.schema;
        let mut group = layout.group;
        match message::inline(schema, schema.resolve(ty)) {
            Inline::Value => group.slots.pop().unwrap_or(Slot::Void),
            Inline::Tuple(_) | Inline::Option(_) | Inline::Result(..) => {
                Slot::Group(Some(Box::new(group)))
            }
        }
    }
}

/// A binding, with an underscore before it if nothing refers to it.
pub(crate) fn underscored(body: &TokenStream, name: &str) -> TokenStream {
    let ident = match mentions(body, name) {
        true => ident(name),
        false => ident(&format!("_{name}")),
    };
    quote!(#ident)
}

pub(crate) fn mentions(tokens: &TokenStream, name: &str) -> bool {
    use proc_macro2::TokenTree;
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// A binding, or `_` if nothing refers to it.
pub(crate) fn used(body: &TokenStream, name: &TokenStream) -> TokenStream {
    let text = name.to_string();
    match mentions(body, &text) {
        true => name.clone(),
        false => quote!(_),
    }
}
