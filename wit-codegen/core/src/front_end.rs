//! What a front end is, and what it builds on.
//!
//! A front end reads schema files and writes down what they say as a [`Schema`]. Names, options, checks and
//! rendering are the same for all.

use std::path::PathBuf;

pub use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Sources, Span};
pub use crate::elsewhere::{Elsewhere, Mapped, Provided};
pub use crate::model::*;
pub use crate::names::capnp as names;
pub use crate::names::file_stem;
pub use crate::names::rust::{ModulePlaces, RustNames, resolve_collisions};

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
    /// What stands in for its types, by the front end's own options.
    pub elsewhere: Elsewhere,
    /// Where its modules are to be in Rust, where the schema or the front end's own options say so.
    pub places: ModulePlaces,
    /// Every folder that was searched for files: a file added there changes the schema.
    pub folders: Vec<PathBuf>,
}
