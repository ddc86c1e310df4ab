//! What Cap'n Proto calls its own types.

use heck::ToPascalCase;

use crate::model::Scalar;

/// What Cap'n Proto calls a number, a boolean or a character.
#[must_use]
pub fn scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Bool => "Bool",
        Scalar::U8 => "UInt8",
        Scalar::U16 => "UInt16",
        Scalar::U32 | Scalar::Char => "UInt32",
        Scalar::U64 => "UInt64",
        Scalar::S8 => "Int8",
        Scalar::S16 => "Int16",
        Scalar::S32 => "Int32",
        Scalar::S64 => "Int64",
        Scalar::F32 => "Float32",
        Scalar::F64 => "Float64",
    }
}

/// The name of a type, as a part of a longer one: `MapTextPerson`.
#[must_use]
pub fn pascal(name: &str) -> String {
    name.to_pascal_case()
}
