//! Types that are taken from elsewhere: `with`, `with_generated`, `with_traits`.

use std::collections::{BTreeSet, HashSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::visit::{self, Visit};
use crate::model::{ModuleId, Schema, TypeId, TypeKind};
use crate::names::rust::{self, Elsewhere, Mapped, RustNames, Trait};
use crate::options::{Search, Seen, Selector, parse};

/// A type is replaced by a path; an interface or a Cap'n Proto file by a module that has its types, and the modules
/// in it, under their names.
pub(super) fn replace(
    selector: &Selector,
    (path, of_platform): (&str, bool),
    names: &RustNames,
    seen: &mut Seen,
    schema: &mut Schema,
    elsewhere: &mut Elsewhere,
    problems: &mut Diagnostics,
) {
    let option = format!(".with(\"{selector}\", \"{path}\")");
    let mapped = |module: Option<String>, path: String| Mapped {
        path,
        module,
        generated: false,
        of_platform,
        traits: None,
        interface: None,
        option: option.clone(),
    };
    let mut search = Search::new(selector);
    let mut replaced = Vec::new();
    for (index, module) in schema.modules.iter().enumerate() {
        let item = parse(&module.selector);
        if let Some(item) = item.filter(|it| it.is_module() && search.names(it)) {
            seen.note(&item, path, problems);
            replaced.extend(inside(schema, names, ModuleId(index)));
        }
    }
    for (index, relative) in replaced {
        let Some(module) = schema.modules.get_mut(index) else {
            continue;
        };
        module.services.clear();
        let path = [path]
            .into_iter()
            .chain(relative.iter().map(String::as_str));
        let there = path.collect::<Vec<_>>().join("::");
        for id in &module.types {
            if let Some(definition) = schema.types.get(id.0) {
                let path = format!("{there}::{}", names.of(&definition.name));
                elsewhere.insert(*id, mapped(Some(there.clone()), path));
            }
        }
    }
    // An unnamed union is called like the struct that it is in, but no other type stands for it.
    let unions: HashSet<TypeId> = schema
        .types
        .iter()
        .filter_map(|definition| {
            let TypeKind::Struct(it) = &definition.kind else {
                return None;
            };
            Some(it.which.as_ref()?.ty)
        })
        .collect();
    for (index, definition) in schema.types.iter().enumerate() {
        let is_declared =
            !matches!(definition.kind, TypeKind::Use(_)) && !unions.contains(&TypeId(index));
        let item = parse(&definition.selector).filter(|_| is_declared);
        if let Some(item) = item.filter(|item| search.names(item)) {
            seen.note(&item, path, problems);
            if matches!(path, "crate" | "super") {
                let message = format!("`{path}` is no type that can stand for `{item}`");
                problems.error(
                    Diagnostic::config(message)
                        .rule("`with` takes the path of a type for a type: `my_crate::Type`"),
                );
            }
            elsewhere.insert(TypeId(index), mapped(None, path.to_owned()));
        }
    }
    search.finish("with", "a type or an interface", schema, problems);
}

/// A module and the modules in it, each with its path from there.
fn inside(schema: &Schema, names: &RustNames, outer: ModuleId) -> Vec<(usize, Vec<String>)> {
    let depth = names.path(outer).len();
    let is_in = |mut id: ModuleId| loop {
        match schema.modules[id.0].parent {
            _ if id == outer => return true,
            Some(parent) => id = parent,
            None => return false,
        }
    };
    let modules = (0..schema.modules.len()).filter(|index| is_in(ModuleId(*index)));
    modules
        .map(|index| (index, names.path(ModuleId(index))[depth..].to_vec()))
        .collect()
}

/// Takes the types of a package, or of an interface, from where this generator made them. Gives the modules whose types
/// are taken.
///
/// What is generated lists its modules by package and interface (`rust/elsewhere.rs`), so that they are found whether
/// they are of the main package there or of a dependency, and wherever the option `module` put them.
pub(super) fn take(
    selector: &Selector,
    path: &str,
    names: &RustNames,
    seen: &mut Seen,
    schema: &Schema,
    elsewhere: &mut Elsewhere,
    problems: &mut Diagnostics,
) -> Vec<usize> {
    let option = format!(".with_generated(\"{selector}\", \"{path}\")");
    let path = match path.split("::").next().unwrap_or_default().trim() {
        "" | "crate" => path.replace(' ', ""),
        _ => format!("::{}", path.replace(' ', "")),
    };
    let mut search = Search::new(selector);
    let mut found: Vec<(usize, Selector, String)> = Vec::new();
    for (index, module) in schema.modules.iter().enumerate() {
        let mut types = module.types.iter();
        let declares = types.any(|id| {
            let definition = schema.types.get(id.0);
            definition.is_some_and(|it| !matches!(it.kind, TypeKind::Use(_)))
        });
        let Some(item) = parse(&module.selector).filter(|_| declares) else {
            continue;
        };
        let Some(package) = item.in_package() else {
            continue;
        };
        search.suggest(&package);
        let is_package = selector.path().is_empty() && search.covers(&item);
        if is_package || search.names(&item) {
            let root = root_of(&path, selector);
            seen.note(&item, root, problems);
            let (package, interface) = rust::listed(&package, item.path());
            found.push((index, item, format!("{root}::{package}::{interface}")));
        }
    }
    check_versions(selector, &found, problems);
    for (index, _, there) in &found {
        let Some(module) = schema.modules.get(*index) else {
            continue;
        };
        for id in &module.types {
            let Some(definition) = schema.types.get(id.0) else {
                continue;
            };
            if let TypeKind::Use(_) = definition.kind {
                continue;
            }
            match elsewhere.get(*id) {
                // The platform's are the same everywhere.
                Some(mapped) if mapped.option.is_empty() => continue,
                Some(mapped) if !mapped.generated => {
                    problems.error(
                        Diagnostic::config(format!(
                            "`{}` is given to `with` and to `with_generated`: `{}` and `{option}`",
                            definition.selector, mapped.option
                        ))
                        .rule("what another crate generated is taken from there with all of its types, as they are there")
                        .help("take one of both out; `with_traits` says what a type has there that is not generated either"),
                    );
                    continue;
                }
                _ => {}
            }
            let mapped = Mapped {
                path: format!("{there}::{}", names.of(&definition.name)),
                module: Some(there.clone()),
                generated: true,
                of_platform: false,
                traits: None,
                option: option.clone(),
                interface: None,
            };
            elsewhere.insert(*id, mapped);
        }
    }
    if found.is_empty()
        && let Some(item) = type_named(selector, schema)
    {
        let message = format!("`{item}`, given to `with_generated`, is a type");
        problems.error(Diagnostic::config(message).rule(TAKES).help(
            "name its interface or its package; for a single type there is `with`, and `with_traits` for what it has",
        ));
    } else {
        let what = "a package or an interface with types";
        search.finish("with_generated", what, schema, problems);
    }
    found.into_iter().map(|(index, ..)| index).collect()
}

/// The module that has what was generated. The path of what is selected in it will do as well:
/// `acme_common::types` for `acme:common/types`, and `acme_server::acme::common` for `acme:common`.
fn root_of<'p>(path: &'p str, selector: &Selector) -> &'p str {
    let package = selector.in_package().unwrap_or_default();
    let package = package.split('@').next().unwrap_or_default();
    let ends = [
        selector
            .path()
            .iter()
            .map(|name| rust::snake(name))
            .collect::<Vec<_>>(),
        package.split(':').map(rust::snake).collect(),
    ];
    ends.iter().fold(path, |path, names| {
        let end: String = names.iter().map(|name| format!("::{name}")).collect();
        match path.strip_suffix(&end) {
            Some("") | None => path,
            Some(root) => root,
        }
    })
}

const TAKES: &str = "`with_generated` takes a package, or an interface, with all of its types";

/// Two versions of a package are two modules elsewhere, too.
fn check_versions(
    selector: &Selector,
    found: &[(usize, Selector, String)],
    problems: &mut Diagnostics,
) {
    let packages: BTreeSet<String> = found
        .iter()
        .filter_map(|(_, item, _)| item.in_package())
        .collect();
    if packages.len() > 1 {
        let packages: Vec<String> = packages.iter().map(|it| format!("`{it}`")).collect();
        let message = format!("`{selector}`, given to `with_generated`, is several packages");
        problems.error(
            Diagnostic::config(message)
                .rule("each version of a package is a module of its own")
                .help(format!("give one each for {}", packages.join(", "))),
        );
    }
}

fn type_named(selector: &Selector, schema: &Schema) -> Option<Selector> {
    let items = schema.types.iter();
    let mut items = items.filter_map(|definition| parse(&definition.selector));
    items.find(|item| selector.names(item))
}

/// What is taken from elsewhere stands on what is there.
pub(super) fn check_whole(
    index: usize,
    schema: &Schema,
    elsewhere: &Elsewhere,
    problems: &mut Diagnostics,
) {
    let Some(module) = schema.modules.get(index) else {
        return;
    };
    let mut reported = BTreeSet::new();
    for id in &module.types {
        let Some(definition) = schema.types.get(id.0) else {
            continue;
        };
        let Some(mapped) = elsewhere.get(*id) else {
            continue;
        };
        let mut used = Named::default();
        used.visit_kind(&definition.kind);
        for used in used.0 {
            let id = schema.declaration(used);
            let used = &schema.types[id.0];
            let other = &schema.modules[used.module.0];
            if elsewhere.contains(id) || !reported.insert(used.module) {
                continue;
            }
            problems.error(
                Diagnostic::config(format!(
                    "`{}` is taken from another crate, and uses `{}`, which is generated here",
                    definition.selector, used.selector
                ))
                .rule(format!(
                    "`{}` means the types that are there",
                    mapped.option
                ))
                .help(format!(
                    "give `{}` to `with_generated`, too, or the whole package to take all of it",
                    other.selector
                )),
            );
        }
    }
}

/// Finds the named types that stand in a declaration.
#[derive(Default)]
struct Named(Vec<TypeId>);

impl<'s> Visit<'s> for Named {
    fn visit_kind(&mut self, kind: &'s TypeKind) {
        match kind {
            // Cap'n Proto has an option of its own for it.
            TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::OpenEnum(_) => {}
            TypeKind::Record(_)
            | TypeKind::Variant(_)
            | TypeKind::Enum(_)
            | TypeKind::Flags(_)
            | TypeKind::Alias(_)
            | TypeKind::Use(_)
            | TypeKind::Resource(_) => visit::visit_kind(self, kind),
        }
    }

    fn visit_named(&mut self, id: TypeId) {
        self.0.push(id);
    }
}

/// Writes down what types have that are taken from elsewhere.
pub(super) fn say(
    selector: &Selector,
    traits: &[Trait],
    seen: &mut Seen,
    schema: &Schema,
    elsewhere: &mut Elsewhere,
    problems: &mut Diagnostics,
) {
    let mut search = Search::new(selector);
    let mut unfit = None;
    let written: Vec<String> = traits.iter().map(Trait::to_string).collect();
    for (index, definition) in schema.types.iter().enumerate() {
        if let TypeKind::Use(_) = definition.kind {
            continue;
        }
        let Some(item) = parse(&definition.selector) else {
            continue;
        };
        let is_handle = matches!(definition.kind, TypeKind::Resource(_));
        match elsewhere.get_mut(TypeId(index)) {
            Some(mapped) if !is_handle && search.covers(&item) => {
                seen.note(&item, &written.join(", "), problems);
                mapped.traits = Some(traits.to_vec());
            }
            _ if selector.names(&item) => unfit = Some((item, is_handle)),
            _ => {}
        }
    }
    let Some((item, is_handle)) = unfit else {
        let what = "a type that `with` or `with_generated` takes from elsewhere, and no type";
        search.finish("with_traits", what, schema, problems);
        return;
    };
    let (message, help) = match is_handle {
        true => (
            format!("`{item}`, given to `with_traits`, is a resource"),
            "a handle has none of these traits, whoever made it".to_owned(),
        ),
        false => (
            format!("`{item}`, given to `with_traits`, is generated here"),
            format!("what it has follows from the schema; `.derive(\"{item}\", …)` adds to that"),
        ),
    };
    problems.error(
        Diagnostic::config(message)
            .rule("`with_traits` says what a type has that `with` or `with_generated` takes from elsewhere")
            .help(help),
    );
}
