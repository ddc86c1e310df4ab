//! What is compiled, and what is said of files that cannot be read.

use std::io;
use std::path::{Path, PathBuf};

use wit_codegen_core::{Error, ErrorKind};

/// What to compile, and with what.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) src_prefixes: Vec<PathBuf>,
    pub(crate) import_paths: Vec<PathBuf>,
    pub(crate) no_standard_import: bool,
    /// The `capnp` to run instead of the embedded compiler.
    pub(crate) executable: Option<PathBuf>,
    /// A request that was stored before, instead of files.
    pub(crate) stored: Option<PathBuf>,
}

/// One schema file.
#[derive(Clone, Debug)]
pub(crate) struct SchemaFile {
    /// As a user names it.
    pub(crate) path: PathBuf,
    /// Without what only says where the sources are: the start of selectors.
    pub(crate) display: String,
    pub(crate) text: String,
    /// It is a file, and the output depends on it.
    pub(crate) watched: bool,
}

pub(super) fn cannot_read(path: &Path, error: &io::Error) -> Error {
    Error::new(
        ErrorKind::Io,
        format!("error: cannot read `{}`: {error}", path.display()),
    )
}

pub(super) fn cannot_stage(error: &io::Error) -> Error {
    Error::new(
        ErrorKind::Io,
        format!("error: cannot make a temporary folder for the schema compiler: {error}"),
    )
}
