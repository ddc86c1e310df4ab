//! Types that hold themselves: which members close the circle.
//!
//! In a message they are behind a pointer. A language whose values have a fixed size puts them on the heap.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    ItemId, Layouts, Name, Schema, Slot, Struct, StructLayout, Type, TypeDef, TypeId, TypeKind,
};

/// Members that hold the type that they are in: a table beside the schema.
#[derive(Clone, Debug, Default)]
pub struct Recursive(BTreeSet<ItemId>);

impl Recursive {
    /// Those of a schema, as far as its front end has laid it out: types of WIT hold no other of their kind.
    #[must_use]
    pub fn of(schema: &Schema, layouts: &Layouts) -> Self {
        let members = members(&schema.types, &layouts.types).into_iter();
        let items = members.filter_map(|(id, index)| match &schema.types[id.0].kind {
            TypeKind::Struct(it) => Some(it.fields.get(index)?.name.item()),
            kind => Some(kind.union_cases().get(index)?.name.item()),
        });
        Self(items.collect())
    }

    /// Whether a field or a case, of this name, holds the type that it is in.
    #[must_use]
    pub fn contains(&self, name: &Name) -> bool {
        self.0.contains(&name.item())
    }
}

/// The members, by their types and indices, that hold by a pointer the type that they are in.
#[must_use]
pub fn members(
    types: &[TypeDef],
    layouts: &BTreeMap<TypeId, StructLayout>,
) -> BTreeSet<(TypeId, usize)> {
    let edges: Vec<Vec<usize>> = types.iter().map(held).collect();
    let cycles = components(&edges);
    let mut found = BTreeSet::new();
    for (index, definition) in types.iter().enumerate() {
        let id = TypeId(index);
        let Some(layout) = layouts.get(&id) else {
            continue;
        };
        let slots: Vec<&Slot> = match (&definition.kind, &layout.group.union) {
            (TypeKind::Union(_), Some(union)) => union.cases.iter().map(|(_, slot)| slot).collect(),
            _ => layout.group.slots.iter().collect(),
        };
        for (at, (ty, slot)) in member_types(&definition.kind).zip(slots).enumerate() {
            if let Some(held) = ty.and_then(named)
                && matches!(slot, Slot::Pointer { .. })
                && cycles[index] == cycles[held.0]
            {
                found.insert((id, at));
            }
        }
    }
    found
}

/// The types of the fields of a struct, or of the cases of a union.
fn member_types(kind: &TypeKind) -> impl Iterator<Item = Option<&Type>> {
    let fields = match kind {
        TypeKind::Struct(it) => it.fields.as_slice(),
        TypeKind::Record(_)
        | TypeKind::Variant(_)
        | TypeKind::Enum(_)
        | TypeKind::Flags(_)
        | TypeKind::Alias(_)
        | TypeKind::Use(_)
        | TypeKind::Resource(_)
        | TypeKind::Union(_)
        | TypeKind::OpenEnum(_) => &[],
    };
    let cases = kind.union_cases().iter().map(|case| case.ty.as_ref());
    fields.iter().map(|field| Some(&field.ty)).chain(cases)
}

/// The type that a value holds in itself, not in a list.
fn named(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Option(ty) => named(ty),
        Type::Scalar(_)
        | Type::String
        | Type::Data
        | Type::Void
        | Type::AnyPointer
        | Type::List(_)
        | Type::FixedList(..)
        | Type::Map(..)
        | Type::Result { .. }
        | Type::Tuple(_)
        | Type::Own(_)
        | Type::Borrow(_)
        | Type::Stream(_)
        | Type::Future(_) => None,
    }
}

fn held(definition: &TypeDef) -> Vec<usize> {
    let members = member_types(&definition.kind).flatten().filter_map(named);
    let which = match &definition.kind {
        TypeKind::Struct(Struct { which, .. }) => which.as_ref().map(|which| which.ty),
        TypeKind::Record(_)
        | TypeKind::Variant(_)
        | TypeKind::Enum(_)
        | TypeKind::Flags(_)
        | TypeKind::Alias(_)
        | TypeKind::Use(_)
        | TypeKind::Resource(_)
        | TypeKind::Union(_)
        | TypeKind::OpenEnum(_) => None,
    };
    members.chain(which).map(|id| id.0).collect()
}

/// For each node of a graph, the number of the cycle that it is in; one that is in none has a number of its own.
/// A node that leads to itself counts as in a cycle with itself, which the caller sees from its edge.
#[must_use]
pub fn components(edges: &[Vec<usize>]) -> Vec<usize> {
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

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn what_leads_back_to_itself_is_one_component() {
        // 0 → 1 → 2 → 1, 3 → 3, 4.
        let found = components(&[vec![1], vec![2], vec![1], vec![3], vec![]]);
        assert_eq!(found[1], found[2]);
        for (a, b) in [(0, 1), (0, 3), (1, 3), (3, 4), (0, 4)] {
            assert_ne!(found[a], found[b]);
        }
    }
}
