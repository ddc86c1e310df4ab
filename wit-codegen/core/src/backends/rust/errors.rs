//! Types as errors.
//!
//! Whoever declares `result<_, problem>` may be in another crate than `problem`, and only the crate that has a type can
//! implement the standard library's traits for it. So every type that a schema could declare as an error is one.
//! `From<Problem> for CallError<Problem>` is the runtime's, for every `Value`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;

use super::Context;
use super::options::Attributes;
use crate::model::{TypeDef, TypeId, TypeKind};

/// ```ignore
/// error!(Problem);
/// ```
///
/// `Display` as `Debug`, and `Error`; or `error!(Problem, Error);` where the configuration sees to the other.
pub(crate) fn render(cx: &Context<'_>, id: TypeId, def: &TypeDef) -> TokenStream {
    match def.kind {
        TypeKind::Record(_) | TypeKind::Variant(_) | TypeKind::Enum(_) | TypeKind::Flags(_) => {}
        // Cap'n Proto has no declared errors, and a handle is none.
        TypeKind::Alias(_)
        | TypeKind::Use(_)
        | TypeKind::Resource(_)
        | TypeKind::Struct(_)
        | TypeKind::Union(_)
        | TypeKind::OpenEnum(_) => return TokenStream::new(),
    }
    let (runtime, name) = (cx.runtime(), cx.ident(&def.name));
    let Given { display, error } = Given::of(&cx.attributes(id));
    match (display, error) {
        (false, false) => quote!(#runtime::private::error!(#name);),
        (true, false) => quote!(#runtime::private::error!(#name, Error);),
        (false, true) => quote!(#runtime::private::error!(#name, Display);),
        (true, true) => TokenStream::new(),
    }
}

/// What the configuration sees to itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Given {
    display: bool,
    error: bool,
}

impl Given {
    /// A derive of a trait with that name, whosever it is (`thiserror::Error`, `derive_more::Display`), implements the
    /// standard library's; with `#[error("…")]`, `thiserror` implements both.
    fn of(attributes: &Attributes) -> Self {
        let mut given = Self {
            display: attributes.own_display,
            error: attributes.own_display,
        };
        for path in &attributes.derives {
            if let Ok(path) = syn::Path::parse_mod_style.parse_str(path) {
                given.note(&path);
            }
        }
        let parsed = attributes.attributes.iter();
        let parsed = parsed.filter_map(|text| syn::Attribute::parse_outer.parse_str(text).ok());
        for attribute in parsed.flatten() {
            if attribute.path().is_ident("error") {
                given.display = true;
            }
            if attribute.path().is_ident("derive") {
                let paths = Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
                let paths = attribute.parse_args_with(paths);
                paths.iter().flatten().for_each(|path| given.note(path));
            }
        }
        given
    }

    fn note(&mut self, derived: &syn::Path) {
        let last = derived.segments.last();
        self.display |= last.is_some_and(|last| last.ident == "Display");
        self.error |= last.is_some_and(|last| last.ident == "Error");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_configuration_derives_is_not_written_again() {
        let of = |derives: &[&str], attributes: &[&str]| {
            let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
            Given::of(&Attributes {
                derives: texts(derives),
                attributes: texts(attributes),
                own_display: false,
            })
        };
        let given = |display, error| Given { display, error };
        assert_eq!(of(&["Hash"], &["#[must_use]"]), given(false, false));
        assert_eq!(of(&["derive_more::Display"], &[]), given(true, false));
        assert_eq!(of(&["thiserror::Error"], &[]), given(false, true));
        assert_eq!(
            of(&["::thiserror::Error"], &["#[error(\"no: {0:?}\")]"]),
            given(true, true)
        );
        assert_eq!(
            of(
                &[],
                &["#[derive(Hash, derive_more::Display, derive_more::Error)]"]
            ),
            given(true, true)
        );
    }
}
