//! The typed client of a service.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Context, docs, ident, service};
use crate::model::{DeclaredErrors, Function, ModuleId, Service};

/// ```ignore
/// #[derive(Debug, Clone)]
/// pub struct CalculatorClient { callee: Callee<dyn __CalculatorLocal> }
///
/// impl CalculatorClient {
///     pub fn from_local(server: impl Calculator + 'static) -> Self { … }
///     pub fn add(&self, a: u32, b: u32) -> Call<u32> { … }
/// }
///
/// impl From<Target> for CalculatorClient { … }      // and From<JsValue>, From<Fetcher>, From<Stub>
/// ```
pub(crate) fn render(cx: &Context<'_>, module: ModuleId, service: &Service) -> TokenStream {
    let runtime = cx.runtime();
    let (client, described) = (ident(&service.client_name), ident(&service.trait_name));
    let local = format_ident!("__{}Local", service.trait_name);
    let text = docs::plain(&format!(
        "Calls `{}` on another Worker or Durable Object.\n\n\
         Made from a service binding, a Durable Object stub, or any JavaScript object with these methods.",
        service.schema_name
    ));
    let methods = service
        .functions
        .iter()
        .map(|f| render_method(cx, module, service, f));
    let local_trait = render_local(cx, module, service, &local, &described);
    quote! {
        #text
        #[derive(Debug, Clone)]
        pub struct #client {
            callee: #runtime::private::Callee<dyn #local>,
        }

        impl #client {
            /// Calls a server in this process: for tests on the host, without the Workers runtime.
            #[cfg(not(target_arch = "wasm32"))]
            pub fn from_local(server: impl #described + 'static) -> Self {
                let server: ::std::rc::Rc<dyn #local> = ::std::rc::Rc::new(server);
                Self { callee: #runtime::private::Callee::local(server) }
            }

            #(#methods)*
        }

        impl ::core::convert::From<#runtime::Target> for #client {
            fn from(target: #runtime::Target) -> Self {
                Self { callee: #runtime::private::Callee::target(target) }
            }
        }

        impl ::core::convert::From<#runtime::private::JsValue> for #client {
            fn from(object: #runtime::private::JsValue) -> Self {
                Self::from(#runtime::Target::from(object))
            }
        }

        #runtime::private::client_from_bindings!(#client);

        #local_trait
    }
}

/// ```ignore
/// pub fn add(&self, a: u32, b: u32) -> Call<u32> {
///     self.callee.call(
///         "add",
///         |arguments| {
///             arguments.value("a", &a)?;
///             arguments.value("b", &b)
///         },
///         |server| Box::pin(async move { server.add(a, b).await }),
///     )
/// }
/// ```
fn render_method(
    cx: &Context<'_>,
    module: ModuleId,
    service: &Service,
    function: &Function,
) -> TokenStream {
    let runtime = cx.runtime();
    let (docs, name) = (service::docs_of(function), ident(&function.name.rust));
    let wire = &function.name.wire;
    let names = service::names(function);
    let passing = service::passing(cx, function);
    let params = function
        .params
        .iter()
        .zip(&passing)
        .map(|(param, passing)| {
            let (name, ty) = (
                ident(&param.name.rust),
                passing.param(cx, module, &param.ty),
            );
            quote!(#name: #ty)
        });
    let (value, failure) = service::parts(cx, module, function);
    let call = match (&failure, service.errors) {
        (Some(_), DeclaredErrors::Thrown) => quote!(call_throwing),
        _ => quote!(call),
    };
    let failure = failure.map(|failure| quote!(, #failure));

    let arguments = service::unshadowed("arguments", [function]);
    let mut writes = Vec::new();
    for ((param, passing), name) in function.params.iter().zip(&passing).zip(&names) {
        writes.push(passing.write(&arguments, &param.name.wire, name));
    }
    let write = match writes.pop() {
        None => quote!(|_| ::core::result::Result::Ok(())),
        Some(last) if writes.is_empty() => quote!(|#arguments| #last),
        Some(last) => quote!(|#arguments| { #(#writes?;)* #last }),
    };

    let server = service::unshadowed("server", [function]);
    let owned = names.iter().zip(&passing).filter_map(|(name, passing)| {
        let value = passing.to_owned(name);
        (value.to_string() != name.to_string()).then(|| quote!(let #name = #value;))
    });
    let run = quote!(::std::boxed::Box::pin(async move { #server.#name(#(#names),*).await }));
    let owned: Vec<_> = owned.collect();
    let local = match owned.is_empty() {
        true => quote!(|#server| #run),
        false => quote!(|#server| { #(#owned)* #run }),
    };
    quote! {
        #docs
        pub fn #name(&self #(, #params)*) -> #runtime::Call<#value #failure> {
            self.callee.#call(#wire, #write, #local)
        }
    }
}

/// The object-safe form of the service's trait, which every server has.
///
/// ```ignore
/// #[doc(hidden)]
/// pub trait __CalculatorLocal {
///     fn add(&self, a: u32, b: u32) -> LocalFuture<'_, Result<u32>>;
/// }
///
/// impl<S: Calculator> __CalculatorLocal for S {
///     fn add(&self, a: u32, b: u32) -> LocalFuture<'_, Result<u32>> {
///         Box::pin(Calculator::add(self, a, b))
///     }
/// }
/// ```
fn render_local(
    cx: &Context<'_>,
    module: ModuleId,
    service: &Service,
    local: &Ident,
    described: &Ident,
) -> TokenStream {
    let runtime = cx.runtime();
    let signatures: Vec<_> = service
        .functions
        .iter()
        .map(|function| {
            let name = ident(&function.name.rust);
            let params = service::owned_params(cx, module, function);
            let outcome = service::outcome(cx, module, function);
            quote! {
                fn #name(&self #(, #params)*) -> #runtime::private::LocalFuture<'_, #outcome>
            }
        })
        .collect();
    let bodies = service
        .functions
        .iter()
        .zip(&signatures)
        .map(|(function, signature)| {
            let (name, names) = (ident(&function.name.rust), service::names(function));
            quote! {
                #signature {
                    ::std::boxed::Box::pin(#described::#name(self #(, #names)*))
                }
            }
        });
    quote! {
        #[doc(hidden)]
        pub trait #local { #(#signatures;)* }

        impl<S: #described> #local for S { #(#bodies)* }
    }
}
