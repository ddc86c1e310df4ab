//! The standard library for wasm32-unknown-unknown.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::tools::program::{at_root, executable, on_path};

const WASM32: &str = "wasm32-unknown-unknown";

/// Adds the target with rustup unless the compiler already has it, from wherever it came.
pub(super) fn ensure_wasm32() -> Result<()> {
    if has_wasm32()? {
        return Ok(());
    }
    if on_path(&executable("rustup")).is_empty() {
        bail!(
            "the Rust target {WASM32} is missing and there is no rustup to add it: install rustup \
             from https://rustup.rs, or your system's package with this target's standard library"
        );
    }
    let mut add = at_root("rustup");
    add.args(["target", "add", WASM32]);
    process::run_quietly(&format!("adding the Rust target {WASM32}"), &mut add).with_context(|| {
        format!(
            "the Rust target {WASM32} is missing and could not be added. This needs the network \
             once: try `rustup target add {WASM32}`"
        )
    })
}

/// The platform of the compiler itself.
pub(super) fn host() -> Result<String> {
    let version = process::output(at_root("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .context("rustc does not tell its platform")
}

fn has_wasm32() -> Result<bool> {
    let mut print = at_root("rustc");
    print.args(["--print", "target-libdir", "--target", WASM32]);
    let directory = process::output(&mut print).context("cannot ask rustc for its targets")?;
    Ok(Path::new(&directory).is_dir())
}
