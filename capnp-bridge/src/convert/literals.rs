//! Values in schemas: constants and explicit defaults.
//!
//! What a value means depends on its type, so this comes when all types are there.

use rpc_message::{Limits, Message, PointerReader, StructReader, ValueError};
use wit_codegen_core::front_end::{
    Diagnostic, Literal, Returns, Scalar, Slot, Span, Struct, Type, TypeId, TypeKind,
};

use super::converter::{Converter, Holder};
use super::failure::{Failure, Result, invalid};
use crate::request::Value;

/// Most values in one run; elements of lists count.
const MOST: usize = 1_000_000;

/// How deeply values may be nested in each other.
const DEEPEST: usize = 200;

/// Values are in canonical form, and were counted when they were read; what they become is counted in parts.
const LIMITS: Limits = Limits::DEFAULT.with_bytes(usize::MAX);

/// A message whose root is a null pointer.
const NULL: [u8; 16] = [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

impl Converter<'_> {
    /// Writes down every constant and default.
    pub(super) fn fill_in_values(&mut self) -> Result<()> {
        let mut left = MOST;
        let targets: Vec<Holder> = self.values.keys().copied().collect();
        for holder in targets {
            let Some(ty) = self.type_of(holder) else {
                continue;
            };
            let span = self.values.get(&holder).map(|(_, span)| span.clone());
            let reader = Values {
                converter: self,
                span,
                left,
            };
            let (literal, now_left) = reader.value_of(holder, &ty)?;
            left = now_left;
            let default = (!is_default(&literal)).then_some(literal.clone());
            match holder {
                Holder::Field(id, index) => {
                    if let TypeKind::Struct(it) = &mut self.types[id.0].kind {
                        it.fields[index].default = default;
                    }
                }
                Holder::Case(id, index) => {
                    if let TypeKind::Union(cases) = &mut self.types[id.0].kind {
                        cases[index].default = default;
                    }
                }
                Holder::Param(id, function, param) => {
                    if let TypeKind::Resource(it) = &mut self.types[id.0].kind {
                        it.functions[function].params[param].default = default;
                    }
                }
                Holder::Constant(module, index) => {
                    self.modules[module].constants[index].value = literal;
                }
                Holder::Result(id, function) => {
                    if let TypeKind::Resource(it) = &mut self.types[id.0].kind
                        && let Returns::Field { default: slot, .. } =
                            &mut it.functions[function].returns
                    {
                        *slot = default;
                    }
                }
            }
        }
        Ok(())
    }

    /// The type of what has a value. What may be absent is absent by default, whatever the schema says: the value
    /// that a null pointer stands for would be known to who reads it, but not whether it was written.
    fn type_of(&self, holder: Holder) -> Option<Type> {
        let ty = match holder {
            Holder::Field(id, index) => match &self.types.get(id.0)?.kind {
                TypeKind::Struct(it) => it.fields.get(index)?.ty.clone(),
                _ => return None,
            },
            Holder::Case(id, index) => match &self.types.get(id.0)?.kind {
                TypeKind::Union(cases) => cases.get(index)?.ty.clone()?,
                _ => return None,
            },
            Holder::Param(id, function, param) => match &self.types.get(id.0)?.kind {
                TypeKind::Resource(it) => it.functions.get(function)?.params.get(param)?.ty.clone(),
                _ => return None,
            },
            Holder::Constant(module, index) => {
                let constants = &self.modules.get(module)?.constants;
                return Some(constants.get(index)?.ty.clone());
            }
            Holder::Result(id, function) => match &self.types.get(id.0)?.kind {
                TypeKind::Resource(it) => it.functions.get(function)?.result.clone()?,
                _ => return None,
            },
        };
        (!matches!(ty, Type::Option(_))).then_some(ty)
    }
}

/// Reads values.
struct Values<'c, 'r> {
    converter: &'c Converter<'r>,
    /// Of what has the value.
    span: Option<Span>,
    /// How many more there may be.
    left: usize,
}

impl Values<'_, '_> {
    fn too_large(&self) -> Failure {
        let Some(span) = self.span.clone() else {
            return mismatch();
        };
        Diagnostic::schema(span, "this value is too large")
            .rule(format!(
                "the values of a schema have at most {MOST} parts, which nest at most {DEEPEST} deep"
            ))
            .into()
    }

    /// The value of `target`, and how many more there may be.
    fn value_of(mut self, holder: Holder, ty: &Type) -> Result<(Literal, usize)> {
        let literal = self.explicit(holder, ty, 0)?;
        Ok((literal, self.left))
    }

    /// The value that a schema gives `target`.
    fn explicit(&mut self, holder: Holder, ty: &Type, depth: usize) -> Result<Literal> {
        let value = self.converter.values.get(&holder).map(|(value, _)| value);
        match (value, ty) {
            (None, _) => self.null(ty, depth),
            (Some(value), ty) => self.value(value, ty, depth),
        }
    }

    fn value(&mut self, value: &Value, ty: &Type, depth: usize) -> Result<Literal> {
        match (value, ty) {
            (Value::Void, Type::Void) => Ok(Literal::Void),
            (Value::Data(bits), ty) => self.data(ty, *bits),
            (Value::Text(text), Type::String) => Ok(Literal::Text(text.clone())),
            (Value::Bytes(bytes), Type::Data) => Ok(Literal::Data(bytes.clone())),
            (Value::Pointer(value), _) if value.is_null() => self.null(ty, depth),
            (Value::Pointer(value), _) => self.message(ty, value.as_message(), depth),
            (Value::Null, Type::Own(_)) => Ok(Literal::Null),
            // A value of a type parameter's type can only be null.
            (Value::Text(_) | Value::Bytes(_), Type::AnyPointer) => self.null(ty, depth),
            _ => Err(mismatch()),
        }
    }

    /// What a null pointer stands for.
    fn null(&mut self, ty: &Type, depth: usize) -> Result<Literal> {
        self.message(ty, &NULL, depth)
    }

    fn message(&mut self, ty: &Type, message: &[u8], depth: usize) -> Result<Literal> {
        let message = Message::borrowed(message, LIMITS).map_err(|_| mismatch())?;
        self.pointer(ty, message.root_pointer(), depth)
    }

    fn data(&self, ty: &Type, bits: u64) -> Result<Literal> {
        Ok(match ty {
            Type::Scalar(Scalar::Bool) => Literal::Bool(bits != 0),
            Type::Scalar(Scalar::U8 | Scalar::U16 | Scalar::U32 | Scalar::U64) => {
                Literal::Integer(bits.into())
            }
            Type::Scalar(Scalar::S8) => Literal::Integer((bits as u8).cast_signed().into()),
            Type::Scalar(Scalar::S16) => Literal::Integer((bits as u16).cast_signed().into()),
            Type::Scalar(Scalar::S32) => Literal::Integer((bits as u32).cast_signed().into()),
            Type::Scalar(Scalar::S64) => Literal::Integer(bits.cast_signed().into()),
            Type::Scalar(Scalar::F32) => Literal::Float(f32::from_bits(bits as u32).into()),
            Type::Scalar(Scalar::F64) => Literal::Float(f64::from_bits(bits)),
            Type::Named(id) if self.is_enum(*id) => Literal::Enum(bits as u16),
            _ => return Err(mismatch()),
        })
    }

    fn is_enum(&self, id: TypeId) -> bool {
        matches!(self.converter.types[id.0].kind, TypeKind::OpenEnum(_))
    }

    /// What a pointer points to; for a null pointer, what its type stands for.
    fn pointer(&mut self, ty: &Type, from: PointerReader<'_>, depth: usize) -> Result<Literal> {
        if depth > DEEPEST || self.left == 0 {
            return Err(self.too_large());
        }
        self.left -= 1;
        Ok(match ty {
            Type::Option(_) | Type::Own(_) | Type::AnyPointer if from.is_null() => Literal::Null,
            Type::Option(ty) => self.pointer(ty, from, depth)?,
            Type::String => Literal::Text(of_type(from.text())?),
            Type::Data => Literal::Data(of_type(from.data())?),
            Type::AnyPointer => Literal::AnyPointer(of_type(from.canonical())?.into_message()),
            Type::List(item) => Literal::List(self.list(item, from, depth)?),
            Type::Named(id) => self.structure(*id, of_type(from.struct_reader())?, depth)?,
            _ => return Err(mismatch()),
        })
    }

    fn list(&mut self, item: &Type, from: PointerReader<'_>, depth: usize) -> Result<Vec<Literal>> {
        // Elements without content take no space in a message, but they do here.
        let length = of_type(from.voids())?.len();
        let left = self.left.checked_sub(length);
        self.left = left.ok_or_else(|| self.too_large())?;
        let bits = bits(item).or_else(|| match item {
            Type::Named(id) if self.is_enum(*id) => Some(16),
            _ => None,
        });
        match (item, bits) {
            (Type::Void, _) => Ok(vec![Literal::Void; length]),
            (_, Some(1)) => self.scalars::<bool>(item, from),
            (_, Some(8)) => self.scalars::<u8>(item, from),
            (_, Some(16)) => self.scalars::<u16>(item, from),
            (_, Some(32)) => self.scalars::<u32>(item, from),
            (_, Some(_)) => self.scalars::<u64>(item, from),
            (Type::Named(id), None) => {
                let elements = of_type(from.struct_list())?;
                let elements = elements.iter();
                elements
                    .map(|element| self.structure(*id, element, depth + 1))
                    .collect()
            }
            (_, None) => {
                let elements = of_type(from.pointer_list())?;
                let elements = elements.iter();
                elements
                    .map(|element| self.pointer(item, element, depth + 1))
                    .collect()
            }
        }
    }

    fn scalars<T: rpc_message::Scalar + Into<u64>>(
        &self,
        item: &Type,
        from: PointerReader<'_>,
    ) -> Result<Vec<Literal>> {
        let elements = of_type(from.scalar_list::<T>())?;
        let elements = elements.iter();
        elements.map(|bits| self.data(item, bits.into())).collect()
    }

    /// A struct, a group or a union.
    fn structure(&mut self, id: TypeId, it: StructReader<'_>, depth: usize) -> Result<Literal> {
        let converter = self.converter;
        if depth > DEEPEST {
            return Err(self.too_large());
        }
        let layout = converter.layouts.get(&id).ok_or_else(mismatch)?;
        match &converter.types[id.0].kind {
            TypeKind::Struct(Struct { fields, which }) => {
                let mut given = Vec::new();
                for (index, (field, slot)) in fields.iter().zip(&layout.group.slots).enumerate() {
                    if self.is_set(&field.ty, slot, it) {
                        let holder = Holder::Field(id, index);
                        let member = (holder, &field.ty, slot);
                        given.push((index, self.member(member, it, depth + 1)?));
                    }
                }
                let which = match which {
                    Some(which) if self.is_set(&Type::Named(which.ty), &Slot::Group(None), it) => {
                        Some(Box::new(self.structure(which.ty, it, depth + 1)?))
                    }
                    _ => None,
                };
                Ok(Literal::Struct {
                    ty: id,
                    fields: given,
                    which,
                })
            }
            TypeKind::Union(cases) => {
                let union = layout.group.union.as_ref().ok_or_else(mismatch)?;
                let number: u16 = it.data(union.discriminant);
                let at = union.cases.iter().position(|(known, _)| *known == number);
                let case = match at.and_then(|at| Some((at, cases.get(at)?, union.cases.get(at)?)))
                {
                    None => Err(number),
                    Some((at, case, (_, slot))) => {
                        let ty = case.ty.as_ref().unwrap_or(&Type::Void);
                        let member = (Holder::Case(id, at), ty, slot);
                        Ok((at, Box::new(self.member(member, it, depth + 1)?)))
                    }
                };
                Ok(Literal::Union { ty: id, case })
            }
            _ => Err(mismatch()),
        }
    }

    /// Whether anything in a member differs from its default.
    fn is_set(&self, ty: &Type, slot: &Slot, it: StructReader<'_>) -> bool {
        match (slot, ty) {
            (Slot::Void, _) => false,
            (Slot::Data { offset, .. }, ty) => bits_of(it, *offset, self.width(ty)) != 0,
            (Slot::Pointer { index }, _) => !it.pointer("", *index).is_null(),
            (Slot::Group(_), Type::Named(id)) => {
                let Some(layout) = self.converter.layouts.get(id) else {
                    return false;
                };
                let group = &layout.group;
                match &self.converter.types[id.0].kind {
                    TypeKind::Struct(Struct { fields, which }) => {
                        let mut fields = fields.iter().zip(&group.slots);
                        let in_union = which.as_ref().is_some_and(|which| {
                            self.is_set(&Type::Named(which.ty), &Slot::Group(None), it)
                        });
                        in_union || fields.any(|(field, slot)| self.is_set(&field.ty, slot, it))
                    }
                    TypeKind::Union(cases) => {
                        let Some(union) = &group.union else {
                            return false;
                        };
                        let first = cases.first().zip(union.cases.first());
                        it.data::<u16>(union.discriminant) != 0
                            || first.is_some_and(|(case, (_, slot))| {
                                let ty = case.ty.as_ref().unwrap_or(&Type::Void);
                                self.is_set(ty, slot, it)
                            })
                    }
                    _ => false,
                }
            }
            (Slot::Group(_), _) => false,
        }
    }

    fn member(
        &mut self,
        (holder, ty, slot): (Holder, &Type, &Slot),
        it: StructReader<'_>,
        depth: usize,
    ) -> Result<Literal> {
        match (slot, ty) {
            (Slot::Void, _) => Ok(Literal::Void),
            (Slot::Data { offset, default }, ty) => {
                self.data(ty, bits_of(it, *offset, self.width(ty)) ^ default)
            }
            (Slot::Pointer { index }, ty) => {
                let pointer = it.pointer("", *index);
                if pointer.is_null() && !matches!(ty, Type::Option(_)) {
                    return self.explicit(holder, ty, depth);
                }
                self.pointer(ty, pointer, depth)
            }
            (Slot::Group(_), Type::Named(id)) => self.structure(*id, it, depth),
            (Slot::Group(_), _) => Err(mismatch()),
        }
    }

    /// How many bits a value in the data section has.
    fn width(&self, ty: &Type) -> u64 {
        bits(ty).unwrap_or(16)
    }
}

/// How many bits a number has; enums are not known here.
fn bits(ty: &Type) -> Option<u64> {
    match ty {
        Type::Scalar(scalar) => Some(scalar.bits().into()),
        _ => None,
    }
}

/// The bits of a number at an offset in units of its size.
fn bits_of(it: StructReader<'_>, offset: u32, width: u64) -> u64 {
    match width {
        1 => it.data::<bool>(offset).into(),
        8 => it.data::<u8>(offset).into(),
        16 => it.data::<u16>(offset).into(),
        32 => it.data::<u32>(offset).into(),
        _ => it.data(offset),
    }
}

/// What was read, if it is of its type.
fn of_type<T>(read: std::result::Result<T, ValueError>) -> Result<T> {
    read.map_err(|_| mismatch())
}

/// Whether a value is what its type stands for by itself.
fn is_default(literal: &Literal) -> bool {
    match literal {
        Literal::Void | Literal::Null | Literal::Bool(false) => true,
        Literal::Integer(0) | Literal::Enum(0) => true,
        Literal::Float(value) => value.to_bits() == 0,
        Literal::Text(text) => text.is_empty(),
        Literal::Data(bytes) => bytes.is_empty(),
        Literal::List(items) => items.is_empty(),
        Literal::Struct { fields, which, .. } => fields.is_empty() && which.is_none(),
        _ => false,
    }
}

fn mismatch() -> Failure {
    invalid("a value is not of its type")
}
