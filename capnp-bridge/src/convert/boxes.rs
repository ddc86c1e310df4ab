//! Types that hold themselves.

use std::collections::BTreeMap;

use wit_codegen_core::front_end::{
    Diagnostic, Diagnostics, Literal, Slot, Span, Struct, StructLayout, Type, TypeDef, TypeId,
    TypeKind,
};

/// Puts on the heap what is held by itself through a pointer: a field may then be absent, a member of a union is
/// boxed. The first member of a union may be absent, too, or its type would have no default.
pub(super) fn box_recursive(types: &mut [TypeDef], layouts: &BTreeMap<TypeId, StructLayout>) {
    let edges: Vec<Vec<usize>> = types.iter().map(held).collect();
    let cycles = components(&edges);
    let in_cycle = |holder: usize, ty: &Type| match named(ty) {
        Some(id) => cycles[holder] == cycles[id.0],
        None => false,
    };
    for (index, definition) in types.iter_mut().enumerate() {
        let Some(layout) = layouts.get(&TypeId(index)) else {
            continue;
        };
        match &mut definition.kind {
            TypeKind::Struct(Struct { fields, .. }) => {
                for (field, slot) in fields.iter_mut().zip(&layout.group.slots) {
                    if matches!(slot, Slot::Pointer { .. }) && in_cycle(index, &field.ty) {
                        field.ty = Type::Option(Box::new(boxed(&field.ty)));
                    }
                }
            }
            TypeKind::Union(cases) => {
                let slots = layout.group.union.iter().flat_map(|union| &union.cases);
                for (at, (case, (_, slot))) in cases.iter_mut().zip(slots).enumerate() {
                    let Some(ty) = &mut case.ty else {
                        continue;
                    };
                    if matches!(slot, Slot::Pointer { .. }) && in_cycle(index, ty) {
                        let optional = at == 0 || matches!(ty, Type::Option(_));
                        *ty = match boxed(ty) {
                            boxed if optional => Type::Option(Box::new(boxed)),
                            boxed => boxed,
                        };
                    }
                }
            }
            _ => {}
        }
    }
}

fn boxed(ty: &Type) -> Type {
    match ty {
        Type::Option(ty) => boxed(ty),
        ty => Type::Boxed(Box::new(ty.clone())),
    }
}

/// The type that a value holds in itself, not in a list.
fn named(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Option(ty) => named(ty),
        _ => None,
    }
}

fn held(definition: &TypeDef) -> Vec<usize> {
    let ids: Vec<TypeId> = match &definition.kind {
        TypeKind::Struct(Struct { fields, which }) => {
            let fields = fields.iter().filter_map(|field| named(&field.ty));
            fields.chain(which.as_ref().map(|which| which.ty)).collect()
        }
        TypeKind::Union(cases) => {
            let types = cases.iter().filter_map(|case| case.ty.as_ref());
            types.filter_map(named).collect()
        }
        _ => Vec::new(),
    };
    ids.into_iter().map(|id| id.0).collect()
}

/// Reports every default that holds a value of its own type, whose default that would be a part of, and so on.
pub(super) fn check_defaults(types: &[TypeDef], problems: &mut Diagnostics) {
    let edges: Vec<Vec<usize>> = types.iter().map(by_default).collect();
    let cycles = components(&edges);
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

/// For each node of a graph, the number of the cycle that it is in; one that is in none has a number of its own.
/// A node that leads to itself counts as in a cycle with itself, which the caller sees from its edge.
fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    // Tarjan's algorithm, without recursion: types may stand on each other as deeply as they like.
    const UNSEEN: usize = usize::MAX;
    let mut component = vec![UNSEEN; edges.len()];
    let mut index = vec![UNSEEN; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut open = Vec::new();
    let mut next = 0;
    for start in 0..edges.len() {
        if index[start] != UNSEEN {
            continue;
        }
        let mut path = vec![(start, 0)];
        while let Some((node, edge)) = path.pop() {
            if edge == 0 {
                (index[node], low[node]) = (next, next);
                next += 1;
                open.push(node);
            }
            if let Some(&to) = edges[node].get(edge) {
                path.push((node, edge + 1));
                if index[to] == UNSEEN {
                    path.push((to, 0));
                } else if component[to] == UNSEEN {
                    low[node] = low[node].min(index[to]);
                }
                continue;
            }
            if low[node] == index[node] {
                while let Some(member) = open.pop() {
                    component[member] = node;
                    if member == node {
                        break;
                    }
                }
            }
            if let Some(&(parent, _)) = path.last() {
                low[parent] = low[parent].min(low[node]);
            }
        }
    }
    component
}
