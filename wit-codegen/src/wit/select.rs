//! Which worlds and interfaces are generated.

use std::collections::{BTreeSet, HashMap};

use wit_codegen_core::diagnostic::{Diagnostic, Diagnostics, Span};
use wit_codegen_core::options::{Selector, closest};
use wit_parser::{InterfaceId, PackageId, Resolve, WorldId, WorldItem, WorldKey};

use super::link::Linked;
use super::spans;

/// What is generated.
#[derive(Debug, Default)]
pub(super) struct Selection {
    pub(super) world: Option<WorldId>,
    pub(super) interfaces: Vec<Chosen>,
}

/// An interface that is generated.
#[derive(Debug)]
pub(super) struct Chosen {
    pub(super) id: InterfaceId,
    pub(super) served: bool,
    pub(super) called: bool,
    /// The name of an interface that is written inside a world.
    pub(super) inline_name: Option<String>,
    /// Names under which it is imported or exported beside its own.
    pub(super) aliases: BTreeSet<String>,
}

/// Chooses the world and the interfaces; `wanted` is the world that the user asked for.
pub(super) fn select(
    linked: &Linked,
    wanted: Option<&str>,
    problems: &mut Diagnostics,
) -> Option<Selection> {
    let worlds = Worlds::of(linked);
    let world = match wanted {
        Some(wanted) => Some(worlds.find(wanted, problems)?),
        None => worlds.only(problems)?,
    };
    Some(match world {
        Some(world) => of_world(&linked.resolve, world),
        None => of_packages(linked),
    })
}

/// What a world imports is called, what it exports is served, and may be called, too.
fn of_world(resolve: &Resolve, id: WorldId) -> Selection {
    let mut selection = Selection {
        world: Some(id),
        interfaces: Vec::new(),
    };
    let Some(world) = resolve.worlds.get(id) else {
        return selection;
    };
    let mut index: HashMap<InterfaceId, usize> = HashMap::new();
    let imports = world.imports.iter().map(|item| (item, false));
    let exports = world.exports.iter().map(|item| (item, true));
    for ((key, item), served) in imports.chain(exports) {
        let WorldItem::Interface { id, .. } = item else {
            continue;
        };
        let at = *index.entry(*id).or_insert_with(|| {
            selection.interfaces.push(Chosen {
                id: *id,
                served: false,
                called: true,
                inline_name: None,
                aliases: BTreeSet::new(),
            });
            selection.interfaces.len() - 1
        });
        let Some(chosen) = selection.interfaces.get_mut(at) else {
            continue;
        };
        chosen.served |= served;
        if let WorldKey::Name(name) = key {
            match resolve
                .interfaces
                .get(*id)
                .and_then(|interface| interface.name.as_ref())
            {
                Some(_) => drop(chosen.aliases.insert(name.clone())),
                None => chosen.inline_name = Some(name.clone()),
            }
        }
    }
    selection
}

/// Without a world: every interface of the main packages, and those that hold types for them.
fn of_packages(linked: &Linked) -> Selection {
    let resolve = &linked.resolve;
    let own = linked
        .main_group
        .iter()
        .filter_map(|package| resolve.packages.get(*package));
    let own: BTreeSet<InterfaceId> = own
        .flat_map(|package| package.interfaces.values().copied())
        .collect();
    let mut reached = BTreeSet::new();
    let mut open: Vec<InterfaceId> = own.iter().copied().collect();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(resolve.interface_direct_deps(id));
        }
    }
    let interfaces = reached.into_iter().map(|id| Chosen {
        id,
        served: own.contains(&id),
        called: own.contains(&id),
        inline_name: None,
        aliases: BTreeSet::new(),
    });
    Selection {
        world: None,
        interfaces: interfaces.collect(),
    }
}

/// The worlds of a run, with their full names.
struct Worlds<'a> {
    /// Those of the main packages, in the order in which they are written.
    own: Vec<World<'a>>,
    others: Vec<World<'a>>,
}

struct World<'a> {
    id: WorldId,
    name: &'a str,
    /// `ns:pkg/world@1.0.0`
    full_name: String,
    span: Span,
}

impl<'a> Worlds<'a> {
    fn of(linked: &'a Linked) -> Worlds<'a> {
        let resolve = &linked.resolve;
        let world = |package: PackageId, (name, id): (&'a String, &WorldId)| World {
            id: *id,
            name,
            full_name: resolve.id_of_name(package, name),
            span: resolve
                .worlds
                .get(*id)
                .and_then(|world| spans::in_source(world.span, &resolve.source_map))
                .unwrap_or_else(|| linked.start.clone()),
        };
        let mut worlds = Worlds {
            own: Vec::new(),
            others: Vec::new(),
        };
        for (id, package) in resolve.packages.iter() {
            let group = if linked.main_group.contains(&id) {
                &mut worlds.own
            } else {
                &mut worlds.others
            };
            group.extend(package.worlds.iter().map(|entry| world(id, entry)));
        }
        worlds.own.sort_by(|a, b| a.span.cmp(&b.span));
        worlds
    }

    /// The only world, if there is any.
    fn only(&self, problems: &mut Diagnostics) -> Option<Option<WorldId>> {
        let [first, second, ..] = self.own.as_slice() else {
            return Some(self.own.first().map(|world| world.id));
        };
        problems.error(
            Diagnostic::schema(
                second.span.clone(),
                format!("there are {} worlds, and none is chosen", self.own.len()),
            )
            .label("another world")
            .related(first.span.clone(), "the first world")
            .rule("code is generated for one world at a time")
            .help(format!(
                "choose one of {}: `.world(\"{}\")` in build.rs, `--world {}` on the command line",
                list(self.short_names()),
                self.short_name(first),
                self.short_name(first),
            )),
        );
        None
    }

    /// The world that the user named.
    fn find(&self, wanted: &str, problems: &mut Diagnostics) -> Option<WorldId> {
        let all = || self.own.iter().chain(&self.others);
        let found: Vec<&World<'_>> = if wanted.contains(':') {
            let selector = Selector::parse(wanted).ok();
            let names = |world: &&World<'_>| {
                let name = Selector::parse(&world.full_name);
                selector
                    .as_ref()
                    .is_some_and(|selector| name.is_ok_and(|name| selector.names(&name)))
            };
            all().filter(names).collect()
        } else {
            self.own
                .iter()
                .filter(|world| world.name == wanted)
                .collect()
        };
        match found.as_slice() {
            [world] => Some(world.id),
            [] => {
                let name = wanted.rsplit('/').next().unwrap_or_default();
                let name = name.split('@').next().unwrap_or_default();
                if !problems.is_left_out(name) {
                    problems.error(self.unknown(wanted));
                }
                None
            }
            several => {
                let names = several
                    .iter()
                    .map(|world| world.full_name.clone())
                    .collect();
                problems.error(
                    Diagnostic::config(format!("there are several worlds `{wanted}`"))
                        .rule("code is generated for one world at a time")
                        .help(format!("name one in full: {}", list(names))),
                );
                None
            }
        }
    }

    fn unknown(&self, wanted: &str) -> Diagnostic {
        let problem = Diagnostic::config(format!("there is no world `{wanted}`"));
        if self.own.is_empty() {
            return problem.help("the package has no world: without choosing one, all of its interfaces are generated");
        }
        let names = self.short_names();
        match closest(wanted, names.iter().map(String::as_str)).first() {
            Some(near) if names.len() > 1 => problem.help(format!(
                "did you mean `{near}`? There is {}",
                list(names.clone())
            )),
            _ => problem.help(format!("there is {}", list(names))),
        }
    }

    fn short_names(&self) -> Vec<String> {
        self.own
            .iter()
            .map(|world| self.short_name(world))
            .collect()
    }

    /// A name that is enough to tell the world from the others.
    fn short_name(&self, world: &World<'_>) -> String {
        let same = self
            .own
            .iter()
            .filter(|other| other.name == world.name)
            .count();
        if same > 1 {
            world.full_name.clone()
        } else {
            world.name.to_owned()
        }
    }
}

fn list(names: Vec<String>) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
