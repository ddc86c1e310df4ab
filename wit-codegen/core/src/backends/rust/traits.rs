//! Which standard traits a type can have.

use super::Context;
use crate::model::{Case, Layouts, Platform, Schema, Struct, Type, TypeId, TypeKind};
use crate::names::rust::{Elsewhere, Trait};

/// Traits beyond `Debug`, which everything has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Traits {
    /// All but handles, streams and what has a body.
    pub(crate) clone: bool,
    /// `PartialEq`: data, and none of the objects of the platform.
    pub(crate) partial_eq: bool,
    pub(crate) copy: bool,
    pub(crate) eq: bool,
    pub(crate) hash: bool,
    pub(crate) default: bool,
    pub(crate) serde: bool,
}

impl Traits {
    /// Plain data of a fixed size.
    pub(crate) const ALL: Self = Self {
        clone: true,
        partial_eq: true,
        copy: true,
        eq: true,
        hash: true,
        default: true,
        serde: true,
    };
    /// A struct or a union of Cap'n Proto, as long as nothing in it takes more away. It may have a text tomorrow, which
    /// should not change how it is passed.
    const GROWING: Self = Self {
        copy: false,
        ..Self::ALL
    };

    /// A handle or a stream.
    const HANDLE: Self = Self {
        clone: false,
        partial_eq: false,
        copy: false,
        eq: false,
        hash: false,
        default: false,
        serde: false,
    };

    /// An object of the platform that may be sent any number of times.
    const OBJECT: Self = Self {
        clone: true,
        ..Self::HANDLE
    };

    /// Those of what the configuration puts in the place of a type of this kind: no more than that has to have, and is
    /// said to have. See [`with`](crate::Options::with).
    fn of_mapped(self, kind: &TypeKind, said: &[Trait]) -> Self {
        let default = matches!(
            kind,
            TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::OpenEnum(_)
        );
        // What holds a handle has none of these, whatever stands for it.
        let of_data = |name| self.partial_eq && said.contains(&name);
        Self {
            clone: self.clone,
            partial_eq: self.partial_eq,
            copy: of_data(Trait::Copy),
            eq: of_data(Trait::Eq),
            hash: of_data(Trait::Hash),
            default: default || of_data(Trait::Default),
            serde: of_data(Trait::Serde),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            clone: self.clone && other.clone,
            partial_eq: self.partial_eq && other.partial_eq,
            copy: self.copy && other.copy,
            eq: self.eq && other.eq,
            hash: self.hash && other.hash,
            default: self.default && other.default,
            serde: self.serde && other.serde,
        }
    }
}

/// The traits of every type that has a name.
///
/// A type may hold itself. What it can have is then what holds for all of its parts if it holds for itself; except
/// for `Default`, for which there has to be a value to begin with.
#[derive(Debug)]
pub(crate) struct Known(Vec<Traits>);

impl Known {
    /// Assumes the best, and takes back what does not hold until nothing changes.
    pub(crate) fn of(schema: &Schema, layouts: &Layouts, elsewhere: &Elsewhere) -> Self {
        let best = Traits {
            default: false,
            ..Traits::ALL
        };
        let mut known = Self(vec![best; schema.types.len()]);
        loop {
            let mut changed = false;
            for index in 0..schema.types.len() {
                let traits = known.of_definition(schema, layouts, elsewhere, TypeId(index));
                changed |= known.0[index] != traits;
                known.0[index] = traits;
            }
            if !changed {
                return known;
            }
        }
    }

    fn of_definition(
        &self,
        schema: &Schema,
        layouts: &Layouts,
        elsewhere: &Elsewhere,
        id: TypeId,
    ) -> Traits {
        let def = &schema.types[id.0];
        let traits = self.of_kind(layouts, id, &def.kind);
        match elsewhere.get(id) {
            None => traits,
            Some(mapped) if mapped.of_platform && matches!(def.kind, TypeKind::Resource(_)) => {
                traits
            }
            Some(mapped) => match &mapped.traits {
                None if mapped.generated => traits,
                said => traits.of_mapped(&def.kind, said.as_deref().unwrap_or_default()),
            },
        }
    }

    fn of_kind(&self, layouts: &Layouts, id: TypeId, kind: &TypeKind) -> Traits {
        let of = |ty: &Type| self.of_type(ty);
        let payloads = |cases: &[Case]| {
            let payloads = cases.iter().filter_map(|case| case.ty.as_ref());
            payloads.fold(Traits::ALL, |traits, ty| traits.and(of(ty)))
        };
        match kind {
            TypeKind::Record(fields) => fields
                .iter()
                .fold(Traits::ALL, |traits, field| traits.and(of(&field.ty))),
            TypeKind::Variant(cases) => Traits {
                default: false,
                ..payloads(cases)
            },
            TypeKind::Enum(_) => Traits {
                default: false,
                ..Traits::ALL
            },
            TypeKind::Flags(_) | TypeKind::OpenEnum(_) => Traits::ALL,
            TypeKind::Struct(Struct { fields, which }) => {
                let fields = fields
                    .iter()
                    .map(|field| with_default(of(&field.ty), field.default.is_some()));
                let which = which.iter().map(|which| self.0[which.ty.0]);
                fields.chain(which).fold(Traits::GROWING, Traits::and)
            }
            TypeKind::Union(cases) => {
                let first = default_case(layouts, id, cases);
                let default = first.is_none_or(|case| match &case.ty {
                    Some(ty) => case.default.is_some() || of(ty).default,
                    None => true,
                });
                Traits {
                    default,
                    ..payloads(cases).and(Traits::GROWING)
                }
            }
            TypeKind::Alias(ty) => of(ty),
            TypeKind::Use(declared) => self.0[declared.0],
            TypeKind::Resource(resource) => match resource.platform {
                Some(
                    Platform::Headers | Platform::Date | Platform::Blob | Platform::AbortSignal,
                ) => Traits::OBJECT,
                Some(Platform::Request | Platform::Response) | None => Traits::HANDLE,
            },
        }
    }

    /// The traits of a type where it is used.
    fn of_type(&self, ty: &Type) -> Traits {
        let of = |ty: &Type| self.of_type(ty);
        let all = |types: &mut dyn Iterator<Item = &Type>| {
            types.fold(Traits::ALL, |traits, ty| traits.and(of(ty)))
        };
        match ty {
            Type::Scalar(scalar) if scalar.is_float() => Traits {
                eq: false,
                hash: false,
                ..Traits::ALL
            },
            Type::Scalar(_) | Type::Void => Traits::ALL,
            Type::String | Type::Data | Type::AnyPointer => Traits {
                copy: false,
                ..Traits::ALL
            },
            Type::List(item) => Traits {
                copy: false,
                default: true,
                ..of(item)
            },
            // The standard library's `Default`, and serde's traits, end at 32 elements. A large array should
            // not be copied without being asked.
            Type::FixedList(item, length) => {
                let item = of(item);
                let small = *length <= 32;
                Traits {
                    copy: false,
                    default: item.default && small,
                    serde: item.serde && small,
                    ..item
                }
            }
            Type::Map(key, value) => {
                let traits = all(&mut [&**key, &**value].into_iter());
                Traits {
                    copy: false,
                    default: true,
                    ..traits
                }
            }
            Type::Option(some) => Traits {
                default: true,
                ..of(some)
            },
            Type::Result { ok, err } => {
                let traits = all(&mut ok.as_deref().into_iter().chain(err.as_deref()));
                Traits {
                    default: false,
                    ..traits
                }
            }
            Type::Tuple(items) => all(&mut items.iter()),
            Type::Named(id) | Type::Own(id) | Type::Borrow(id) => self.0[id.0],
            Type::Stream(_) | Type::Future(_) => Traits::HANDLE,
        }
    }
}

/// The traits of a type where it is used.
pub(crate) fn of(cx: &Context<'_>, ty: &Type) -> Traits {
    cx.traits.of_type(ty)
}

/// The traits of a named type.
pub(crate) fn of_named(cx: &Context<'_>, id: TypeId) -> Traits {
    cx.traits.0[id.0]
}

fn with_default(traits: Traits, given: bool) -> Traits {
    Traits {
        default: traits.default || given,
        ..traits
    }
}

/// The member that is active in an empty union: the first by number.
pub(crate) fn default_case<'c>(
    layouts: &Layouts,
    id: TypeId,
    cases: &'c [Case],
) -> Option<&'c Case> {
    let union = layouts
        .of(id)
        .and_then(|layout| layout.group.union.as_ref());
    let first = union.and_then(|union| {
        let numbers = union.cases.iter().map(|(number, _)| *number).enumerate();
        numbers.min_by_key(|(_, number)| *number)
    });
    cases.get(first.map_or(0, |(index, _)| index))
}
