//! Schema docs as rustdoc.

mod blocks;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Docs;

/// The docs of an item, or `fallback` where the schema has none, and `#[deprecated]`.
pub(crate) fn of(docs: &Docs, fallback: &str) -> TokenStream {
    let text = docs.text.as_deref().map(blocks::as_rustdoc);
    let text = text.filter(|text| !text.is_empty());
    let lines = plain(text.as_deref().unwrap_or(fallback));
    let deprecated = docs
        .deprecated
        .as_deref()
        .map(|since| quote!(#[deprecated(note = #since)]));
    quote!(#lines #deprecated)
}

/// One `///` line per line of `text`.
pub(crate) fn plain(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| {
        let line = line.trim_end();
        let line = if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}
