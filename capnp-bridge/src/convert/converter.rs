//! What is known while a request is converted.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use wit_codegen_core::front_end::{
    Diagnostics, Docs, Elsewhere, FunctionLayout, Mapped, Module, ModuleId, ModulePlaces, Span,
    StructLayout, Type, TypeDef, TypeId,
};

use super::files::Files;
use crate::compiler::Compiled;
use crate::request::{Request, Value};

/// Where things go in Rust.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mapping {
    /// The modules around that of a file.
    pub(crate) parent_module: Vec<String>,
    /// Files by their ids, and the crate that has them.
    pub(crate) provided: BTreeMap<u64, String>,
}

/// What the type parameters around a declaration stand for: for each scope that has any, innermost first, one type
/// each. Only pointers can be bound.
pub(super) type Env = Vec<(u64, Vec<Type>)>;

/// What stands for a type in all conversions of one request: its declaration, what that is bound to, and which of the
/// types it is that are made of it.
pub(super) type Key = String;

/// What a value belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holder {
    Field(TypeId, usize),
    Case(TypeId, usize),
    /// An interface, its function, the function's parameter.
    Param(TypeId, usize, usize),
    /// A module, its constant.
    Constant(usize, usize),
    /// An interface, and the function whose only result it is.
    Result(TypeId, usize),
}

/// A declaration whose insides are still to be converted.
pub(super) struct Job {
    pub(super) node: u64,
    pub(super) env: Env,
    pub(super) id: TypeId,
    pub(super) file: u64,
}

/// Its methods are in the modules beside this one.
pub(super) struct Converter<'a> {
    pub(super) compiled: &'a Compiled,
    pub(super) request: &'a Request,
    pub(super) files: &'a Files,
    pub(super) mapping: &'a Mapping,
    pub(super) problems: &'a mut Diagnostics,
    pub(super) types: Vec<TypeDef>,
    pub(super) modules: Vec<Module>,
    pub(super) layouts: BTreeMap<TypeId, StructLayout>,
    /// How the methods of interfaces lie in messages, in the order of the functions.
    pub(super) method_layouts: BTreeMap<TypeId, Vec<FunctionLayout>>,
    /// Types by their declarations and what these are bound to.
    pub(super) declared: HashMap<(u64, Env), TypeId>,
    /// How deeply generics are nested in a type's name.
    pub(super) depths: HashMap<TypeId, usize>,
    pub(super) scopes: HashMap<(u64, Env), ModuleId>,
    /// What is around the modules of files.
    pub(super) places: ModulePlaces,
    /// Names that schemas give groups where they are fields.
    pub(super) group_names: HashMap<u64, String>,
    pub(super) queue: VecDeque<Job>,
    /// Which file holds what is converted.
    pub(super) current_file: u64,
    /// The file of each module; 0 is none.
    pub(super) module_files: Vec<u64>,
    /// Which files need others.
    pub(super) needs: BTreeSet<(u64, u64)>,
    /// Explicit defaults and constants.
    pub(super) values: BTreeMap<Holder, (Value, Span)>,
    /// The files that types are declared in, and what stands for them in any conversion.
    pub(super) keys: HashMap<TypeId, (u64, Key)>,
    /// What stands in for types that other crates have.
    pub(super) elsewhere: Elsewhere,
    /// What other crates have.
    pub(super) provided: HashMap<Key, Mapped>,
    /// Leaves away what cannot be converted: of what nobody asked for, a request has only a part.
    pub(super) forgiving: bool,
    /// What stands for a capability of any kind.
    pub(super) any_capability: Option<TypeId>,
}

impl<'a> Converter<'a> {
    pub(super) fn new(
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
}

/// The comment on an item.
pub(super) fn docs(text: &Option<String>) -> Docs {
    Docs {
        text: text.clone(),
        deprecated: None,
    }
}
