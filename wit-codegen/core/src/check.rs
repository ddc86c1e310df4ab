//! What a schema may not contain, although it is good WIT: what cannot cross an RPC boundary as it stands.

mod held;
mod idempotent;
mod thrown;
mod wire;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostics;
use crate::model::{Docs, Function, ItemId, Schema};
use crate::options::Selection;

/// Reports every problem of `schema`; gives the functions that nobody can call. What passes can be rendered.
pub(crate) fn check(
    schema: &Schema,
    selection: &Selection,
    problems: &mut Diagnostics,
) -> Uncallable {
    wire::check_wire_names(schema, selection, problems);
    thrown::check_thrown(schema, problems);
    idempotent::check_idempotent(schema, problems);
    wire::uncallable(schema, selection)
}

/// Functions that cannot be called although somebody else may serve them, and why: a table beside the schema.
#[derive(Clone, Debug, Default)]
pub struct Uncallable(BTreeMap<ItemId, String>);

impl Uncallable {
    /// The docs of a function, which warn whoever calls it if that cannot be.
    #[must_use]
    pub fn docs(&self, function: &Function) -> Docs {
        let mut docs = function.docs.clone();
        if let Some(why) = self.0.get(&function.name.item()) {
            docs.deprecated = Some(why.clone());
        }
        docs
    }
}
