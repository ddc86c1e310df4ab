//! Types where they are used.

use super::TypeId;

/// A type where it is used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// One value of a fixed size.
    Scalar(Scalar),
    String,
    /// Cap'n Proto's `Data`: bytes that are sent as an `ArrayBuffer`.
    Data,
    /// Cap'n Proto's `Void`: nothing, `null` on the object wire.
    Void,
    /// Cap'n Proto's `AnyPointer`: one message, whose root is what the pointer points to.
    AnyPointer,
    List(Box<Type>),
    /// `list<T, N>`
    FixedList(Box<Type>, u32),
    Map(Box<Type>, Box<Type>),
    Option(Box<Type>),
    Result {
        ok: Option<Box<Type>>,
        err: Option<Box<Type>>,
    },
    Tuple(Vec<Type>),
    Named(TypeId),
    /// A handle that is handed over; the id is a resource's, or a `use` of one.
    Own(TypeId),
    /// A handle that stays the caller's.
    Borrow(TypeId),
    Stream(Option<Box<Type>>),
    Future(Option<Box<Type>>),
}

/// A number, a boolean or a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    Bool,
    U8,
    U16,
    U32,
    U64,
    S8,
    S16,
    S32,
    S64,
    F32,
    F64,
    /// A Unicode scalar value; Cap'n Proto has none.
    Char,
}

impl Scalar {
    /// How many bits a value has.
    #[must_use]
    pub const fn bits(self) -> u32 {
        match self {
            Self::Bool => 1,
            Self::U8 | Self::S8 => 8,
            Self::U16 | Self::S16 => 16,
            Self::U32 | Self::S32 | Self::F32 | Self::Char => 32,
            Self::U64 | Self::S64 | Self::F64 => 64,
        }
    }

    /// Whether it is an integer or a floating-point number.
    #[must_use]
    pub const fn is_number(self) -> bool {
        !matches!(self, Self::Bool | Self::Char)
    }

    /// Whether it is a floating-point number.
    #[must_use]
    pub const fn is_float(self) -> bool {
        matches!(self, Self::F32 | Self::F64)
    }
}
