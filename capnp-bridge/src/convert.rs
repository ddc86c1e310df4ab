//! Request → model.
//!
//! [`declarations`](Converter::declare) become types one by one, whatever they refer to is declared on the way, and
//! a generic once for each way in which it is bound. What depends on the whole comes after that: which types hold
//! themselves ([`recursive`]), what values mean ([`literals`]), what interfaces inherit.

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

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use wit_codegen_core::ErrorKind;
use wit_codegen_core::front_end::{
    Constant, Diagnostic, Diagnostics, Docs, Elsewhere, FrontEnd, FunctionLayout, Layouts, Loaded,
    Mapped, Module, ModuleId, ModulePlaces, Schema, Sources, Span, Struct, StructLayout, TypeDef,
    TypeId, TypeKind,
};

use crate::compiler::{Compiled, Maker};
use crate::request::{self, Invalid, Kind, Node, Request, Value};
use files::Files;
use instances::Env;
use literals::Holder;
use provided::Key;

/// Where things go in Rust.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mapping {
    /// The modules around that of a file.
    pub(crate) parent_module: Vec<String>,
    /// Files by their ids, and the crate that has them.
    pub(crate) provided: BTreeMap<u64, String>,
}

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

/// Why something could not be converted.
#[derive(Debug)]
enum Failure {
    /// The request is not what a compiler makes.
    Invalid(Invalid),
    /// The schema cannot be had in Rust.
    Schema(Box<Diagnostic>),
}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Self {
        Failure::Invalid(invalid)
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Failure::Schema(Box::new(diagnostic))
    }
}

impl Failure {
    fn into_diagnostic(self, compiled: &Compiled) -> Diagnostic {
        match self {
            Failure::Schema(diagnostic) => *diagnostic,
            Failure::Invalid(Invalid::TooDeep(name)) => {
                let message = format!("types or values in `{name}` are nested too deeply");
                Diagnostic::new(ErrorKind::Schema, message)
                    .help("put some of them into a struct of their own")
            }
            Failure::Invalid(Invalid::Corrupt(why)) => match &compiled.from {
                Maker::BuiltIn => {
                    let message = format!(
                        "the built-in schema compiler made no valid CodeGeneratorRequest: {why}"
                    );
                    Diagnostic::new(ErrorKind::Internal, message)
                        .help("try another one: `.capnp_executable(…)` in build.rs")
                }
                Maker::Executable(path) => {
                    let path = path.display();
                    let message =
                        format!("what `{path}` printed is no valid CodeGeneratorRequest: {why}");
                    Diagnostic::config(message)
                        .rule("`capnp_executable` takes the `capnp` of Cap'n Proto")
                }
                Maker::Stored(path) => {
                    let path = path.display();
                    let message = format!("`{path}` is no valid CodeGeneratorRequest: {why}");
                    Diagnostic::new(ErrorKind::Io, message)
                        .help("make it again, with a current version of the schema compiler")
                }
            },
        }
    }
}

fn invalid(why: impl Into<String>) -> Failure {
    Failure::Invalid(Invalid::Corrupt(why.into()))
}

/// Most declarations in each other, groups included.
const DEEPEST: usize = 64;

type Result<T> = std::result::Result<T, Failure>;

/// A declaration whose insides are still to be converted.
struct Job {
    node: u64,
    env: Env,
    id: TypeId,
    file: u64,
}

struct Converter<'a> {
    compiled: &'a Compiled,
    request: &'a Request,
    files: &'a Files,
    mapping: &'a Mapping,
    problems: &'a mut Diagnostics,
    types: Vec<TypeDef>,
    modules: Vec<Module>,
    layouts: BTreeMap<TypeId, StructLayout>,
    /// How the methods of interfaces lie in messages, in the order of the functions.
    method_layouts: BTreeMap<TypeId, Vec<FunctionLayout>>,
    /// Types by their declarations and what these are bound to.
    declared: HashMap<(u64, Env), TypeId>,
    /// How deeply generics are nested in a type's name.
    depths: HashMap<TypeId, usize>,
    scopes: HashMap<(u64, Env), ModuleId>,
    /// What is around the modules of files.
    places: ModulePlaces,
    /// Names that schemas give groups where they are fields.
    group_names: HashMap<u64, String>,
    queue: VecDeque<Job>,
    /// Which file holds what is converted.
    current_file: u64,
    /// The file of each module; 0 is none.
    module_files: Vec<u64>,
    /// Which files need others.
    needs: BTreeSet<(u64, u64)>,
    /// Explicit defaults and constants.
    values: BTreeMap<Holder, (Value, Span)>,
    /// The files that types are declared in, and what stands for them in any conversion.
    keys: HashMap<TypeId, (u64, Key)>,
    /// What stands in for types that other crates have.
    elsewhere: Elsewhere,
    /// What other crates have.
    provided: HashMap<Key, Mapped>,
    /// Leaves away what cannot be converted: of what nobody asked for, a request has only a part.
    forgiving: bool,
    /// The stand-in for a capability of any kind.
    any_capability: Option<TypeId>,
}

impl<'a> Converter<'a> {
    fn new(
        compiled: &'a Compiled,
        request: &'a Request,
        files: &'a Files,
        mapping: &'a Mapping,
        problems: &'a mut Diagnostics,
    ) -> Self {
        Converter {
            compiled,
            request,
            files,
            mapping,
            problems,
            types: Vec::new(),
            modules: Vec::new(),
            layouts: BTreeMap::new(),
            method_layouts: BTreeMap::new(),
            declared: HashMap::new(),
            depths: HashMap::new(),
            scopes: HashMap::new(),
            places: ModulePlaces::default(),
            group_names: HashMap::new(),
            queue: VecDeque::new(),
            current_file: 0,
            module_files: Vec::new(),
            needs: BTreeSet::new(),
            values: BTreeMap::new(),
            keys: HashMap::new(),
            provided: HashMap::new(),
            elsewhere: Elsewhere::default(),
            forgiving: false,
            any_capability: None,
        }
    }

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
                    elsewhere: self.elsewhere,
                    places: self.places,
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

/// The comment on an item.
fn docs(text: &Option<String>) -> Docs {
    Docs {
        text: text.clone(),
        deprecated: None,
    }
}
