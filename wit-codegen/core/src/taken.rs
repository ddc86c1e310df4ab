//! Types that are not generated here: a table beside the schema, which says why.

use std::collections::BTreeMap;

use crate::model::TypeId;

/// Types that are not generated here, and the option that says so of each.
#[derive(Clone, Debug, Default)]
pub struct Taken(BTreeMap<TypeId, String>);

impl Taken {
    /// The option that takes a type from elsewhere, as a user writes it; empty for an object of the platform, which
    /// nobody has to take.
    #[must_use]
    pub fn by(&self, id: TypeId) -> Option<&str> {
        self.0.get(&id).map(String::as_str)
    }

    /// Whether a type is not generated here.
    #[must_use]
    pub fn contains(&self, id: TypeId) -> bool {
        self.0.contains_key(&id)
    }

    pub(crate) fn insert(&mut self, id: TypeId, option: String) {
        self.0.insert(id, option);
    }
}
