//! What a front end is, and what it builds on.
//!
//! A front end reads schema files and writes down what they say as a [`Schema`]. Names, options, checks and
//! rendering are the same for all.

use std::path::PathBuf;

pub use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Sources, Span};
pub use crate::model::*;
pub use crate::names::capnp as names;
pub use crate::names::file_stem;
pub use crate::names::rust::{
    Elsewhere, Mapped, ModulePlaces, Provided, RustFacts, RustNames, resolve_collisions,
};
pub use crate::taken::Taken;

/// Reads one schema language.
pub trait FrontEnd {
    /// Reads a schema. Without a result, at least one problem was reported; with one, there may still be problems,
    /// and then the model is good for further checks only.
    fn load(&self, sources: &mut Sources, problems: &mut Diagnostics) -> Option<Loaded>;
}

/// A schema, read.
#[derive(Debug)]
pub struct Loaded {
    /// What it says.
    pub schema: Schema,
    /// How that lies in messages, where the schema says so; the rest is derived.
    pub layouts: Layouts,
    /// What the schema, and the front end's own options, say about Rust alone.
    pub rust: RustFacts,
    /// Types that are not generated here.
    pub taken: Taken,
    /// Every folder that was searched for files: a file added there changes the schema.
    pub folders: Vec<PathBuf>,
}

impl Loaded {
    /// Notes that a type is not generated here, but made as `origin` says; `option` says so, as a user writes it.
    pub fn take(&mut self, id: TypeId, origin: Origin, option: &str) {
        if let Some(definition) = self.schema.types.get_mut(id.0) {
            definition.origin = origin;
            self.taken.insert(id, option.to_owned());
        }
    }

    /// Objects of the platform are made by no schema.
    pub(crate) fn take_platform(&mut self) {
        for index in 0..self.schema.types.len() {
            if let TypeKind::Resource(it) = &self.schema.types[index].kind
                && it.platform.is_some()
            {
                self.take(TypeId(index), Origin::Opaque, "");
            }
        }
    }
}
