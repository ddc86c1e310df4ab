//! The trait that a server implements, and what every use of a function has in common.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::expr::{self, ParamMode};
use super::{Context, docs, ident};
use crate::model::{Function, ModuleId, Outcome, Param, Resource, Service, Type, TypeId, TypeKind};

/// ```ignore
/// pub trait Calculator {
///     fn add(&self, a: u32, b: u32) -> impl Future<Output = Result<u32>>;
/// }
/// ```
pub(crate) fn render(cx: &Context<'_>, module: ModuleId, service: &Service) -> TokenStream {
    let name = ident(cx.trait_name(&service.name));
    let text = docs::of(
        &service.docs,
        &format!("The functions of `{}`.", service.name.schema),
    );
    let advice = docs::plain(
        "\nImplement each function as an `async fn`; one that never waits is called without a promise.",
    );
    let functions = render_signatures(cx, module, &service.functions);
    quote! {
        #text
        #advice
        pub trait #name { #functions }
    }
}

/// `fn add(&self, a: u32, b: u32) -> impl Future<Output = Result<u32>>;`
pub(crate) fn render_signatures(
    cx: &Context<'_>,
    module: ModuleId,
    functions: &[Function],
) -> TokenStream {
    let functions = functions.iter().map(|function| {
        let docs = docs_of(cx, function);
        let name = cx.ident(&function.name);
        let params = owned_params(cx, module, function);
        let outcome = outcome(cx, module, function);
        quote! {
            #docs
            fn #name(&self #(, #params)*) -> impl ::core::future::Future<Output = #outcome>;
        }
    });
    quote!(#(#functions)*)
}

/// A function's docs; without any, its name in the schema.
pub(crate) fn docs_of(cx: &Context<'_>, function: &Function) -> TokenStream {
    docs::of(
        &cx.uncallable.docs(function),
        &format!("`{}`", function.name.schema),
    )
}

/// `a: u32`
pub(crate) fn owned_params(
    cx: &Context<'_>,
    module: ModuleId,
    function: &Function,
) -> Vec<TokenStream> {
    let param = |param: &Param| {
        let (name, ty) = (cx.ident(&param.name), expr::owned(cx, module, &param.ty));
        quote!(#name: #ty)
    };
    function.params.iter().map(param).collect()
}

/// The names of the parameters.
pub(crate) fn names(cx: &Context<'_>, function: &Function) -> Vec<TokenStream> {
    let names = function.params.iter().map(|param| cx.ident(&param.name));
    names.map(|name| quote!(#name)).collect()
}

/// `()`, `(a,)` or `(a, b)`.
pub(crate) fn tuple(items: &[TokenStream]) -> TokenStream {
    match items {
        [] => quote!(()),
        [item] => quote!((#item,)),
        items => quote!((#(#items),*)),
    }
}

/// Most parameters that the runtime has traits for in one tuple.
const LONGEST_TUPLE: usize = 12;

/// A tuple of parameters, or of what belongs to each: `(a, b)`, or `More((a, …), (m, n))` for many. Values, types and
/// patterns look alike.
fn nested(
    items: &[TokenStream],
    more: impl Fn(TokenStream, TokenStream) -> TokenStream + Copy,
) -> TokenStream {
    match items.split_at_checked(LONGEST_TUPLE) {
        Some((first, rest)) if !rest.is_empty() => more(tuple(first), nested(rest, more)),
        _ => tuple(items),
    }
}

/// A value, or a pattern: `(a, b)`.
pub(crate) fn nested_tuple(cx: &Context<'_>, items: &[TokenStream]) -> TokenStream {
    let runtime = cx.runtime();
    nested(
        items,
        |first, rest| quote!(#runtime::private::More(#first, #rest)),
    )
}

/// A type: `(u32, String)`.
pub(crate) fn nested_type(cx: &Context<'_>, items: &[TokenStream]) -> TokenStream {
    let runtime = cx.runtime();
    nested(
        items,
        |first, rest| quote!(#runtime::private::More<#first, #rest>),
    )
}

/// What a server takes: `(u32, String)`.
pub(crate) fn params_type(cx: &Context<'_>, module: ModuleId, function: &Function) -> TokenStream {
    let types = function.params.iter();
    let types = types.map(|param| expr::owned(cx, module, &param.ty));
    nested_type(cx, &types.collect::<Vec<_>>())
}

/// What a client passes on: `(a, Lent(b))`.
pub(crate) fn arguments(cx: &Context<'_>, function: &Function) -> TokenStream {
    let items = names(cx, function).into_iter().zip(passing(cx, function));
    let items = items.map(|(name, passing)| passing.argument(cx, &name));
    nested_tuple(cx, &items.collect::<Vec<_>>())
}

/// The type of that, with the lifetime `'a`: `(u32, Lent<'a, Book>)`.
pub(crate) fn arguments_type(
    cx: &Context<'_>,
    module: ModuleId,
    function: &Function,
) -> TokenStream {
    let items = function.params.iter().zip(passing(cx, function));
    let items =
        items.map(|(param, passing)| passing.argument_type(cx, module, &param.ty, &quote!('a)));
    nested_type(cx, &items.collect::<Vec<_>>())
}

/// How each parameter is passed to a client.
pub(crate) fn passing(cx: &Context<'_>, function: &Function) -> Vec<ParamMode> {
    function
        .params
        .iter()
        .map(|param| ParamMode::of(cx, &param.ty))
        .collect()
}

/// What a function gives: `T` of `Result<T>`, and `F` of `Result<T, F>` where it declares an error.
pub(crate) fn parts(
    cx: &Context<'_>,
    module: ModuleId,
    function: &Function,
) -> (TokenStream, Option<TokenStream>) {
    let runtime = cx.runtime();
    let or_unit = |ty: Option<&Type>| match ty {
        Some(ty) => expr::owned(cx, module, ty),
        None => quote!(()),
    };
    match cx.schema.outcome(function) {
        Outcome::Nothing => (quote!(()), None),
        Outcome::Value(ty) => (expr::owned(cx, module, ty), None),
        Outcome::Declared(ok, err) => {
            let (ok, err) = (or_unit(ok), or_unit(err));
            (ok, Some(quote!(#runtime::CallError<#err>)))
        }
    }
}

/// `Result<T>` or `Result<T, CallError<E>>`.
pub(crate) fn outcome(cx: &Context<'_>, module: ModuleId, function: &Function) -> TokenStream {
    let runtime = cx.runtime();
    let (value, failure) = parts(cx, module, function);
    let failure = failure.map(|failure| quote!(, #failure));
    quote!(#runtime::Result<#value #failure>)
}

/// A local variable's name that no parameter of these functions has.
pub(crate) fn unshadowed<'f>(
    cx: &Context<'_>,
    wanted: &str,
    functions: impl IntoIterator<Item = &'f Function> + Clone,
) -> TokenStream {
    let taken = |name: &str| {
        let mut params = functions
            .clone()
            .into_iter()
            .flat_map(|function| &function.params);
        params.any(|param| cx.rust_name(&param.name) == name)
    };
    let mut name = wanted.to_owned();
    while taken(&name) {
        name.push('_');
    }
    let name = ident(&name);
    quote!(#name)
}

/// Everything that a resource extends, directly or not, once.
pub(crate) fn collect_bases(cx: &Context<'_>, resource: &Resource, found: &mut BTreeSet<TypeId>) {
    for base in &resource.bases {
        let base = cx.schema.declaration(*base);
        let def = &cx.schema.types[base.0];
        if let TypeKind::Resource(resource) = &def.kind
            && !def.is_opaque()
            && found.insert(base)
        {
            collect_bases(cx, resource, found);
        }
    }
}
