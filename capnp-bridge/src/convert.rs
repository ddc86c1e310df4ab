//! Request → model.
//!
//! [`declarations`](Converter::declare) become types one by one, whatever they refer to is declared on the way, and
//! a generic once for each way in which it is bound. What depends on the whole comes after that: which types hold
//! themselves ([`recursive`]), what values mean ([`literals`]), what interfaces inherit.

mod converter;
mod failure;
mod files;
mod instances;
mod interfaces;
mod literals;
mod names;
mod provided;
mod recursive;
mod structs;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use wit_codegen_core::front_end::{
    Constant, Diagnostic, Diagnostics, FrontEnd, Layouts, Loaded, RustFacts, Schema, Sources,
    Struct, Taken, TypeKind,
};

use crate::compiler::Compiled;
use crate::request::{self, Kind, Node};
use converter::{Converter, Env, Holder, Job, docs};
use failure::{Failure, Result, invalid};
use files::Files;

pub(crate) use converter::Mapping;

/// What a schema compiler made, as a front end.
pub(crate) struct Capnp<'a> {
    pub(crate) compiled: &'a Compiled,
    pub(crate) mapping: &'a Mapping,
}

impl FrontEnd for Capnp<'_> {
    fn load(&self, sources: &mut Sources, problems: &mut Diagnostics) -> Option<Loaded> {
        names::check_mapping(self.mapping, problems)?;
        let request = match request::read(&self.compiled.request) {
            Ok(request) => request,
            Err(invalid) => {
                problems.error(Failure::from(invalid).into_diagnostic(self.compiled));
                return None;
            }
        };
        let files = Files::new(self.compiled, &request, sources);
        let converter = Converter::new(self.compiled, &request, &files, self.mapping, problems);
        converter.run()
    }
}

/// Most declarations in each other, groups included.
const DEEPEST: usize = 64;

impl<'a> Converter<'a> {
    fn run(mut self) -> Option<Loaded> {
        match self.convert() {
            Ok(files) => {
                self.order_types();
                let schema = Schema::new(files, self.modules, self.types);
                let mut layouts = Layouts::default();
                layouts.types = self.layouts;
                for (id, of_methods) in self.method_layouts {
                    let functions = schema.types[id.0].kind.functions();
                    for (function, layout) in functions.iter().zip(of_methods) {
                        layouts.insert_function(function, layout);
                    }
                }
                Some(Loaded {
                    schema,
                    layouts,
                    rust: RustFacts {
                        elsewhere: self.elsewhere,
                        places: self.places,
                    },
                    taken: Taken::default(),
                    folders: Vec::new(),
                })
            }
            Err(failure) => {
                self.problems.error(failure.into_diagnostic(self.compiled));
                None
            }
        }
    }

    /// Converts everything; gives the names of the files to generate.
    fn convert(&mut self) -> Result<Vec<String>> {
        self.check_scopes()?;
        self.find_provided();
        self.declare_all(&self.request.requested)?;
        recursive::make_optional(&mut self.types, &self.layouts);
        self.fill_in_values()?;
        recursive::check_defaults(&self.types, self.problems);
        self.finish_interfaces()?;
        self.check_provided_bases();
        self.assign_files();
        self.file_stems()
    }

    /// Finds the generated file of each module: that of its own schema file or, where that is only imported, of the first
    /// that needs it without another generated file in between.
    fn assign_files(&mut self) {
        let mut homes: HashMap<u64, usize> = HashMap::new();
        for (index, file) in self.request.requested.iter().enumerate() {
            let mut todo = vec![*file];
            while let Some(file) = todo.pop() {
                homes.entry(file).or_insert(index);
                let needed = self.needs.range((file, 0)..=(file, u64::MAX));
                let needed = needed.map(|(_, needed)| *needed);
                todo.extend(
                    needed.filter(|id| {
                        !homes.contains_key(id) && !self.request.requested.contains(id)
                    }),
                );
            }
        }
        for (module, file) in self.modules.iter_mut().zip(&self.module_files) {
            module.file = homes.get(file).copied().unwrap_or_default();
            module.is_requested = self.request.requested.contains(file);
        }
    }

    /// The names of the files to generate, one for each that was asked for. Where two are called the same, the later one
    /// steps aside, as its module does.
    fn file_stems(&self) -> Result<Vec<String>> {
        let mut stems: Vec<String> = Vec::new();
        for id in &self.request.requested {
            let mut stem = self.files.stem(self.request.node(*id)?);
            while stems.contains(&stem) {
                stem.push('_');
            }
            stems.push(stem);
        }
        match stems.is_empty() {
            true => Err(invalid("no file was asked for")),
            false => Ok(stems),
        }
    }

    /// Declares and converts what is in `files`, and what that refers to.
    fn declare_all(&mut self, files: &[u64]) -> Result<()> {
        self.name_groups()?;
        let mut generics = Vec::new();
        for file in files {
            let node = self.request.node(*file)?;
            self.current_file = *file;
            self.scope_module(node, &Env::new())?;
            self.declare_nested(node, &mut generics)?;
        }
        self.drain()?;
        for node in generics {
            // A generic that is not used is there for any pointer.
            if !self.declared.keys().any(|(id, _)| *id == node.id) {
                let env = self.unbound(node)?;
                self.declare(node.id, env, &self.files.span(self.request, node, &[]))?;
                self.drain()?;
            }
        }
        Ok(())
    }

    /// Scopes are followed by functions that call themselves.
    fn check_scopes(&self) -> Result<()> {
        for node in self.request.nodes.values() {
            let (mut scope, mut depth) = (node.scope, 0);
            while scope != 0 && depth <= DEEPEST {
                (scope, depth) = (self.request.node(scope)?.scope, depth + 1);
            }
            if depth > DEEPEST {
                let span = self.files.span(self.request, node, &[]);
                let message = format!("`{}` is declared too deeply in others", node.name);
                return Err(Diagnostic::schema(span, message)
                    .rule(format!(
                        "declarations and groups are at most {DEEPEST} deep in each other"
                    ))
                    .into());
            }
        }
        Ok(())
    }

    /// Declares what is in a file that was asked for. Generics are kept for later.
    fn declare_nested(&mut self, file: &'a Node, generics: &mut Vec<&'a Node>) -> Result<()> {
        let mut seen = BTreeSet::new();
        let mut todo: Vec<(u64, &u64)> = file.nested.iter().map(|id| (file.id, id)).collect();
        todo.reverse();
        while let Some((scope, id)) = todo.pop() {
            let Some(node) = self.request.nodes.get(id) else {
                // The compiler leaves away what nobody asked for.
                continue;
            };
            if node.scope != scope || !seen.insert(node.id) {
                return Err(invalid(format!("the node @0x{id:x} is in two places")));
            }
            todo.extend(node.nested.iter().rev().map(|nested| (node.id, nested)));
            let span = self.files.span(self.request, node, &[]);
            match &node.kind {
                Kind::Struct(_) | Kind::Interface(_) if !self.unbound(node)?.is_empty() => {
                    generics.push(node);
                }
                Kind::Struct(_) | Kind::Interface(_) | Kind::Enum(_) => {
                    self.declare(node.id, Env::new(), &span)?;
                }
                Kind::Const { ty, value } => {
                    let scope = self.request.node(node.scope)?;
                    let env = self.unbound(scope)?;
                    let module = self.scope_module(scope, &env)?;
                    let constant = Constant {
                        name: self.constant_name(node)?,
                        docs: docs(&node.docs),
                        ty: self.ty(ty, &env, &span)?,
                        span: span.clone(),
                        value: wit_codegen_core::front_end::Literal::Null,
                    };
                    let constants = &mut self.modules[module.0].constants;
                    let holder = Holder::Constant(module.0, constants.len());
                    constants.push(constant);
                    self.values.insert(holder, (value.clone(), span));
                }
                Kind::File | Kind::Annotation => {}
            }
        }
        Ok(())
    }

    /// Converts what was declared, and what that declares.
    fn drain(&mut self) -> Result<()> {
        while let Some(job) = self.queue.pop_front() {
            let Job {
                node,
                env,
                id,
                file,
            } = job;
            self.current_file = file;
            let node = self.request.node(node)?;
            let done = match &node.kind {
                Kind::Struct(it) => self.convert_struct(node, it, &env, id),
                Kind::Enum(cases) => self.convert_enum(node, cases, id),
                Kind::Interface(it) => self.convert_interface(node, it, &env, id),
                Kind::File | Kind::Const { .. } | Kind::Annotation => Ok(()),
            };
            if !self.forgiving {
                done?;
            } else if let (Err(_), Kind::Struct(it)) = (done, &node.kind)
                && !it.is_group
            {
                // It has its name as a struct, whatever is in it.
                self.types[id.0].kind = TypeKind::Struct(Struct {
                    fields: Vec::new(),
                    which: None,
                });
            }
        }
        Ok(())
    }

    /// Types in a module stand as they are written, instances of a generic as they are first used.
    fn order_types(&mut self) {
        let types = &self.types;
        for module in &mut self.modules {
            module
                .types
                .sort_by_key(|id| (types[id.0].span.clone(), *id));
        }
    }
}
