//! Where things are in the checkout, and what its lock file says.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;

/// The root of the checkout.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// The folder of the JavaScript side of `xtask`.
pub(crate) fn node_dir() -> PathBuf {
    root().join("xtask").join("node")
}

/// `path` as a reader of messages wants it: relative to the checkout where it is inside.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// What `cargo metadata` says of the packages of the workspace.
///
/// # Errors
///
/// When Cargo fails, or prints what is no JSON.
pub(crate) fn metadata() -> Result<Value> {
    metadata_of(root())
}

/// What it says of those of the workspace in `dir`.
///
/// # Errors
///
/// As [`metadata`].
pub(crate) fn metadata_of(dir: &Path) -> Result<Value> {
    let mut cargo = process::command("cargo");
    cargo
        .current_dir(dir)
        .args(["metadata", "--no-deps", "--format-version=1"]);
    serde_json::from_str(&process::output(&mut cargo)?).context("`cargo metadata` printed no JSON")
}

/// The version of `package` in `Cargo.lock`.
///
/// # Errors
///
/// When the lock file cannot be read or does not name the package.
pub(crate) fn locked_version(package: &str) -> Result<String> {
    let path = root().join("Cargo.lock");
    let lock =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", shown(&path)))?;
    version_in_lock(&lock, package)
        .with_context(|| format!("{} names no package `{package}`", shown(&path)))
}

/// The version that follows the line `name = "package"`.
fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_whole_name() {
        let lock = "\
[[package]]
name = \"wasm-bindgen-futures\"
version = \"0.4.80\"

[[package]]
name = \"wasm-bindgen\"
version = \"0.2.130\"
";
        assert_eq!(
            version_in_lock(lock, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(version_in_lock(lock, "wasm"), None);
    }
}
