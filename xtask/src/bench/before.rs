//! The same Workers with the project as it was before it was measured, so that what that gained is a column.
//!
//! Their sources are those of this checkout, in a worktree of the old commit.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::bench::kept;
use crate::bench::run::Bench;
use crate::workers::{self, BENCH};
use crate::workspace;
use crate::worktree::{self, Worktree};

/// The last commit before.
const COMMIT: &str = "23781640b05bcb55dba1a3db61bb7bb2b54bd215";

/// What the Workers are made of, in [`BENCH`].
const SOURCES: [&str; 4] = ["wit", "worker", "bench-messages", "bench-objects"];

/// The folder that has one of each Worker in it; nothing if this clone lacks the commit.
///
/// # Errors
///
/// When one does not build.
pub(crate) fn workers(bench: &Bench<'_>) -> Result<Option<PathBuf>> {
    if !worktree::has(COMMIT) {
        return Ok(None);
    }
    let sources = kept::sources(&SOURCES)?;
    let name = format!("before-{}", &COMMIT[..12]);
    let build = |dir: &Path| {
        let checkout = Worktree::of(&bench.dir.join("before-checkout"), COMMIT)?;
        let old = checkout.path().join(BENCH);
        replace(&old, &sources, checkout.path())
            .with_context(|| format!("cannot write {}", workspace::shown(&old)))?;
        let mut found = workers::of_workspace(checkout.path())?;
        found.retain(|worker| worker.dir().starts_with(&old));
        kept::build(bench, &found, dir)
    };
    kept::get(bench, &name, &sources, build).map(Some)
}

/// Has `files` of this checkout in the other one, in place of what is `old`.
fn replace(old: &Path, files: &[PathBuf], checkout: &Path) -> Result<()> {
    fs::remove_dir_all(old)?;
    for file in files {
        let path = checkout.join(workspace::shown(file));
        kept::copy(file, &path)?;
        if path.ends_with("Cargo.toml") {
            // Both are compiled into one target folder.
            let text = fs::read_to_string(&path)?;
            fs::write(&path, text.replace("name = \"bench-", "name = \"before-"))?;
        }
    }
    Ok(())
}
