//! Workers that do the same with what others offer. They are a workspace of their own.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::bench::kept;
use crate::bench::run::Bench;
use crate::workers::{self, BENCH};
use crate::workspace;

/// Where they are, in [`BENCH`].
const RIVALS: &str = "rivals";

/// The folder that has one of each Worker in it.
///
/// # Errors
///
/// When one does not build.
pub(crate) fn workers(bench: &Bench<'_>) -> Result<PathBuf> {
    let sources = kept::sources(&[RIVALS])?;
    let build = |dir: &Path| {
        let found = workers::of_workspace(&workspace::root().join(BENCH).join(RIVALS))?;
        kept::build(bench, &found, dir)
    };
    kept::get(bench, RIVALS, &sources, build)
}
