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
///     async fn serve(server: impl Borrow<S>, mut call: IncomingCall) -> Result<JsValue> {
///         let server = server.borrow();
///         match call.method() {
///             "add" => {
///                 let a = call.argument("a")?;
///                 let b = call.argument("b")?;
///                 call.end()?;
///                 call.reply(Calculator::add(server, a, b).await)
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
    let mutable = service::takes_any(&service.functions).then(|| quote!(mut));
    let receiver = Receiver {
        described: &described,
        object: &server,
    };
    let arms = service
        .functions
        .iter()
        .map(|function| render_arm(cx, module, function, service.errors, &receiver, &call));
    quote! {
        #[doc(hidden)]
        #[derive(Debug)]
        pub struct #name;

        impl<S: #described> #runtime::private::Serve<S> for #name {
            const METHODS: &'static [&'static str] = &[#(#methods),*];

            async fn serve(
                #server: impl ::core::borrow::Borrow<S>,
                #mutable #call: #runtime::private::IncomingCall,
            ) -> #runtime::Result<#runtime::private::JsValue> {
                let #server: &S = ::core::borrow::Borrow::borrow(&#server);
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

/// Whose methods are called, by the name of the trait: a method may be called like one of another trait.
pub(crate) struct Receiver<'a> {
    pub(crate) described: &'a Ident,
    /// A reference to the server.
    pub(crate) object: &'a TokenStream,
}

/// The arm of one method in a `match` on `call.method()`.
pub(crate) fn render_arm(
    cx: &Context<'_>,
    module: ModuleId,
    function: &Function,
    errors: DeclaredErrors,
    receiver: &Receiver<'_>,
    call: &TokenStream,
) -> TokenStream {
    let Receiver { described, object } = receiver;
    let (method, wire) = (ident(&function.name.rust), &function.name.wire);
    let names = service::names(function);
    let reads = function.params.iter().zip(&names).map(|(param, name)| {
        let wire = &param.name.wire;
        quote!(let #name = #call.argument(#wire)?;)
    });
    let declares = service::parts(cx, module, function).1.is_some();
    let reply = match errors {
        DeclaredErrors::Thrown if declares => quote!(reply_throwing),
        _ => quote!(reply),
    };
    quote! {
        #wire => {
            #(#reads)*
            #call.end()?;
            #call.#reply(#described::#method(#object #(, #names)*).await)
        }
    }
}
