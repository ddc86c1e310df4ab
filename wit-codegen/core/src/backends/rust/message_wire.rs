//! Calls that travel as messages: what clients, servers and exports have beyond those that travel as values.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::expr::{self, Passing};
use super::message::call;
use super::{Context, interface, service};
use crate::model::{
    Arguments, Function, FunctionLayout, ModuleId, Resource, Returns, Service, Type, TypeDef,
    TypeId, TypeKind,
};
use crate::model::{
    Outcome,
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
    interface::collect_bases(cx, resource, &mut bases);
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
    cx.options.message_wire
        && functions
            .iter()
            .any(|function| cx.layouts.of_function(function).is_some())
}

/// How a client's method goes as a message, for functions that gain by it.
///
/// ```ignore
/// MessageCall {
///     method: "$capnpOrders",
///     form: Form::value(),
///     size: StructSize::new(0, 1),
///     read: |from| Ok(Ok(from.pointer("result", 0).structure()?)),
///     again: Some(|from, arguments| {
///         let (order,): (Order,) = (from.pointer("order", 0).structure()?,);
///         arguments.value("order", &order)?;
///         Ok(())
///     }),
/// }
/// ```
pub(crate) fn render_call(
    cx: &Context<'_>,
    module: ModuleId,
    method: &str,
    function: &Function,
    form: &TokenStream,
) -> Option<TokenStream> {
    let layout = cx.layouts.of_function(function)?;
    if !gains(cx, function) {
        return None;
    }
    let runtime = cx.runtime();
    let (size, _) = call::sizes(cx, module, layout);
    let read = call::read_result(cx, module, function, layout);
    let again = match function
        .params
        .iter()
        .any(|param| holds_values(cx, &param.ty))
    {
        true => quote!(::core::option::Option::None),
        false => {
            let again = render_again(cx, module, function, layout);
            quote!(::core::option::Option::Some(#again))
        }
    };
    Some(quote! {
        #runtime::private::MessageCall {
            method: #method,
            form: #form,
            size: #size,
            read: #read,
            again: #again,
        }
    })
}

/// ```ignore
/// |from, arguments| {
///     let (a, b): (u32, String) = …;
///     arguments.value("a", &a)?;
///     arguments.value("b", &b)
/// }
/// ```
fn render_again(
    cx: &Context<'_>,
    module: ModuleId,
    function: &Function,
    layout: &FunctionLayout,
) -> TokenStream {
    let names = service::names(cx, function);
    let arguments = service::unshadowed(cx, "arguments", [function]);
    let by_name = (function.arguments == Arguments::ByName).then(|| quote!(#arguments.by_name();));
    let read = call::read_params(cx, module, function, layout);
    let from = call::used(&read, &quote!(from));
    let writes = function.params.iter().zip(&names).map(|(param, name)| {
        // What was read is owned.
        let passing = match Passing::of(cx, &param.ty) {
            Passing::Nothing => Passing::Nothing,
            _ => Passing::Copied,
        };
        let known_as = param.name_on(function.arguments);
        passing.write(&arguments, known_as, &quote!(&#name))
    });
    let body = quote! {
        #by_name
        #(#writes?;)*
    };
    let tuple = service::tuple(&names);
    let types = function.params.iter();
    let types: Vec<_> = types
        .map(|param| expr::owned(cx, module, &param.ty))
        .collect();
    let types = service::tuple(&types);
    let bound = (!names.is_empty()).then(|| quote!(let #tuple: #types = #read;));
    let arguments = call::used(&body, &arguments);
    quote! {
        |#from, #arguments| {
            #bound
            #body
            ::core::result::Result::Ok(())
        }
    }
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
