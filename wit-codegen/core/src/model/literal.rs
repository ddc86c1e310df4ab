//! Values that a schema holds: constants, and defaults of fields.

use super::{Docs, Name, Type, TypeId};
use crate::diagnostic::Span;

/// A `const` of a Cap'n Proto schema.
#[derive(Clone, Debug)]
pub struct Constant {
    pub name: Name,
    pub docs: Docs,
    pub span: Span,
    pub ty: Type,
    pub value: Literal,
}

/// A value in a schema. Which type it has is known where it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Void,
    Bool(bool),
    Integer(i128),
    Float(f64),
    Text(String),
    Data(Vec<u8>),
    List(Vec<Literal>),
    /// An enum's case, by its number, known or not.
    Enum(u16),
    /// A struct: the fields that differ from their defaults, by index, and the active member of the unnamed union.
    Struct {
        ty: TypeId,
        fields: Vec<(usize, Literal)>,
        which: Option<Box<Literal>>,
    },
    /// The active member of a union, by the index of its case; none for an unknown one, by its number.
    Union {
        ty: TypeId,
        case: Result<(usize, Box<Literal>), u16>,
    },
    /// A message, as it stands on the wire.
    AnyPointer(Vec<u8>),
    /// A null pointer: no capability, or nothing where there may be nothing.
    Null,
}
