//! What a schema says, in our own terms.
//!
//! Front ends (WIT today, Cap'n Proto beside it) build a [`Schema`]; checks and back ends read it. Nothing of
//! a schema compiler's types appears here, so that those may change under us without touching a back end.
//! Every item keeps its three names ([`Name`]) and its [`Place`] in the source.

use crate::diagnostic::Place;

/// The three names of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// As written in the schema: `place-order`.
    pub(crate) schema: String,
    /// The Rust identifier, keyword escapes included: `place_order`, `r#type`.
    pub(crate) rust: String,
    /// As it looks on the wire: `placeOrder` for methods, parameters and fields, `place-order` for tags.
    pub(crate) wire: String,
}

/// What a schema author wrote about an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Docs {
    /// The doc comment, without comment markers.
    pub(crate) text: Option<String>,
    /// Set by `@deprecated`; the text says since when.
    pub(crate) deprecated: Option<String>,
}

/// Everything one run of the generator emits.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    /// The name of the generated file, without its ending: `calculator` for `package rpc:calculator`.
    pub(crate) file_stem: String,
    /// In order of emission.
    pub(crate) modules: Vec<Module>,
    /// Every named type of every module; a [`TypeId`] is an index into it.
    pub(crate) types: Vec<TypeDef>,
}

impl Schema {
    /// Follows `use`s to where a type is declared.
    pub(crate) fn declaration(&self, mut id: TypeId) -> TypeId {
        while let TypeKind::Use(next) = self.types[id.0].kind {
            id = next;
        }
        id
    }

    /// Follows `use`s and aliases to what a type is. A type that the configuration maps is opaque.
    pub(crate) fn resolve<'s>(&'s self, ty: &'s Type) -> &'s Type {
        let Type::Named(id) = ty else { return ty };
        let def = &self.types[self.declaration(*id).0];
        match &def.kind {
            TypeKind::Alias(inner) if def.mapped.is_none() => self.resolve(inner),
            _ => ty,
        }
    }
}

/// Index into [`Schema::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub(crate) usize);

/// Index into [`Schema::modules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ModuleId(pub(crate) usize);

/// An interface, or the functions and types that a world holds directly: one Rust module.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    /// Rust path from the root of the generated file, one identifier per level.
    pub(crate) path: Vec<String>,
    /// What a selector names it by: `rpc:calculator/calculator@1.0.0`.
    pub(crate) selector: String,
    pub(crate) docs: Docs,
    /// Types declared here, in schema order.
    pub(crate) types: Vec<TypeId>,
    /// What can be called: none for an interface that only holds types, two for a world with both imported
    /// and exported functions.
    pub(crate) services: Vec<Service>,
    /// Further names for this module, from named imports and exports (`import primary: store`).
    pub(crate) aliases: Vec<String>,
}

/// Functions that are served together and called through one client.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    /// As written in the schema: `calculator`.
    pub(crate) schema_name: String,
    /// `Calculator`
    pub(crate) trait_name: String,
    /// `CalculatorClient`
    pub(crate) client_name: String,
    pub(crate) docs: Docs,
    pub(crate) functions: Vec<Function>,
    /// This Worker may serve it: emit what `export!` needs.
    pub(crate) served: bool,
    /// This Worker may call it: emit the client.
    pub(crate) called: bool,
    /// How a declared error (`result<T, E>` as a direct result) travels.
    pub(crate) errors: DeclaredErrors,
}

/// How a declared error travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeclaredErrors {
    /// As data: `{tag: 'ok', val}` or `{tag: 'err', val}`.
    Tagged,
    /// As a thrown `Error` whose `payload` property is the declared error.
    Thrown,
}

/// One function of a [`Service`].
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) name: Name,
    pub(crate) docs: Docs,
    pub(crate) place: Place,
    pub(crate) params: Vec<Param>,
    pub(crate) result: Option<Type>,
}

/// One parameter of a [`Function`].
#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub(crate) name: Name,
    pub(crate) place: Place,
    pub(crate) ty: Type,
}

/// A type where it is used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Type {
    Bool,
    U8,
    U16,
    U32,
    U64,
    S8,
    S16,
    S32,
    S64,
    F32,
    F64,
    Char,
    String,
    List(Box<Type>),
    /// `list<T, N>`
    FixedList(Box<Type>, u32),
    Map(Box<Type>, Box<Type>),
    Option(Box<Type>),
    Result {
        ok: Option<Box<Type>>,
        err: Option<Box<Type>>,
    },
    Tuple(Vec<Type>),
    Named(TypeId),
    /// A handle that is handed over; the id is a resource's, or a `use` of one.
    Own(TypeId),
    /// A handle that stays the caller's.
    Borrow(TypeId),
    Stream(Option<Box<Type>>),
    Future(Option<Box<Type>>),
}

/// A type that has a name of its own.
#[derive(Clone, Debug)]
pub(crate) struct TypeDef {
    pub(crate) name: Name,
    /// `rpc:shop/orders/order`
    pub(crate) selector: String,
    /// Where it is declared, and so where its Rust type lives.
    pub(crate) module: ModuleId,
    pub(crate) docs: Docs,
    pub(crate) place: Place,
    pub(crate) kind: TypeKind,
    /// A Rust path that stands in for it (`with`): nothing is emitted but a `pub use`.
    pub(crate) mapped: Option<String>,
    /// Derives and attributes added by the configuration.
    pub(crate) attributes: Attributes,
}

/// What the configuration adds to one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    /// Paths for `#[derive(…)]`.
    pub(crate) derives: Vec<String>,
    /// Whole attributes, `#[…]` included.
    pub(crate) attributes: Vec<String>,
}

/// What a [`TypeDef`] is.
#[derive(Clone, Debug)]
pub(crate) enum TypeKind {
    Record(Vec<Field>),
    Variant(Vec<Case>),
    Enum(Vec<Case>),
    Flags(Vec<Case>),
    /// `type t = list<u32>`
    Alias(Type),
    /// `use other.{t}`, `use other.{t as u}`: the same type under this module's name.
    Use(TypeId),
    Resource(Resource),
}

/// Something that lives in one Worker and is called from others through handles.
///
/// Its constructor and static functions are functions of its module's service.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// The trait that implements it: `BookTarget`.
    pub(crate) trait_name: String,
    pub(crate) functions: Vec<Function>,
    /// How a declared error travels.
    pub(crate) errors: DeclaredErrors,
}

/// A field of a record.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) docs: Docs,
    pub(crate) place: Place,
    pub(crate) ty: Type,
}

/// A case of a variant or an enum, or one flag. Only a variant's case has a payload.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: Name,
    pub(crate) docs: Docs,
    pub(crate) place: Place,
    pub(crate) ty: Option<Type>,
}
