//! Types that another crate has: what that crate calls them.
//!
//! Names depend on what else is in a module, so the other crate's file is converted once more by itself, as it was
//! there. What comes out is what that crate has. Any other instance of its generics is generated here.

use std::collections::BTreeMap;

use wit_codegen_core::front_end::{
    Diagnostic, Diagnostics, Mapped, Provided, Schema, Type, TypeId, TypeKind, resolve_collisions,
};

use super::converter::{Converter, Env, Key, Mapping};

impl Converter<'_> {
    /// Finds out what other crates have.
    pub(super) fn find_provided(&mut self) {
        let mapping = Mapping {
            parent_module: self.mapping.parent_module.clone(),
            provided: BTreeMap::new(),
        };
        for (file, provider) in &self.mapping.provided {
            if !self.request.nodes.contains_key(file) {
                continue;
            }
            // What is wrong with it is reported where it is used, or was where it was generated.
            let mut unheard = Diagnostics::default();
            let mut other = Converter::new(
                self.compiled,
                self.request,
                self.files,
                &mapping,
                &mut unheard,
            );
            other.forgiving = true;
            if other.declare_all(&[*file]).is_ok() {
                self.provided.extend(other.into_names(*file, provider));
            }
        }
    }

    /// The paths of the types that are declared in `file`, in the crate that has it.
    fn into_names(mut self, file: u64, provider: &str) -> Vec<(Key, Mapped)> {
        self.order_types();
        let schema = Schema::new(Vec::new(), self.modules, self.types);
        let names = resolve_collisions(&schema, &self.places);
        let root = match provider.split("::").next() {
            Some("" | "crate" | "self" | "super") => "",
            _ => "::",
        };
        let option = format!(".crate_provides(\"{provider}\", &[0x{file:x}])");
        let own = self.keys.into_iter().filter(|(_, (of, _))| *of == file);
        own.map(|(id, (_, key))| {
            let definition = &schema.types[id.0];
            let module = names.path(definition.module).join("::");
            let module = format!("{root}{provider}::{module}");
            let path = format!("{module}::{}", names.of(&definition.name));
            let interface = match &definition.kind {
                TypeKind::Resource(_) => Some(Provided {
                    module: module.clone(),
                    trait_name: names.trait_of(&definition.name).to_owned(),
                }),
                _ => None,
            };
            let mapped = Mapped {
                path,
                module: Some(module),
                generated: true,
                of_platform: false,
                traits: None,
                interface,
                option: option.clone(),
            };
            (key, mapped)
        })
        .collect()
    }

    /// `part` is empty for the declaration itself.
    pub(super) fn key(&self, node: u64, env: &Env, part: &str) -> Key {
        let mut key = format!("{node:x}{part}");
        for (scope, arguments) in env {
            let arguments: Vec<String> = arguments.iter().map(|it| self.key_of(it)).collect();
            key.push_str(&format!("<{scope:x}:{}>", arguments.join(",")));
        }
        key
    }

    fn key_of(&self, ty: &Type) -> Key {
        match ty {
            Type::List(item) => format!("[{}]", self.key_of(item)),
            Type::Named(id) | Type::Own(id) => match self.keys.get(id) {
                Some((_, key)) => key.clone(),
                None => "Capability".to_owned(),
            },
            other => format!("{other:?}"),
        }
    }

    /// What extends an interface of another crate is one by that crate's trait, whose methods take that crate's types.
    pub(super) fn check_provided_bases(&mut self) {
        for (index, definition) in self.types.iter().enumerate() {
            if self.elsewhere.contains(TypeId(index)) {
                continue;
            }
            for base in self.bases_of(TypeId(index)) {
                let TypeKind::Resource(resource) = &self.types[base.0].kind else {
                    continue;
                };
                if !self.elsewhere.contains(base) {
                    continue;
                }
                for function in &resource.functions {
                    let types = function.params.iter().map(|param| &param.ty);
                    let mut types = types.chain(&function.result);
                    let Some(own) = types.find_map(|ty| self.generated_here(ty)) else {
                        continue;
                    };
                    let (base, own) = (&self.types[base.0], &self.types[own.0]);
                    let message = format!(
                        "`{}` extends `{}` of another crate, whose method `{}` has `{}`, which is generated here",
                        definition.name.schema,
                        base.name.schema,
                        function.name.schema,
                        own.name.schema
                    );
                    self.problems.error(
                        Diagnostic::schema(definition.span.clone(), message)
                            .related(own.span.clone(), "generated in this crate")
                            .rule("both crates have to mean the same type")
                            .help(
                                "name the id of that file in `.crate_provides(…)`, too, or generate both files here",
                            ),
                    );
                }
            }
        }
    }

    /// Everything that an interface extends, directly or not.
    fn bases_of(&self, id: TypeId) -> Vec<TypeId> {
        let mut found = Vec::new();
        let mut todo = vec![id];
        while let Some(next) = todo.pop() {
            if let TypeKind::Resource(resource) = &self.types[next.0].kind {
                for base in &resource.bases {
                    if !found.contains(base) {
                        found.push(*base);
                        todo.push(*base);
                    }
                }
            }
        }
        found
    }

    fn generated_here(&self, ty: &Type) -> Option<TypeId> {
        match ty {
            Type::Named(id) | Type::Own(id) => (!self.elsewhere.contains(*id)).then_some(*id),
            Type::List(inner) | Type::Option(inner) => self.generated_here(inner),
            _ => None,
        }
    }
}
