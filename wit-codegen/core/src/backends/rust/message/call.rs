//! The parameters and the result of a function, as messages.
//!
//! What is written and read by the functions of the runtime's `TakesMessages` and `SendsMessages`.

pub(crate) mod functions;

use proc_macro2::TokenStream;
use quote::quote;

use super::emit::{Emit, used};
use super::read::{Read, Reading};
use super::write::{Value, Writing, single_or_block};
use crate::backends::rust::expr::{self, ParamMode};
use crate::backends::rust::{Context, service};
use crate::model::{
    Arguments, Function, FunctionLayout, Group, ModuleId, Outcome, Returns, Schema, Slot,
    StructLayout, Type, TypeKind, Union,
};

/// The size of the struct with the parameters, and of that with the result: `StructSize::new(1, 0)`.
pub(crate) fn sizes(
    cx: &Context<'_>,
    module: ModuleId,
    layout: &FunctionLayout,
) -> (TokenStream, TokenStream) {
    let emit = Emit { cx, module };
    (emit.size(&layout.params), emit.size(&layout.results))
}

/// The body of a function that writes into `to`.
pub(crate) struct Written {
    /// `to`, or `_` where nothing is written.
    pub(crate) to: TokenStream,
    /// The pattern of a reference to what is written.
    pub(crate) value: TokenStream,
    pub(crate) body: TokenStream,
}

impl Written {
    /// What the runtime's macro makes that function of: `|to, result| to.data(0, *result)`.
    pub(crate) fn closure(&self) -> TokenStream {
        let Self { to, value, body } = self;
        let body = single_or_block(body);
        quote!(|#to, #value| #body)
    }
}

/// Writes parameters as a client has them: each as its [`ParamMode`] says, and a reference to it in the tuple.
///
/// ```ignore
/// |to, (a, b)| {
///     to.data(0, *a);
///     to.pointer("b", 0).text(*b)?;
///     Ok(())
/// }
/// ```
pub(crate) fn write_params(
    cx: &Context<'_>,
    module: ModuleId,
    function: &Function,
    layout: &FunctionLayout,
) -> Written {
    let emit = Emit { cx, module };
    let runtime = cx.runtime();
    let to = service::unshadowed(cx, "to", [function]);
    let names = service::names(cx, function);
    let writes = match function.arguments {
        Arguments::Whole => {
            let names = names.iter().zip(service::passing(cx, function));
            let values = names.map(|(name, passing)| reference(&passing, name));
            quote!(#(#runtime::message::MessageStruct::write(#values, #to)?;)*)
        }
        Arguments::ByPosition | Arguments::ByName => {
            let writing = Writing::into(emit, to.clone());
            let members = function.params.iter().zip(service::passing(cx, function));
            let members = members.zip(names.iter().zip(&layout.params.group.slots));
            let writes = members.map(|((param, passing), (name, slot))| {
                let known_as = param.name_on(function.arguments);
                if let (ParamMode::Lent, Slot::Pointer { index }) = (&passing, slot) {
                    let index = proc_macro2::Literal::u32_unsuffixed(*index);
                    return quote! {
                        #runtime::private::lend_capability(#to.pointer(#known_as, #index), *#name)?;
                    };
                }
                let value = Value::reference(reference(&passing, name));
                writing.member(slot, &param.ty, known_as, &value)
            });
            writes.collect()
        }
    };
    let names = names.iter().zip(service::passing(cx, function));
    let patterns = names.map(|(name, passing)| passing.argument(cx, &used(&writes, name)));
    Written {
        to: used(&writes, &to),
        value: service::nested_tuple(cx, &patterns.collect::<Vec<_>>()),
        body: writes,
    }
}

/// Reads parameters as a server takes them: a tuple of owned values, read from `from`.
///
/// ```ignore
/// (from.data::<u32>(0), from.pointer("b", 0).text()?)
/// ```
pub(crate) fn read_params(
    cx: &Context<'_>,
    module: ModuleId,
    function: &Function,
    layout: &FunctionLayout,
) -> TokenStream {
    let runtime = cx.runtime();
    let values: Vec<TokenStream> = match function.arguments {
        Arguments::Whole => {
            let whole = quote!(#runtime::message::MessageStruct::read(from)?);
            function.params.iter().map(|_| whole.clone()).collect()
        }
        Arguments::ByPosition | Arguments::ByName => {
            let reading = Reading::new(Emit { cx, module });
            let members = function.params.iter().zip(&layout.params.group.slots);
            let members = members.map(|(param, slot)| {
                let default = param.default.as_ref();
                let known_as = param.name_on(function.arguments);
                reading.member(slot, &param.ty, known_as, default).value()
            });
            members.collect()
        }
    };
    service::nested_tuple(cx, &values)
}

/// Writes a result: a value, or a `Result<T, E>` where the function declares an error.
///
/// ```ignore
/// |to, result| {
///     to.data(0, *result);
///     Ok(())
/// }
/// ```
pub(crate) fn write_result(
    cx: &Context<'_>,
    module: ModuleId,
    function: &Function,
    layout: &FunctionLayout,
) -> Written {
    let (emit, runtime) = (Emit { cx, module }, cx.runtime());
    let writing = Writing::new(emit);
    let writes = match reply(cx, function, &layout.results) {
        Reply::Nothing => TokenStream::new(),
        Reply::Root => quote!(#runtime::message::MessageStruct::write(result, to)?;),
        Reply::Value(ty, slot) => {
            writing.member(slot, ty, "result", &Value::reference(quote!(result)))
        }
        Reply::Declared(union, ok, err) => {
            let arms = writing.result_arms(union, ok, err, "result");
            quote!(match result { #arms })
        }
    };
    Written {
        to: used(&writes, &quote!(to)),
        value: used(&writes, &quote!(result)),
        body: writes,
    }
}

/// The type of that: `Order`, or `Result<Order, Refusal>`.
pub(crate) fn reply_type(cx: &Context<'_>, module: ModuleId, function: &Function) -> TokenStream {
    match &function.result {
        Some(ty) => expr::owned(cx, module, ty),
        None => quote!(()),
    }
}

/// Reads a result from `from`: of the type that [`reply_type`] gives.
///
/// ```ignore
/// from.pointer("result", 0).structure()?
/// ```
pub(crate) fn read_result(
    cx: &Context<'_>,
    module: ModuleId,
    function: &Function,
    layout: &FunctionLayout,
) -> TokenStream {
    let runtime = cx.runtime();
    let reading = Reading::new(Emit { cx, module });
    let reply = reply(cx, function, &layout.results);
    let read = match reply {
        Reply::Nothing => Read::Plain(quote!(())),
        Reply::Root => Read::Tried(quote!(#runtime::message::MessageStruct::read(from))),
        Reply::Value(ty, slot) => {
            let default = match &function.returns {
                Returns::Field { default, .. } => default.as_ref(),
                Returns::Value | Returns::Empty => None,
            };
            reading.member(slot, ty, "result", default)
        }
        Reply::Declared(union, ok, err) => reading.result(union, ok, err, "result"),
    };
    read.value()
}

/// What is in the message of a reply.
#[derive(Clone, Copy)]
enum Reply<'t> {
    Nothing,
    /// A struct of Cap'n Proto, which is the message's root itself.
    Root,
    /// A value in a struct of its own.
    Value(&'t Type, &'t Slot),
    /// A value or a declared error, in a union of both.
    Declared(&'t Union, Option<&'t Type>, Option<&'t Type>),
}

fn reply<'t>(cx: &Context<'t>, function: &'t Function, results: &'t StructLayout) -> Reply<'t> {
    let schema = cx.schema;
    let Group { slots, union } = &results.group;
    match (schema.outcome(function), slots.as_slice(), union) {
        (Outcome::Declared(ok, err), _, Some(union)) => Reply::Declared(union, ok, err),
        (Outcome::Value(ty), slots, _) => match (is_root(schema, function, ty), slots) {
            (true, _) => Reply::Root,
            (false, [slot]) => Reply::Value(schema.resolve(ty), slot),
            (false, _) => Reply::Nothing,
        },
        (Outcome::Nothing, ..) | (Outcome::Declared(..), _, None) => Reply::Nothing,
    }
}

/// Whether a result is a message's root itself.
fn is_root(schema: &Schema, function: &Function, ty: &Type) -> bool {
    let Type::Named(id) = schema.resolve(ty) else {
        return false;
    };
    let kind = &schema.types[schema.declaration(*id).0].kind;
    matches!(function.returns, Returns::Value) && matches!(kind, TypeKind::Struct(_))
}

/// A parameter for what takes a `&T`, or a `&str` or `&[T]` in its place; `name` is a reference to it.
fn reference(passing: &ParamMode, name: &TokenStream) -> TokenStream {
    match passing {
        ParamMode::Copied | ParamMode::Moved | ParamMode::Nothing => name.clone(),
        // References to references coerce where the type is known.
        ParamMode::Str | ParamMode::Slice | ParamMode::Bytes => name.clone(),
        ParamMode::Borrowed
        | ParamMode::Optional
        | ParamMode::OptionalStr
        | ParamMode::OptionalSlice
        | ParamMode::Lent => quote!(*#name),
    }
}
