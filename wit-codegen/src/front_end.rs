//! What a front end builds on: for `capnp-bridge`, and no promise to anybody else.
//!
//! A front end reads schema files and writes down what they say as a [`Schema`]. Names, options, checks and
//! rendering are the same for all.

use std::path::PathBuf;

pub use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Sources};
pub use crate::model::*;
pub use crate::names::capnp as names;

use crate::config::Builder;
use crate::error::{Error, ErrorKind};
use crate::generate::{self, Generated};

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
    /// Every folder that was searched for files: a file added there changes the schema.
    pub folders: Vec<PathBuf>,
}

/// Gives everything in `schema` the Rust name that it has in the generated code.
pub fn settle(schema: &mut Schema) {
    crate::names::settle(schema);
}

/// Generates code from what `front_end` reads; see [`Builder::generate`].
///
/// # Errors
/// Everything that is wrong with the schema and with the options.
pub fn generate(builder: &Builder, front_end: &dyn FrontEnd) -> Result<Generated, Error> {
    generate::generate(builder, front_end)
}

/// The same, in a file for each of the schema's.
///
/// # Errors
/// Everything that is wrong with the schema and with the options.
pub fn generate_files(
    builder: &Builder,
    front_end: &dyn FrontEnd,
) -> Result<Vec<Generated>, Error> {
    generate::generate_files(builder, front_end)
}

/// Writes what one run generated, from a build script; see [`Builder::compile`].
///
/// # Errors
/// If there is no folder to write to, or it cannot be written to.
pub fn write(builder: &Builder, generated: &[Generated]) -> Result<(), Error> {
    crate::build::write(builder, generated)
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
