//! Rust names that meet: the later one steps aside.

use std::collections::{HashMap, HashSet};

use crate::model::{
    Case, Field, Function, Module, Name, Schema, Struct, TypeDef, TypeId, TypeKind,
};

/// Crates that every Worker has. A module of such a name would stand before it in the file that it is included in:
/// `use worker::Env` would be ambiguous there, and `std::fmt::Debug` nothing.
const CRATES: &[&str] = &["alloc", "core", "rpc_runtime", "std", "worker"];

/// Makes every Rust name of `schema` unique where it is declared, always in the same way.
///
/// In a module, types keep their names; a trait that meets one of them gets the suffix `Service`. What a schema declares
/// comes before what has no declaration of its own: groups, unions and results of Cap'n Proto.
pub fn settle(schema: &mut Schema) {
    settle_modules(&mut schema.modules);
    for module in &mut schema.modules {
        settle_module(module, &mut schema.types);
    }
    for definition in &mut schema.types {
        settle_members(&mut definition.kind);
    }
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

    fn settle(&mut self, name: &mut Name) {
        name.rust = self.claim(&name.rust);
    }
}

/// Crates come first at the root of the file, then the modules there, then their further names, then the packages of other modules.
///
/// A module may lie in another one, as the scopes of a Cap'n Proto schema do; a package that is only called like a
/// module has a name of its own.
fn settle_modules(modules: &mut [Module]) {
    let mut scopes: HashMap<Vec<String>, Scope> = HashMap::new();
    let mut folders: HashMap<Vec<String>, String> = HashMap::new();
    let mut known: Vec<Settled> = Vec::new();
    let (mut root, mut nested): (Vec<&mut Module>, Vec<&mut Module>) =
        modules.iter_mut().partition(|module| module.path.len() < 2);
    let scope = scopes.entry(Vec::new()).or_default();
    for name in CRATES {
        scope.claim(name);
    }
    for module in &mut root {
        let wanted = module.path.clone();
        for name in &mut module.path {
            *name = scope.claim(name);
        }
        known.push(Settled::new(wanted, module));
    }
    for module in root.iter_mut().chain(&mut nested) {
        for alias in &mut module.aliases {
            *alias = scope.claim(alias);
        }
    }
    // What holds others comes first.
    let paths: HashSet<Vec<String>> = nested.iter().map(|module| module.path.clone()).collect();
    nested.sort_by_key(|module| {
        let holders = (1..module.path.len()).filter(|end| paths.contains(&module.path[..*end]));
        holders.count()
    });
    for module in nested {
        let mut settled: Vec<String> = Vec::new();
        let last = module.path.len().saturating_sub(1);
        for (depth, name) in module.path.iter().enumerate() {
            let wanted = &module.path[..=depth];
            if depth == last {
                let name = scopes.entry(settled.clone()).or_default().claim(name);
                settled.push(name);
            } else if let Some(holder) = known.iter().find(|it| it.holds(module, wanted)) {
                settled.clone_from(&holder.path);
            } else {
                let name = match folders.get(wanted) {
                    Some(name) => name.clone(),
                    None => scopes.entry(settled.clone()).or_default().claim(name),
                };
                folders.insert(wanted.to_vec(), name.clone());
                settled.push(name);
            }
        }
        let wanted = std::mem::replace(&mut module.path, settled);
        known.push(Settled::new(wanted, module));
    }
}

/// A module that has its path.
struct Settled {
    wanted: Vec<String>,
    path: Vec<String>,
    selector: String,
}

impl Settled {
    fn new(wanted: Vec<String>, module: &Module) -> Self {
        Self {
            wanted,
            path: module.path.clone(),
            selector: module.selector.clone(),
        }
    }

    /// Whether `module`, which wants to be within `path`, lies in this one: `a.capnp:Person` in `a.capnp`, but
    /// nothing of the package `wasi` in an interface of that name.
    fn holds(&self, module: &Module, path: &[String]) -> bool {
        let inner = module.selector.strip_prefix(self.selector.as_str());
        self.wanted == path && inner.is_some_and(|inner| inner.starts_with([':', '.']))
    }
}

fn settle_module(module: &mut Module, types: &mut [TypeDef]) {
    let mut scope = Scope::default();
    let (implicit, declared): (Vec<TypeId>, Vec<TypeId>) = module
        .types
        .iter()
        .partition(|id| types.get(id.0).is_some_and(is_implicit));
    for id in declared {
        if let Some(definition) = types.get_mut(id.0) {
            scope.settle(&mut definition.name);
        }
    }
    for constant in &mut module.constants {
        scope.settle(&mut constant.name);
    }
    for service in &mut module.services {
        if scope.taken.contains(&service.trait_name) {
            service.trait_name.push_str("Service");
        }
        service.trait_name = scope.claim(&service.trait_name);
    }
    for service in &mut module.services {
        service.client_name = scope.claim(&service.client_name);
        // A client has functions of its own.
        let mut taken = Scope::default();
        taken.claim("from_local");
        taken.claim("from");
        settle_functions(&mut service.functions, taken);
    }
    for id in &module.types {
        if let Some(TypeDef {
            kind: TypeKind::Resource(resource),
            ..
        }) = types.get_mut(id.0)
        {
            resource.trait_name = scope.claim(&resource.trait_name);
            // A handle has functions of its own.
            let mut taken = Scope::default();
            taken.claim("new");
            taken.claim("dup");
            taken.claim("local");
            taken.claim("from");
            settle_functions(&mut resource.functions, taken);
        }
    }
    for id in implicit {
        if let Some(definition) = types.get_mut(id.0) {
            scope.settle(&mut definition.name);
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

fn settle_functions(functions: &mut [Function], mut scope: Scope) {
    for function in functions {
        scope.settle(&mut function.name);
        let mut params = Scope::default();
        for param in &mut function.params {
            params.settle(&mut param.name);
        }
    }
}

fn settle_members(kind: &mut TypeKind) {
    let mut scope = Scope::default();
    match kind {
        TypeKind::Record(fields) => {
            for Field { name, .. } in fields {
                scope.settle(name);
            }
        }
        TypeKind::Struct(Struct { fields, which }) => {
            for Field { name, .. } in fields {
                scope.settle(name);
            }
            if let Some(which) = which {
                scope.settle(&mut which.name);
            }
        }
        TypeKind::Variant(cases) | TypeKind::Enum(cases) | TypeKind::Flags(cases) => {
            for Case { name, .. } in cases {
                scope.settle(name);
            }
        }
        TypeKind::Union(cases) | TypeKind::OpenEnum(cases) => {
            scope.claim("Unknown");
            for Case { name, .. } in cases {
                scope.settle(name);
            }
        }
        TypeKind::Alias(_) | TypeKind::Use(_) | TypeKind::Resource(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_names_step_aside() {
        let mut scope = Scope::default();
        assert_eq!(scope.claim("A1"), "A1");
        assert_eq!(scope.claim("A1"), "A1_");
        assert_eq!(scope.claim("A1"), "A1__");
        assert_eq!(scope.claim("r#type"), "r#type");
        assert_eq!(scope.claim("r#type"), "type_");
    }

    fn module(path: &[&str], aliases: &[&str]) -> Module {
        Module {
            path: path.iter().map(|name| (*name).to_owned()).collect(),
            selector: String::new(),
            file: 0,
            is_requested: true,
            docs: Default::default(),
            types: Vec::new(),
            services: Vec::new(),
            aliases: aliases.iter().map(|name| (*name).to_owned()).collect(),
            constants: Vec::new(),
        }
    }

    #[test]
    fn modules_at_the_root_keep_their_names() {
        let mut modules = [
            module(&["wasi", "io", "poll"], &[]),
            module(&["wasi"], &["store"]),
            module(&["store"], &["poll"]),
            module(&["wasi", "io", "streams"], &[]),
            module(&["wasi", "io", "poll"], &[]),
        ];
        settle_modules(&mut modules);
        let paths: Vec<String> = modules
            .iter()
            .map(|module| module.path.join("::"))
            .collect();
        assert_eq!(
            paths,
            [
                "wasi_::io::poll",
                "wasi",
                "store",
                "wasi_::io::streams",
                "wasi_::io::poll_"
            ]
        );
        assert_eq!(modules[1].aliases, ["store_"]);
        assert_eq!(modules[2].aliases, ["poll"]);
    }

    #[test]
    fn no_module_at_the_root_shadows_a_crate() {
        let mut modules = [
            module(&["worker"], &["core"]),
            module(&["std", "worker", "alloc"], &[]),
            module(&["rpc_runtime"], &[]),
        ];
        settle_modules(&mut modules);
        let paths = modules.each_ref().map(|module| module.path.join("::"));
        assert_eq!(paths, ["worker_", "std_::worker::alloc", "rpc_runtime_"]);
        assert_eq!(modules[0].aliases, ["core_"]);
    }

    #[test]
    fn scopes_lie_in_the_modules_of_what_declares_them() {
        let mut modules = [
            module(&["a", "person", "phone"], &[]),
            module(&["a"], &[]),
            module(&["a", "person"], &[]),
            module(&["parent", "b"], &[]),
            module(&["parent", "b", "node"], &[]),
        ];
        let selectors = [
            "a.capnp:Person.Phone",
            "a.capnp",
            "a.capnp:Person",
            "b.capnp",
            "b.capnp:Node",
        ];
        for (module, selector) in modules.iter_mut().zip(selectors) {
            module.selector = selector.to_owned();
        }
        settle_modules(&mut modules);
        let paths: Vec<String> = modules
            .iter()
            .map(|module| module.path.join("::"))
            .collect();
        assert_eq!(
            paths,
            [
                "a::person::phone",
                "a",
                "a::person",
                "parent::b",
                "parent::b::node"
            ]
        );
    }
}
