//! Node.js and the packages that come from npm: Miniflare with workerd, a second, newer workerd, esbuild and wasm-opt.
//!
//! The packages are installed from `xtask/node/package-lock.json` into a directory of the cache
//! that is named after that file's content. To change a version, edit `package.json` and run
//! `npm install --package-lock-only --omit-lockfile-registry-resolved` beside it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::cache::Cache;
use crate::tools::program::{executable, on_path, version_of};
use crate::{process, workspace};

/// The oldest Node.js that will do.
const MINIMUM_NODE: u32 = 20;

/// Checks that Node.js is there and recent enough.
pub(super) fn find_node() -> Result<PathBuf> {
    let Some(node) = on_path(&executable("node")).into_iter().next() else {
        bail!(
            "Node.js was not found: install version {MINIMUM_NODE} or newer from https://nodejs.org"
        );
    };
    let version = version_of(&node)?;
    let major = version
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < MINIMUM_NODE) {
        bail!(
            "Node.js {version} is too old: install version {MINIMUM_NODE} or newer from https://nodejs.org"
        );
    }
    Ok(node)
}

/// The `node_modules` with every package of the lock file.
pub(super) fn packages(cache: &Cache) -> Result<PathBuf> {
    let source = workspace::node_dir();
    let lock_path = source.join("package-lock.json");
    let lock = fs::read(&lock_path)
        .with_context(|| format!("cannot read {}", workspace::shown(&lock_path)))?;
    let entry = cache.get(&format!("node-{:016x}", fnv1a(&lock)), |dir| {
        install(&source, dir)
    })?;
    Ok(entry.join("node_modules"))
}

/// The program `name` that one of the packages brings.
pub(super) fn binary(node_modules: &Path, name: &str) -> PathBuf {
    node_modules.join(".bin").join(script(name))
}

/// The file name of the program `name` as npm installs it.
fn script(name: &str) -> String {
    if cfg!(windows) {
        format!("{name}.cmd")
    } else {
        name.to_owned()
    }
}

/// npm, which comes with Node.js.
pub(super) fn find_npm() -> Result<PathBuf> {
    let Some(npm) = on_path(&script("npm")).into_iter().next() else {
        bail!("npm was not found: install it with Node.js from https://nodejs.org");
    };
    Ok(npm)
}

fn install(source: &Path, dir: &Path) -> Result<()> {
    let npm = find_npm()?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(source.join(file), dir.join(file))
            .with_context(|| format!("cannot copy {file} into the cache"))?;
    }
    let mut install = process::command(npm);
    install.current_dir(dir).args([
        "ci",
        // esbuild and workerd come as packages per platform; no script has to fetch them.
        "--ignore-scripts",
        "--include=optional",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    process::run_quietly(
        "installing miniflare, two versions of workerd, esbuild and wasm-opt from npm (once)",
        &mut install,
    )
    .context(
        "the npm packages in xtask/node/package.json are missing and could not be installed. \
             This needs the network once: try again with it",
    )
}

/// The FNV-1a hash, which names a cache entry the same way on every machine.
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv1a() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn the_lock_file_names_no_registry() -> Result<()> {
        let lock = fs::read_to_string(workspace::node_dir().join("package-lock.json"))?;
        let resolved = lock
            .lines()
            .find(|line| line.trim_start().starts_with("\"resolved\""));
        assert_eq!(
            resolved, None,
            "see the top of this file for how to write it"
        );
        Ok(())
    }
}
