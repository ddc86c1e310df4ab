//! The typed client of a service, and the methods that it has in common with a resource's handle.

use proc_macro2::TokenStream;
use quote::quote;

use super::methods::Methods;
use super::{Context, docs, formatting, ident, service};
use crate::model::Service;

/// ```ignore
/// #[derive(Debug, Clone)]
/// pub struct CalculatorClient { handle: Handle }
///
/// impl CalculatorClient {
///     pub fn from_local(server: impl Calculator + 'static) -> Self { … }
///     pub fn add(&self, a: u32, b: u32) -> Call<u32> { … }
/// }
///
/// client_from_bindings!(CalculatorClient);      // From<Target>, From<JsValue>, From<Fetcher>, From<Stub>
/// ```
pub(crate) fn render(cx: &Context<'_>, service: &Service, methods: &Methods<'_>) -> TokenStream {
    let runtime = cx.runtime();
    let (client, described) = (cx.ident(&service.name), ident(methods.trait_name));
    let marker = methods.marker();
    let text = docs::plain(&format!(
        "Calls `{}` on another Worker or Durable Object.\n\n\
         Made from a service binding, a Durable Object stub, or any JavaScript object with these methods.",
        service.name.schema
    ));
    let methods = render_methods(cx, methods);
    quote! {
        #text
        #[derive(Debug, Clone)]
        pub struct #client {
            handle: #runtime::private::Handle,
        }

        impl #client {
            /// Calls a server in this process: for tests on the host, without the Workers runtime.
            #[cfg(not(target_arch = "wasm32"))]
            pub fn from_local(server: impl #described + 'static) -> Self {
                Self { handle: #runtime::private::Handle::local(#marker, server) }
            }

            #methods
        }

        #runtime::private::client_from_bindings!(#client);
    }
}

/// The methods of a client or a handle, which holds a `handle`.
///
/// ```ignore
/// pub fn add(&self, a: u32, b: u32) -> Call<u32> {
///     self.handle.call(&__CalculatorMethods::ADD, (a, b))
/// }
/// ```
pub(crate) fn render_methods(cx: &Context<'_>, methods: &Methods<'_>) -> TokenStream {
    let (runtime, module, marker) = (cx.runtime(), methods.module, methods.marker());
    let functions = methods.functions.iter().zip(methods.constants(cx));
    let functions = functions.map(|(function, constant)| {
        let (docs, name) = (service::docs_of(cx, function), cx.ident(&function.name));
        let params = function.params.iter().zip(service::passing(cx, function));
        let params = params.map(|(param, passing)| {
            let (name, ty) = (cx.ident(&param.name), passing.param(cx, module, &param.ty));
            quote!(#name: #ty)
        });
        let (value, failure) = service::parts(cx, module, function);
        let failure = failure.map(|failure| quote!(, #failure));
        let arguments = service::arguments(cx, function);
        let call = |arguments| quote!(self.handle.call(&#marker::#constant, #arguments));
        let direct = call(arguments.clone());
        let bound = quote!(let arguments = #arguments;);
        let depth = cx.names.path(module).len();
        let fits = |code: &TokenStream| formatting::fits(code, depth);
        // The formatter breaks a call that is too long into five lines.
        let body = match !fits(&direct) && fits(&bound) {
            true => {
                let call = call(quote!(arguments));
                quote!(#bound #call)
            }
            false => direct,
        };
        quote! {
            #docs
            pub fn #name(&self #(, #params)*) -> #runtime::Call<#value #failure> { #body }
        }
    });
    quote!(#(#functions)*)
}
