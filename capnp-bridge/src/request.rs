//! A `CodeGeneratorRequest` as plain data, checked: what a schema compiler says, of what the front end needs.
//!
//! A request may come from a file, so nothing in it is believed: names are identifiers, ids lead somewhere, scopes
//! end, and what lies in a message lies within it.

mod read;
mod schema;
mod validate;

use std::collections::BTreeMap;

use rpc_message::{AnyPointer, ValueError, ValueErrorKind};

pub(crate) use read::{file_names, read};
pub(crate) use validate::{Size, size};

/// Everything that was compiled.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) nodes: BTreeMap<u64, Node>,
    /// The files that were asked for, in order.
    pub(crate) requested: Vec<u64>,
    /// The name of every file that was asked for or imported.
    pub(crate) file_names: BTreeMap<u64, String>,
}

impl Request {
    pub(crate) fn node(&self, id: u64) -> Result<&Node, Invalid> {
        let missing = || Invalid::Corrupt(format!("there is no node @0x{id:x}"));
        self.nodes.get(&id).ok_or_else(missing)
    }

    /// The node of the file that a node is declared in, if it is declared in one: a method's own parameters are not.
    pub(crate) fn file<'r>(&'r self, node: &'r Node) -> Option<&'r Node> {
        let mut node = node;
        // Scopes end, which was checked.
        while node.scope != 0 {
            node = self.nodes.get(&node.scope)?;
        }
        matches!(node.kind, Kind::File).then_some(node)
    }
}

/// Why a request cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Invalid {
    /// It cannot be what a schema compiler made.
    Corrupt(String),
    /// In the declaration of this name, types or values are nested more deeply than is read.
    TooDeep(String),
}

impl From<ValueError> for Invalid {
    fn from(error: ValueError) -> Self {
        match error.kind() {
            ValueErrorKind::TooDeep => Invalid::TooDeep(String::new()),
            _ => Invalid::Corrupt(error.to_string()),
        }
    }
}

/// One declaration.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) id: u64,
    /// With the file's name: `addressbook.capnp:Person.PhoneNumber`.
    pub(crate) display_name: String,
    /// Without what it is declared in: `PhoneNumber`. For a file, its name.
    pub(crate) name: String,
    /// What it is declared in; 0 for a file, and for what a method declares for itself.
    pub(crate) scope: u64,
    /// How many type parameters it has of its own.
    pub(crate) parameters: usize,
    pub(crate) nested: Vec<u64>,
    pub(crate) annotations: Vec<Annotation>,
    pub(crate) docs: Option<String>,
    pub(crate) kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    File,
    Struct(Struct),
    Enum(Vec<Member>),
    Interface(Interface),
    Const { ty: Type, value: Value },
    Annotation,
}

#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) data_words: u16,
    pub(crate) pointers: u16,
    pub(crate) is_group: bool,
    /// Where the number of the active member of its union is, if it has a union.
    pub(crate) discriminant: Option<u32>,
    /// By ordinal.
    pub(crate) fields: Vec<Field>,
}

/// What every member of a declaration has.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) docs: Option<String>,
    pub(crate) annotations: Vec<Annotation>,
    /// Its position as it is written.
    pub(crate) code_order: u16,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) member: Member,
    /// Its number in the union, if it is in there.
    pub(crate) case: Option<u16>,
    pub(crate) kind: FieldKind,
}

#[derive(Debug)]
pub(crate) enum FieldKind {
    Slot {
        /// In units of the type's own size; for pointers, which one.
        offset: u32,
        ty: Type,
        default: Value,
    },
    Group(u64),
}

#[derive(Debug)]
pub(crate) struct Interface {
    pub(crate) methods: Vec<Method>,
    pub(crate) superclasses: Vec<(u64, Brand)>,
}

#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) member: Member,
    pub(crate) params: (u64, Brand),
    pub(crate) results: (u64, Brand),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Void,
    Bool,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Float32,
    Float64,
    Text,
    Data,
    List(Box<Type>),
    Enum(u64, Brand),
    Struct(u64, Brand),
    Interface(u64, Brand),
    /// `AnyPointer`, `AnyStruct`, `AnyList`, and a parameter of a method, which may be anything.
    AnyPointer,
    /// `Capability`
    AnyCapability,
    /// A parameter of the declaration with this id.
    Parameter(u64, usize),
}

/// What the parameters of the scopes around a type stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Brand(pub(crate) Vec<(u64, Bindings)>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Bindings {
    /// As where the type is used.
    Inherit,
    /// One each; none is unbound.
    Bind(Vec<Option<Type>>),
}

/// A value in the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Void,
    /// A boolean, a number or an enumerant, as its bits.
    Data(u64),
    Text(String),
    Bytes(Vec<u8>),
    /// A struct, a list, or any pointer: a message in canonical form.
    Pointer(AnyPointer),
    /// No capability.
    Null,
}

#[derive(Clone, Debug)]
pub(crate) struct Annotation {
    pub(crate) id: u64,
    pub(crate) value: Value,
}
