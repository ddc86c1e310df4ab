//! Types where they are used.

use std::collections::HashMap;

use wit_parser::{Handle, Resolve, Type as WitType, TypeDefKind, TypeId as WitTypeId};

use wit_codegen_core::diagnostic::{Diagnostic, Diagnostics, Span};
use wit_codegen_core::model::{Scalar, Type, TypeId};

/// The types that a type is directly made of.
pub(super) fn parts(kind: &TypeDefKind) -> Vec<WitType> {
    match kind {
        TypeDefKind::Record(record) => record.fields.iter().map(|field| field.ty).collect(),
        TypeDefKind::Tuple(tuple) => tuple.types.clone(),
        TypeDefKind::Variant(variant) => variant.cases.iter().filter_map(|case| case.ty).collect(),
        TypeDefKind::Result(result) => result.ok.into_iter().chain(result.err).collect(),
        TypeDefKind::Option(ty)
        | TypeDefKind::List(ty)
        | TypeDefKind::FixedLengthList(ty, _)
        | TypeDefKind::Type(ty) => vec![*ty],
        TypeDefKind::Map(key, value) => vec![*key, *value],
        TypeDefKind::Future(ty) | TypeDefKind::Stream(ty) => ty.iter().copied().collect(),
        TypeDefKind::Handle(Handle::Own(id) | Handle::Borrow(id)) => vec![WitType::Id(*id)],
        TypeDefKind::Resource
        | TypeDefKind::Flags(_)
        | TypeDefKind::Enum(_)
        | TypeDefKind::Unknown => Vec::new(),
    }
}

/// The item whose type is converted: problems are shown there.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    span: &'a Span,
    /// To start a sentence with: ``parameter `a` ``.
    what: String,
}

impl<'a> Spot<'a> {
    pub(super) fn new(span: &'a Span, what: String) -> Spot<'a> {
        Spot { span, what }
    }
}

/// Converts types; named ones were given their ids before.
#[derive(Debug)]
pub(super) struct Types<'a> {
    pub(super) resolve: &'a Resolve,
    pub(super) ids: HashMap<WitTypeId, TypeId>,
}

impl Types<'_> {
    /// Converts `ty`, or reports why it cannot be.
    pub(super) fn convert(
        &self,
        ty: WitType,
        spot: &Spot<'_>,
        problems: &mut Diagnostics,
    ) -> Option<Type> {
        Some(match ty {
            WitType::Bool => Type::Scalar(Scalar::Bool),
            WitType::U8 => Type::Scalar(Scalar::U8),
            WitType::U16 => Type::Scalar(Scalar::U16),
            WitType::U32 => Type::Scalar(Scalar::U32),
            WitType::U64 => Type::Scalar(Scalar::U64),
            WitType::S8 => Type::Scalar(Scalar::S8),
            WitType::S16 => Type::Scalar(Scalar::S16),
            WitType::S32 => Type::Scalar(Scalar::S32),
            WitType::S64 => Type::Scalar(Scalar::S64),
            WitType::F32 => Type::Scalar(Scalar::F32),
            WitType::F64 => Type::Scalar(Scalar::F64),
            WitType::Char => Type::Scalar(Scalar::Char),
            WitType::String => Type::String,
            WitType::ErrorContext => {
                problems.error(error_context(spot));
                return None;
            }
            WitType::Id(id) => return self.convert_id(id, spot, problems),
        })
    }

    /// Converts a type that may be absent: `Some(None)` when it is, `None` when it cannot be converted.
    pub(super) fn optional(
        &self,
        ty: Option<WitType>,
        spot: &Spot<'_>,
        problems: &mut Diagnostics,
    ) -> Option<Option<Type>> {
        match ty {
            None => Some(None),
            Some(ty) => self.convert(ty, spot, problems).map(Some),
        }
    }

    fn convert_id(
        &self,
        id: WitTypeId,
        spot: &Spot<'_>,
        problems: &mut Diagnostics,
    ) -> Option<Type> {
        let definition = self.resolve.types.get(id)?;
        if definition.name.is_none() {
            return self.convert_kind(&definition.kind, spot, problems);
        }
        let known = self.ids.get(&id).copied();
        if known.is_none() {
            problems.error(Diagnostic::schema(
                spot.span.clone(),
                format!(
                    "{} has a type of an interface that is not part of what is generated",
                    spot.what
                ),
            ));
        }
        known.map(Type::Named)
    }

    /// Converts a type without a name of its own.
    pub(super) fn convert_kind(
        &self,
        kind: &TypeDefKind,
        spot: &Spot<'_>,
        problems: &mut Diagnostics,
    ) -> Option<Type> {
        let mut boxed = |ty: WitType| self.convert(ty, spot, problems).map(Box::new);
        Some(match kind {
            TypeDefKind::List(ty) => Type::List(boxed(*ty)?),
            TypeDefKind::FixedLengthList(ty, length) => Type::FixedList(boxed(*ty)?, *length),
            TypeDefKind::Map(key, value) => {
                let (key, value) = (boxed(*key), boxed(*value));
                Type::Map(key?, value?)
            }
            TypeDefKind::Option(ty) => Type::Option(boxed(*ty)?),
            TypeDefKind::Result(result) => {
                let ok = self.optional(result.ok, spot, problems);
                let err = self.optional(result.err, spot, problems);
                Type::Result {
                    ok: ok?.map(Box::new),
                    err: err?.map(Box::new),
                }
            }
            TypeDefKind::Tuple(tuple) => {
                let types = tuple.types.iter();
                let types: Vec<Option<Type>> =
                    types.map(|ty| self.convert(*ty, spot, problems)).collect();
                Type::Tuple(types.into_iter().collect::<Option<_>>()?)
            }
            TypeDefKind::Handle(Handle::Own(id)) => Type::Own(self.resource(*id, spot, problems)?),
            TypeDefKind::Handle(Handle::Borrow(id)) => {
                Type::Borrow(self.resource(*id, spot, problems)?)
            }
            TypeDefKind::Stream(item) => {
                Type::Stream(self.optional(*item, spot, problems)?.map(Box::new))
            }
            TypeDefKind::Future(value) => {
                Type::Future(self.optional(*value, spot, problems)?.map(Box::new))
            }
            TypeDefKind::Type(ty) => return self.convert(*ty, spot, problems),
            kind => {
                problems.error(unsupported(kind, spot));
                return None;
            }
        })
    }

    /// The resource of a handle.
    fn resource(
        &self,
        id: WitTypeId,
        spot: &Spot<'_>,
        problems: &mut Diagnostics,
    ) -> Option<TypeId> {
        match self.convert_id(id, spot, problems)? {
            Type::Named(id) => Some(id),
            // A resource always has a name.
            _ => None,
        }
    }
}

fn unsupported(kind: &TypeDefKind, spot: &Spot<'_>) -> Diagnostic {
    let kind = kind.as_str();
    let message = format!(
        "{} holds a type of the kind `{kind}`, which is not supported",
        spot.what
    );
    Diagnostic::schema(spot.span.clone(), message).help("use another type")
}

fn error_context(spot: &Spot<'_>) -> Diagnostic {
    Diagnostic::schema(
        spot.span.clone(),
        format!(
            "{} holds an `error-context`, which cannot cross Workers RPC",
            spot.what
        ),
    )
    .rule(
        "an error context is a handle into one component runtime, for debugging: nothing between \
         Workers could carry it",
    )
    .help("declare an error of your own and return `result<…, my-error>`")
}
