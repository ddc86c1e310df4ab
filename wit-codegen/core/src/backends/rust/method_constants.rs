//! What a service or a resource has for each method: a constant that clients and servers share, and the type that they
//! belong to, by which they are served.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::formatting::{self, Inserts};
use super::methods::{Methods, Owner};
use super::{Context, literal, message_wire, service, traits};
use crate::model::{Arguments, DeclaredErrors, Function, Returns, Type};

impl Methods<'_> {
    /// ```ignore
    /// methods! {
    ///     impl Methods<"rpc:calculator/calculator"> for __CalculatorMethods {
    ///         const ADD: ServiceMethod<(u32, u32), u32> = new("add", "add", &["a", "b"]);
    ///     }
    /// }
    /// ```
    ///
    /// `Methods<"rpc:shop/shop", "$capnpShop">` where that method takes messages.
    pub(crate) fn render(&self, cx: &Context<'_>, inserts: &mut Inserts) -> TokenStream {
        let (runtime, marker, messages) = (cx.runtime(), self.marker(), self.messages);
        let service = self.service;
        let constants = self.constants(cx).into_iter().enumerate();
        let constants = constants.map(|(number, name)| self.render_constant(cx, number, &name));
        let methods = formatting::macro_call(
            &quote!(#runtime::private::methods),
            &quote!(impl Methods<#service #(, #messages)*> for #marker { #(#constants)* }),
            &[],
        );
        let methods = inserts.add(methods);
        let encodings = message_wire::render_encodings(cx, self);
        let encodings = encodings.map(|encodings| inserts.add(encodings));
        quote!(#methods #encodings)
    }

    /// ```ignore
    /// const PLACE: ServiceMethod<(Order,), (), CallError<Refusal>, Objects, Throwing> =
    ///     new("place", "placeOrder", &["order"]).by_name((missing_is_default(),));
    /// ```
    fn render_constant(&self, cx: &Context<'_>, number: usize, name: &Ident) -> TokenStream {
        let (runtime, function) = (cx.runtime(), &self.functions[number]);
        let kind = match self.owner {
            Owner::Service => quote!(ServiceMethod),
            Owner::Resource => quote!(ResourceMethod),
        };
        let (value, failure) = service::parts(cx, self.module, function);
        let reply = match &function.returns {
            Returns::Value if failure.is_some() && self.errors == DeclaredErrors::Thrown => {
                Some(quote!(Throwing))
            }
            Returns::Value => None,
            Returns::Field { .. } => Some(quote!(Field)),
            Returns::Empty => Some(quote!(Empty)),
        };
        let encoding = message_wire::encoding(cx, self, number, function);
        // Parameters that come before one that is written are written, too.
        let encoding = match (encoding, &reply) {
            (None, Some(_)) => Some(quote!(#runtime::private::Objects)),
            (encoding, _) => encoding,
        };
        let failure = match (failure, &encoding) {
            (None, Some(_)) => Some(quote!(#runtime::Error)),
            (failure, _) => failure,
        };
        let params = service::params_type(cx, self.module, function);
        let reply = reply.map(|reply| quote!(#runtime::private::#reply));
        let rest = failure.into_iter().chain(encoding).chain(reply);
        let (schema, wire) = (&function.name.schema, &function.name.wire);
        let names = function
            .params
            .iter()
            .map(|param| param.name_on(function.arguments));
        let arguments = self.render_arguments(cx, function);
        let returns = self.render_returns(cx, function);
        let idempotent = (function.is_idempotent && self.called).then(|| quote!(.idempotent()));
        quote! {
            const #name: #kind<#params, #value #(, #rest)*> =
                new(#schema, #wire, &[#(#names),*]) #arguments #returns #idempotent;
        }
    }

    /// `.by_name((missing_is_default(), missing_is(|| 10)))`: how parameters go, where that is not by position.
    fn render_arguments(&self, cx: &Context<'_>, function: &Function) -> Option<TokenStream> {
        let runtime = cx.runtime();
        match function.arguments {
            Arguments::ByPosition => None,
            Arguments::Whole => Some(quote!(.whole())),
            Arguments::ByName => {
                let defaults = function.params.iter().map(|param| match &param.default {
                    Some(value) => {
                        let value = literal::owned(cx, self.module, &param.ty, value);
                        quote!(#runtime::private::missing_is(|| #value))
                    }
                    None => default_of(cx, &param.ty),
                });
                let defaults = service::nested_tuple(cx, &defaults.collect::<Vec<_>>());
                Some(quote!(.by_name(#defaults)))
            }
        }
    }

    /// `.replies_in("sum", missing_is_default())`: how the reply looks, where the type does not say so.
    fn render_returns(&self, cx: &Context<'_>, function: &Function) -> Option<TokenStream> {
        let Returns::Field { key, default } = &function.returns else {
            return None;
        };
        let runtime = cx.runtime();
        let wire = &key.wire;
        let default = match (&function.result, default) {
            (Some(ty), Some(value)) => {
                let value = literal::owned(cx, self.module, ty, value);
                quote!(#runtime::private::missing_is(|| #value))
            }
            (Some(ty), None) => default_of(cx, ty),
            (None, _) => quote!(::core::option::Option::None),
        };
        Some(quote!(.replies_in(#wire, #default)))
    }
}

/// What a missing value is, where its type has a default.
fn default_of(cx: &Context<'_>, ty: &Type) -> TokenStream {
    let runtime = cx.runtime();
    match traits::of(cx, ty).default {
        true => quote!(#runtime::private::missing_is_default()),
        false => quote!(::core::option::Option::None),
    }
}
