//! What an interface of Cap'n Proto has beyond a resource of WIT: an entrypoint may serve it, so that its handle is a
//! client as well, and it may extend others.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::bindings::Bindings;
use super::export::Refusals;
use super::formatting::Inserts;
use super::refusal::refusal;
use super::{Context, docs, export, message_wire, methods, service};
use crate::model::{
    Docs, Function, ModuleId, Origin, Resource, Service, TypeDef, TypeId, TypeKind,
};
use crate::names::Entrypoint;

/// The docs of an interface's trait.
pub(crate) fn trait_docs(cx: &Context<'_>, def: &TypeDef) -> TokenStream {
    let name = cx.ident(&def.name);
    let fallback = format!("The methods of `{}`.", def.name.schema);
    let text = docs::of(&without_deprecation(&def.docs), &fallback);
    let advice = docs::plain(&format!(
        "\nImplement each method as an `async fn`; one that never waits is called without a promise.\n\
         [`{name}::new`] makes a capability of an implementation, and `export!` serves one from this Worker."
    ));
    quote!(#text #advice)
}

/// The docs of an interface's client.
pub(crate) fn client_docs(def: &TypeDef, resource: &Resource) -> TokenStream {
    let text = docs::of(
        &Docs {
            text: None,
            ..def.docs.clone()
        },
        &format!("Calls `{}`, wherever it is served.", def.name.schema),
    );
    let made_from = Bindings::of(resource).described();
    let advice = docs::plain(&format!(
        "\n{made_from}\n\
         One that came as an argument or a result is a capability: dropping it lets go of the object behind it.",
    ));
    quote!(#text #advice)
}

fn without_deprecation(docs: &Docs) -> Docs {
    Docs {
        deprecated: None,
        ..docs.clone()
    }
}

/// ```ignore
/// impl From<DirectoryClient> for NodeClient { … }  // for everything it extends
/// ```
pub(crate) fn render_conversions(
    cx: &Context<'_>,
    module: ModuleId,
    def: &TypeDef,
    resource: &Resource,
) -> TokenStream {
    let mut bases = BTreeSet::new();
    service::collect_bases(cx, resource, &mut bases);
    let bases = bases
        .into_iter()
        .filter_map(|base| render_upcast(cx, module, def, resource, base));
    quote!(#(#bases)*)
}

/// Calls find their method by its name, in a server of this process, too.
///
/// ```ignore
/// impl From<DirectoryClient> for NodeClient {
///     fn from(client: DirectoryClient) -> Self {
///         Callable::from_handle(client.handle)
///     }
/// }
/// ```
fn render_upcast(
    cx: &Context<'_>,
    module: ModuleId,
    def: &TypeDef,
    resource: &Resource,
    base: TypeId,
) -> Option<TokenStream> {
    let runtime = cx.runtime();
    let base_def = &cx.schema.types[base.0];
    let TypeKind::Resource(base) = &base_def.kind else {
        return None;
    };
    let inherits = |function: &Function| {
        let mut own = resource.functions.iter();
        own.any(|own| own.name.wire == function.name.wire)
    };
    if !base.functions.iter().all(inherits) {
        return None;
    }
    let name = cx.ident(&def.name);
    let base_name = cx.path(module, base_def.module, cx.rust_name(&base_def.name));
    Some(quote! {
        impl ::core::convert::From<#name> for #base_name {
            fn from(client: #name) -> Self {
                #runtime::Callable::from_handle(client.handle)
            }
        }
    })
}

/// What `export!` needs, in the modules that interfaces have for it.
pub(crate) fn render_entrypoints(
    cx: &Context<'_>,
    id: ModuleId,
    inserts: &mut Inserts,
) -> TokenStream {
    let served = cx.schema.types.iter().filter_map(|def| {
        let TypeKind::Resource(resource) = &def.kind else {
            return None;
        };
        (resource.entrypoint == Some(id)).then_some((def, resource))
    });
    let served: Vec<_> = served
        .filter(|(def, _)| cx.selection.server && def.origin == Origin::Here)
        .map(|(def, resource)| {
            let service = service_of(def, resource);
            let marker = methods::marker(cx.trait_name(&def.name)).to_string();
            let marker = cx.path(id, def.module, &marker);
            let messages = message_wire::methods_of_resource(cx, def, resource);
            // Instances of a generic have one selector.
            let unique = export::unique_name(cx.names.path(id).iter().map(String::as_str));
            let refusals = Refusals {
                default: refusal(def, resource, Entrypoint::Default),
                named: refusal(def, resource, Entrypoint::Named),
                durable: refusal(def, resource, Entrypoint::DurableObject),
            };
            let export = export::render(cx, id, &service, &unique, &messages, &refusals);
            let export = inserts.add(export);
            quote! {
                #[doc(hidden)]
                pub use #marker;

                #export
            }
        })
        .collect();
    quote!(#(#served)*)
}

/// An interface as a service.
fn service_of(def: &TypeDef, resource: &Resource) -> Service {
    let Resource {
        is_interface: _,
        platform: _,
        functions,
        errors,
        bases: _,
        entrypoint: _,
        served: _,
    } = resource;
    Service {
        name: def.name.clone(),
        docs: def.docs.clone(),
        functions: functions.clone(),
        served: true,
        called: true,
        errors: *errors,
    }
}
