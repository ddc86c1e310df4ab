//! What a type holds that cannot be copied at will.

use std::collections::HashSet;

use crate::diagnostic::Span;
use crate::model::visit::{self, Visit};
use crate::model::{Platform, Schema, Type, TypeDef, TypeId, TypeKind};

/// What is reported, beside streams, futures and handles.
#[derive(Clone, Copy)]
pub(super) struct Reported {
    /// What to call an object of the platform, if it is one to report.
    pub(super) of_platform: fn(Platform) -> Option<&'static str>,
    /// Whether somebody's own type is taken to hold what it would in the schema, and not for what nothing is known of.
    pub(super) in_opaque: bool,
}

/// What of that is in `ty`: what each is, and where. `place` is of what has the type.
pub(super) fn held<'s>(
    schema: &'s Schema,
    place: &'s Span,
    ty: &'s Type,
    reported: Reported,
) -> Vec<(&'s Span, &'static str)> {
    let mut search = Search {
        schema,
        reported,
        place,
        seen: HashSet::new(),
        found: Vec::new(),
    };
    search.visit_type(ty);
    search.found
}

struct Search<'s> {
    schema: &'s Schema,
    reported: Reported,
    /// What has the type that is looked at.
    place: &'s Span,
    seen: HashSet<TypeId>,
    found: Vec<(&'s Span, &'static str)>,
}

impl<'s> Visit<'s> for Search<'s> {
    fn visit_type(&mut self, ty: &'s Type) {
        match ty {
            Type::Stream(_) => self.found.push((self.place, "a stream")),
            Type::Future(_) => self.found.push((self.place, "a future")),
            Type::Scalar(_)
            | Type::String
            | Type::Data
            | Type::Void
            | Type::AnyPointer
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

    fn visit_named(&mut self, id: TypeId) {
        let id = self.schema.declaration(id);
        let definition = &self.schema.types[id.0];
        if let TypeKind::Resource(resource) = &definition.kind {
            let what = match resource.platform {
                None => Some("a handle"),
                Some(platform) => (self.reported.of_platform)(platform),
            };
            self.found.extend(what.map(|what| (self.place, what)));
            return;
        }
        let is_known = self.reported.in_opaque || !definition.is_opaque();
        if is_known && self.seen.insert(id) {
            self.visit_members(definition);
        }
    }
}

impl<'s> Search<'s> {
    fn visit_members(&mut self, definition: &'s TypeDef) {
        let around = self.place;
        for (place, ty) in visit::members(definition) {
            self.place = place;
            self.visit_type(ty);
        }
        self.place = around;
        if let TypeKind::Struct(it) = &definition.kind {
            it.which.iter().for_each(|it| self.visit_named(it.ty));
        }
    }
}
