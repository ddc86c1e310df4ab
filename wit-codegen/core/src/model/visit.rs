//! Walks the types that a schema uses.
//!
//! A visitor sees each type where it is used, and the types inside it. What a method of it does not pass on to the
//! function of the same name, it does not look into.

use super::{Function, Schema, Type, TypeDef, TypeId, TypeKind};
use crate::diagnostic::Span;

/// Sees types.
pub trait Visit<'s> {
    /// A type where it is used.
    fn visit_type(&mut self, ty: &'s Type) {
        visit_type(self, ty);
    }

    /// A type that is named. Types may hold themselves, so whether to follow it is the visitor's to say.
    fn visit_named(&mut self, _id: TypeId) {}

    /// What a type with a name is made of.
    fn visit_kind(&mut self, kind: &'s TypeKind) {
        visit_kind(self, kind);
    }

    /// The parameters and the result of a function.
    fn visit_function(&mut self, function: &'s Function) {
        visit_function(self, function);
    }
}

/// Visits what a type is made of.
pub fn visit_type<'s, V: Visit<'s> + ?Sized>(visitor: &mut V, ty: &'s Type) {
    match ty {
        Type::Scalar(_) | Type::String | Type::Data | Type::Void | Type::AnyPointer => {}
        Type::Named(id) | Type::Own(id) | Type::Borrow(id) => visitor.visit_named(*id),
        Type::List(inner) | Type::FixedList(inner, _) | Type::Option(inner) => {
            visitor.visit_type(inner)
        }
        Type::Map(key, value) => {
            visitor.visit_type(key);
            visitor.visit_type(value);
        }
        Type::Result { ok, err } => {
            let sides = ok.iter().chain(err);
            sides.for_each(|ty| visitor.visit_type(ty));
        }
        Type::Tuple(items) => items.iter().for_each(|ty| visitor.visit_type(ty)),
        Type::Stream(item) | Type::Future(item) => {
            item.iter().for_each(|ty| visitor.visit_type(ty));
        }
    }
}

/// Visits fields, payloads, methods, and what an alias or a use stands for.
pub fn visit_kind<'s, V: Visit<'s> + ?Sized>(visitor: &mut V, kind: &'s TypeKind) {
    match kind {
        TypeKind::Record(fields) => fields.iter().for_each(|it| visitor.visit_type(&it.ty)),
        TypeKind::Struct(it) => {
            it.fields.iter().for_each(|it| visitor.visit_type(&it.ty));
            it.which.iter().for_each(|it| visitor.visit_named(it.ty));
        }
        TypeKind::Variant(cases) | TypeKind::Union(cases) => {
            let payloads = cases.iter().filter_map(|case| case.ty.as_ref());
            payloads.for_each(|ty| visitor.visit_type(ty));
        }
        TypeKind::Alias(ty) => visitor.visit_type(ty),
        TypeKind::Use(id) => visitor.visit_named(*id),
        TypeKind::Resource(it) => it
            .functions
            .iter()
            .for_each(|it| visitor.visit_function(it)),
        TypeKind::Enum(_) | TypeKind::OpenEnum(_) | TypeKind::Flags(_) => {}
    }
}

/// Visits the types of the parameters and of the result.
pub fn visit_function<'s, V: Visit<'s> + ?Sized>(visitor: &mut V, function: &'s Function) {
    let params = function.params.iter().map(|param| &param.ty);
    let types = params.chain(&function.result);
    types.for_each(|ty| visitor.visit_type(ty));
}

/// Every type where the schema uses it, with the span of what it is the type of: a field, a case, a parameter, a function
/// that gives it, a type that stands for it. What such a type is made of is not listed, but for [`visit_type`] to find.
pub fn uses(schema: &Schema) -> impl Iterator<Item = (&Span, &Type)> {
    let of_types = schema.types.iter().flat_map(members);
    of_types.chain(schema.functions().flat_map(|function| {
        let params = function.params.iter().map(|it| (&it.span, &it.ty));
        params.chain(function.result.iter().map(|ty| (&function.span, ty)))
    }))
}

/// The types of fields and payloads, and what an alias stands for.
pub fn members(definition: &TypeDef) -> Vec<(&Span, &Type)> {
    match &definition.kind {
        TypeKind::Record(fields) => fields.iter().map(|it| (&it.span, &it.ty)).collect(),
        TypeKind::Struct(it) => it.fields.iter().map(|it| (&it.span, &it.ty)).collect(),
        TypeKind::Variant(cases) | TypeKind::Union(cases) => {
            let cases = cases.iter();
            let payloads = cases.filter_map(|it| Some((&it.span, it.ty.as_ref()?)));
            payloads.collect()
        }
        TypeKind::Alias(ty) => vec![(&definition.span, ty)],
        TypeKind::Enum(_)
        | TypeKind::OpenEnum(_)
        | TypeKind::Flags(_)
        | TypeKind::Use(_)
        | TypeKind::Resource(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Scalar;

    #[derive(Default)]
    struct Names(Vec<usize>);

    impl<'s> Visit<'s> for Names {
        fn visit_named(&mut self, id: TypeId) {
            self.0.push(id.0);
        }
    }

    #[test]
    fn every_type_inside_is_seen() {
        let named = |id| Box::new(Type::Named(TypeId(id)));
        let ty = Type::Tuple(vec![
            Type::List(named(0)),
            Type::FixedList(named(1), 2),
            Type::Map(Box::new(Type::Scalar(Scalar::U8)), named(2)),
            Type::Option(named(3)),
            Type::Result {
                ok: Some(named(4)),
                err: Some(named(5)),
            },
            Type::Own(TypeId(6)),
            Type::Borrow(TypeId(7)),
            Type::Stream(Some(named(8))),
            Type::Future(Some(named(9))),
        ]);
        let mut names = Names::default();
        names.visit_type(&ty);
        assert_eq!(names.0, (0..10).collect::<Vec<_>>());
    }
}
