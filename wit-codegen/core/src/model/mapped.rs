//! What stands in for a type that is not generated here.

use std::fmt;
use std::str::FromStr;

use super::{TypeDef, TypeKind};

/// What stands in for a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// Its Rust path.
    pub path: String,
    /// The Rust module in which it is, where types are taken from there by their names.
    pub module: Option<String>,
    /// This generator made it from the same schema: what holds for a type that is generated here holds for it.
    pub generated: bool,
    /// What it has, where the configuration says so.
    pub traits: Option<Vec<Trait>>,
    /// The option that put it there, as a user writes it: `.with("rpc:shop/money/amount", "my_money::Amount")`.
    pub option: String,
}

impl TypeDef {
    /// Whether nothing is known of it but what [`with`](crate::Options::with) asks for: it is somebody's own type.
    pub fn is_opaque(&self) -> bool {
        self.mapped.as_ref().is_some_and(|it| !it.generated)
    }

    /// Whether a Rust type is declared for it, here or elsewhere, that holds values.
    pub(crate) fn is_data(&self) -> bool {
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

/// What a type that was made elsewhere has; see [`with_traits`](crate::Options::with_traits).
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
