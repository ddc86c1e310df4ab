//! Packages → one connected whole.

use std::collections::{BTreeSet, HashMap};

use wit_parser::{
    AstItem, InterfaceId, PackageId, PackageName, Resolve, SourceMap, Span, Stability, Type,
    TypeDefKind, TypeId, TypeOwner, UnresolvedPackage, UnresolvedPackageGroup,
};

use super::SchemaOptions;
use super::explain;
use super::mend::Mended;
use super::parse::parse;
use super::platform;
use super::read::Input;
use super::scan;
use super::types::parts;
use wit_codegen_core::diagnostic::{Diagnostic, Diagnostics, Place, Sources};
use wit_codegen_core::options::closest;

/// Every package of a run, connected.
#[derive(Debug)]
pub(super) struct Linked {
    pub(super) resolve: Resolve,
    /// The package that was asked for.
    pub(super) main: PackageId,
    /// It, and the packages nested in its files.
    pub(super) main_group: Vec<PackageId>,
    /// The beginning of its first file: for problems that have no place of their own.
    pub(super) start: Place,
}

/// Parses every package of `input` and connects them.
pub(super) fn link(
    input: &Input,
    options: &SchemaOptions,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Option<Linked> {
    if input.complete {
        check_features(input, options, sources, problems);
    }
    let mut mended = Mended::new(sources);
    loop {
        match attempt(input, options, &mut mended, problems) {
            Attempt::Linked(linked) => return Some(*linked),
            Attempt::Mended => {}
            Attempt::Failed => return None,
        }
    }
}

/// Reports features that no item of the schema has: nothing would tell a mistyped one from one that is switched on.
fn check_features(
    input: &Input,
    options: &SchemaOptions,
    sources: &Sources,
    problems: &mut Diagnostics,
) {
    let groups = std::iter::once(&input.main).chain(&input.deps);
    let files = groups.flat_map(|group| &group.files);
    let known: BTreeSet<&str> = files
        .flat_map(|file| scan::features(sources.text(*file)))
        .collect();
    for name in &options.features {
        if known.contains(name.as_str()) {
            continue;
        }
        let problem = Diagnostic::config(format!("there is no feature `{name}`"))
            .rule("a feature is one that an item of the schema is `@unstable` with");
        let names: Vec<&str> = known.iter().copied().collect();
        problems.error(match names.is_empty() {
            true => problem.help("no item of the schema is `@unstable`"),
            false => did_you_mean(problem, name, &names),
        });
    }
}

/// What became of trying to connect the packages.
enum Attempt {
    Linked(Box<Linked>),
    /// What stood in the way was reported and mended.
    Mended,
    Failed,
}

fn attempt(
    input: &Input,
    options: &SchemaOptions,
    mended: &mut Mended<'_>,
    problems: &mut Diagnostics,
) -> Attempt {
    let mut resolve = Resolve::new();
    resolve.features.extend(options.features.iter().cloned());
    resolve.all_features = options.all_features;

    let main = parse(&input.main, mended, problems);
    let deps: Vec<_> = input
        .deps
        .iter()
        .map(|group| parse(group, mended, problems))
        .collect();
    // With a package missing, every reference to it would be reported, too.
    let deps: Option<Vec<_>> = deps.into_iter().collect();
    let (Some(main), Some(deps), true) = (main, deps, input.complete) else {
        return Attempt::Failed;
    };
    let built_in = platform::missing_from(std::iter::once(&main).chain(&deps));
    let deps: Vec<_> = deps.into_iter().chain(built_in).collect();

    let groups: Vec<&UnresolvedPackageGroup> = std::iter::once(&main).chain(&deps).collect();
    let wrong = wrong_references(&groups, &resolve);
    if !wrong.is_empty() {
        let mut are_mended = true;
        for problem in wrong {
            are_mended &= mended.reference(problem, problems);
        }
        return match are_mended {
            true => Attempt::Mended,
            false => Attempt::Failed,
        };
    }
    let before = problems.len();
    check_depth(&groups, problems);
    if problems.len() > before {
        return Attempt::Failed;
    }

    let names: Vec<PackageName> = packages(&main)
        .map(|package| package.name.clone())
        .collect();
    let main = match resolve.push_groups(main, deps) {
        Ok(main) => main,
        Err(error) => {
            let problem = explain::resolve_error(&error, &resolve, &input.main);
            if explain::place(error.kind().span(), &resolve.source_map).is_none() {
                problems.error(problem);
                return Attempt::Failed;
            }
            return match mended.reference(problem, problems) {
                true => Attempt::Mended,
                false => Attempt::Failed,
            };
        }
    };
    if mended.settle_keys(&resolve, problems) {
        return Attempt::Mended;
    }
    let main_group = names
        .iter()
        .filter_map(|name| resolve.package_names.get(name).copied())
        .collect();
    let Some(first) = input.main.files.first() else {
        return Attempt::Failed;
    };
    Attempt::Linked(Box::new(Linked {
        resolve,
        main,
        main_group,
        start: Place::start_of(*first),
    }))
}

fn packages(group: &UnresolvedPackageGroup) -> impl Iterator<Item = &UnresolvedPackage> {
    std::iter::once(&group.main).chain(&group.nested)
}

/// Every reference to a package, interface, world or type that is not there. (`wit-parser` would stop at the first
/// one.)
fn wrong_references(groups: &[&UnresolvedPackageGroup], resolve: &Resolve) -> Vec<Diagnostic> {
    let mut wrong = Vec::new();
    let known: HashMap<&PackageName, &UnresolvedPackage> = groups
        .iter()
        .flat_map(|group| packages(group))
        .map(|package| (&package.name, package))
        .collect();
    for group in groups {
        for package in packages(group) {
            let references = References {
                package,
                map: &group.source_map,
                known: &known,
                resolve,
            };
            references.check(&mut wrong);
        }
    }
    wrong
}

/// What one package refers to in others.
struct References<'a> {
    package: &'a UnresolvedPackage,
    map: &'a SourceMap,
    known: &'a HashMap<&'a PackageName, &'a UnresolvedPackage>,
    resolve: &'a Resolve,
}

impl References<'_> {
    fn check(&self, wrong: &mut Vec<Diagnostic>) {
        let mut interfaces: HashMap<InterfaceId, (&PackageName, &str)> = HashMap::new();
        for (name, items) in &self.package.foreign_deps {
            let Some(other) = self.known.get(name) else {
                let span = items.values().next().map(|(item, _)| self.item_span(*item));
                wrong.extend(span.and_then(|span| self.missing_package(name, span)));
                continue;
            };
            for (item_name, (item, stabilities)) in items {
                if !stabilities.iter().any(|stability| self.is_on(stability)) {
                    continue;
                }
                if let AstItem::Interface(id) = item {
                    interfaces.insert(*id, (name, item_name));
                }
                wrong.extend(self.missing_item(other, item_name, *item));
            }
        }
        for (_, definition) in self.package.types.iter() {
            let (TypeDefKind::Unknown, TypeOwner::Interface(owner)) =
                (&definition.kind, definition.owner)
            else {
                continue;
            };
            let (Some(name), Some((package, interface))) =
                (&definition.name, interfaces.get(&owner))
            else {
                continue;
            };
            if self.is_on(&definition.stability) {
                wrong.extend(self.missing_type(package, interface, name, definition.span));
            }
        }
    }

    fn missing_package(&self, name: &PackageName, span: Span) -> Option<Diagnostic> {
        let message = format!("there is no package `{name}`");
        let problem = Diagnostic::schema(self.place(span)?, message).rule(
            "packages are looked for in the schema itself, in its `deps` and in further paths",
        );
        let mut versions: Vec<String> = self
            .known
            .keys()
            .filter(|known| known.namespace == name.namespace && known.name == name.name)
            .map(|known| format!("`{known}`"))
            .collect();
        versions.sort();
        if !versions.is_empty() {
            return Some(problem.help(format!(
                "there is {}: name that version",
                versions.join(" and ")
            )));
        }
        let known: Vec<String> = self.known.keys().map(ToString::to_string).collect();
        Some(
            match closest(&name.to_string(), known.iter().map(String::as_str)).first() {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(
                    "put it into `deps` beside the schema and pass the folder, or say where it is: \
                 `.deps_path(…)` in build.rs, `--deps …` on the command line",
                ),
            },
        )
    }

    fn missing_item(
        &self,
        other: &UnresolvedPackage,
        name: &str,
        item: AstItem,
    ) -> Option<Diagnostic> {
        let interfaces: Vec<&str> = other
            .interfaces
            .iter()
            .filter_map(|(_, interface)| interface.name.as_deref())
            .collect();
        let worlds: Vec<&str> = other
            .worlds
            .iter()
            .map(|(_, world)| world.name.as_str())
            .filter(|name| !name.is_empty())
            .collect();
        let (wanted, known, others, other_kind) = match item {
            AstItem::Interface(_) => ("interface", &interfaces, &worlds, "a world"),
            AstItem::World(_) => ("world", &worlds, &interfaces, "an interface"),
        };
        if known.contains(&name) {
            return self.switched_off(stability_of(other, name, item)?, self.item_span(item));
        }
        let problem = Diagnostic::schema(
            self.place(self.item_span(item))?,
            format!("there is no {wanted} `{name}` in package `{}`", other.name),
        );
        Some(if others.contains(&name) {
            problem.help(format!("`{name}` is {other_kind}"))
        } else {
            did_you_mean(problem, name, known)
        })
    }

    fn missing_type(
        &self,
        package: &PackageName,
        interface: &str,
        name: &str,
        span: Span,
    ) -> Option<Diagnostic> {
        let other = self.known.get(package)?;
        let (_, declared) = other
            .interfaces
            .iter()
            .find(|(_, other)| other.name.as_deref() == Some(interface))?;
        if let Some(id) = declared.types.get(name) {
            return self.switched_off(&other.types.get(*id)?.stability, span);
        }
        let problem = Diagnostic::schema(
            self.place(span)?,
            format!("there is no type `{name}` in interface `{interface}`"),
        );
        let known: Vec<&str> = declared.types.keys().map(String::as_str).collect();
        Some(if declared.functions.contains_key(name) {
            problem.help(format!("`{name}` is a function: only types can be used"))
        } else {
            did_you_mean(problem, name, &known)
        })
    }

    /// Of another package, `wit-parser` would say that there is no such item.
    fn switched_off(&self, stability: &Stability, span: Span) -> Option<Diagnostic> {
        match stability {
            Stability::Unstable { feature, .. } if !self.is_on(stability) => {
                Some(explain::switched_off(self.place(span)?, Some(feature)))
            }
            _ => None,
        }
    }

    fn is_on(&self, stability: &Stability) -> bool {
        match stability {
            Stability::Unstable { feature, .. } => {
                self.resolve.all_features || self.resolve.features.contains(feature)
            }
            Stability::Unknown | Stability::Stable { .. } => true,
        }
    }

    fn item_span(&self, item: AstItem) -> Span {
        match item {
            AstItem::Interface(id) => self
                .package
                .interfaces
                .get(id)
                .map(|interface| interface.span),
            AstItem::World(id) => self.package.worlds.get(id).map(|world| world.span),
        }
        .unwrap_or_default()
    }

    fn place(&self, span: Span) -> Option<Place> {
        explain::place(span, self.map)
    }
}

/// What an interface or a world of a package is marked with.
fn stability_of<'p>(
    package: &'p UnresolvedPackage,
    name: &str,
    item: AstItem,
) -> Option<&'p Stability> {
    match item {
        AstItem::Interface(_) => {
            let mut interfaces = package.interfaces.iter();
            let found = interfaces.find(|(_, it)| it.name.as_deref() == Some(name));
            found.map(|(_, interface)| &interface.stability)
        }
        AstItem::World(_) => {
            let found = package.worlds.iter().find(|(_, it)| it.name == name);
            found.map(|(_, world)| &world.stability)
        }
    }
}

fn did_you_mean(problem: Diagnostic, name: &str, known: &[&str]) -> Diagnostic {
    match closest(name, known.iter().copied()).first() {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => problem,
        None => problem.help(format!(
            "there is {}",
            known
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        )),
    }
}

/// How many packages, interfaces and types may stand on each other; see [`super::on_big_stack`]. Nobody writes
/// schemas a tenth as deep.
const DEEPEST: usize = 10_000;

/// Refuses what `wit-parser` would need too much stack for.
fn check_depth(groups: &[&UnresolvedPackageGroup], problems: &mut Diagnostics) {
    let mut total = 0;
    for group in groups {
        for package in packages(group) {
            let (depth, deepest) = depth(package);
            total += 1 + depth;
            if total > DEEPEST {
                let place = deepest
                    .and_then(|id| explain::place(package.types.get(id)?.span, &group.source_map));
                let message = "the types of this schema are built on each other too deeply";
                let rule = format!(
                    "at most {DEEPEST} packages, interfaces and types may stand on each other"
                );
                problems.error(match place {
                    Some(place) => Diagnostic::schema(place, message).rule(rule),
                    None => {
                        Diagnostic::new(wit_codegen_core::ErrorKind::Schema, message).rule(rule)
                    }
                });
                return;
            }
        }
    }
}

/// An upper bound for the depth of a package's types and interfaces, and the type that reaches deepest.
fn depth(package: &UnresolvedPackage) -> (usize, Option<TypeId>) {
    let mut types: HashMap<TypeId, usize> = HashMap::new();
    let mut owners: HashMap<TypeOwner, usize> = HashMap::new();
    let mut deepest = (0, None);
    // Types stand behind those that they are made of.
    for (id, definition) in package.types.iter() {
        let mut depth = 0;
        for part in parts(&definition.kind) {
            let Type::Id(part) = part else { continue };
            depth = depth.max(types.get(&part).copied().unwrap_or_default() + 1);
            let owner = package
                .types
                .get(part)
                .map_or(TypeOwner::None, |part| part.owner);
            if owner != definition.owner {
                let other = owners.get(&owner).copied().unwrap_or_default();
                let own = owners.entry(definition.owner).or_default();
                *own = (other + 1).max(*own);
            }
        }
        types.insert(id, depth);
        let depth = depth + owners.get(&definition.owner).copied().unwrap_or_default();
        if depth > deepest.0 {
            deepest = (depth, Some(id));
        }
    }
    deepest
}
