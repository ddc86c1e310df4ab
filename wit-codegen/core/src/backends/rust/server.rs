//! From a call that came in to the server's method.

use proc_macro2::TokenStream;
use quote::quote;

use super::methods::Methods;
use super::{Context, ident, service};
use crate::model::Service;

/// ```ignore
/// impl<__S: Calculator> Serve<__S> for __CalculatorMethods {
///     async fn serve(server: impl Borrow<__S>, call: IncomingCall) -> Result<JsValue> {
///         let server: &__S = server.borrow();
///         match call.method() {
///             "add" => {
///                 let (a, b) = call.params(&Self::ADD)?;
///                 call.reply(&Self::ADD, Calculator::add(server, a, b).await)
///             }
///             _ => call.unknown_method(),
///         }
///     }
/// }
/// ```
pub(crate) fn render(cx: &Context<'_>, methods: &Methods<'_>) -> TokenStream {
    let (runtime, marker, described) = (cx.runtime(), methods.marker(), ident(methods.trait_name));
    let server = service::unshadowed(cx, "server", methods.functions);
    let call = service::unshadowed(cx, "call", methods.functions);
    let functions = methods.functions.iter().zip(methods.constants(cx));
    let arms = functions.map(|(function, constant)| {
        let (method, wire) = (cx.ident(&function.name), &function.name.wire);
        let names = service::names(cx, function);
        let params = quote!(#call.params(&Self::#constant)?;);
        let params = match names.is_empty() {
            true => params,
            false => {
                let names = service::nested_tuple(cx, &names);
                quote!(let #names = #params)
            }
        };
        // By the trait's name: a method may be called like one of another trait.
        quote! {
            #wire => {
                #params
                #call.reply(&Self::#constant, #described::#method(#server #(, #names)*).await)
            }
        }
    });
    let arms: Vec<_> = arms.collect();
    let body = match arms.is_empty() {
        true => quote! {
            let _ = #server;
            #call.unknown_method()
        },
        false => quote! {
            let #server: &__S = ::core::borrow::Borrow::borrow(&#server);
            match #call.method() {
                #(#arms)*
                _ => #call.unknown_method(),
            }
        },
    };
    quote! {
        impl<__S: #described> #runtime::private::Serve<__S> for #marker {
            async fn serve(
                #server: impl ::core::borrow::Borrow<__S>,
                #call: #runtime::private::IncomingCall,
            ) -> #runtime::Result<#runtime::private::JsValue> {
                #body
            }
        }
    }
}

/// The wire names of all methods.
pub(crate) fn methods<'s>(service: &'s Service, messages: &'s [String]) -> Vec<&'s str> {
    let functions = service.functions.iter();
    let wires = functions.map(|function| function.name.wire.as_str());
    wires.chain(messages.iter().map(String::as_str)).collect()
}
