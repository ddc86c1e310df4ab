//! Handles that are made of a binding: what it leads to has the methods of the resource.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::refusal::is_refused;
use crate::model::{Resource, TypeDef};
use crate::names::Entrypoint;

/// The bindings that a handle can be made of.
pub(crate) struct Bindings {
    service: bool,
    durable: bool,
}

impl Bindings {
    /// Of a resource that only a Durable Object could serve, no handle is made of a service binding, and so on: its calls
    /// would go astray.
    pub(crate) fn of(resource: &Resource) -> Self {
        Self {
            service: !is_refused(resource, Entrypoint::Named),
            durable: !is_refused(resource, Entrypoint::DurableObject),
        }
    }

    /// What docs say of them.
    pub(crate) fn described(&self) -> &'static str {
        match (self.service, self.durable) {
            (true, true) => {
                "Dropping one that is made from a service binding, a Durable Object stub, or any JavaScript object with these\n\
                 methods leaves that as it is."
            }
            (true, false) => {
                "Dropping one that is made from a service binding or any JavaScript object with these methods leaves that as\n\
                 it is. On a Durable Object stub, a name of these methods is something else."
            }
            (false, true) => {
                "Dropping one that is made from a Durable Object stub or any JavaScript object with these methods leaves\n\
                 that as it is. On a service binding, a name of these methods is something else."
            }
            (false, false) => {
                "Dropping one that is made from any JavaScript object with these methods leaves that as it is. On a service\n\
                 binding or a Durable Object stub, a name of these methods is something else."
            }
        }
    }
}

/// ```ignore
/// client_from_bindings!(Book, [Fetcher Stub]);      // and From<Target>, From<JsValue>
/// ```
pub(crate) fn render(cx: &Context<'_>, def: &TypeDef, resource: &Resource) -> TokenStream {
    // Whoever serves interfaces of Cap'n Proto and calls none has no clients.
    if resource.is_interface && !(cx.selection.client && resource.entrypoint.is_some()) {
        return TokenStream::new();
    }
    let (runtime, name) = (cx.runtime(), cx.ident(&def.name));
    let Bindings { service, durable } = Bindings::of(resource);
    let service = service.then(|| quote!(Fetcher));
    let durable = durable.then(|| quote!(Stub));
    quote!(#runtime::private::client_from_bindings!(#name, [#service #durable]);)
}
