//! Options that only schemas in WIT have.

use std::path::PathBuf;

/// What decides which items are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct SchemaOptions {
    pub(crate) world: Option<String>,
    pub(crate) features: Vec<String>,
    pub(crate) all_features: bool,
    pub(crate) deps_paths: Vec<PathBuf>,
}
