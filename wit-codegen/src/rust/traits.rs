//! Which standard traits a type can have.

use std::collections::BTreeSet;

use super::Context;
use crate::model::{Schema, Type, TypeId, TypeKind};

/// Traits beyond `Debug`, which everything has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Traits {
    /// `Clone` and `PartialEq`: all but handles and streams.
    pub(crate) clone: bool,
    pub(crate) copy: bool,
    /// `Eq` and `Hash`
    pub(crate) eq: bool,
    pub(crate) default: bool,
    pub(crate) serde: bool,
}

impl Traits {
    /// Plain data of a fixed size.
    pub(crate) const ALL: Self = Self {
        clone: true,
        copy: true,
        eq: true,
        default: true,
        serde: true,
    };
    /// A type that the configuration maps: a value, as far as is known.
    const MAPPED: Self = Self {
        clone: true,
        copy: false,
        eq: false,
        default: false,
        serde: false,
    };

    /// A handle or a stream.
    const HANDLE: Self = Self {
        clone: false,
        copy: false,
        eq: false,
        default: false,
        serde: false,
    };

    fn and(self, other: Self) -> Self {
        Self {
            clone: self.clone && other.clone,
            copy: self.copy && other.copy,
            eq: self.eq && other.eq,
            default: self.default && other.default,
            serde: self.serde && other.serde,
        }
    }
}

/// The traits of a type where it is used.
pub(crate) fn of(cx: &Context<'_>, ty: &Type) -> Traits {
    let all = |types: &mut dyn Iterator<Item = &Type>| {
        types.fold(Traits::ALL, |traits, ty| traits.and(of(cx, ty)))
    };
    match ty {
        Type::Bool
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::S8
        | Type::S16
        | Type::S32
        | Type::S64
        | Type::Char => Traits::ALL,
        Type::Void => Traits::ALL,
        Type::Data | Type::AnyPointer => Traits {
            copy: false,
            ..Traits::ALL
        },
        Type::Boxed(inner) => Traits {
            copy: false,
            ..of(cx, inner)
        },
        Type::F32 | Type::F64 => Traits {
            eq: false,
            ..Traits::ALL
        },
        Type::String => Traits {
            copy: false,
            ..Traits::ALL
        },
        Type::List(item) => Traits {
            copy: false,
            default: true,
            ..of(cx, item)
        },
        // The standard library's `Default`, and serde's traits, end at 32 elements. A large array should
        // not be copied without being asked.
        Type::FixedList(item, length) => {
            let item = of(cx, item);
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
            ..of(cx, some)
        },
        Type::Result { ok, err } => {
            let traits = all(&mut ok.as_deref().into_iter().chain(err.as_deref()));
            Traits {
                default: false,
                ..traits
            }
        }
        Type::Tuple(items) => all(&mut items.iter()),
        Type::Named(id) => of_named(cx, *id),
        Type::Own(_) | Type::Borrow(_) | Type::Stream(_) | Type::Future(_) => Traits::HANDLE,
    }
}

/// The traits of a named type.
pub(crate) fn of_named(cx: &Context<'_>, id: TypeId) -> Traits {
    let def = &cx.schema.types[id.0];
    if def.mapped.is_some() {
        return Traits::MAPPED;
    }
    match &def.kind {
        TypeKind::Record(fields) => fields
            .iter()
            .fold(Traits::ALL, |traits, field| traits.and(of(cx, &field.ty))),
        TypeKind::Variant(cases) => {
            let payloads = cases.iter().filter_map(|case| case.ty.as_ref());
            let traits = payloads.fold(Traits::ALL, |traits, ty| traits.and(of(cx, ty)));
            Traits {
                default: false,
                ..traits
            }
        }
        TypeKind::Enum(_) => Traits {
            default: false,
            ..Traits::ALL
        },
        TypeKind::Flags(_) => Traits::ALL,
        TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::OpenEnum(_) => Traits::MAPPED,
        TypeKind::Alias(ty) => of(cx, ty),
        TypeKind::Use(declared) => of_named(cx, *declared),
        TypeKind::Resource(_) => Traits::HANDLE,
    }
}

/// The types that some function declares as its error, with a Rust type of ours.
pub(crate) fn declared_errors(schema: &Schema) -> BTreeSet<TypeId> {
    let services = schema.modules.iter().flat_map(|module| &module.services);
    let methods = schema.types.iter().filter_map(|def| match &def.kind {
        TypeKind::Resource(resource) => Some(&resource.functions),
        _ => None,
    });
    let results = services
        .map(|service| &service.functions)
        .chain(methods)
        .flatten()
        .filter_map(|f| f.result.as_ref());
    let errors = results.filter_map(|ty| match schema.resolve(ty) {
        Type::Result { err: Some(err), .. } => Some(schema.resolve(err)),
        _ => None,
    });
    errors
        .filter_map(|err| match err {
            Type::Named(id) => Some(schema.declaration(*id)),
            _ => None,
        })
        .filter(|id| schema.types[id.0].mapped.is_none())
        .collect()
}
