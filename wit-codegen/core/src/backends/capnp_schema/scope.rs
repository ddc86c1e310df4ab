//! Names as Cap'n Proto has them: PascalCase for what is declared, camelCase for members, never an underscore.

use std::collections::{BTreeMap, HashSet};

use crate::model::{ModuleId, Schema, TypeId, TypeKind};
use crate::names;

/// What Cap'n Proto calls its own types; a declaration of that name would hide one.
const BUILT_IN: &[&str] = &[
    "Void",
    "Bool",
    "Int8",
    "Int16",
    "Int32",
    "Int64",
    "UInt8",
    "UInt16",
    "UInt32",
    "UInt64",
    "Float32",
    "Float64",
    "Text",
    "Data",
    "List",
    "Object",
    "AnyPointer",
    "AnyStruct",
    "AnyList",
    "Capability",
];

/// The interface that stands for what has no declaration.
pub(super) const BESIDE: &str = "Beside";

/// Names that are taken.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
    /// What is put behind a name that is taken.
    suffix: &'static str,
}

impl Scope {
    /// For declarations.
    fn of_declarations() -> Self {
        Self {
            taken: BUILT_IN.iter().map(|name| (*name).to_owned()).collect(),
            suffix: "Type",
        }
    }

    /// For declarations in a module, none of which may hide another module: Cap'n Proto looks for the first part of
    /// a path from the inside out.
    fn of_module(modules: &[String], id: ModuleId) -> Self {
        let mut scope = Self::of_declarations();
        scope.claim(BESIDE);
        let others = modules.iter().enumerate();
        for (_, name) in others.filter(|(index, _)| *index != id.0) {
            scope.taken.insert(name.clone());
        }
        scope
    }

    /// For fields, enumerants or methods.
    pub(super) fn of_members() -> Self {
        Self {
            taken: HashSet::new(),
            suffix: "Again",
        }
    }

    /// Takes `wanted`, or the next name like it that is free.
    pub(super) fn claim(&mut self, wanted: &str) -> String {
        // Names from elsewhere may hold what is only Rust's.
        let mut name = wanted.replace('_', "");
        while !self.taken.insert(name.clone()) {
            name.push_str(self.suffix);
        }
        name
    }
}

/// The names of everything that is referred to.
#[derive(Debug)]
pub(super) struct Names {
    modules: Vec<String>,
    types: BTreeMap<TypeId, String>,
}

impl Names {
    pub(super) fn of(schema: &Schema) -> Self {
        let mut file = Scope::of_declarations();
        file.claim(BESIDE);
        let modules = schema.modules.iter().map(|module| {
            let words = module.packages.iter().chain([&module.name]);
            let words: Vec<String> = words.map(|name| names::pascal(name)).collect();
            file.claim(&words.concat())
        });
        let modules: Vec<String> = modules.collect();
        let mut types = BTreeMap::new();
        for (index, module) in schema.modules.iter().enumerate() {
            let mut scope = Scope::of_module(&modules, ModuleId(index));
            for id in &module.types {
                let definition = &schema.types[id.0];
                if !matches!(definition.kind, TypeKind::Alias(_) | TypeKind::Use(_)) {
                    types.insert(*id, scope.claim(&names::pascal(&definition.name.schema)));
                }
            }
        }
        Self { modules, types }
    }

    pub(super) fn module(&self, id: ModuleId) -> &str {
        &self.modules[id.0]
    }

    /// The name of a type that is declared.
    pub(super) fn ty(&self, id: TypeId) -> &str {
        self.types.get(&id).map_or(BESIDE, String::as_str)
    }

    /// What is taken in a module, for structs that have no name in WIT.
    pub(super) fn scope(&self, schema: &Schema, id: ModuleId) -> Scope {
        let mut scope = Scope::of_module(&self.modules, id);
        for ty in &schema.modules[id.0].types {
            if let Some(name) = self.types.get(ty) {
                scope.claim(name);
            }
        }
        scope
    }

    /// A type as it is referred to from `module`.
    pub(super) fn path(&self, schema: &Schema, module: ModuleId, id: TypeId) -> String {
        let home = schema.types[id.0].module;
        let name = self.ty(id);
        if home == module {
            name.to_owned()
        } else {
            format!("{}.{name}", self.module(home))
        }
    }
}
