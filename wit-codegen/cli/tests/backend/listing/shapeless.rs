//! What a listing cannot express, and where a schema has it.

use wit_codegen_core::diagnostic::Span;
use wit_codegen_core::model::visit::{self, Visit};
use wit_codegen_core::model::{Schema, Type};

/// Everything of the kind in a schema, with its span.
pub(super) fn of(schema: &Schema) -> Vec<(&Span, &'static str)> {
    let uses = visit::uses(schema);
    uses.flat_map(|(span, ty)| {
        let mut found = Shapeless::default();
        found.visit_type(ty);
        found.0.into_iter().map(move |what| (span, what))
    })
    .collect()
}

#[derive(Default)]
struct Shapeless(Vec<&'static str>);

impl<'s> Visit<'s> for Shapeless {
    fn visit_type(&mut self, ty: &'s Type) {
        match ty {
            Type::Stream(_) => self.0.push("a stream"),
            Type::Future(_) => self.0.push("a future"),
            Type::AnyPointer => self.0.push("just any pointer"),
            Type::Scalar(_)
            | Type::String
            | Type::Data
            | Type::Void
            | Type::List(_)
            | Type::FixedList(..)
            | Type::Map(..)
            | Type::Option(_)
            | Type::Result { .. }
            | Type::Tuple(_)
            | Type::Named(_)
            | Type::Own(_)
            | Type::Borrow(_) => visit::visit_type(self, ty),
        }
    }
}
