//! From a call that came in to the server's method.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Context, ident, service};
use crate::model::{DeclaredErrors, Function, ModuleId, Service};

/// ```ignore
/// #[doc(hidden)]
/// pub struct __CalculatorServer;
///
/// impl<S: Calculator> Serve<S> for __CalculatorServer {
///     const METHODS: &'static [&'static str] = &["add"];
///     async fn serve(server: S, mut call: IncomingCall) -> Result<JsValue> {
///         match call.method() {
///             "add" => {
///                 let a = call.argument("a")?;
///                 let b = call.argument("b")?;
///                 call.end()?;
///                 call.reply(server.add(a, b).await)
///             }
///             _ => call.unknown_method(),
///         }
///     }
/// }
/// ```
pub(crate) fn render(cx: &Context<'_>, module: ModuleId, service: &Service) -> TokenStream {
    let runtime = cx.runtime();
    let (described, name) = (ident(&service.trait_name), marker(service));
    let server = service::unshadowed("server", &service.functions);
    let call = service::unshadowed("call", &service.functions);
    let methods = service.functions.iter().map(|function| &function.name.wire);
    // An unused `mut` is a warning in the user's crate.
    let takes_any = service
        .functions
        .iter()
        .any(|function| !function.params.is_empty());
    let mutable = takes_any.then(|| quote!(mut));
    let arms = service.functions.iter().map(|function| {
        let declares = service::parts(cx, module, function).1.is_some();
        let reply = match service.errors {
            DeclaredErrors::Thrown if declares => quote!(reply_throwing),
            _ => quote!(reply),
        };
        render_arm(function, &server, &call, &reply)
    });
    quote! {
        #[doc(hidden)]
        #[derive(Debug)]
        pub struct #name;

        impl<S: #described> #runtime::private::Serve<S> for #name {
            const METHODS: &'static [&'static str] = &[#(#methods),*];

            async fn serve(
                #server: S,
                #mutable #call: #runtime::private::IncomingCall,
            ) -> #runtime::Result<#runtime::private::JsValue> {
                match #call.method() {
                    #(#arms)*
                    _ => #call.unknown_method(),
                }
            }
        }
    }
}

/// The type that stands for serving a service.
pub(crate) fn marker(service: &Service) -> Ident {
    format_ident!("__{}Server", service.trait_name)
}

fn render_arm(
    function: &Function,
    server: &TokenStream,
    call: &TokenStream,
    reply: &TokenStream,
) -> TokenStream {
    let (method, wire) = (ident(&function.name.rust), &function.name.wire);
    let names = service::names(function);
    let reads = function.params.iter().zip(&names).map(|(param, name)| {
        let wire = &param.name.wire;
        quote!(let #name = #call.argument(#wire)?;)
    });
    quote! {
        #wire => {
            #(#reads)*
            #call.end()?;
            #call.#reply(#server.#method(#(#names),*).await)
        }
    }
}
