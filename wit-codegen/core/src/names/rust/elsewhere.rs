//! Types that are not generated here, and what Rust has in their place: a table beside the schema.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::ModulePlaces;
use crate::model::TypeId;

/// What stands in for types, by type.
#[derive(Clone, Debug, Default)]
pub struct Elsewhere {
    types: BTreeMap<TypeId, Mapped>,
}

impl Elsewhere {
    /// What stands in for a type, if it is not generated here.
    #[must_use]
    pub fn get(&self, id: TypeId) -> Option<&Mapped> {
        self.types.get(&id)
    }

    /// The same, to add to it.
    pub fn get_mut(&mut self, id: TypeId) -> Option<&mut Mapped> {
        self.types.get_mut(&id)
    }

    /// Whether something stands in for a type.
    #[must_use]
    pub fn contains(&self, id: TypeId) -> bool {
        self.types.contains_key(&id)
    }

    /// Puts something in the place of a type, and of what stood there.
    pub fn insert(&mut self, id: TypeId, mapped: Mapped) {
        self.types.insert(id, mapped);
    }

    /// Everything, by type.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &Mapped)> {
        self.types.iter().map(|(id, mapped)| (*id, mapped))
    }
}

/// What a schema, and the options of its front end, say about Rust alone.
#[derive(Clone, Debug, Default)]
pub struct RustFacts {
    /// What stands in for types.
    pub elsewhere: Elsewhere,
    /// Where modules are to be.
    pub places: ModulePlaces,
}

/// What stands in for a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// Its Rust path.
    pub path: String,
    /// The Rust module in which it is, where types are taken from there by their names.
    pub module: Option<String>,
    /// This generator made it from the same schema: what holds for a type that is generated here holds for it.
    pub generated: bool,
    /// It is an object of the platform, which is no handle.
    pub of_platform: bool,
    /// What it has, where the configuration says so.
    pub traits: Option<Vec<Trait>>,
    /// Of an interface, where its trait is.
    pub interface: Option<Provided>,
    /// The option that put it there, as a user writes it: `.with("rpc:shop/money/amount", "my_money::Amount")`.
    pub option: String,
}

/// Where another crate has an interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provided {
    /// The path of the module that its trait is in.
    pub module: String,
    /// What it is called.
    pub trait_name: String,
}

/// What a type that was made elsewhere has; see [`with_traits`](crate::backends::rust::Rust::with_traits).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Trait {
    /// `Copy`: clients take it by value.
    Copy,
    /// `Eq`
    Eq,
    /// `Hash`
    Hash,
    /// `Default`
    Default,
    /// serde's `Serialize` and `Deserialize`
    Serde,
}

impl Trait {
    const ALL: [Self; 5] = [Self::Copy, Self::Eq, Self::Hash, Self::Default, Self::Serde];

    const fn name(self) -> &'static str {
        match self {
            Self::Copy => "Copy",
            Self::Eq => "Eq",
            Self::Hash => "Hash",
            Self::Default => "Default",
            Self::Serde => "Serde",
        }
    }
}

impl fmt::Display for Trait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Trait {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|it| it.name() == text);
        known.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("there is no `{text}` among what a type can be said to have: {names}")
        })
    }
}
