//! Rust names: a table beside the schema, made before anything is rendered.
//!
//! | schema      | Rust                       |
//! |-------------|----------------------------|
//! | type        | `PascalCase`               |
//! | function, parameter, field | `snake_case` |
//! | case        | `PascalCase`               |
//! | flag, constant | `SCREAMING_SNAKE_CASE`  |
//! | interface of WIT, world | module `snake_case`, trait `PascalCase`, client `PascalCaseClient` |
//! | resource    | `PascalCase`, implemented by the trait `PascalCaseTarget` |
//! | interface of Cap'n Proto | `PascalCaseClient`, implemented by the trait `PascalCase`   |
//! | file, scope of Cap'n Proto | module `snake_case` |
//!
//! A Rust keyword becomes a raw identifier, or gets a trailing `_` where it cannot be one. Where two names meet, the
//! later one gets a trailing `_`, and so does a module at the root of the generated file that has the name of a crate
//! which every Worker has (`worker` is `worker_`).

mod elsewhere;
mod readers;

pub use elsewhere::{Elsewhere, Mapped, Provided, RustFacts, Trait};
pub(crate) use readers::{ReaderNames, readers};

use std::collections::{BTreeMap, HashMap, HashSet};

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use super::keywords;
use crate::model::{
    Case, Function, ItemId, Module, ModuleId, Name, Resource, Schema, Service, TypeDef, TypeKind,
};

/// Crates that every Worker has. A module of such a name would stand before it in the file that it is included in:
/// `use worker::Env` would be ambiguous there, and `std::fmt::Debug` nothing.
const CRATES: &[&str] = &["alloc", "core", "rpc_runtime", "std", "worker"];

/// Where modules are to be, which no schema says.
#[derive(Clone, Debug, Default)]
pub struct ModulePlaces {
    /// The modules around one, from the root of the file.
    pub around: BTreeMap<ModuleId, Vec<String>>,
    /// Whole paths.
    pub paths: BTreeMap<ModuleId, Vec<String>>,
}

/// What everything in a schema is called in Rust.
#[derive(Clone, Debug)]
pub struct RustNames {
    /// By number. That of a service is its client.
    items: Vec<String>,
    /// The traits of services and resources, by number.
    traits: BTreeMap<ItemId, String>,
    modules: Vec<ModuleNames>,
}

/// What a module is called.
#[derive(Clone, Debug)]
struct ModuleNames {
    /// From the root of the file, one identifier for each level.
    path: Vec<String>,
    /// Further names at the root.
    aliases: Vec<String>,
}

impl RustNames {
    /// The identifier of an item, keyword escapes included: `place_order`, `r#type`. Of a service, its client.
    #[must_use]
    pub fn of(&self, name: &Name) -> &str {
        let known = self.items.get(name.item().index());
        known.map_or("", String::as_str)
    }

    /// The trait of a service or a resource, by the name of that.
    #[must_use]
    pub fn trait_of(&self, name: &Name) -> &str {
        let known = self.traits.get(&name.item());
        known.map_or("", String::as_str)
    }

    /// The path of a module from the root of the generated file, one identifier for each level.
    #[must_use]
    pub fn path(&self, module: ModuleId) -> &[String] {
        let known = self.modules.get(module.0);
        known.map_or(&[], |module| &module.path)
    }

    /// Further names of a module, at the root of the file.
    #[must_use]
    pub fn aliases(&self, module: ModuleId) -> &[String] {
        let known = self.modules.get(module.0);
        known.map_or(&[], |module| &module.aliases)
    }

    /// Every name that is taken in a module.
    pub(super) fn scope(&self, schema: &Schema, module: &Module) -> Scope {
        let mut scope = Scope::default();
        for id in &module.types {
            let definition = &schema.types[id.0];
            scope.claim(self.of(&definition.name));
            if let TypeKind::Resource(_) = &definition.kind {
                scope.claim(self.trait_of(&definition.name));
            }
        }
        for service in &module.services {
            scope.claim(self.trait_of(&service.name));
            scope.claim(self.of(&service.name));
        }
        for constant in &module.constants {
            scope.claim(self.of(&constant.name));
        }
        scope
    }
}

/// Gives every item of `schema` a name that is its own where it is declared, always in the same way.
///
/// In a module, types keep their names; a trait that meets one of them gets the suffix `Service`. What a schema
/// declares comes before what has no declaration of its own: groups, unions and results of Cap'n Proto.
#[must_use]
pub fn resolve_collisions(schema: &Schema, places: &ModulePlaces) -> RustNames {
    let mut names = RustNames {
        items: vec![String::new(); schema.item_count()],
        traits: BTreeMap::new(),
        modules: resolve_modules(&schema.modules, places),
    };
    for module in &schema.modules {
        names.resolve_module(schema, module);
    }
    for definition in &schema.types {
        names.resolve_members(&definition.kind);
    }
    names
}

/// Names that are taken in one scope.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// Takes `wanted`, or the next name like it that is free.
    pub(super) fn claim(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while !self.taken.insert(name.clone()) {
            name = format!("{}_", name.strip_prefix("r#").unwrap_or(&name));
        }
        name
    }

    /// A scope in which these are taken.
    fn with(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|name| (*name).to_owned()).collect(),
        }
    }
}

impl RustNames {
    fn claim(&mut self, scope: &mut Scope, name: &Name, style: fn(&str) -> String) {
        let claimed = scope.claim(&style(name.base()));
        if let Some(known) = self.items.get_mut(name.item().index()) {
            *known = claimed;
        }
    }

    fn resolve_module(&mut self, schema: &Schema, module: &Module) {
        let mut scope = Scope::default();
        let types = || module.types.iter().map(|id| &schema.types[id.0]);
        for definition in types().filter(|it| !is_implicit(it)) {
            self.claim(&mut scope, &definition.name, style_of(definition));
        }
        for constant in &module.constants {
            self.claim(&mut scope, &constant.name, shouty);
        }
        for service in &module.services {
            let mut wanted = pascal(service.name.base());
            if scope.taken.contains(&wanted) {
                wanted.push_str("Service");
            }
            self.traits
                .insert(service.name.item(), scope.claim(&wanted));
        }
        for Service {
            name, functions, ..
        } in &module.services
        {
            self.claim(&mut scope, name, client);
            // A client has functions of its own.
            self.resolve_functions(
                functions,
                Scope::with(&["from_local", "from", "with", "from_namespace"]),
            );
        }
        for definition in types() {
            if let TypeKind::Resource(resource) = &definition.kind {
                let wanted = trait_of(&definition.name, resource);
                self.traits
                    .insert(definition.name.item(), scope.claim(&wanted));
                // A handle has functions of its own.
                let own = Scope::with(&["new", "dup", "local", "from", "with", "from_namespace"]);
                self.resolve_functions(&resource.functions, own);
            }
        }
        for definition in types().filter(|it| is_implicit(it)) {
            self.claim(&mut scope, &definition.name, style_of(definition));
        }
    }

    fn resolve_functions(&mut self, functions: &[Function], mut scope: Scope) {
        for function in functions {
            self.claim(&mut scope, &function.name, snake);
            let mut params = Scope::default();
            for param in &function.params {
                self.claim(&mut params, &param.name, snake);
            }
        }
    }

    fn resolve_members(&mut self, kind: &TypeKind) {
        let mut scope = Scope::default();
        match kind {
            TypeKind::Record(fields) => {
                for field in fields {
                    self.claim(&mut scope, &field.name, snake);
                }
            }
            TypeKind::Struct(it) => {
                for field in &it.fields {
                    self.claim(&mut scope, &field.name, snake);
                }
                if let Some(which) = &it.which {
                    self.claim(&mut scope, &which.name, snake);
                }
            }
            TypeKind::Variant(cases) | TypeKind::Enum(cases) => {
                self.resolve_cases(cases, scope, pascal);
            }
            TypeKind::Flags(flags) => self.resolve_cases(flags, scope, shouty),
            TypeKind::Union(cases) | TypeKind::OpenEnum(cases) => {
                self.resolve_cases(cases, Scope::with(&["Unknown"]), pascal);
            }
            TypeKind::Alias(_) | TypeKind::Use(_) | TypeKind::Resource(_) => {}
        }
    }

    fn resolve_cases(&mut self, cases: &[Case], mut scope: Scope, style: fn(&str) -> String) {
        for case in cases {
            self.claim(&mut scope, &case.name, style);
        }
    }
}

/// Whether a type has no declaration of its own. In Cap'n Proto, the names of declared types are capitalised, and a
/// union is always a member of a struct.
fn is_implicit(definition: &TypeDef) -> bool {
    match definition.kind {
        TypeKind::Union(_) => true,
        TypeKind::Struct(_) => definition.name.schema.starts_with(char::is_lowercase),
        TypeKind::Record(_)
        | TypeKind::Variant(_)
        | TypeKind::Enum(_)
        | TypeKind::Flags(_)
        | TypeKind::Alias(_)
        | TypeKind::Use(_)
        | TypeKind::Resource(_)
        | TypeKind::OpenEnum(_) => false,
    }
}

/// Crates come first at the root of the file, then the modules there, then their further names, then what is around
/// other modules.
///
/// A module may lie in another one, as the scopes of a Cap'n Proto schema do; what is around a module and is only
/// called like another one has a name of its own.
fn resolve_modules(modules: &[Module], places: &ModulePlaces) -> Vec<ModuleNames> {
    let wanted = wanted_paths(modules, places);
    let mut scopes: HashMap<Vec<String>, Scope> = HashMap::new();
    let mut folders: HashMap<Vec<String>, String> = HashMap::new();
    let mut known: Vec<ModuleNames> = wanted
        .iter()
        .map(|path| ModuleNames {
            path: path.clone(),
            aliases: Vec::new(),
        })
        .collect();
    let scope = scopes.entry(Vec::new()).or_default();
    for name in CRATES {
        scope.claim(name);
    }
    let (root, mut nested): (Vec<usize>, Vec<usize>) =
        (0..modules.len()).partition(|index| wanted[*index].len() < 2);
    for index in &root {
        for name in &mut known[*index].path {
            *name = scope.claim(name);
        }
    }
    for index in root.iter().chain(&nested) {
        let module = &modules[*index];
        let at_root = module.packages.is_empty() && module.parent.is_none();
        let own = snake(&module.name);
        let aliases = module.aliases.iter().map(|alias| snake(alias));
        let aliases = aliases.filter(|alias| !(at_root && *alias == own));
        known[*index].aliases = aliases.map(|alias| scope.claim(&alias)).collect();
    }
    // What holds others comes first.
    nested.sort_by_key(|index| depth(modules, *index));
    for index in nested {
        let holder = modules[index]
            .parent
            .filter(|_| !places.paths.contains_key(&ModuleId(index)));
        let (mut path, from) = match holder {
            Some(parent) => (known[parent.0].path.clone(), wanted[parent.0].len()),
            None => (Vec::new(), 0),
        };
        let last = wanted[index].len().saturating_sub(1);
        for at in from..=last {
            let around = &wanted[index][..=at];
            let name = match folders.get(around).filter(|_| at != last) {
                Some(name) => name.clone(),
                None => {
                    let scope = scopes.entry(path.clone()).or_default();
                    scope.claim(&wanted[index][at])
                }
            };
            if at != last {
                folders.insert(around.to_vec(), name.clone());
            }
            path.push(name);
        }
        known[index].path = path;
    }
    known
}

/// Where modules are, if nothing else is there.
fn wanted_paths(modules: &[Module], places: &ModulePlaces) -> Vec<Vec<String>> {
    let mut wanted: Vec<Vec<String>> = Vec::with_capacity(modules.len());
    for (index, module) in modules.iter().enumerate() {
        let id = ModuleId(index);
        let path = match (places.paths.get(&id), module.parent, places.around.get(&id)) {
            (Some(path), ..) => path.clone(),
            // What is around a module comes before it.
            (None, Some(parent), _) => {
                let outer = wanted.get(parent.0).cloned().unwrap_or_default();
                inside(outer, module)
            }
            (None, None, Some(around)) => {
                inside(around.iter().map(|name| given(name)).collect(), module)
            }
            (None, None, None) => {
                let packages = module.packages.iter().map(|name| snake(name));
                inside(packages.collect(), module)
            }
        };
        wanted.push(path);
    }
    wanted
}

fn inside(mut outer: Vec<String>, module: &Module) -> Vec<String> {
    outer.push(snake(&module.name));
    outer
}

fn depth(modules: &[Module], mut index: usize) -> usize {
    let mut depth = 0;
    while let Some(parent) = modules[index].parent {
        (index, depth) = (parent.0, depth + 1);
    }
    depth
}

/// What a package, and an interface of it, are called where a generated file lists what it has:
/// `__acme__common__1_2_0` and `types`, of `acme:common@1.2.0` and `types`. Schemas have no names with `__`.
#[must_use]
pub fn listed(package: &str, interface: &[String]) -> (String, String) {
    let (name, version) = match package.split_once('@') {
        Some((name, version)) => (
            name,
            Some(
                version
                    .to_lowercase()
                    .replace(|c: char| !c.is_ascii_alphanumeric(), "_"),
            ),
        ),
        None => (package, None),
    };
    let names = name
        .split(':')
        .map(ToSnakeCase::to_snake_case)
        .chain(version);
    let package = names.map(|name| format!("__{name}")).collect();
    let interface = match interface {
        [name] => snake(name),
        names => names
            .iter()
            .map(|it| it.to_snake_case())
            .collect::<Vec<_>>()
            .join("__"),
    };
    (package, interface)
}

/// `place_order`
#[must_use]
pub fn snake(name: &str) -> String {
    identifier(name.to_snake_case())
}

/// `PlaceOrder`
#[must_use]
pub fn pascal(name: &str) -> String {
    identifier(name.to_pascal_case())
}

/// `PLACE_ORDER`
fn shouty(name: &str) -> String {
    identifier(name.to_shouty_snake_case())
}

/// `OrdersClient`
fn client(name: &str) -> String {
    identifier(format!("{}Client", name.to_pascal_case()))
}

fn style_of(definition: &TypeDef) -> fn(&str) -> String {
    if let TypeKind::Resource(resource) = &definition.kind
        && resource.is_interface
    {
        return client;
    }
    pascal
}

/// The trait that implements a resource, if nothing else is called that.
fn trait_of(name: &Name, resource: &Resource) -> String {
    match resource.is_interface {
        true => pascal(name.base()),
        false => identifier(format!("{}Target", name.base().to_pascal_case())),
    }
}

/// A module's name that is chosen for Rust.
#[must_use]
pub fn given(rust: &str) -> String {
    keywords::escape(rust.to_owned())
}

/// `name` with its words as they are, as an identifier. A name that would start with a digit gets a `_` in front, and
/// so does what has no letters at all.
fn identifier(name: String) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let mut name: String = name.chars().map(plain).collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.insert(0, '_');
    }
    if name == "_" {
        name.push('_');
    }
    keywords::escape(name)
}

#[cfg(test)]
mod tests;
