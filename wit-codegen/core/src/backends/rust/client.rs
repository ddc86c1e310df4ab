//! The typed client of a service, and the methods that it has in common with a resource's handle.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::expr::Passing;
use super::{Context, docs, ident, literal, message, message_wire, service, traits};
use crate::model::{Arguments, DeclaredErrors, Function, ModuleId, Name, Returns, Service};

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
///
/// `messages` are the methods that take messages.
pub(crate) fn render(
    cx: &Context<'_>,
    module: ModuleId,
    service: &Service,
    messages: &[String],
) -> TokenStream {
    let runtime = cx.runtime();
    let trait_name = cx.trait_name(&service.name);
    let (client, described) = (cx.ident(&service.name), ident(trait_name));
    let local = local_name(trait_name);
    let text = docs::plain(&format!(
        "Calls `{}` on another Worker or Durable Object.\n\n\
         Made from a service binding, a Durable Object stub, or any JavaScript object with these methods.",
        service.name.schema
    ));
    let methods = render_methods(
        cx,
        module,
        &quote!(callee),
        trait_name,
        service.errors,
        &service.functions,
        messages.first().map(String::as_str),
    );
    let local_trait = render_local(cx, module, trait_name, &service.functions);
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

            #methods
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

/// The methods of a client, whose `callee` is the field through which they go. `messages` is the method that takes
/// messages.
pub(crate) fn render_methods(
    cx: &Context<'_>,
    module: ModuleId,
    callee: &TokenStream,
    trait_name: &str,
    errors: DeclaredErrors,
    functions: &[Function],
    messages: Option<&str>,
) -> TokenStream {
    let methods = functions
        .iter()
        .map(|f| render_method(cx, module, callee, trait_name, errors, f, messages));
    quote!(#(#methods)*)
}

/// ```ignore
/// pub fn add(&self, a: u32, b: u32) -> Call<u32> {
///     self.callee.call(
///         "add",
///         (a, b),
///         |arguments, (a, b)| {
///             arguments.value("a", a)?;
///             arguments.value("b", b)
///         },
///         |(a, b)| Box::new(move |server| Box::pin(async move {
///             __CalculatorLocal::add(&*server, a, b).await
///         })),
///     )
/// }
/// ```
fn render_method(
    cx: &Context<'_>,
    module: ModuleId,
    callee: &TokenStream,
    trait_name: &str,
    errors: DeclaredErrors,
    function: &Function,
    messages: Option<&str>,
) -> TokenStream {
    let runtime = cx.runtime();
    let (docs, name) = (service::docs_of(cx, function), cx.ident(&function.name));
    let called = called(cx, function);
    let names = service::names(cx, function);
    let passing = service::passing(cx, function);
    let params = function
        .params
        .iter()
        .zip(&passing)
        .map(|(param, passing)| {
            let (name, ty) = (cx.ident(&param.name), passing.param(cx, module, &param.ty));
            quote!(#name: #ty)
        });
    let (value, failure) = service::parts(cx, module, function);
    let form = form(cx, module, function);
    let thrown = failure.is_some() && errors == DeclaredErrors::Thrown;
    let message = messages.and_then(|method| {
        let form = form.clone().unwrap_or_else(|| match thrown {
            true => quote!(#runtime::private::Form::throwing()),
            false => quote!(#runtime::private::Form::value()),
        });
        message_wire::render_call(cx, module, method, function, &form)
    });
    let (call, form) = match (&message, form) {
        (Some(message), _) => (quote!(call_with_message), Some(quote!(#message,))),
        (None, Some(form)) => (quote!(call_with), Some(quote!(#form,))),
        (None, None) if thrown => (quote!(call_throwing), None),
        (None, None) => (quote!(call), None),
    };
    let failure = failure.map(|failure| quote!(, #failure));
    let tuple = match names.as_slice() {
        [] => quote!(()),
        [name] => quote!((#name,)),
        names => quote!((#(#names),*)),
    };

    let mut write = render_write(cx, function, &passing, &names, &tuple);
    if let (Some(_), Some(layout)) = (&message, cx.layouts.of_function(function)) {
        let write_message = message::call::write_params(cx, module, function, layout);
        write = quote!(#write, #write_message);
    }

    let server = service::unshadowed(cx, "server", [function]);
    let owned = names.iter().zip(&passing).filter_map(|(name, passing)| {
        let value = passing.to_owned(name)?;
        Some(quote!(let #name = #value;))
    });
    let owned: Vec<_> = owned.collect();
    // A handle that is lent to a server in this process is duplicated, which can fail.
    let arguments = names
        .iter()
        .zip(&passing)
        .map(|(name, passing)| passing.hand_over(name));
    // By the trait's name: a method may be called like one that an `Rc` has, `clone` for one.
    let local = local_name(trait_name);
    let run = quote! {
        ::std::boxed::Box::new(move |#server| ::std::boxed::Box::pin(async move {
            #local::#name(&*#server #(, #arguments)*).await
        }))
    };
    let local = match owned.is_empty() {
        true => quote!(|#tuple| #run),
        false => quote!(|#tuple| { #(#owned)* #run }),
    };
    quote! {
        #docs
        pub fn #name(&self #(, #params)*) -> #runtime::Call<#value #failure> {
            self.#callee.#call(#called, #form #tuple, #write, #local)
        }
    }
}

/// ```ignore
/// |arguments, (a, b)| {
///     arguments.by_name();
///     arguments.value("a", a)?;
///     arguments.value("b", b)
/// }
/// ```
fn render_write(
    cx: &Context<'_>,
    function: &Function,
    passing: &[Passing],
    names: &[TokenStream],
    tuple: &TokenStream,
) -> TokenStream {
    let arguments = service::unshadowed(cx, "arguments", [function]);
    let by_name = (function.arguments == Arguments::ByName).then(|| quote!(#arguments.by_name();));
    let mut writes = Vec::new();
    for ((param, passing), name) in function.params.iter().zip(passing).zip(names) {
        let known_as = param.name_on(function.arguments);
        writes.push(passing.write(&arguments, known_as, name));
    }
    match (by_name, writes.pop()) {
        (None, None) => quote!(|_, ()| ::core::result::Result::Ok(())),
        (None, Some(last)) if writes.is_empty() => quote!(|#arguments, #tuple| #last),
        (Some(by_name), None) => quote! {
            |#arguments, ()| {
                #by_name
                ::core::result::Result::Ok(())
            }
        },
        (by_name, Some(last)) => quote!(|#arguments, #tuple| { #by_name #(#writes?;)* #last }),
    }
}

/// What a method is called: `"add"`, or where JavaScript has another name than the schema,
/// `Method::new("place-order", "placeOrder")`.
fn called(cx: &Context<'_>, function: &Function) -> TokenStream {
    let Name { schema, wire, .. } = &function.name;
    if schema == wire {
        return quote!(#wire);
    }
    let runtime = cx.runtime();
    quote!(#runtime::private::Method::new(#schema, #wire))
}

/// How the reply looks, where it is not the value itself: `Form::field_or_default("sum")`, or where the schema gives
/// the result a default, `Form::field_or("sum", || Some(7))`.
fn form(cx: &Context<'_>, module: ModuleId, function: &Function) -> Option<TokenStream> {
    let runtime = cx.runtime();
    match &function.returns {
        Returns::Value => None,
        Returns::Field { key, default } => {
            let wire = &key.wire;
            let form = match (&function.result, default) {
                (Some(ty), Some(value)) => {
                    let value = literal::owned(cx, module, ty, value);
                    quote!(field_or(#wire, || ::core::option::Option::Some(#value)))
                }
                (Some(ty), None) if !traits::of(cx, ty).default => quote!(field(#wire)),
                _ => quote!(field_or_default(#wire)),
            };
            Some(quote!(#runtime::private::Form::#form))
        }
        Returns::Empty => Some(quote!(#runtime::private::Form::empty())),
    }
}

/// The object-safe form of a trait, which every implementation has.
///
/// ```ignore
/// #[doc(hidden)]
/// pub trait __CalculatorLocal {
///     fn add(&self, a: u32, b: u32) -> LocalFuture<'_, Result<u32>>;
/// }
///
/// impl<__S: Calculator> __CalculatorLocal for __S {
///     fn add(&self, a: u32, b: u32) -> LocalFuture<'_, Result<u32>> {
///         Box::pin(Calculator::add(self, a, b))
///     }
/// }
/// ```
pub(crate) fn render_local(
    cx: &Context<'_>,
    module: ModuleId,
    trait_name: &str,
    functions: &[Function],
) -> TokenStream {
    let runtime = cx.runtime();
    let (local, described) = (local_name(trait_name), ident(trait_name));
    let signatures: Vec<_> = functions
        .iter()
        .map(|function| {
            let name = cx.ident(&function.name);
            let params = service::owned_params(cx, module, function);
            let outcome = service::outcome(cx, module, function);
            quote! {
                fn #name(&self #(, #params)*) -> #runtime::private::LocalFuture<'_, #outcome>
            }
        })
        .collect();
    let bodies = functions
        .iter()
        .zip(&signatures)
        .map(|(function, signature)| {
            let (name, names) = (cx.ident(&function.name), service::names(cx, function));
            quote! {
                #signature {
                    ::std::boxed::Box::pin(#described::#name(self #(, #names)*))
                }
            }
        });
    quote! {
        #[doc(hidden)]
        pub trait #local { #(#signatures;)* }

        impl<__S: #described> #local for __S { #(#bodies)* }
    }
}

/// The object-safe form of a trait.
pub(crate) fn local_name(trait_name: &str) -> Ident {
    format_ident!("__{trait_name}Local")
}
