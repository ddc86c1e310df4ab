//! Structs, groups, unions and enums.

use wit_codegen_core::front_end::{
    Case, Field, Group, Name, Origin, Slot, Span, Struct, StructLayout, Type, TypeDef, TypeId,
    TypeKind, Union, Which,
};

use super::converter::{Converter, Env, Holder, docs};
use super::failure::{Result, invalid};
use super::names as given;
use crate::request::{self, FieldKind, Member, Node, Size, Value};

impl<'a> Converter<'a> {
    /// A struct, or a group; a group with nothing but a union is that union.
    pub(super) fn convert_struct(
        &mut self,
        node: &'a Node,
        it: &'a request::Struct,
        env: &Env,
        id: TypeId,
    ) -> Result<()> {
        let (kind, group) = if it.is_group
            && !it.fields.is_empty()
            && it.fields.iter().all(|field| field.case.is_some())
        {
            let (cases, union) = self.cases(node, it, env, id)?;
            let group = Group {
                slots: Vec::new(),
                union: Some(union),
            };
            (TypeKind::Union(cases), group)
        } else {
            let (fields, slots) = self.fields(node, it, env, id)?;
            let (which, union) = match it.discriminant {
                None => (None, None),
                Some(_) => {
                    let (which, union) = self.which(node, it, env)?;
                    (Some(which), Some(union))
                }
            };
            let group = Group { slots, union };
            (TypeKind::Struct(Struct { fields, which }), group)
        };
        self.types[id.0].kind = kind;
        self.layouts.insert(id, layout(it, group));
        Ok(())
    }

    /// What is not in the union, as it is written.
    pub(super) fn fields(
        &mut self,
        node: &'a Node,
        it: &'a request::Struct,
        env: &Env,
        id: TypeId,
    ) -> Result<(Vec<Field>, Vec<Slot>)> {
        let mut plain: Vec<_> = it
            .fields
            .iter()
            .filter(|field| field.case.is_none())
            .collect();
        plain.sort_by_key(|field| field.member.code_order);
        let (mut fields, mut slots) = (Vec::new(), Vec::new());
        for (index, field) in plain.into_iter().enumerate() {
            let span = self.files.span(self.request, node, &[&field.member.name]);
            let holder = Holder::Field(id, index);
            let (ty, slot) = self.field(field, env, &span, holder)?;
            fields.push(Field {
                name: given::member_name(&field.member, &span)?,
                docs: docs(&field.member.docs),
                span,
                ty,
                default: None,
            });
            slots.push(slot);
        }
        Ok((fields, slots))
    }

    /// The unnamed union of a struct.
    fn which(
        &mut self,
        node: &'a Node,
        it: &'a request::Struct,
        env: &Env,
    ) -> Result<(Which, Union)> {
        let definition = TypeDef {
            name: declared("Which"),
            selector: self.files.selector(self.request, node),
            module: self.scope_module(node, env)?,
            docs: docs(&None),
            span: self.files.span(self.request, node, &[]),
            kind: TypeKind::Union(Vec::new()),
            origin: Origin::Here,
        };
        let key = self.key(node.id, env, ".which");
        let ty = self.add_type(definition, node, key);
        let (cases, union) = self.cases(node, it, env, ty)?;
        self.types[ty.0].kind = TypeKind::Union(cases);
        let group = Group {
            slots: Vec::new(),
            union: Some(union.clone()),
        };
        self.layouts.insert(ty, layout(it, group));
        let which = Which {
            name: declared("which"),
            ty,
        };
        Ok((which, union))
    }

    /// The members of a union by their numbers: the first is the one that is active in an empty message.
    fn cases(
        &mut self,
        node: &'a Node,
        it: &'a request::Struct,
        env: &Env,
        id: TypeId,
    ) -> Result<(Vec<Case>, Union)> {
        let discriminant = it.discriminant;
        let discriminant = discriminant.ok_or_else(|| invalid("a union has no number"))?;
        let mut members: Vec<_> = it
            .fields
            .iter()
            .filter_map(|field| Some((field.case?, field)))
            .collect();
        members.sort_by_key(|(number, _)| *number);
        let mut cases = Vec::new();
        let mut union = Union {
            discriminant,
            cases: Vec::new(),
        };
        for (index, (number, field)) in members.into_iter().enumerate() {
            let span = self.files.span(self.request, node, &[&field.member.name]);
            let holder = Holder::Case(id, index);
            let (ty, slot) = self.field(field, env, &span, holder)?;
            cases.push(Case {
                name: given::member_name(&field.member, &span)?,
                docs: docs(&field.member.docs),
                span,
                ty: (ty != Type::Void).then_some(ty),
                default: None,
            });
            union.cases.push((number, slot));
        }
        Ok((cases, union))
    }

    /// The type of a field, and where it lies. Its default is noted.
    fn field(
        &mut self,
        field: &request::Field,
        env: &Env,
        span: &Span,
        holder: Holder,
    ) -> Result<(Type, Slot)> {
        match &field.kind {
            FieldKind::Group(group) => {
                // A group has no parameters of its own.
                let id = self.declare(*group, env.clone(), span)?;
                Ok((Type::Named(id), Slot::Group(None)))
            }
            FieldKind::Slot {
                offset,
                ty,
                default,
            } => {
                let model = match self.ty(ty, env, span)? {
                    capability @ Type::Own(_) => Type::Option(Box::new(capability)),
                    other => self.optional(other, &field.member, span),
                };
                let slot = self.slot(ty, *offset, default, span, holder)?;
                Ok((model, slot))
            }
        }
    }

    /// `$Rust.option` on what may be null.
    pub(super) fn optional(&mut self, ty: Type, member: &Member, span: &Span) -> Type {
        if !given::is_option(&member.annotations) {
            return ty;
        }
        let is_pointer = match &ty {
            Type::String | Type::Data | Type::List(_) | Type::AnyPointer | Type::Own(_) => true,
            Type::Named(id) => !matches!(self.types[id.0].kind, TypeKind::OpenEnum(_)),
            _ => false,
        };
        if is_pointer {
            return Type::Option(Box::new(ty));
        }
        self.problems.error(given::not_optional(span));
        ty
    }

    /// Where a field lies.
    pub(super) fn slot(
        &mut self,
        ty: &request::Type,
        offset: u32,
        default: &Value,
        span: &Span,
        holder: Holder,
    ) -> Result<Slot> {
        Ok(match (request::size(ty), default) {
            (Size::Bits(0), _) => Slot::Void,
            (Size::Bits(bits), Value::Data(value)) if bits == 64 || value >> bits == 0 => {
                if *value != 0 {
                    self.values.insert(holder, (default.clone(), span.clone()));
                }
                Slot::Data {
                    offset,
                    default: *value,
                }
            }
            (Size::Pointer, Value::Text(_) | Value::Bytes(_) | Value::Pointer(_)) => {
                self.values.insert(holder, (default.clone(), span.clone()));
                Slot::Pointer { index: offset }
            }
            (Size::Pointer, Value::Null) => Slot::Pointer { index: offset },
            _ => return Err(invalid("a default is of another type than its field")),
        })
    }

    pub(super) fn convert_enum(
        &mut self,
        node: &'a Node,
        members: &'a [Member],
        id: TypeId,
    ) -> Result<()> {
        let mut cases = Vec::new();
        for member in members {
            let span = self.files.span(self.request, node, &[&member.name]);
            cases.push(Case {
                name: given::member_name(member, &span)?,
                docs: docs(&member.docs),
                span,
                ty: None,
                default: None,
            });
        }
        self.types[id.0].kind = TypeKind::OpenEnum(cases);
        Ok(())
    }

    /// A struct that has no declaration: the results of a method.
    pub(super) fn convert_results(
        &mut self,
        node: &'a Node,
        it: &'a request::Struct,
        env: &Env,
        definition: TypeDef,
        interface: &'a Node,
    ) -> Result<TypeId> {
        let span = definition.span.clone();
        let key = self.key(node.id, env, "");
        let id = self.add_type(definition, interface, key);
        let (mut fields, slots) = self.fields(node, it, env, id)?;
        for field in &mut fields {
            field.span = span.clone();
        }
        let kind = Struct {
            fields,
            which: None,
        };
        self.types[id.0].kind = TypeKind::Struct(kind);
        let group = Group { slots, union: None };
        self.layouts.insert(id, layout(it, group));
        Ok(id)
    }

    /// A name for what a method gives.
    pub(super) fn results_name(method: &str) -> Name {
        declared(&format!("{}Results", method))
    }
}

/// The name of what has none on the wire.
pub(super) fn declared(name: &str) -> Name {
    Name::new(name, name)
}

pub(super) fn layout(it: &request::Struct, group: Group) -> StructLayout {
    StructLayout {
        data_words: it.data_words,
        pointers: it.pointers,
        group,
    }
}
