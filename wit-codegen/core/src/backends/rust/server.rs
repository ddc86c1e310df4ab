//! From a call that came in to the server's method.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Context, literal, message, service, traits};
use crate::model::{Arguments, DeclaredErrors, Function, ModuleId, Param, Returns, Service, Type};

/// ```ignore
/// #[doc(hidden)]
/// pub struct __CalculatorServer;
///
/// impl<__S: Calculator> Serve<__S> for __CalculatorServer {
///     const METHODS: &'static [Method] = &[Method::new("add", "add")];
///     async fn serve(server: impl Borrow<__S>, mut call: IncomingCall) -> Result<JsValue> {
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
///
/// `described` is the path of the trait, `messages` are the methods that take messages.
pub(crate) fn render(
    cx: &Context<'_>,
    module: ModuleId,
    service: &Service,
    described: &TokenStream,
    messages: &[String],
) -> TokenStream {
    let runtime = cx.runtime();
    let name = marker(cx, service);
    let server = service::unshadowed(cx, "server", &service.functions);
    let call = service::unshadowed(cx, "call", &service.functions);
    let methods = render_methods(cx, &service.functions, messages);
    // An unused `mut` is a warning in the user's crate.
    let mutable = service::takes_any(&service.functions).then(|| quote!(mut));
    let receiver = Receiver {
        described,
        object: &server,
    };
    let arms: Vec<_> = service
        .functions
        .iter()
        .map(|function| render_arm(cx, module, function, service.errors, &receiver, &call))
        .collect();
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
        #[doc(hidden)]
        #[derive(Debug)]
        pub struct #name;

        impl<__S: #described> #runtime::private::Serve<__S> for #name {
            const METHODS: &'static [#runtime::private::Method] = &[#methods];

            async fn serve(
                #server: impl ::core::borrow::Borrow<__S>,
                #mutable #call: #runtime::private::IncomingCall,
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

/// `Method::new("add", "add"), Method::new("place-order", "placeOrder")`
pub(crate) fn render_methods(
    cx: &Context<'_>,
    functions: &[Function],
    messages: &[String],
) -> TokenStream {
    let runtime = cx.runtime();
    let functions = functions.iter().map(|f| (&f.name.schema, &f.name.wire));
    let messages = messages.iter().map(|name| (name, name));
    let methods = functions.chain(messages);
    let methods =
        methods.map(|(schema, wire)| quote!(#runtime::private::Method::new(#schema, #wire)));
    quote!(#(#methods),*)
}

/// The type that stands for serving a service.
pub(crate) fn marker(cx: &Context<'_>, service: &Service) -> Ident {
    format_ident!("__{}Server", cx.trait_name(&service.name))
}

/// Whose methods are called, by the name of the trait: a method may be called like one of another trait.
pub(crate) struct Receiver<'a> {
    pub(crate) described: &'a TokenStream,
    /// A reference to the server.
    pub(crate) object: &'a TokenStream,
}

/// The arm of one method in a `match` on `call.method()`. Where calls may be messages:
///
/// ```ignore
/// "place" => {
///     let (order,) = if call.is_message() {
///         call.arguments(|from| Ok((from.pointer("order", 0).structure()?,)))?
///     } else {
///         let order = call.argument("order")?;
///         call.end()?;
///         (order,)
///     };
///     let outcome = Orders::place(server, order).await;
///     if call.is_message() {
///         call.reply_with_message(outcome, StructSize::new(0, 1), |to, value| {
///             to.pointer("result", 0).structure(value)
///         })
///     } else {
///         call.reply(outcome)
///     }
/// }
/// ```
pub(crate) fn render_arm(
    cx: &Context<'_>,
    module: ModuleId,
    function: &Function,
    errors: DeclaredErrors,
    receiver: &Receiver<'_>,
    call: &TokenStream,
) -> TokenStream {
    let Receiver { described, object } = receiver;
    let (method, wire) = (cx.ident(&function.name), &function.name.wire);
    let names = service::names(cx, function);
    let by_name = (function.arguments == Arguments::ByName).then(|| quote!(#call.by_name()?;));
    let reads = function.params.iter().zip(&names).map(|(param, name)| {
        let value = render_read(cx, module, function.arguments, param, call);
        // A binding without a type, of nothing, is a lint.
        let ty = (*cx.schema.resolve(&param.ty) == Type::Void).then(|| quote!(: ()));
        quote!(let #name #ty = #value?;)
    });
    let outcome = quote!(#described::#method(#object #(, #names)*).await);
    let layout = cx
        .layouts
        .of_function(function)
        .filter(|_| cx.options.message_wire);
    let (outcome, called) = match layout {
        None => (outcome, None),
        Some(_) => {
            let name = service::unshadowed(cx, "outcome", [function]);
            let called = quote!(let #name = #outcome;);
            (name, Some(called))
        }
    };
    let declares = service::parts(cx, module, function).1.is_some();
    let reply = match &function.returns {
        Returns::Value if declares && errors == DeclaredErrors::Thrown => {
            quote!(reply_throwing(#outcome))
        }
        Returns::Value => quote!(reply(#outcome)),
        Returns::Field { key, default: _ } => {
            let wire = &key.wire;
            quote!(reply_field(#wire, #outcome))
        }
        Returns::Empty => quote!(reply_empty(#outcome)),
    };
    let read = quote! {
        #by_name
        #(#reads)*
        #call.end()?;
    };
    let Some(layout) = layout else {
        return quote!(#wire => { #read #call.#reply });
    };
    let read = match names.is_empty() {
        true => quote!(if !#call.is_message() { #read }),
        false => {
            let tuple = service::tuple(&names);
            let from_message = message::call::read_params(cx, module, function, layout);
            let from = message::call::used(&from_message, &quote!(from));
            quote! {
                let #tuple = if #call.is_message() {
                    #call.arguments(|#from| ::core::result::Result::Ok(#from_message))?
                } else {
                    #read
                    #tuple
                };
            }
        }
    };
    let (_, size) = message::call::sizes(cx, module, layout);
    let write = message::call::write_result(cx, module, function, layout);
    let reply_with = match declares {
        true => quote!(reply_with_outcome),
        false => quote!(reply_with_message),
    };
    quote! {
        #wire => {
            #read
            #called
            if #call.is_message() {
                #call.#reply_with(#outcome, #size, #write)
            } else {
                #call.#reply
            }
        }
    }
}

/// `call.argument_or("limit", || 10)`
fn render_read(
    cx: &Context<'_>,
    module: ModuleId,
    arguments: Arguments,
    param: &Param,
    call: &TokenStream,
) -> TokenStream {
    let name = param.name_on(arguments);
    match (arguments, &param.default) {
        (Arguments::ByPosition, _) => quote!(#call.argument(#name)),
        (Arguments::Whole, _) => quote!(#call.whole(#name)),
        (Arguments::ByName, Some(value)) => {
            let value = literal::owned(cx, module, &param.ty, value);
            quote!(#call.argument_or(#name, || #value))
        }
        (Arguments::ByName, None) if traits::of(cx, &param.ty).default => {
            quote!(#call.argument_or_default(#name))
        }
        (Arguments::ByName, None) => quote!(#call.argument(#name)),
    }
}
