//! Types where they are declared.

use wit_codegen_core::diagnostic::{Diagnostic, Span};
use wit_codegen_core::model::{
    Case, DeclaredErrors, Docs, Field, ModuleId, Name, Origin, Resource, Scalar, Type, TypeDef,
    TypeKind,
};
use wit_parser::{
    Docs as WitDocs, Resolve, Span as WitSpan, Stability, Type as WitType, TypeDef as WitTypeDef,
    TypeDefKind, TypeId as WitTypeId, TypeOwner,
};

use super::convert::{Converter, docs};
use super::types::Spot;
use super::{names, platform};

impl Converter<'_> {
    /// Converts the type `id`, which the module named by the selector `holder` declares.
    pub(super) fn type_def(
        &mut self,
        module: ModuleId,
        holder: &str,
        id: WitTypeId,
    ) -> Option<TypeDef> {
        let definition = self.resolve.types.get(id)?;
        let name = definition.name.as_deref().unwrap_or_default();
        let span = self.span(definition.span);
        let selector = format!("{holder}/{name}");
        let mut kind = self.type_kind(module, id, definition, name, &span);
        if let Some(TypeKind::Resource(resource)) = &mut kind {
            resource.platform = platform::object(&selector);
        }
        Some(TypeDef {
            name: names::declared(name),
            selector,
            module,
            docs: docs(&definition.docs, &definition.stability),
            span,
            // Whatever was refused has to be something: ids must stay what they are.
            kind: kind.unwrap_or(TypeKind::Alias(Type::Scalar(Scalar::Bool))),
            origin: Origin::Here,
        })
    }

    fn type_kind(
        &mut self,
        module: ModuleId,
        id: WitTypeId,
        definition: &WitTypeDef,
        name: &str,
        span: &Span,
    ) -> Option<TypeKind> {
        match &definition.kind {
            TypeDefKind::Record(record) => {
                // What was refused is left out, so that the rest is checked as well.
                let fields: Vec<Option<Field>> = record
                    .fields
                    .iter()
                    .map(|field| {
                        let span = self.span_or(field.span, span);
                        let spot = Spot::new(&span, format!("field `{}`", field.name));
                        Some(Field {
                            name: names::member(&field.name),
                            docs: plain_docs(&field.docs),
                            ty: self.types.convert(field.ty, &spot, self.problems)?,
                            span,
                            default: None,
                        })
                    })
                    .collect();
                Some(TypeKind::Record(fields.into_iter().flatten().collect()))
            }
            TypeDefKind::Variant(variant) => {
                let cases: Vec<Option<Case>> = variant
                    .cases
                    .iter()
                    .map(|case| {
                        let span = self.span_or(case.span, span);
                        let spot = Spot::new(&span, format!("case `{}`", case.name));
                        Some(Case {
                            name: names::case(&case.name),
                            docs: plain_docs(&case.docs),
                            ty: self.types.optional(case.ty, &spot, self.problems)?,
                            span,
                            default: None,
                        })
                    })
                    .collect();
                Some(TypeKind::Variant(cases.into_iter().flatten().collect()))
            }
            TypeDefKind::Enum(cases) => {
                let cases = cases.cases.iter();
                let cases = cases
                    .map(|case| self.case(names::case(&case.name), &case.docs, case.span, span));
                Some(TypeKind::Enum(cases.collect()))
            }
            TypeDefKind::Flags(flags) => {
                let flags = flags.flags.iter();
                let flags = flags
                    .map(|flag| self.case(names::member(&flag.name), &flag.docs, flag.span, span));
                Some(TypeKind::Flags(flags.collect()))
            }
            TypeDefKind::Resource => Some(TypeKind::Resource(Resource {
                is_interface: false,
                functions: self.methods(id, definition.owner),
                errors: DeclaredErrors::Tagged,
                bases: Vec::new(),
                entrypoint: None,
                platform: None,
                served: !self.is_only_called(module),
            })),
            TypeDefKind::Type(WitType::Id(id)) if self.is_of_others(*id, definition.owner) => {
                self.used(*id, name, span)
            }
            kind => {
                let spot = Spot::new(span, format!("type `{name}`"));
                let ty = self.types.convert_kind(kind, &spot, self.problems)?;
                Some(TypeKind::Alias(ty))
            }
        }
    }

    /// A case without a payload.
    fn case(&self, name: Name, docs: &WitDocs, span: WitSpan, otherwise: &Span) -> Case {
        Case {
            name,
            docs: plain_docs(docs),
            span: self.span_or(span, otherwise),
            ty: None,
            default: None,
        }
    }

    /// A type that stands for one of another interface or world.
    fn used(&mut self, id: WitTypeId, name: &str, span: &Span) -> Option<TypeKind> {
        let known = self.types.ids.get(&id).copied();
        if known.is_none() {
            let message =
                format!("type `{name}` is of an interface that is not part of what is generated");
            self.problems
                .error(Diagnostic::schema(span.clone(), message));
        }
        known.map(TypeKind::Use)
    }

    fn is_of_others(&self, id: WitTypeId, owner: TypeOwner) -> bool {
        let other = owner_of(self.resolve, id);
        other != TypeOwner::None && other != owner
    }
}

/// Where a named type is declared.
fn owner_of(resolve: &Resolve, id: WitTypeId) -> TypeOwner {
    let definition = resolve.types.get(id);
    definition.map_or(TypeOwner::None, |definition| definition.owner)
}

/// Fields, cases and flags cannot be deprecated one by one.
fn plain_docs(contents: &WitDocs) -> Docs {
    docs(contents, &Stability::Unknown)
}
