//! What packages refer to in each other.

use std::collections::HashMap;

use wit_codegen_core::diagnostic::{Diagnostic, Span};
use wit_codegen_core::options::closest;
use wit_parser::{
    AstItem, InterfaceId, PackageName, Resolve, SourceMap, Span as WitSpan, Stability, TypeDefKind,
    TypeOwner, UnresolvedPackage, UnresolvedPackageGroup,
};

use super::explain;
use super::parse::packages;
use super::spans;

/// A reference that is wrong.
pub(super) enum Wrong {
    /// What it refers to is not there.
    Missing(Diagnostic),
    /// What it refers to is of a feature that is not switched on.
    Off(Diagnostic),
}

/// Every reference to a package, interface, world or type that is not there. (`wit-parser` would stop at the first
/// one.)
pub(super) fn wrong_references(
    groups: &[&UnresolvedPackageGroup],
    resolve: &Resolve,
) -> Vec<Wrong> {
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
    fn check(&self, wrong: &mut Vec<Wrong>) {
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

    fn missing_package(&self, name: &PackageName, span: WitSpan) -> Option<Wrong> {
        let message = format!("there is no package `{name}`");
        let problem = Diagnostic::schema(self.span(span)?, message).rule(
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
            let help = format!("there is {}: name that version", versions.join(" and "));
            return Some(Wrong::Missing(problem.help(help)));
        }
        let known: Vec<String> = self.known.keys().map(ToString::to_string).collect();
        Some(Wrong::Missing(
            match closest(&name.to_string(), known.iter().map(String::as_str)).first() {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(
                    "put it into `deps` beside the schema and pass the folder, or say where it is: \
                 `.deps_path(…)` in build.rs, `--deps …` on the command line",
                ),
            },
        ))
    }

    fn missing_item(&self, other: &UnresolvedPackage, name: &str, item: AstItem) -> Option<Wrong> {
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
            self.span(self.item_span(item))?,
            format!("there is no {wanted} `{name}` in package `{}`", other.name),
        );
        Some(Wrong::Missing(if others.contains(&name) {
            problem.help(format!("`{name}` is {other_kind}"))
        } else {
            did_you_mean(problem, name, known)
        }))
    }

    fn missing_type(
        &self,
        package: &PackageName,
        interface: &str,
        name: &str,
        span: WitSpan,
    ) -> Option<Wrong> {
        let other = self.known.get(package)?;
        let (_, declared) = other
            .interfaces
            .iter()
            .find(|(_, other)| other.name.as_deref() == Some(interface))?;
        if let Some(id) = declared.types.get(name) {
            return self.switched_off(&other.types.get(*id)?.stability, span);
        }
        let problem = Diagnostic::schema(
            self.span(span)?,
            format!("there is no type `{name}` in interface `{interface}`"),
        );
        let known: Vec<&str> = declared.types.keys().map(String::as_str).collect();
        Some(Wrong::Missing(if declared.functions.contains_key(name) {
            problem.help(format!("`{name}` is a function: only types can be used"))
        } else {
            did_you_mean(problem, name, &known)
        }))
    }

    /// Of another package, `wit-parser` would say that there is no such item.
    fn switched_off(&self, stability: &Stability, span: WitSpan) -> Option<Wrong> {
        match stability {
            Stability::Unstable { feature, .. } if !self.is_on(stability) => {
                let span = self.span(span)?;
                Some(Wrong::Off(explain::switched_off(span, Some(feature))))
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

    fn item_span(&self, item: AstItem) -> WitSpan {
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

    fn span(&self, span: WitSpan) -> Option<Span> {
        spans::in_source(span, self.map)
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

pub(super) fn did_you_mean(problem: Diagnostic, name: &str, known: &[&str]) -> Diagnostic {
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
