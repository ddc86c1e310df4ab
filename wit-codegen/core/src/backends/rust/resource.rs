//! Resources: the trait that implements one, and the handle that everybody else holds.

use proc_macro2::TokenStream;
use quote::quote;

use super::bindings::{self, Bindings};
use super::formatting::Inserts;
use super::methods::{Methods, Owner};
use super::{Context, client, docs, ident, interface, message_wire, server, service};
use crate::model::{ModuleId, Resource, TypeDef};

/// ```ignore
/// pub trait BookTarget {
///     fn title(&self) -> impl Future<Output = Result<String>>;
/// }
///
/// #[derive(Debug)]    // and Clone, of an interface of Cap'n Proto
/// pub struct Book { handle: Handle }
///
/// impl Book {
///     pub fn new(target: impl BookTarget + 'static) -> Self { … }
///     pub fn dup(&self) -> Result<Self> { … }
///     pub fn local<T: 'static>(&self) -> Option<Rc<T>> { … }
///     pub fn title(&self) -> Call<String> { … }
/// }
///
/// resource!(Book, "rpc:library/library/book", __BookTargetMethods);     // impl Value, impl Resource
/// client_from_bindings!(Book, [Fetcher Stub]);      // From<Target>, From<JsValue>, From<Fetcher>, From<Stub>
/// ```
pub(crate) fn render(
    cx: &Context<'_>,
    module: ModuleId,
    def: &TypeDef,
    resource: &Resource,
    inserts: &mut Inserts,
) -> TokenStream {
    let runtime = cx.runtime();
    let trait_name = cx.trait_name(&def.name);
    let (name, target) = (cx.ident(&def.name), ident(trait_name));
    let selector = &def.selector;
    let from_bindings = bindings::render(cx, def, resource);
    let conversions = interface::render_conversions(cx, module, def, resource);
    let is_interface = resource.entrypoint.is_some();
    let (trait_docs, handle_docs) = match is_interface {
        true => (
            interface::trait_docs(cx, def),
            interface::client_docs(def, resource),
        ),
        false => docs_of(cx, def, resource),
    };
    // A client may be held by many, as one of WIT. A handle is owned by one: another is made by `dup`, which may fail.
    let shared = is_interface.then(|| quote!(, Clone));
    let signatures = service::render_signatures(cx, module, &resource.functions);
    let messages = message_wire::methods_of_resource(cx, def, resource);
    let methods = Methods {
        module,
        service: selector,
        trait_name,
        owner: Owner::Resource,
        errors: resource.errors,
        functions: &resource.functions,
        messages: &messages,
        called: true,
    };
    let marker = methods.marker();
    let constants = methods.render(cx, inserts);
    let calls = client::render_methods(cx, &methods);
    let serving = server::render(cx, &methods);
    quote! {
        #trait_docs
        pub trait #target { #signatures }

        #handle_docs
        #[derive(Debug #shared)]
        pub struct #name {
            handle: #runtime::private::Handle,
        }

        impl #name {
            /// A handle of a resource that lives here.
            pub fn new(target: impl #target + 'static) -> Self {
                Self { handle: #runtime::private::Handle::local(#marker, target) }
            }

            /// Another handle of the same resource, with an end of its own.
            ///
            /// What a method is given ends when the method returns; a duplicate does not. It works as long as whoever
            /// implements the resource is there, and where it was made: in a Durable Object, or in a resource that
            /// this Worker has handed out, for all of its calls; on an entrypoint for the one call alone.
            ///
            /// # Errors
            /// If the resource has not arrived, or is gone.
            pub fn dup(&self) -> #runtime::Result<Self> {
                ::core::result::Result::Ok(Self { handle: self.handle.dup()? })
            }

            /// The value behind the handle: of one that [`new`](Self::new) made of a `T`, here.
            ///
            /// There is none for a handle that came from another Worker, even if it was sent from here before.
            pub fn local<T: 'static>(&self) -> ::core::option::Option<::std::rc::Rc<T>> {
                self.handle.own()
            }

            #calls
        }

        #runtime::private::resource!(#name, #selector, #marker);

        #from_bindings

        #conversions

        #constants

        #serving
    }
}

/// The docs of the trait, and those of the handle.
fn docs_of(cx: &Context<'_>, def: &TypeDef, resource: &Resource) -> (TokenStream, TokenStream) {
    let (name, schema_name) = (cx.ident(&def.name), &def.name.schema);
    let trait_docs = docs::plain(&format!(
        "Implements the resource `{schema_name}`; [`{name}::new`] makes a handle of it."
    ));
    let handle_docs = docs::of(&def.docs, &format!("`{}`", def.selector));
    let advice = docs::plain(&format!(
        "\nA handle: the resource lives here or in another Worker. Dropping it lets go of the resource.\n\n{}",
        Bindings::of(resource).described(),
    ));
    (trait_docs, quote!(#handle_docs #advice))
}
