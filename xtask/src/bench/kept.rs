//! Workers of the benchmark that change with their own sources alone: what is built is kept in the cache.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::bench::run::Bench;
use crate::tools::fnv1a;
use crate::workers::{self, BENCH, RustWorker};
use crate::workspace;

/// The folder that has one of each Worker in it, by the names of their own: from the cache, where `build` of `sources`
/// puts it first. `name` says what they are, and of which version what they depend on is.
///
/// # Errors
///
/// When the cache cannot be written to, or `build` fails.
pub(crate) fn get(
    bench: &Bench<'_>,
    name: &str,
    sources: &[PathBuf],
    build: impl FnOnce(&Path) -> Result<()>,
) -> Result<PathBuf> {
    let mut all = Vec::new();
    for file in sources {
        all.extend(workspace::shown(file).into_bytes());
        all.extend(fs::read(file).with_context(cannot_copy(file))?);
    }
    let entry = format!("bench-{name}-{:016x}", fnv1a(&all));
    bench.tools.cache().get(&entry, build)
}

/// Every file in these folders of [`BENCH`], but what was built there.
///
/// # Errors
///
/// When a folder cannot be read.
pub(crate) fn sources(folders: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in folders {
        gather(&workspace::root().join(BENCH).join(folder), &mut files)?;
    }
    Ok(files)
}

/// Builds `found`, and copies what comes out to `dir`.
///
/// # Errors
///
/// When one does not build, or cannot be copied.
pub(crate) fn build(bench: &Bench<'_>, found: &[RustWorker], dir: &Path) -> Result<()> {
    workers::build(bench.tools, found)?;
    for worker in found {
        let name = worker.dir().file_name().unwrap_or_default();
        let mut files = vec![worker.dir().join("wrangler.toml")];
        gather(&worker.dir().join("build"), &mut files)?;
        for file in files {
            let inside = file.strip_prefix(worker.dir()).unwrap_or(&file);
            copy(&file, &dir.join(name).join(inside))?;
        }
    }
    Ok(())
}

/// Copies a file into a folder that is made for it.
///
/// # Errors
///
/// When it cannot be read or written.
pub(crate) fn copy(file: &Path, to: &Path) -> Result<()> {
    if let Some(dir) = to.parent() {
        fs::create_dir_all(dir).with_context(cannot_copy(file))?;
    }
    fs::copy(file, to).with_context(cannot_copy(file))?;
    Ok(())
}

/// Adds every file in `dir` to `files`, but what was built there.
fn gather(dir: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for path in workers::sorted_entries(dir)? {
        if !path.is_dir() {
            files.push(path);
        } else if !path.ends_with("build") && !path.ends_with("target") {
            gather(&path, files)?;
        }
    }
    Ok(())
}

fn cannot_copy(path: &Path) -> impl FnOnce() -> String {
    let shown = workspace::shown(path);
    move || format!("cannot copy {shown}")
}
