//! How values lie in Cap'n Proto messages.
//!
//! The layout of a Cap'n Proto struct is the compiler's; that of a WIT type is derived. Offsets and indices are
//! those of the encoding specification <https://capnproto.org/encoding.html>.

use std::collections::BTreeMap;

use super::{Function, ItemId, TypeId};

/// How everything in a schema lies in messages: a table beside it.
#[derive(Clone, Debug, Default)]
pub struct Layouts {
    /// Structs, groups and unions; records, variants and flags of WIT.
    pub types: BTreeMap<TypeId, StructLayout>,
    functions: BTreeMap<ItemId, FunctionLayout>,
}

impl Layouts {
    /// The layout of a type, if it is a struct, a group or a union.
    #[must_use]
    pub fn of(&self, id: TypeId) -> Option<&StructLayout> {
        self.types.get(&id)
    }

    /// The layouts of a function's parameters and its result, where calls of it can be messages.
    #[must_use]
    pub fn of_function(&self, function: &Function) -> Option<&FunctionLayout> {
        self.functions.get(&function.name.item())
    }

    /// Notes the layouts of a function of a [`Schema`](super::Schema).
    pub fn insert_function(&mut self, function: &Function, layout: FunctionLayout) {
        self.functions.insert(function.name.item(), layout);
    }
}

/// How a struct lies in a message: the sizes of its two sections, and what is in them.
///
/// A group and a union lie in the struct that holds them: offsets are that struct's, and so is the size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StructLayout {
    /// Size of the data section, in words of 8 bytes.
    pub data_words: u16,
    /// Size of the pointer section, in pointers.
    pub pointers: u16,
    pub group: Group,
}

/// Members that lie beside each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// One for each field of the struct or record, or each parameter of the function, in the model's order.
    pub slots: Vec<Slot>,
    /// The unnamed union of a struct, or the cases of a union or variant.
    pub union: Option<Union>,
}

/// Members of which one is there at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Union {
    /// Where the active member's number is, in units of 16 bits.
    pub discriminant: u32,
    /// One for each case, in the model's order: its number and where it lies. The first number that no case has
    /// may be that of a case which a newer schema adds.
    pub cases: Vec<(u16, Slot)>,
}

/// Where one member lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Nowhere: `Void`, or a case without payload.
    Void,
    /// In the data section: a boolean, a number, or an enum (16 bits).
    Data {
        /// In units of the member's own size.
        offset: u32,
        /// The bits of its default, by which what is stored is XORed.
        default: u64,
    },
    /// In the pointer section. A null pointer stands for the member's default.
    Pointer {
        /// Which pointer.
        index: u32,
    },
    /// A group or a named union, in the same struct. What lies where is said by the layout of its type; for what
    /// has no name in WIT it is said here: the elements of a tuple, a union `none`, `some` for an `option<T>`, a
    /// union `ok`, `err` for a result.
    Group(Option<Box<Group>>),
}

/// How the parameters and the result of a function lie in messages: each is one struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionLayout {
    /// For [`Arguments::Whole`](super::Arguments::Whole) the parameter's own layout, else a slot per parameter.
    pub params: StructLayout,
    /// For a Cap'n Proto method that gives a struct that struct's own layout; else no slot, or one. A direct
    /// `result<T, E>` of WIT is a union: `ok`, then `err`.
    pub results: StructLayout,
}
