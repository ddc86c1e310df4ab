//! What was selected → the model.

use std::collections::HashMap;

use wit_parser::{
    Docs as WitDocs, Function as WitFunction, FunctionKind, Resolve, Span, Stability,
    Type as WitType, TypeDef as WitTypeDef, TypeDefKind, TypeId as WitTypeId, TypeOwner, WorldId,
    WorldItem,
};

use super::explain;
use super::link::Linked;
use super::modules::{Holder, Plan, is_foreign, plan};
use super::select::Selection;
use super::types::{RESOURCES, Spot, Types};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{
    Arguments, Case, DeclaredErrors, Docs, Field, Function, Module, ModuleId, Param, Schema,
    Service, Type, TypeDef, TypeId, TypeKind,
};
use crate::names;

/// Converts what was selected. What cannot be converted is reported and left out; the rest is there, so that
/// it can be checked further.
pub(super) fn convert(
    linked: &Linked,
    selection: &Selection,
    problems: &mut Diagnostics,
) -> Schema {
    let plans = plan(linked, selection);
    let mut ids = HashMap::new();
    let mut owners = Vec::new();
    for (module, plan) in plans.iter().enumerate() {
        for id in &plan.types {
            ids.insert(*id, TypeId(owners.len()));
            owners.push((ModuleId(module), *id));
        }
    }
    let resolve = &linked.resolve;
    let mut converter = Converter {
        resolve,
        start: &linked.start,
        types: Types { resolve, ids },
        problems,
    };
    let types = owners
        .into_iter()
        .filter_map(|(module, id)| converter.type_def(module, id, &plans))
        .collect();
    let modules = plans
        .iter()
        .filter_map(|plan| converter.module(plan))
        .collect();
    let package = resolve.packages.get(linked.main);
    Schema {
        file_stem: package.map_or_else(String::new, |package| names::file_stem(&package.name.name)),
        modules,
        types,
    }
}

struct Converter<'a> {
    resolve: &'a Resolve,
    start: &'a Place,
    types: Types<'a>,
    problems: &'a mut Diagnostics,
}

impl Converter<'_> {
    fn module(&mut self, plan: &Plan) -> Option<Module> {
        let Plan {
            holder,
            path,
            selector,
            aliases,
            place,
            types,
        } = plan;
        let (docs, services) = match *holder {
            Holder::Interface { id, served, called } => {
                let interface = self.resolve.interfaces.get(id)?;
                let docs = docs(&interface.docs, &interface.stability);
                let name = interface
                    .name
                    .as_deref()
                    .or_else(|| selector.rsplit('/').next())
                    .unwrap_or_default();
                let functions = if served || called {
                    self.functions(interface.functions.values())
                } else {
                    Vec::new()
                };
                let service = service(
                    name,
                    names::service_trait(name),
                    &docs,
                    place,
                    functions,
                    served,
                    called,
                );
                (docs, service.into_iter().collect())
            }
            Holder::World(id) => self.world(id, place)?,
        };
        Some(Module {
            path: path.clone(),
            selector: selector.clone(),
            docs,
            place: place.clone(),
            types: types
                .iter()
                .filter_map(|id| self.types.ids.get(id).copied())
                .collect(),
            services,
            aliases: aliases.clone(),
        })
    }

    /// What a world exports directly is served under the world's name; what it imports directly is called.
    fn world(&mut self, id: WorldId, place: &Place) -> Option<(Docs, Vec<Service>)> {
        let world = self.resolve.worlds.get(id)?;
        let docs = docs(&world.docs, &world.stability);
        let functions = |item| match item {
            &WorldItem::Function(ref function) => Some(function),
            WorldItem::Interface { .. } | WorldItem::Type { .. } => None,
        };
        let exports = self.functions(world.exports.values().filter_map(functions));
        let imports = self.functions(world.imports.values().filter_map(functions));
        let name = world.name.as_str();
        let exports = service(
            name,
            names::service_trait(name),
            &docs,
            place,
            exports,
            true,
            true,
        );
        let imports = service(
            name,
            names::imports_trait(name),
            &docs,
            place,
            imports,
            false,
            true,
        );
        Some((docs, exports.into_iter().chain(imports).collect()))
    }

    fn functions<'f>(&mut self, functions: impl Iterator<Item = &'f WitFunction>) -> Vec<Function> {
        let mut functions: Vec<(Place, &WitFunction)> = functions
            .map(|function| (self.place(function.span), function))
            .collect();
        functions.sort_by(|(a, _), (b, _)| a.cmp(b));
        functions
            .into_iter()
            .filter_map(|(place, function)| self.function(place, function))
            .collect()
    }

    fn function(&mut self, place: Place, function: &WitFunction) -> Option<Function> {
        match function.kind {
            FunctionKind::Freestanding | FunctionKind::AsyncFreestanding => {}
            FunctionKind::Getter | FunctionKind::Setter => {
                self.problems.error(
                    Diagnostic::schema(place, format!("`{}` is an accessor, which is not supported yet", function.item_name()))
                        .rule("an interface is called by its functions so far: `get` and `set` are to come")
                        .help("write a function: `name: func() -> …`"),
                );
                return None;
            }
            // Reported with its resource.
            _ => return None,
        }
        let mut params = Vec::new();
        let mut complete = true;
        for param in &function.params {
            let place = self.place_or(param.span, &place);
            let what = format!("parameter `{}`", param.name);
            let ty = self.types.convert(
                param.ty,
                &Spot {
                    place: &place,
                    what: &what,
                },
                self.problems,
            );
            complete &= ty.is_some();
            params.extend(ty.map(|ty| Param {
                name: names::param(&param.name),
                ty,
            }));
        }
        let what = format!("the result of `{}`", function.name);
        let spot = Spot {
            place: &place,
            what: &what,
        };
        let result = function
            .result
            .map(|ty| self.types.convert(ty, &spot, self.problems));
        let result = match result {
            Some(None) => return None,
            Some(result) => result,
            None => None,
        };
        complete.then(|| Function {
            name: names::function(&function.name),
            docs: docs(&function.docs, &function.stability),
            place,
            params,
            result,
        })
    }

    fn type_def(&mut self, module: ModuleId, id: WitTypeId, plans: &[Plan]) -> Option<TypeDef> {
        let definition = self.resolve.types.get(id)?;
        let name = definition.name.as_deref().unwrap_or_default();
        let place = self.place(definition.span);
        let holder = plans
            .get(module.0)
            .map(|plan| plan.selector.as_str())
            .unwrap_or_default();
        Some(TypeDef {
            name: names::type_name(name),
            selector: format!("{holder}/{name}"),
            module,
            docs: docs(&definition.docs, &definition.stability),
            // Whatever was refused has to be something: ids must stay what they are.
            kind: self
                .type_kind(definition, &place)
                .unwrap_or(TypeKind::Alias(Type::Bool)),
            place,
            mapped: None,
            attributes: Default::default(),
        })
    }

    fn type_kind(&mut self, definition: &WitTypeDef, place: &Place) -> Option<TypeKind> {
        let name = definition.name.as_deref().unwrap_or_default();
        match &definition.kind {
            TypeDefKind::Record(record) => {
                let fields = record.fields.iter().map(|field| {
                    let place = self.place_or(field.span, place);
                    let what = format!("field `{}`", field.name);
                    let ty = self.types.convert(
                        field.ty,
                        &Spot {
                            place: &place,
                            what: &what,
                        },
                        self.problems,
                    )?;
                    Some(Field {
                        name: names::field(&field.name),
                        docs: plain_docs(&field.docs),
                        place,
                        ty,
                    })
                });
                // Every field is looked at, so that every problem is reported.
                let fields: Vec<Option<Field>> = fields.collect();
                Some(TypeKind::Record(fields.into_iter().collect::<Option<_>>()?))
            }
            TypeDefKind::Variant(variant) => {
                let cases = variant.cases.iter().map(|case| {
                    let place = self.place_or(case.span, place);
                    let what = format!("case `{}`", case.name);
                    let ty = case.ty.map(|ty| {
                        self.types.convert(
                            ty,
                            &Spot {
                                place: &place,
                                what: &what,
                            },
                            self.problems,
                        )
                    });
                    let ty = match ty {
                        Some(None) => return None,
                        Some(ty) => ty,
                        None => None,
                    };
                    Some(Case {
                        name: names::case(&case.name),
                        docs: plain_docs(&case.docs),
                        place,
                        ty,
                    })
                });
                let cases: Vec<Option<Case>> = cases.collect();
                Some(TypeKind::Variant(cases.into_iter().collect::<Option<_>>()?))
            }
            TypeDefKind::Enum(cases) => {
                let cases = cases.cases.iter().map(|case| Case {
                    name: names::case(&case.name),
                    docs: plain_docs(&case.docs),
                    place: self.place_or(case.span, place),
                    ty: None,
                });
                Some(TypeKind::Enum(cases.collect()))
            }
            TypeDefKind::Flags(flags) => {
                let flags = flags.flags.iter().map(|flag| Case {
                    name: names::flag(&flag.name),
                    docs: plain_docs(&flag.docs),
                    place: self.place_or(flag.span, place),
                    ty: None,
                });
                Some(TypeKind::Flags(flags.collect()))
            }
            TypeDefKind::Resource => {
                let message = format!("resource `{name}` is not supported yet");
                self.problems
                    .error(Diagnostic::schema(place.clone(), message).rule(RESOURCES));
                None
            }
            TypeDefKind::Type(WitType::Id(id))
                if is_foreign(self.resolve, *id, definition.owner) =>
            {
                self.used(*id, name, place)
            }
            kind => {
                let what = format!("type `{name}`");
                let spot = Spot { place, what: &what };
                Some(TypeKind::Alias(self.types.convert_kind(
                    kind,
                    &spot,
                    self.problems,
                )?))
            }
        }
    }

    /// A type that stands for one of another interface or world.
    fn used(&mut self, id: WitTypeId, name: &str, place: &Place) -> Option<TypeKind> {
        if let Some(TypeOwner::None) = self
            .resolve
            .types
            .get(id)
            .map(|definition| definition.owner)
        {
            let what = format!("type `{name}`");
            return Some(TypeKind::Alias(self.types.convert(
                WitType::Id(id),
                &Spot { place, what: &what },
                self.problems,
            )?));
        }
        let known = self.types.ids.get(&id);
        if known.is_none() {
            let message =
                format!("type `{name}` is of an interface that is not part of what is generated");
            self.problems
                .error(Diagnostic::schema(place.clone(), message));
        }
        known.copied().map(TypeKind::Use)
    }

    fn place(&self, span: Span) -> Place {
        self.place_or(span, self.start)
    }

    fn place_or(&self, span: Span, otherwise: &Place) -> Place {
        explain::place(span, &self.resolve.source_map).unwrap_or_else(|| otherwise.clone())
    }
}

/// A service of these functions, if there are any.
fn service(
    schema_name: &str,
    trait_name: String,
    docs: &Docs,
    place: &Place,
    functions: Vec<Function>,
    served: bool,
    called: bool,
) -> Option<Service> {
    (!functions.is_empty()).then(|| Service {
        schema_name: schema_name.to_owned(),
        client_name: names::client(&trait_name),
        trait_name,
        docs: docs.clone(),
        place: place.clone(),
        functions,
        served,
        called,
        arguments: Arguments::ByPosition,
        errors: DeclaredErrors::Tagged,
    })
}

fn docs(docs: &WitDocs, stability: &Stability) -> Docs {
    let deprecated = match stability {
        Stability::Stable { deprecated, .. } | Stability::Unstable { deprecated, .. } => {
            deprecated.as_ref()
        }
        Stability::Unknown => None,
    };
    Docs {
        text: docs.contents.clone().filter(|text| !text.trim().is_empty()),
        deprecated: deprecated.map(|version| format!("since {version}")),
    }
}

fn plain_docs(contents: &WitDocs) -> Docs {
    docs(contents, &Stability::Unknown)
}
