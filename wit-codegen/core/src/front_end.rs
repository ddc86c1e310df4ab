//! What a front end builds on.
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

use crate::error::{Error, ErrorKind};
use crate::generate::{self, Checked, Generated};
use crate::options::Options;

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

/// Generates code from what `front_end` reads; all in one file.
///
/// # Errors
/// Everything that is wrong with the schema and with the options.
pub fn generate(options: &Options, front_end: &dyn FrontEnd) -> Result<Generated, Error> {
    generate::generate(options, front_end)
}

/// The same, in a file for each of the schema's.
///
/// # Errors
/// Everything that is wrong with the schema and with the options.
pub fn generate_files(
    options: &Options,
    front_end: &dyn FrontEnd,
) -> Result<Vec<Generated>, Error> {
    generate::generate_files(options, front_end)
}

/// The Cap'n Proto schema that is equivalent to what `front_end` reads.
///
/// # Errors
/// Everything that is wrong with the schema and with the options.
pub fn generate_capnp(options: &Options, front_end: &dyn FrontEnd) -> Result<Generated, Error> {
    generate::generate_capnp(options, front_end)
}

/// Reads a schema, names what is in it, lays out its messages and checks it all.
///
/// # Errors
/// Everything that is wrong with the schema and with the options.
pub fn check(options: &Options, front_end: &dyn FrontEnd) -> Result<Checked, Error> {
    generate::checked(options, front_end, true)
}

/// Writes what one run generated, from a build script.
///
/// # Errors
/// If there is no folder to write to, or it cannot be written to.
pub fn write(options: &Options, generated: &[Generated]) -> Result<(), Error> {
    crate::build::write(options, generated)
}

/// The error of a run that found these problems, in what it read.
#[must_use]
pub fn report(problems: Diagnostics, sources: &Sources) -> Error {
    problems.into_error(sources)
}

/// An error whose text is somebody else's: a schema compiler's own message.
#[must_use]
pub fn error(kind: ErrorKind, text: String) -> Error {
    Error::new(kind, text)
}
