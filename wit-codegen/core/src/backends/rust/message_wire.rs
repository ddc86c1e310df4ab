//! Calls that travel as messages: what clients, servers and exports have beyond those that travel as values.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::message::{call, emit};
use super::methods::Methods;
use super::{Context, formatting, service};
use crate::model::{
    Arguments, Function, FunctionLayout, Outcome, Resource, Returns, Service, StructLayout, Type,
    TypeDef, TypeId, TypeKind,
    visit::{self, Visit},
};
use crate::names;

/// The methods of a service that take messages. The first is its own.
pub(crate) fn methods_of_service(cx: &Context<'_>, service: &Service) -> Vec<String> {
    match takes_messages(cx, &service.functions) {
        true => vec![names::message_method(&service.name.schema)],
        false => Vec::new(),
    }
}

/// The methods of a resource that take messages. The first is its own; the others are those of what it extends, for
/// clients that know it as that.
pub(crate) fn methods_of_resource(
    cx: &Context<'_>,
    def: &TypeDef,
    resource: &Resource,
) -> Vec<String> {
    if !takes_messages(cx, &resource.functions) {
        return Vec::new();
    }
    let mut bases = BTreeSet::new();
    service::collect_bases(cx, resource, &mut bases);
    let bases = bases.iter().map(|base| &cx.schema.types[base.0]);
    let defs = std::iter::once(def).chain(bases);
    let mut methods: Vec<String> = Vec::new();
    for method in defs.map(|def| names::message_method(&def.name.schema)) {
        // Two of the same name are told apart by nothing but their methods, which one object has all of.
        if !methods.contains(&method) {
            methods.push(method);
        }
    }
    methods
}

fn takes_messages(cx: &Context<'_>, functions: &[Function]) -> bool {
    cx.emit.message_wire
        && functions
            .iter()
            .any(|function| cx.layouts.of_function(function).is_some())
}

/// The encoding of method number `number`, where it may be called with messages: `Messages<Self, 2>`, or
/// `Accepts<Self, 2>` where no client sends one.
pub(crate) fn encoding(
    cx: &Context<'_>,
    methods: &Methods<'_>,
    number: usize,
    function: &Function,
) -> Option<TokenStream> {
    let runtime = cx.runtime();
    let number = Literal::usize_unsuffixed(number);
    takes(cx, methods, function)?;
    Some(match sends(cx, methods, function) {
        true => quote!(#runtime::private::Messages<Self, #number>),
        false => quote!(#runtime::private::Accepts<Self, #number>),
    })
}

/// How the methods lie in messages, where they may be called with any.
///
/// ```ignore
/// message_methods! {
///     impl __ShopMethods {
///         const _: TakesMessages<2, (Order,), Result<u32, Refusal>> = Takes {
///             size: (1, 1),
///             read: |from| (from.pointer("order", 0).structure()?,),
///             write: |to, result| match result { … },
///         };
///         const _: SendsMessages<'a, 2, (&'a Order,)> = Sends {
///             method: "$capnpShop",
///             may_retry: true,
///             size: (0, 1),
///             write: |to, (order,)| to.pointer("order", 0).structure(*order)?,
///             read: |from| from.result(…)?,
///         };
///     }
/// }
/// ```
pub(crate) fn render_encodings(cx: &Context<'_>, methods: &Methods<'_>) -> Option<String> {
    let functions = methods.functions.iter().enumerate();
    let encodings =
        functions.filter_map(|(number, function)| render_encoding(cx, methods, number, function));
    let encodings: Vec<TokenStream> = encodings.collect();
    if encodings.is_empty() {
        return None;
    }
    let (runtime, marker) = (cx.runtime(), methods.marker());
    Some(formatting::macro_call(
        &quote!(#runtime::private::message_methods),
        &quote!(impl #marker { #(#encodings)* }),
        &[],
    ))
}

fn render_encoding(
    cx: &Context<'_>,
    methods: &Methods<'_>,
    number: usize,
    function: &Function,
) -> Option<TokenStream> {
    let layout = takes(cx, methods, function)?;
    let module = methods.module;
    let number = Literal::usize_unsuffixed(number);
    let params = service::params_type(cx, module, function);
    let reply = call::reply_type(cx, module, function);
    let read = call::read_params(cx, module, function, layout);
    let from = emit::used(&read, &quote!(from));
    let size = size(&layout.results);
    let write = call::write_result(cx, module, function, layout).closure();
    let takes = quote! {
        const _: TakesMessages<#number, #params, #reply> = Takes {
            size: #size,
            read: |#from| #read,
            write: #write,
        };
    };
    if !sends(cx, methods, function) {
        return Some(takes);
    }
    let method = methods.messages.first()?;
    let passed = service::arguments_type(cx, module, function);
    let may_retry = !function
        .params
        .iter()
        .any(|param| holds_values(cx, &param.ty));
    let size = self::size(&layout.params);
    let write = call::write_params(cx, module, function, layout).closure();
    let read = call::read_result(cx, module, function, layout);
    let from = emit::used(&read, &quote!(from));
    Some(quote! {
        #takes
        const _: SendsMessages<'a, #number, #passed> = Sends {
            method: #method,
            may_retry: #may_retry,
            size: #size,
            write: #write,
            read: |#from| #read,
        };
    })
}

/// How a function's calls lie in messages, if it may be called with any.
fn takes<'c>(
    cx: &Context<'c>,
    methods: &Methods<'_>,
    function: &Function,
) -> Option<&'c FunctionLayout> {
    let takes = !methods.messages.is_empty() && cx.emit.message_wire;
    cx.layouts.of_function(function).filter(|_| takes)
}

/// `(1, 0)`: the words of data, and the pointers.
fn size(layout: &StructLayout) -> TokenStream {
    let [data, pointers] = [layout.data_words, layout.pointers].map(Literal::u16_unsuffixed);
    quote!((#data, #pointers))
}

fn sends(cx: &Context<'_>, methods: &Methods<'_>, function: &Function) -> bool {
    methods.called && gains(cx, function)
}

/// Whether a call is better off as a message: numbers, strings and bytes are as quick by themselves, and a handle
/// that is to be called before it has arrived has to be a value that the runtime knows.
fn gains(cx: &Context<'_>, function: &Function) -> bool {
    let mut params = function.params.iter().map(|param| &param.ty);
    let results: Vec<&Type> = match cx.schema.outcome(function) {
        Outcome::Nothing => Vec::new(),
        Outcome::Value(ty) => vec![ty],
        Outcome::Declared(ok, err) => ok.into_iter().chain(err).collect(),
    };
    if results.iter().any(|ty| is_handle(cx, ty)) {
        return false;
    }
    // A struct with several results is one that was made for it.
    let many =
        matches!(function.returns, Returns::Value) && function.arguments != Arguments::ByPosition;
    many || params.any(|ty| !is_plain(cx, ty)) || results.iter().any(|ty| !is_plain(cx, ty))
}

fn is_handle(cx: &Context<'_>, ty: &Type) -> bool {
    matches!(cx.schema.resolve(ty), Type::Own(_) | Type::Borrow(_))
}

/// A value that is one piece for JavaScript, too.
fn is_plain(cx: &Context<'_>, ty: &Type) -> bool {
    match cx.schema.resolve(ty) {
        Type::Scalar(_)
        | Type::String
        | Type::Void
        | Type::Data
        | Type::AnyPointer
        | Type::Own(_)
        | Type::Borrow(_)
        | Type::Stream(_)
        | Type::Future(_) => true,
        Type::List(item) | Type::FixedList(item, _) => is_number(cx, item),
        Type::Option(some) => is_plain(cx, some),
        Type::Named(id) => matches!(
            cx.schema.types[cx.schema.declaration(*id).0].kind,
            TypeKind::Enum(_) | TypeKind::OpenEnum(_)
        ),
        Type::Map(..) | Type::Result { .. } | Type::Tuple(_) => false,
    }
}

fn is_number(cx: &Context<'_>, ty: &Type) -> bool {
    matches!(cx.schema.resolve(ty), Type::Scalar(scalar) if scalar.is_number())
}

/// Whether a value may hold something that travels beside the message: it can be sent once only.
fn holds_values(cx: &Context<'_>, ty: &Type) -> bool {
    let mut search = Search {
        cx,
        seen: BTreeSet::new(),
        found: false,
    };
    search.visit_type(ty);
    search.found
}

/// Looks into each named type once: Cap'n Proto types may hold themselves.
struct Search<'c, 's> {
    cx: &'c Context<'s>,
    seen: BTreeSet<TypeId>,
    found: bool,
}

impl<'t, 's: 't> Visit<'t> for Search<'_, 's> {
    fn visit_type(&mut self, ty: &'t Type) {
        self.found |= matches!(
            ty,
            Type::Own(_) | Type::Borrow(_) | Type::Stream(_) | Type::Future(_)
        );
        visit::visit_type(self, ty);
    }

    fn visit_named(&mut self, id: TypeId) {
        let id = self.cx.schema.declaration(id);
        let def = &self.cx.schema.types[id.0];
        if self.seen.insert(id) && !self.found {
            self.found = def.is_opaque() || matches!(def.kind, TypeKind::Resource(_));
            self.visit_kind(&def.kind);
        }
    }
}
