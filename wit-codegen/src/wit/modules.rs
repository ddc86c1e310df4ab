//! Which modules there are, and where they stand.
//!
//! Interfaces of the main package stand at the root of the file, those of other packages at
//! `namespace::package::interface`. The version becomes part of the package's module only when a run holds
//! several versions of that package.

use wit_codegen_core::diagnostic::Span;
use wit_parser::{
    InterfaceId, PackageId, PackageName, Resolve, Span as WitSpan, TypeId, WorldId, WorldItem,
};

use super::link::Linked;
use super::names;
use super::select::{Chosen, Selection};
use super::spans;

/// One module to be.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) holder: Holder,
    pub(super) name: String,
    pub(super) packages: Vec<String>,
    pub(super) selector: String,
    pub(super) aliases: Vec<String>,
    pub(super) span: Span,
    /// Its types, in the order in which they are written.
    pub(super) types: Vec<TypeId>,
}

/// What a module is made from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holder {
    Interface {
        id: InterfaceId,
        served: bool,
        called: bool,
    },
    World(WorldId),
}

/// Lists the modules in the order of emission: the main package's as they are written, then package by package,
/// dependencies first.
pub(super) fn plan(linked: &Linked, selection: &Selection) -> Vec<Plan> {
    let planner = Planner {
        linked,
        resolve: &linked.resolve,
        world: selection.world,
    };
    let interfaces = selection
        .interfaces
        .iter()
        .filter_map(|chosen| planner.interface(chosen));
    let mut plans: Vec<(Option<usize>, Plan)> = interfaces
        .chain(selection.world.and_then(|id| planner.world(id)))
        .collect();
    plans.sort_by(|(a_package, a), (b_package, b)| (a_package, &a.span).cmp(&(b_package, &b.span)));
    plans.into_iter().map(|(_, plan)| plan).collect()
}

struct Planner<'a> {
    linked: &'a Linked,
    resolve: &'a Resolve,
    world: Option<WorldId>,
}

impl Planner<'_> {
    /// The plan for an interface, and the position of its package among the foreign ones.
    fn interface(&self, chosen: &Chosen) -> Option<(Option<usize>, Plan)> {
        let Chosen {
            id,
            served,
            called,
            inline_name,
            aliases,
        } = chosen;
        let interface = self.resolve.interfaces.get(*id)?;
        let package = interface.package?;
        let (selector, packages, name) = match (&interface.name, inline_name) {
            (Some(name), _) => (
                self.resolve.id_of_name(package, name),
                self.package_path(package)?,
                name,
            ),
            (None, Some(name)) => {
                let world = self.resolve.worlds.get(self.world?)?;
                let world = self.resolve.id_of_name(world.package?, &world.name);
                (format!("{world}/{name}"), Vec::new(), name)
            }
            (None, None) => return None,
        };
        let plan = Plan {
            holder: Holder::Interface {
                id: *id,
                served: *served,
                called: *called,
            },
            aliases: aliases.iter().cloned().collect(),
            types: self.in_order(interface.types.values().copied()),
            span: self.span(interface.span),
            name: name.clone(),
            packages,
            selector,
        };
        let position =
            (package != self.linked.main && inline_name.is_none()).then(|| package.index());
        Some((position, plan))
    }

    /// The plan for what a world holds directly; nothing if it holds nothing.
    fn world(&self, id: WorldId) -> Option<(Option<usize>, Plan)> {
        let world = self.resolve.worlds.get(id)?;
        let mut types = Vec::new();
        let mut has_functions = false;
        for item in world.imports.values().chain(world.exports.values()) {
            match item {
                WorldItem::Type { id, .. } => types.push(*id),
                WorldItem::Function(_) => has_functions = true,
                WorldItem::Interface { .. } => {}
            }
        }
        if types.is_empty() && !has_functions {
            return None;
        }
        let plan = Plan {
            holder: Holder::World(id),
            name: world.name.clone(),
            packages: Vec::new(),
            selector: self.resolve.id_of_name(world.package?, &world.name),
            aliases: Vec::new(),
            span: self.span(world.span),
            types: self.in_order(types),
        };
        Some((None, plan))
    }

    /// Where the interfaces of a package stand.
    fn package_path(&self, id: PackageId) -> Option<Vec<String>> {
        if id == self.linked.main {
            return Some(Vec::new());
        }
        let PackageName {
            namespace,
            name,
            version,
        } = &self.resolve.packages.get(id)?.name;
        let versions = self
            .resolve
            .package_names
            .keys()
            .filter(|other| other.namespace == *namespace && other.name == *name);
        let package = match version {
            Some(version) if versions.count() > 1 => names::versioned(name, &version.to_string()),
            _ => name.clone(),
        };
        Some(vec![namespace.clone(), package])
    }

    /// Types in the order in which they are written. (`wit-parser` lists them by dependency.)
    fn in_order(&self, types: impl IntoIterator<Item = TypeId>) -> Vec<TypeId> {
        let mut types: Vec<TypeId> = types.into_iter().collect();
        types.sort_by_cached_key(|id| {
            let span = self
                .resolve
                .types
                .get(*id)
                .map(|definition| definition.span);
            span.and_then(|span| spans::in_source(span, &self.resolve.source_map))
        });
        types
    }

    fn span(&self, span: WitSpan) -> Span {
        spans::in_source(span, &self.resolve.source_map)
            .unwrap_or_else(|| self.linked.start.clone())
    }
}
