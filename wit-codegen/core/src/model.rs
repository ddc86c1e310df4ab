//! What a schema says, in our own terms.
//!
//! Front ends build a [`Schema`]; checks and back ends read it. Nothing of a schema compiler's types appears here, so
//! that those may change under us without touching a back end, and nothing of a language that code is made in: what a
//! back end has to know beyond this is in a table beside it. Every item keeps its [`Name`] and its [`Span`] in the source.

mod layout;
mod literal;
mod name;
mod types;
pub mod visit;

pub use layout::{FunctionLayout, Group, Layouts, Slot, StructLayout, Union};
pub use literal::{Constant, Literal};
pub use name::{ItemId, Name};
pub use types::{Scalar, Type};

use crate::diagnostic::Span;

/// What a schema author wrote about an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// The doc comment, without comment markers.
    pub text: Option<String>,
    /// Set by `@deprecated`; the text says since when.
    pub deprecated: Option<String>,
}

/// Everything one run of the generator emits.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The names of the generated files, without their endings: `calculator` for `package rpc:calculator`. Cap'n Proto
    /// has one for each file that was asked for.
    pub files: Vec<String>,
    /// In order of emission.
    pub modules: Vec<Module>,
    /// Every named type of every module; a [`TypeId`] is an index into it.
    pub types: Vec<TypeDef>,
    items: usize,
}

impl Schema {
    /// A schema of these parts, whose items are numbered.
    #[must_use]
    pub fn new(files: Vec<String>, modules: Vec<Module>, types: Vec<TypeDef>) -> Self {
        let mut schema = Self {
            files,
            modules,
            types,
            items: 0,
        };
        schema.items = name::number(&mut schema);
        schema
    }

    /// How many items have a [`Name`].
    #[must_use]
    pub const fn item_count(&self) -> usize {
        self.items
    }

    /// Follows `use`s to where a type is declared.
    pub fn declaration(&self, mut id: TypeId) -> TypeId {
        while let TypeKind::Use(next) = self.types[id.0].kind {
            id = next;
        }
        id
    }

    /// Follows `use`s and aliases to what a type is. A type of somebody's own that the
    /// configuration puts there is opaque.
    pub fn resolve<'s>(&'s self, ty: &'s Type) -> &'s Type {
        let Type::Named(id) = ty else { return ty };
        let def = &self.types[self.declaration(*id).0];
        if let TypeKind::Alias(inner) = &def.kind
            && !def.is_opaque()
        {
            return self.resolve(inner);
        }
        ty
    }

    /// Every function: those of services, then those of resources.
    pub fn functions(&self) -> impl Iterator<Item = &Function> {
        let services = self.modules.iter().flat_map(|module| &module.services);
        let of_services = services.flat_map(|service| &service.functions);
        of_services.chain(self.types.iter().flat_map(|it| it.kind.functions()))
    }

    /// What a function gives.
    pub fn outcome<'s>(&'s self, function: &'s Function) -> Outcome<'s> {
        let Some(ty) = &function.result else {
            return Outcome::Nothing;
        };
        match self.resolve(ty) {
            Type::Result { ok, err } => Outcome::Declared(ok.as_deref(), err.as_deref()),
            Type::Scalar(_)
            | Type::String
            | Type::Data
            | Type::Void
            | Type::AnyPointer
            | Type::List(_)
            | Type::FixedList(..)
            | Type::Map(..)
            | Type::Option(_)
            | Type::Tuple(_)
            | Type::Named(_)
            | Type::Own(_)
            | Type::Borrow(_)
            | Type::Stream(_)
            | Type::Future(_) => Outcome::Value(ty),
        }
    }
}

/// What a function gives; see [`Schema::outcome`].
#[derive(Clone, Copy, Debug)]
pub enum Outcome<'s> {
    Nothing,
    /// As the schema names it.
    Value(&'s Type),
    /// A value or a declared error: `result<T, E>` as a direct result.
    Declared(Option<&'s Type>, Option<&'s Type>),
}

/// Index into [`Schema::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// Index into [`Schema::modules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(pub usize);

/// An interface, the functions and types that a world holds directly, a Cap'n Proto file or a scope in one.
#[derive(Clone, Debug)]
pub struct Module {
    /// What it is called in the schema, or is to be called in code: `calculator`.
    pub name: String,
    /// The module that it is in. It stands before this one in [`Schema::modules`].
    pub parent: Option<ModuleId>,
    /// Without a parent, the packages around it: `wasi` and `io`, or `io-0-2-0` beside another version.
    pub packages: Vec<String>,
    /// What a selector names it by: `rpc:calculator/calculator@1.0.0`.
    pub selector: String,
    /// Which of [`Schema::files`] it goes into: that of its own file or, where that is only imported, of the first file
    /// that needs it.
    pub file: usize,
    /// It is of a file that was asked for.
    pub is_requested: bool,
    pub docs: Docs,
    /// Types declared here, in schema order.
    pub types: Vec<TypeId>,
    /// What can be called: none for an interface that only holds types, two for a world with both imported
    /// and exported functions.
    pub services: Vec<Service>,
    /// Further names of it, from named imports and exports (`import primary: store`).
    pub aliases: Vec<String>,
    /// `const` declarations of a Cap'n Proto schema.
    pub constants: Vec<Constant>,
}

/// Functions that are served together, and called together.
#[derive(Clone, Debug)]
pub struct Service {
    /// That of the interface or the world.
    pub name: Name,
    pub docs: Docs,
    pub functions: Vec<Function>,
    /// This Worker may serve it.
    pub served: bool,
    /// This Worker may call it.
    pub called: bool,
    /// How a declared error (`result<T, E>` as a direct result) travels.
    pub errors: DeclaredErrors,
}

/// How a declared error travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclaredErrors {
    /// As data: `{tag: 'ok', val}` or `{tag: 'err', val}`.
    Tagged,
    /// As a thrown `Error` whose `payload` property is the declared error.
    Thrown,
}

/// One function of a [`Service`].
#[derive(Clone, Debug)]
pub struct Function {
    pub name: Name,
    /// What a selector calls it, where that is not its name: `book.constructor` for `new-book`, `book.find` for
    /// `book-find`.
    pub member: Option<String>,
    pub docs: Docs,
    pub span: Span,
    pub params: Vec<Param>,
    /// What it gives.
    pub result: Option<Type>,
    pub arguments: Arguments,
    pub returns: Returns,
    /// A call of it that failed may be made again.
    pub is_idempotent: bool,
}

/// How the parameters of a function travel on the object wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arguments {
    /// One JavaScript argument for each (WIT).
    ByPosition,
    /// One object with a key for each; a key that is absent stands for the parameter's default (Cap'n Proto).
    ByName,
    /// The only parameter is the object itself: a Cap'n Proto method that names a struct for its parameters.
    Whole,
}

/// How the result of a function travels on the object wire.
#[derive(Clone, Debug, PartialEq)]
pub enum Returns {
    /// The result is what is returned; without one, `undefined`.
    Value,
    /// An object with one key holds it: a Cap'n Proto method with one result.
    Field {
        key: Name,
        /// What an absent key stands for, where that is not the type's own default.
        default: Option<Literal>,
    },
    /// An object without keys that mean anything: a Cap'n Proto method without results, streaming ones included.
    Empty,
}

/// One parameter of a [`Function`].
#[derive(Clone, Debug)]
pub struct Param {
    pub name: Name,
    pub span: Span,
    pub ty: Type,
    /// What an absent one stands for, where that is not the type's own default (`0`, empty, the first case).
    pub default: Option<Literal>,
}

impl Param {
    /// What both sides know it as: the key of the object that holds it, or where it goes by position, what the schema
    /// calls it.
    #[must_use]
    pub fn name_on(&self, arguments: Arguments) -> &str {
        match arguments {
            Arguments::ByName => &self.name.wire,
            Arguments::ByPosition | Arguments::Whole => &self.name.schema,
        }
    }
}

/// A type that has a name of its own.
#[derive(Clone, Debug)]
pub struct TypeDef {
    pub name: Name,
    /// `rpc:shop/orders/order`
    pub selector: String,
    /// Where it is declared.
    pub module: ModuleId,
    pub docs: Docs,
    pub span: Span,
    pub kind: TypeKind,
    /// Who makes what code has for it.
    pub origin: Origin,
}

/// Where what code has for a type comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// It is generated here.
    #[default]
    Here,
    /// This generator made it elsewhere from the same schema: what holds for a type that is generated here holds for
    /// it.
    Elsewhere,
    /// It is somebody's own, of which nothing is known but what has to hold.
    Opaque,
}

impl TypeDef {
    /// Whether nothing is known of it but what has to hold: it is somebody's own type.
    pub fn is_opaque(&self) -> bool {
        self.origin == Origin::Opaque
    }

    /// Whether it is a type of its own that holds values.
    #[must_use]
    pub fn is_data(&self) -> bool {
        match self.kind {
            TypeKind::Record(_)
            | TypeKind::Variant(_)
            | TypeKind::Enum(_)
            | TypeKind::Flags(_)
            | TypeKind::Struct(_)
            | TypeKind::Union(_)
            | TypeKind::OpenEnum(_) => true,
            TypeKind::Alias(_) | TypeKind::Use(_) | TypeKind::Resource(_) => false,
        }
    }
}

/// What a [`TypeDef`] is.
#[derive(Clone, Debug)]
pub enum TypeKind {
    Record(Vec<Field>),
    Variant(Vec<Case>),
    Enum(Vec<Case>),
    Flags(Vec<Case>),
    /// `type t = list<u32>`
    Alias(Type),
    /// `use other.{t}`, `use other.{t as u}`: the same type under this module's name.
    Use(TypeId),
    Resource(Resource),
    /// A Cap'n Proto struct, or a group in one. Unlike in a record, an absent key stands for the field's default.
    Struct(Struct),
    /// A Cap'n Proto union: an object with one key, that of the active member. There may be members that are not
    /// known, which a newer schema adds.
    Union(Vec<Case>),
    /// A Cap'n Proto enum: like [`Enum`](TypeKind::Enum), but there may be cases that are not known: numbers on
    /// the wire. The number of a case is its index.
    OpenEnum(Vec<Case>),
}

impl TypeKind {
    /// The methods of a resource.
    #[must_use]
    pub fn functions(&self) -> &[Function] {
        match self {
            Self::Resource(resource) => &resource.functions,
            Self::Record(_)
            | Self::Variant(_)
            | Self::Enum(_)
            | Self::Flags(_)
            | Self::Alias(_)
            | Self::Use(_)
            | Self::Struct(_)
            | Self::Union(_)
            | Self::OpenEnum(_) => &[],
        }
    }

    /// The members of a union.
    #[must_use]
    pub fn union_cases(&self) -> &[Case] {
        match self {
            Self::Union(cases) => cases,
            Self::Record(_)
            | Self::Variant(_)
            | Self::Enum(_)
            | Self::Flags(_)
            | Self::Alias(_)
            | Self::Use(_)
            | Self::Resource(_)
            | Self::Struct(_)
            | Self::OpenEnum(_) => &[],
        }
    }
}

/// A Cap'n Proto struct.
#[derive(Clone, Debug)]
pub struct Struct {
    /// All members but those of the unnamed union: one field each, groups and named unions too.
    pub fields: Vec<Field>,
    /// The unnamed union. Its active member is a key of the struct's own object.
    pub which: Option<Which>,
}

/// The unnamed union of a [`Struct`].
#[derive(Clone, Debug)]
pub struct Which {
    /// What code calls it; there is no such name on the wire.
    pub name: Name,
    /// A [`TypeKind::Union`].
    pub ty: TypeId,
}

/// Something that lives in one Worker and is called from others through handles.
///
/// Its constructor and static functions are functions of its module's service.
#[derive(Clone, Debug)]
pub struct Resource {
    /// An interface of Cap'n Proto, and no resource of WIT.
    pub is_interface: bool,
    pub functions: Vec<Function>,
    /// How a declared error travels.
    pub errors: DeclaredErrors,
    /// What it extends, directly; `functions` has theirs already.
    pub bases: Vec<TypeId>,
    /// A Cap'n Proto interface, which an entrypoint may serve, too: the module of what is declared in it.
    pub entrypoint: Option<ModuleId>,
    /// It is not called through handles: it is an object of the platform.
    pub platform: Option<Platform>,
    /// It is not of an interface that this Worker only calls, nor of a file that is only imported.
    pub served: bool,
}

/// An object of the Workers runtime's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Platform {
    Request,
    Response,
    Headers,
    Date,
    Blob,
    AbortSignal,
}

/// A field of a record or a struct.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: Name,
    pub docs: Docs,
    pub span: Span,
    pub ty: Type,
    /// In a struct: what `Default` gives and an absent key stands for, where that is not the type's own default.
    pub default: Option<Literal>,
}

/// A case of a variant or an enum, or one flag. Only a variant's case has a payload.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: Name,
    pub docs: Docs,
    pub span: Span,
    pub ty: Option<Type>,
    /// In a union: as for a struct's [`Field`].
    pub default: Option<Literal>,
}
