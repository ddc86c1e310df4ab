//! What is equivalent to what: the space that a WIT type takes in the struct that holds it.
//!
//! | WIT | in a struct | in a list |
//! |---|---|---|
//! | `bool`, numbers, `char` (as `UInt32`), `enum` | data | the same |
//! | `string`, `list<u8>` (as `Data`), lists, maps (as lists of entries) | pointer | the same |
//! | `record`, `variant`, `flags` (a `Bool` each) | pointer to a struct | struct |
//! | handles, streams, futures, platform types | capability pointer | the same |
//! | `option` of what is a pointer | that pointer, null for none | struct with that pointer |
//! | any other `option` | union `none`, `some` | struct with that union |
//! | `result` | union `ok`, `err` | struct with that union |
//! | `tuple` | group | struct |
//!
//! A union of one case has room for a second: its discriminant is there from the start, so that who knows one case
//! notices another one.

use super::TooLarge;
use crate::model::{Scalar, Schema, StructLayout, Type, TypeId, TypeKind};

/// Most members of a struct, groups and unions in it included: Cap'n Proto counts them with 16 bits.
pub(super) const MOST_MEMBERS: u32 = u16::MAX as u32 - 1;

/// The space of one member.
#[derive(Clone, Debug)]
pub(super) enum Space {
    Void,
    /// Binary logarithm of the size in bits.
    Data(u32),
    Pointer,
    Group(Vec<Space>),
    Union(Vec<Space>),
}

/// Finds spaces, up to what one struct can hold: aliases of tuples can stand for any number of members.
pub(super) struct Measure<'s> {
    schema: &'s Schema,
    left: u32,
}

impl<'s> Measure<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        Self {
            schema,
            left: MOST_MEMBERS,
        }
    }

    /// The space of a type, or of nothing.
    pub(super) fn optional(&mut self, ty: Option<&Type>) -> Result<Space, TooLarge> {
        match ty {
            Some(ty) => self.of(ty),
            None => self.take(Space::Void),
        }
    }

    fn of(&mut self, ty: &Type) -> Result<Space, TooLarge> {
        let schema = self.schema;
        let space = match schema.resolve(ty) {
            Type::Scalar(scalar) => Space::Data(scalar.bits().ilog2()),
            Type::Void => Space::Void,
            Type::String
            | Type::Data
            | Type::AnyPointer
            | Type::List(_)
            | Type::FixedList(..)
            | Type::Map(..)
            | Type::Own(_)
            | Type::Borrow(_)
            | Type::Stream(_)
            | Type::Future(_) => Space::Pointer,
            Type::Option(some) if is_nullable(schema, some) => Space::Pointer,
            Type::Option(some) => {
                let none = self.take(Space::Void)?;
                Space::Union(vec![none, self.of(some)?])
            }
            Type::Result { ok, err } => Space::Union(vec![
                self.optional(ok.as_deref())?,
                self.optional(err.as_deref())?,
            ]),
            Type::Tuple(items) if items.is_empty() => Space::Void,
            Type::Tuple(items) => {
                let items = items.iter().map(|item| self.of(item));
                Space::Group(items.collect::<Result<_, _>>()?)
            }
            Type::Named(id) => match is_enum(schema, *id) {
                true => Space::Data(4),
                false => Space::Pointer,
            },
        };
        self.take(space)
    }

    fn take(&mut self, space: Space) -> Result<Space, TooLarge> {
        self.left = self.left.checked_sub(1).ok_or(TooLarge)?;
        Ok(space)
    }
}

/// Whether `option<some>` is a pointer that may be null.
pub(crate) fn is_nullable(schema: &Schema, some: &Type) -> bool {
    match schema.resolve(some) {
        // What is null already when it is none.
        Type::Option(_) => false,
        Type::String
        | Type::Data
        | Type::AnyPointer
        | Type::List(_)
        | Type::FixedList(..)
        | Type::Map(..)
        | Type::Own(_)
        | Type::Borrow(_)
        | Type::Stream(_)
        | Type::Future(_) => true,
        Type::Named(id) => !is_enum(schema, *id),
        Type::Scalar(_) | Type::Void | Type::Tuple(_) | Type::Result { .. } => false,
    }
}

fn is_enum(schema: &Schema, id: TypeId) -> bool {
    let kind = &schema.types[schema.declaration(id).0].kind;
    matches!(kind, TypeKind::Enum(_) | TypeKind::OpenEnum(_))
}

/// What a pointer in a message points to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pointee<'t> {
    Text,
    Data,
    Any,
    /// The type is the elements'.
    List(&'t Type),
    /// The same of a list of a fixed length.
    Array(&'t Type),
    /// A list of entries.
    Map(&'t Type, &'t Type),
    /// What this type points to, or null for none.
    Optional(&'t Type),
    /// A struct with a type of its own.
    Struct,
    /// A capability: a handle, a stream, a future, an object of the platform.
    Capability,
}

/// What is behind a pointer that holds a value of `ty`.
pub(crate) fn pointee<'t>(schema: &'t Schema, ty: &'t Type) -> Pointee<'t> {
    let ty = schema.resolve(ty);
    match ty {
        Type::String => Pointee::Text,
        Type::Data => Pointee::Data,
        Type::AnyPointer => Pointee::Any,
        Type::List(item) => Pointee::List(item),
        Type::FixedList(item, _) => Pointee::Array(item),
        Type::Map(key, value) => Pointee::Map(key, value),
        Type::Option(some) => Pointee::Optional(some),
        Type::Named(_) if is_struct(schema, ty) => Pointee::Struct,
        Type::Named(_) | Type::Own(_) | Type::Borrow(_) | Type::Stream(_) | Type::Future(_) => {
            Pointee::Capability
        }
        // No layout puts them into a pointer.
        Type::Scalar(_) | Type::Void | Type::Tuple(_) | Type::Result { .. } => Pointee::Capability,
    }
}

/// Whether a value has no bytes: a message has its index in the table that travels with it.
pub(crate) fn is_capability(schema: &Schema, ty: &Type) -> bool {
    matches!(pointee(schema, ty), Pointee::Capability)
}

/// What a type without a name is made of where it lies in the struct that holds it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Inline<'t> {
    /// Elements beside each other.
    Tuple(&'t [Type]),
    /// A union of nothing and this.
    Option(&'t Type),
    /// A union of these two.
    Result(Option<&'t Type>, Option<&'t Type>),
    /// One member: it is a value by itself.
    Value,
}

/// What a resolved type is made of, if it is a group or a union without a name.
pub(crate) fn inline<'t>(schema: &Schema, ty: &'t Type) -> Inline<'t> {
    match ty {
        Type::Tuple(items) if items.is_empty() => Inline::Value,
        Type::Tuple(items) => Inline::Tuple(items),
        Type::Option(some) if is_nullable(schema, some) => Inline::Value,
        Type::Option(some) => Inline::Option(some),
        Type::Result { ok, err } => Inline::Result(ok.as_deref(), err.as_deref()),
        Type::Scalar(_)
        | Type::String
        | Type::Data
        | Type::Void
        | Type::AnyPointer
        | Type::List(_)
        | Type::FixedList(..)
        | Type::Map(..)
        | Type::Named(_)
        | Type::Own(_)
        | Type::Borrow(_)
        | Type::Stream(_)
        | Type::Future(_) => Inline::Value,
    }
}

/// What the elements of a list are in a message.
#[derive(Clone, Debug)]
pub(crate) enum Element<'t> {
    Void,
    /// Numbers and booleans.
    Scalars,
    Chars,
    Enums,
    /// Structs with a type of their own.
    Structs,
    /// Structs that have no name: tuples, options, results.
    Anonymous(StructLayout),
    /// Whatever is a pointer; the type is the elements'.
    Pointers(&'t Type),
}

/// What a list of `ty` has as its elements.
pub(crate) fn element<'t>(schema: &'t Schema, ty: &'t Type) -> Element<'t> {
    let ty = schema.resolve(ty);
    match ty {
        Type::Scalar(Scalar::Char) => Element::Chars,
        Type::Scalar(_) => Element::Scalars,
        Type::Void => Element::Void,
        Type::Tuple(items) if items.is_empty() => Element::Void,
        Type::Tuple(_) | Type::Option(_) | Type::Result { .. } => {
            Element::Anonymous(super::anonymous(schema, ty))
        }
        Type::Named(id) if is_enum(schema, *id) => Element::Enums,
        Type::Named(_) if is_struct(schema, ty) => Element::Structs,
        Type::Named(_)
        | Type::String
        | Type::Data
        | Type::AnyPointer
        | Type::List(_)
        | Type::FixedList(..)
        | Type::Map(..)
        | Type::Own(_)
        | Type::Borrow(_)
        | Type::Stream(_)
        | Type::Future(_) => Element::Pointers(ty),
    }
}

/// Whether a resolved type is a struct with a type of its own. What the configuration maps is one, too, if the
/// schema says so.
pub(crate) fn is_struct(schema: &Schema, ty: &Type) -> bool {
    let Type::Named(id) = ty else { return false };
    match &schema.types[schema.declaration(*id).0].kind {
        TypeKind::Record(_)
        | TypeKind::Variant(_)
        | TypeKind::Flags(_)
        | TypeKind::Struct(_)
        | TypeKind::Union(_) => true,
        TypeKind::Enum(_)
        | TypeKind::OpenEnum(_)
        | TypeKind::Alias(_)
        | TypeKind::Use(_)
        | TypeKind::Resource(_) => false,
    }
}
