//! Types that hold themselves.

use std::collections::BTreeMap;

use wit_codegen_core::front_end::{
    Diagnostic, Diagnostics, Literal, Span, Struct, StructLayout, Type, TypeDef, TypeId, TypeKind,
};
use wit_codegen_core::recursion;

/// What is held by itself through a pointer may be absent: a field, and the first member of a union, since its type
/// would have no default.
pub(super) fn make_optional(types: &mut [TypeDef], layouts: &BTreeMap<TypeId, StructLayout>) {
    for (id, index) in recursion::members(types, layouts) {
        match &mut types[id.0].kind {
            TypeKind::Struct(it) => {
                if let Some(field) = it.fields.get_mut(index) {
                    optional(&mut field.ty);
                }
            }
            TypeKind::Union(cases) if index == 0 => {
                if let Some(ty) = cases.first_mut().and_then(|case| case.ty.as_mut()) {
                    optional(ty);
                }
            }
            _ => {}
        }
    }
}

fn optional(ty: &mut Type) {
    if !matches!(ty, Type::Option(_)) {
        *ty = Type::Option(Box::new(ty.clone()));
    }
}

/// Reports every default that holds a value of its own type, whose default that would be a part of, and so on.
pub(super) fn check_defaults(types: &[TypeDef], problems: &mut Diagnostics) {
    let edges: Vec<Vec<usize>> = types.iter().map(by_default).collect();
    let cycles = recursion::components(&edges);
    let mut check = |holder: usize, default: &Option<Literal>, span: &Span| {
        let mut inside = Vec::new();
        default
            .iter()
            .for_each(|literal| structs(literal, &mut inside));
        if inside.iter().any(|id| cycles[*id] == cycles[holder]) {
            problems.error(
                Diagnostic::schema(span.clone(), "this default holds itself")
                    .rule("a default is a value that ends")
                    .help("leave the default away; who reads an empty value can put it in"),
            );
        }
    };
    for (index, definition) in types.iter().enumerate() {
        match &definition.kind {
            TypeKind::Struct(Struct { fields, .. }) => {
                for field in fields {
                    check(index, &field.default, &field.span);
                }
            }
            TypeKind::Union(cases) => {
                if let Some(case) = cases.first() {
                    check(index, &case.default, &case.span);
                }
            }
            _ => {}
        }
    }
}

/// The types of which a default is made.
fn by_default(definition: &TypeDef) -> Vec<usize> {
    let mut ids = Vec::new();
    let mut member = |ty: &Type, default: &Option<Literal>| match (default, ty) {
        (Some(literal), _) => structs(literal, &mut ids),
        (None, Type::Named(id)) => ids.push(id.0),
        (None, _) => {}
    };
    match &definition.kind {
        TypeKind::Struct(Struct { fields, which }) => {
            for field in fields {
                member(&field.ty, &field.default);
            }
            if let Some(which) = which {
                member(&Type::Named(which.ty), &None);
            }
        }
        TypeKind::Union(cases) => {
            if let Some(case) = cases.first()
                && let Some(ty) = &case.ty
            {
                member(ty, &case.default);
            }
        }
        _ => {}
    }
    ids
}

/// The types of structs in a value.
fn structs(literal: &Literal, ids: &mut Vec<usize>) {
    match literal {
        Literal::List(items) => items.iter().for_each(|item| structs(item, ids)),
        Literal::Struct { ty, fields, which } => {
            ids.push(ty.0);
            fields.iter().for_each(|(_, value)| structs(value, ids));
            which.iter().for_each(|value| structs(value, ids));
        }
        Literal::Union {
            case: Ok((_, value)),
            ..
        } => structs(value, ids),
        _ => {}
    }
}
