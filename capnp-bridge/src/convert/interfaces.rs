//! Interfaces and their methods.

use std::collections::HashSet;

use wit_codegen_core::front_end::{
    Arguments, Diagnostic, Function, FunctionLayout, Group, Literal, Name, Origin, Param, Returns,
    Span, StructLayout, Type, TypeDef, TypeId, TypeKind,
};

use super::converter::{Converter, Env, Holder, docs};
use super::failure::{Result, invalid};
use super::names as given;
use super::structs::layout;
use crate::request::{self, Brand, FieldKind, Kind, Method, Node};

/// What a streaming method returns: `StreamResult` of `/capnp/stream.capnp`.
const STREAM_RESULT: u64 = 0x995f_9a33_77c0_b16e;

/// What a method takes, or gives.
enum Message<'a> {
    /// Declared by the method itself.
    Own(&'a Node, &'a request::Struct),
    /// Declared by itself.
    Struct(TypeId),
    /// Nothing, of a streaming method.
    Stream,
}

impl<'a> Converter<'a> {
    pub(super) fn convert_interface(
        &mut self,
        node: &'a Node,
        it: &'a request::Interface,
        env: &Env,
        id: TypeId,
    ) -> Result<()> {
        let span = self.files.span(self.request, node, &[]);
        let mut bases = Vec::new();
        for (base, brand) in &it.superclasses {
            let Kind::Interface(_) = self.request.node(*base)?.kind else {
                return Err(invalid(format!("the node @0x{base:x} is not an interface")));
            };
            bases.push(self.instance(*base, brand, env, &span)?);
        }
        let mut methods: Vec<_> = it.methods.iter().collect();
        methods.sort_by_key(|method| method.member.code_order);
        let (mut functions, mut layouts) = (Vec::new(), Vec::new());
        for (index, method) in methods.into_iter().enumerate() {
            let (function, layout) = self.method(node, method, env, (id, index))?;
            functions.push(function);
            layouts.push(layout);
        }
        self.method_layouts.insert(id, layouts);
        if let TypeKind::Resource(resource) = &mut self.types[id.0].kind {
            resource.functions = functions;
            resource.bases = bases;
        }
        Ok(())
    }

    fn method(
        &mut self,
        node: &'a Node,
        method: &'a Method,
        env: &Env,
        (interface, index): (TypeId, usize),
    ) -> Result<(Function, FunctionLayout)> {
        let member = &method.member;
        let span = self.files.span(self.request, node, &[&member.name]);
        let name = given::method_name(member, &span)?;
        let holder = |param| Holder::Param(interface, index, param);
        let (message, bound) = self.message(&method.params, env, &span)?;
        let (arguments, params, params_layout) = match message {
            Message::Stream => (Arguments::ByName, Vec::new(), nothing()),
            Message::Struct(id) => {
                let param = Param {
                    name: Name::new("params", "params"),
                    span: span.clone(),
                    ty: Type::Named(id),
                    default: None,
                };
                (Arguments::Whole, vec![param], nothing())
            }
            Message::Own(of, it) => {
                let mut params = Vec::new();
                let mut slots = Vec::new();
                for (index, field) in in_order(it).into_iter().enumerate() {
                    let path = [member.name.as_str(), field.member.name.as_str()];
                    let span = self.files.span(self.request, node, &path);
                    let (ty, slot) = self.param(of, field, &bound, &span, holder(index))?;
                    params.push(Param {
                        name: given::member_name(&field.member, &span)?,
                        span,
                        ty,
                        default: None,
                    });
                    slots.push(slot);
                }
                let group = Group { slots, union: None };
                (Arguments::ByName, params, layout(it, group))
            }
        };
        let (message, bound) = self.message(&method.results, env, &span)?;
        let (result, returns, results_layout) = match message {
            Message::Stream => (None, Returns::Empty, nothing()),
            Message::Struct(id) => (Some(Type::Named(id)), Returns::Value, nothing()),
            Message::Own(of, it) => match in_order(it).as_slice() {
                [] => (None, Returns::Empty, layout(it, Group::default())),
                [field] => {
                    let key = given::member_name(&field.member, &span)?;
                    let holder = Holder::Result(interface, index);
                    let (ty, slot) = self.param(of, field, &bound, &span, holder)?;
                    let group = Group {
                        slots: vec![slot],
                        union: None,
                    };
                    let default = None;
                    (Some(ty), Returns::Field { key, default }, layout(it, group))
                }
                _ => {
                    let definition = TypeDef {
                        selector: format!(
                            "{}.{}$Results",
                            self.files.selector(self.request, node),
                            member.name
                        ),
                        name: Self::results_name(name.base()),
                        module: self.scope_module(node, env)?,
                        docs: docs(&Some(format!("What `{}` gives.", member.name))),
                        span: span.clone(),
                        kind: TypeKind::Enum(Vec::new()),
                        origin: Origin::Here,
                    };
                    let id = self.convert_results(of, it, &bound, definition, node)?;
                    (Some(Type::Named(id)), Returns::Value, nothing())
                }
            },
        };
        let function = Function {
            name,
            member: None,
            docs: docs(&member.docs),
            span,
            params,
            result,
            arguments,
            returns,
            is_idempotent: false,
        };
        let layout = FunctionLayout {
            params: params_layout,
            results: results_layout,
        };
        Ok((function, layout))
    }

    /// The struct that a method takes or gives, and what is bound in it.
    fn message(
        &mut self,
        (id, brand): &(u64, Brand),
        env: &Env,
        span: &Span,
    ) -> Result<(Message<'a>, Env)> {
        if *id == STREAM_RESULT {
            return Ok((Message::Stream, Env::new()));
        }
        let node = self.request.node(*id)?;
        let it = match &node.kind {
            Kind::Struct(it) if !it.is_group => it,
            _ => return Err(invalid(format!("the node @0x{id:x} is not a struct"))),
        };
        let mut bound = self.bind(*id, brand, env, span)?;
        if node.scope != 0 {
            return Ok((Message::Struct(self.declare(*id, bound, span)?), Env::new()));
        }
        // It is in no scope, but the interface's parameters mean the same in it.
        bound.extend(env.iter().cloned());
        Ok((Message::Own(node, it), bound))
    }

    /// A parameter of a method, or its only result. A capability is there, or the call fails.
    fn param(
        &mut self,
        of: &Node,
        field: &request::Field,
        env: &Env,
        span: &Span,
        holder: Holder,
    ) -> Result<(Type, wit_codegen_core::front_end::Slot)> {
        let FieldKind::Slot {
            offset,
            ty,
            default,
        } = &field.kind
        else {
            return Err(invalid(format!(
                "`{}` has a group as parameter",
                of.display_name
            )));
        };
        if field.case.is_some() {
            return Err(invalid(format!(
                "`{}` has a union as parameter",
                of.display_name
            )));
        }
        let model = self.ty(ty, env, span)?;
        let model = self.optional(model, &field.member, span);
        Ok((model, self.slot(ty, *offset, default, span, holder)?))
    }

    /// Gives interfaces what they inherit, and their methods the layouts of the structs that they name.
    pub(super) fn finish_interfaces(&mut self) -> Result<()> {
        for (id, layouts) in &mut self.method_layouts {
            let functions = self.types[id.0].kind.functions().iter();
            for (function, layout) in functions.zip(layouts) {
                if let (Arguments::Whole, [param]) = (function.arguments, &*function.params)
                    && let Type::Named(id) = param.ty
                    && let Some(params) = self.layouts.get(&id)
                {
                    layout.params = params.clone();
                }
                if let (Returns::Value, Some(Type::Named(id))) =
                    (&function.returns, &function.result)
                    && let Some(results) = self.layouts.get(id)
                {
                    layout.results = results.clone();
                }
            }
        }
        let mut inherited = Vec::new();
        for (index, definition) in self.types.iter().enumerate() {
            if let TypeKind::Resource(resource) = &definition.kind
                && !resource.bases.is_empty()
            {
                let id = TypeId(index);
                inherited.push((id, self.inherited(id)?));
            }
        }
        for (id, methods) in inherited {
            let (functions, layouts): (Vec<_>, Vec<_>) = methods.into_iter().unzip();
            if let TypeKind::Resource(resource) = &mut self.types[id.0].kind {
                resource.functions.extend(functions);
            }
            self.method_layouts.entry(id).or_default().extend(layouts);
        }
        self.drop_hidden_bases();
        Ok(())
    }

    /// A method is called by its name, so an interface whose own method hides one that it inherits cannot stand for
    /// that base, unless the two are alike.
    fn drop_hidden_bases(&mut self) {
        let ids = (0..self.types.len()).map(TypeId);
        let methods: Vec<Vec<_>> = ids.map(|id| self.methods(id)).collect();
        let alike = |index: usize, base: &TypeId| {
            let stands_for = |wanted: &(Function, FunctionLayout)| {
                methods[index].iter().any(|it| alike(it, wanted))
            };
            methods[base.0].iter().all(stands_for)
        };
        for (index, definition) in self.types.iter_mut().enumerate() {
            if let TypeKind::Resource(resource) = &mut definition.kind {
                resource.bases.retain(|base| alike(index, base));
            }
        }
    }

    /// The methods of an interface, and how they lie in messages.
    fn methods(&self, id: TypeId) -> Vec<(Function, FunctionLayout)> {
        let functions = self.types[id.0].kind.functions().iter().cloned();
        let layouts = self.method_layouts.get(&id).cloned().unwrap_or_default();
        functions.zip(layouts).collect()
    }

    /// The methods of every interface that one extends, each once. A method is called by its name, so of several
    /// with the same name only the first can be.
    fn inherited(&self, id: TypeId) -> Result<Vec<(Function, FunctionLayout)>> {
        let mut methods = Vec::new();
        let mut seen = HashSet::from([id]);
        let mut taken = HashSet::new();
        let mut todo = vec![id];
        while let Some(next) = todo.pop() {
            let TypeKind::Resource(resource) = &self.types[next.0].kind else {
                continue;
            };
            for (function, layout) in self.methods(next) {
                if taken.insert(function.name.schema.clone()) && next != id {
                    methods.push((function, layout));
                }
            }
            for base in resource.bases.iter().rev() {
                if *base == id {
                    return Err(extends_itself(&self.types[id.0]).into());
                }
                if seen.insert(*base) {
                    todo.push(*base);
                }
            }
        }
        Ok(methods)
    }
}

/// The compiler has nothing against it.
fn extends_itself(interface: &TypeDef) -> Diagnostic {
    let message = format!("`{}` extends itself", interface.name.schema);
    Diagnostic::schema(interface.span.clone(), message)
        .rule("an interface extends others, which do not extend it, by way of others neither")
        .help(
            "put what they have in common into an interface of its own, which each of them extends",
        )
}

/// Whether two methods are the same to who calls them, on either wire: who reads a call must take what is not there
/// for what its writer took it for.
fn alike(
    (a, a_layout): &(Function, FunctionLayout),
    (b, b_layout): &(Function, FunctionLayout),
) -> bool {
    let Function {
        name,
        docs: _,
        span: _,
        member: _,
        params,
        result,
        arguments,
        returns,
        // Whoever calls says so, when all is read.
        is_idempotent: _,
    } = a;
    name.schema == b.name.schema
        && name.wire == b.name.wire
        && *arguments == b.arguments
        && params.len() == b.params.len()
        && params.iter().zip(&b.params).all(|(a, b)| {
            a.name.wire == b.name.wire && a.ty == b.ty && same_default(&a.default, &b.default)
        })
        && *result == b.result
        && same_returns(returns, &b.returns)
        && a_layout == b_layout
}

fn same_returns(a: &Returns, b: &Returns) -> bool {
    match (a, b) {
        (
            Returns::Field { key, default },
            Returns::Field {
                key: other,
                default: other_default,
            },
        ) => key.wire == other.wire && same_default(default, other_default),
        (Returns::Value, Returns::Value) | (Returns::Empty, Returns::Empty) => true,
        (Returns::Value | Returns::Field { .. } | Returns::Empty, _) => false,
    }
}

fn same_default(a: &Option<Literal>, b: &Option<Literal>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same_value(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Whether two values are the same, bit by bit: a NaN is one, too.
fn same_value(a: &Literal, b: &Literal) -> bool {
    match (a, b) {
        (Literal::Float(a), Literal::Float(b)) => a.to_bits() == b.to_bits(),
        (Literal::List(a), Literal::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_value(a, b))
        }
        (
            Literal::Struct { ty, fields, which },
            Literal::Struct {
                ty: other_ty,
                fields: other_fields,
                which: other_which,
            },
        ) => {
            ty == other_ty
                && fields.len() == other_fields.len()
                && fields
                    .iter()
                    .zip(other_fields)
                    .all(|((a, value), (b, other))| a == b && same_value(value, other))
                && match (which, other_which) {
                    (Some(a), Some(b)) => same_value(a, b),
                    (a, b) => a.is_none() && b.is_none(),
                }
        }
        (
            Literal::Union {
                ty,
                case: Ok((index, value)),
            },
            Literal::Union {
                ty: other_ty,
                case: Ok((other_index, other)),
            },
        ) => ty == other_ty && index == other_index && same_value(value, other),
        (a, b) => a == b,
    }
}

fn in_order(it: &request::Struct) -> Vec<&request::Field> {
    let mut fields: Vec<_> = it.fields.iter().collect();
    fields.sort_by_key(|field| field.member.code_order);
    fields
}

fn nothing() -> StructLayout {
    StructLayout {
        data_words: 0,
        pointers: 0,
        group: Group::default(),
    }
}
