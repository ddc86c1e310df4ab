//! The Workers in the checkout that are written in Rust, and how they are built.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::tools::Tools;
use crate::{process, workspace};

/// Where Workers are: each folder in one of these that has a `wrangler.toml`.
pub(crate) const EXAMPLES: &str = "examples";
/// Workers that only the end-to-end tests need.
pub(crate) const END_TO_END: &str = "rpc-runtime/tests/e2e";
/// Workers of the benchmark.
pub(crate) const BENCH: &str = "rpc-runtime/bench";

/// A Worker that `worker-build` builds.
#[derive(Debug)]
pub(crate) struct RustWorker {
    /// Its folder, absolute.
    dir: PathBuf,
}

impl RustWorker {
    /// The Worker in `dir`, unless it is not written in Rust.
    pub(crate) fn in_dir(dir: &Path) -> Option<Self> {
        let has = |file| dir.join(file).is_file();
        (has("Cargo.toml") && has("wrangler.toml")).then(|| Self {
            dir: dir.to_owned(),
        })
    }

    /// The name of its package, which is that of its folder.
    pub(crate) fn package(&self) -> String {
        self.dir
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    }

    /// Its wasm, once it is built.
    pub(crate) fn wasm(&self) -> PathBuf {
        self.dir.join("build/index_bg.wasm")
    }

    /// Builds it into its `build` folder, ready to be deployed.
    ///
    /// # Errors
    ///
    /// When a tool is missing or the build fails.
    pub(crate) fn build(&self, tools: &Tools) -> Result<()> {
        tools.wasm_target()?;
        let mut build = process::command(tools.worker_build()?);
        build
            .current_dir(&self.dir)
            .arg("--release")
            .env("WASM_BINDGEN_BIN", tools.wasm_bindgen()?)
            .env("WASM_OPT_BIN", tools.wasm_opt()?)
            .env("ESBUILD_BIN", tools.esbuild()?)
            // It would append its own stack trace to the compiler's errors.
            .env_remove("RUST_BACKTRACE");
        process::run_quietly(
            &format!("building {}", workspace::shown(&self.dir)),
            &mut build,
        )
    }
}

/// Every Rust Worker under the folders `parents`, in the order of their names.
///
/// # Errors
///
/// When a folder cannot be read.
pub(crate) fn find(parents: &[&str]) -> Result<Vec<RustWorker>> {
    let mut workers = Vec::new();
    for parent in parents {
        let dirs = sorted_entries(&workspace::root().join(parent))?;
        workers.extend(dirs.iter().filter_map(|dir| RustWorker::in_dir(dir)));
    }
    Ok(workers)
}

/// What is in `dir`, sorted; nothing if there is no such folder.
///
/// # Errors
///
/// When it cannot be read.
pub(crate) fn sorted_entries(dir: &Path) -> Result<Vec<PathBuf>> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let cannot_read = || format!("cannot read {}", workspace::shown(dir));
    let mut paths = fs::read_dir(dir)
        .with_context(cannot_read)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()
        .with_context(cannot_read)?;
    paths.sort();
    Ok(paths)
}
