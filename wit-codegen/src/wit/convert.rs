//! What was selected → the model.

use std::collections::HashMap;

use wit_codegen_core::diagnostic::{Diagnostic, Diagnostics, Span};
use wit_codegen_core::model::{
    Arguments, DeclaredErrors, Docs, Function, Module, ModuleId, Name, Param, Returns, Schema,
    Service, TypeId,
};
use wit_parser::{
    Docs as WitDocs, Function as WitFunction, FunctionKind, Resolve, Span as WitSpan, Stability,
    TypeId as WitTypeId, TypeOwner, WorldId, WorldItem,
};

use super::link::Linked;
use super::modules::{Holder, Plan, plan};
use super::names;
use super::select::Selection;
use super::spans;
use super::types::{Spot, Types};

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
            owners.push((ModuleId(module), plan, *id));
        }
    }
    let resolve = &linked.resolve;
    let only_called = plans.iter().map(|plan| match plan.holder {
        Holder::Interface { served, called, .. } => called && !served,
        // What a world declares itself is of its imports.
        Holder::World(_) => true,
    });
    let mut converter = Converter {
        resolve,
        only_called: only_called.collect(),
        start: &linked.start,
        types: Types { resolve, ids },
        problems,
    };
    let types = owners
        .into_iter()
        .filter_map(|(module, plan, id)| converter.type_def(module, &plan.selector, id))
        .collect();
    let modules = plans
        .iter()
        .filter_map(|plan| converter.module(plan))
        .collect();
    let package = resolve.packages.get(linked.main);
    let stem = package.map_or_else(String::new, |package| {
        wit_codegen_core::names::file_stem(&package.name.name)
    });
    Schema::new(vec![stem], modules, types)
}

/// Converts one item after the other; its types are converted in [`super::definitions`].
pub(super) struct Converter<'a> {
    pub(super) resolve: &'a Resolve,
    /// Of each module, whether this Worker calls it and does not serve it.
    only_called: Vec<bool>,
    /// Where items are shown that have no span of their own.
    start: &'a Span,
    pub(super) types: Types<'a>,
    pub(super) problems: &'a mut Diagnostics,
}

impl Converter<'_> {
    fn module(&mut self, plan: &Plan) -> Option<Module> {
        let Plan {
            holder,
            name,
            packages,
            selector,
            aliases,
            span: _,
            types,
        } = plan;
        let (docs, services) = match *holder {
            Holder::Interface { id, served, called } => {
                let interface = self.resolve.interfaces.get(id)?;
                let docs = docs(&interface.docs, &interface.stability);
                let functions = if served || called {
                    self.functions(interface.functions.values())
                } else {
                    Vec::new()
                };
                let inline = || selector.rsplit('/').next();
                let name = interface.name.as_deref().or_else(inline)?;
                let service = Service {
                    served,
                    called,
                    ..service(names::declared(name), &docs, functions)
                };
                (docs, vec![service])
            }
            Holder::World(id) => self.world(id)?,
        };
        let types = types.iter().filter_map(|id| self.types.ids.get(id));
        let has_functions = |service: &Service| !service.functions.is_empty();
        Some(Module {
            name: name.clone(),
            parent: None,
            packages: packages.clone(),
            selector: selector.clone(),
            file: 0,
            is_requested: true,
            docs,
            types: types.copied().collect(),
            services: services.into_iter().filter(has_functions).collect(),
            aliases: aliases.clone(),
            constants: Vec::new(),
        })
    }

    /// What a world exports directly is served under the world's name; what it imports directly is called.
    fn world(&mut self, id: WorldId) -> Option<(Docs, Vec<Service>)> {
        let world = self.resolve.worlds.get(id)?;
        let docs = docs(&world.docs, &world.stability);
        let exports = self.functions(world.exports.values().filter_map(as_function));
        let imports = self.functions(world.imports.values().filter_map(as_function));
        let name = world.name.as_str();
        let exports = service(names::declared(name), &docs, exports);
        let imports = Service {
            served: false,
            ..service(
                names::declared(name).in_code(format!("{name}-imports")),
                &docs,
                imports,
            )
        };
        Some((docs, vec![exports, imports]))
    }

    /// The methods of the resource `id`.
    pub(super) fn methods(&mut self, id: WitTypeId, owner: TypeOwner) -> Vec<Function> {
        let functions: Vec<&WitFunction> = match owner {
            TypeOwner::Interface(owner) => {
                let interface = self.resolve.interfaces.get(owner);
                interface.map_or_else(Vec::new, |interface| interface.functions.values().collect())
            }
            TypeOwner::World(owner) => {
                self.resolve
                    .worlds
                    .get(owner)
                    .map_or_else(Vec::new, |world| {
                        let items = world.imports.values().chain(world.exports.values());
                        items.filter_map(as_function).collect()
                    })
            }
            TypeOwner::None => Vec::new(),
        };
        let methods = functions.into_iter().filter(|function| {
            function.kind.resource() == Some(id) && !is_of_service(&function.kind)
        });
        self.convert_functions(methods)
    }

    /// The functions that a service has of `functions`: what is called without a resource.
    fn functions<'f>(&mut self, functions: impl Iterator<Item = &'f WitFunction>) -> Vec<Function> {
        self.convert_functions(functions.filter(|function| is_of_service(&function.kind)))
    }

    /// Functions in the order in which they are written.
    fn convert_functions<'f>(
        &mut self,
        functions: impl Iterator<Item = &'f WitFunction>,
    ) -> Vec<Function> {
        let mut functions: Vec<(Span, &WitFunction)> = functions
            .map(|function| (self.span(function.span), function))
            .collect();
        functions.sort_by(|(a, _), (b, _)| a.cmp(b));
        functions
            .into_iter()
            .filter_map(|(span, function)| self.function(span, function))
            .collect()
    }

    fn function(&mut self, span: Span, function: &WitFunction) -> Option<Function> {
        if function.kind.accessor().is_some() {
            self.problems.error(accessor(span, function.item_name()));
            return None;
        }
        // A method's first parameter is what it is called on.
        let skipped = match function.kind {
            FunctionKind::Method(_) | FunctionKind::AsyncMethod(_) => 1,
            _ => 0,
        };
        let params: Vec<Option<Param>> = function
            .params
            .iter()
            .skip(skipped)
            .map(|param| {
                let span = self.span_or(param.span, &span);
                let spot = Spot::new(&span, format!("parameter `{}`", param.name));
                Some(Param {
                    name: names::member(&param.name),
                    ty: self.types.convert(param.ty, &spot, self.problems)?,
                    span,
                    default: None,
                })
            })
            .collect();
        let spot = Spot::new(&span, format!("the result of `{}`", function.item_name()));
        let result = self.types.optional(function.result, &spot, self.problems);
        Some(Function {
            name: self.function_name(function),
            member: self.member(function),
            docs: docs(&function.docs, &function.stability),
            span,
            // What was refused is left out, so that the rest is checked as well.
            params: params.into_iter().flatten().collect(),
            result: result.flatten(),
            arguments: Arguments::ByPosition,
            returns: Returns::Value,
            is_idempotent: false,
        })
    }

    /// A constructor is `new-book`, a static function `book-find`: functions of the resource's interface.
    fn function_name(&self, function: &WitFunction) -> Name {
        let name = function.item_name();
        let resource = function
            .kind
            .resource()
            .and_then(|id| self.resolve.types.get(id));
        let resource = resource
            .and_then(|resource| resource.name.as_deref())
            .unwrap_or_default();
        match function.kind {
            FunctionKind::Constructor(_) => names::member(&format!("new-{resource}")),
            FunctionKind::Static(_) | FunctionKind::AsyncStatic(_) => {
                names::member(&format!("{resource}-{name}"))
            }
            _ => names::member(name),
        }
    }

    /// What a selector calls a constructor or a static function: `book.constructor`, `book.find`.
    fn member(&self, function: &WitFunction) -> Option<String> {
        let is_member = is_of_service(&function.kind);
        let resource = function.kind.resource().filter(|_| is_member)?;
        let resource = self.resolve.types.get(resource)?.name.as_deref()?;
        Some(match function.kind {
            FunctionKind::Constructor(_) => format!("{resource}.constructor"),
            _ => format!("{resource}.{}", function.item_name()),
        })
    }

    pub(super) fn is_only_called(&self, module: ModuleId) -> bool {
        self.only_called.get(module.0).copied().unwrap_or_default()
    }

    pub(super) fn span(&self, span: WitSpan) -> Span {
        self.span_or(span, self.start)
    }

    pub(super) fn span_or(&self, span: WitSpan, otherwise: &Span) -> Span {
        spans::in_source(span, &self.resolve.source_map).unwrap_or_else(|| otherwise.clone())
    }
}

/// A function that a world holds directly.
fn as_function(item: &WorldItem) -> Option<&WitFunction> {
    match item {
        WorldItem::Function(function) => Some(function),
        WorldItem::Interface { .. } | WorldItem::Type { .. } => None,
    }
}

/// Whether a function is called without a resource. A static accessor is reported like a free one.
fn is_of_service(kind: &FunctionKind) -> bool {
    match kind {
        FunctionKind::Method(_)
        | FunctionKind::AsyncMethod(_)
        | FunctionKind::MethodGetter(_)
        | FunctionKind::MethodSetter(_) => false,
        FunctionKind::Freestanding
        | FunctionKind::AsyncFreestanding
        | FunctionKind::Getter
        | FunctionKind::Setter
        | FunctionKind::Static(_)
        | FunctionKind::AsyncStatic(_)
        | FunctionKind::StaticGetter(_)
        | FunctionKind::StaticSetter(_)
        | FunctionKind::Constructor(_) => true,
    }
}

/// A service that is both served and called.
fn service(name: Name, docs: &Docs, functions: Vec<Function>) -> Service {
    Service {
        name,
        docs: docs.clone(),
        functions,
        served: true,
        called: true,
        errors: DeclaredErrors::Tagged,
    }
}

fn accessor(span: Span, name: &str) -> Diagnostic {
    Diagnostic::schema(
        span,
        format!("`{name}` is an accessor, which is not supported yet"),
    )
    .rule("an interface is called by its functions so far: `get` and `set` are to come")
    .help("write a function instead: `name: func() -> …`")
}

/// The documentation of an item, and since when it is deprecated.
pub(super) fn docs(docs: &WitDocs, stability: &Stability) -> Docs {
    let deprecated = match stability {
        Stability::Stable { deprecated, .. } | Stability::Unstable { deprecated, .. } => {
            deprecated.as_ref()
        }
        Stability::Unknown => None,
    };
    let text = docs.contents.as_deref();
    Docs {
        text: text
            .map(without_stars)
            .filter(|text| !text.trim().is_empty()),
        deprecated: deprecated.map(|version| format!("since {version}")),
    }
}

/// A block comment without the stars at the start of its lines. It starts with the end of its first line, and its lines
/// with space: where lines have `///` before them, none of the text is indented as a whole, so that a list is no such
/// comment.
///
/// ```text
/// /**
///  * Documentation.
///  */
/// ```
fn without_stars(text: &str) -> String {
    let unstarred = |line: &str| {
        let start = line.trim_start();
        let rest = start.strip_prefix('*');
        match rest {
            Some(rest) if start.len() < line.len() => {
                Some(rest.strip_prefix(' ').unwrap_or(rest).to_owned())
            }
            None if start.is_empty() => Some(String::new()),
            _ => None,
        }
    };
    let lines = text.strip_prefix('\n');
    let lines = lines.and_then(|lines| lines.lines().map(unstarred).collect::<Option<Vec<_>>>());
    lines.map_or_else(|| text.to_owned(), |lines| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::without_stars;

    #[test]
    fn stars_of_block_comments_go() {
        assert_eq!(
            without_stars("\n     * One.\n     *\n     *   - two\n     *three"),
            "One.\n\n  - two\nthree"
        );
        for text in [
            "* a list\n* of two",
            "\n* a list\n* of two",
            "Text:\n * a list\n * of two",
            "\n    Text\n    * and a list",
            "",
        ] {
            assert_eq!(without_stars(text), text);
        }
    }
}
