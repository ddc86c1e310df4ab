//! What a run of the generator made.

use std::path::PathBuf;

/// One file that a run of the generator made.
#[derive(Clone, Debug)]
pub struct Generated {
    pub(crate) code: String,
    pub(crate) file_stem: String,
    pub(crate) extension: &'static str,
    pub(crate) files_read: Vec<PathBuf>,
    pub(crate) folders_read: Vec<PathBuf>,
}

impl Generated {
    /// The Rust code, or what else was asked for.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The name of the file that the code belongs in, without its ending.
    #[must_use]
    pub fn file_stem(&self) -> &str {
        &self.file_stem
    }

    /// Every schema file that was read, those of dependencies included.
    #[must_use]
    pub fn files_read(&self) -> &[PathBuf] {
        &self.files_read
    }

    /// Every folder that was searched for schema files: a file added there changes the schema.
    #[must_use]
    pub fn folders_read(&self) -> &[PathBuf] {
        &self.folders_read
    }
}
