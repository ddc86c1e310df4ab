//! `cargo xtask schema-compiler`: where the schema compiler in `capnp-bridge` comes from.
//!
//! It is the program that the package `capnpc-embedded` carries, without what is in it for debuggers. That package has no
//! way to it but its own, through a whole WASI stack. So it is kept here, and made again, to be compared, with this.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{process, workspace};

const PACKAGE: &str = "capnpc-embedded";
const VERSION: &str = "0.2.0";
const KEPT: &str = "capnp-bridge/src/compiler/embedded/capnp.wasm";

/// Compares the kept program with what is made of the package, or replaces it with that.
///
/// # Errors
///
/// When the package cannot be had, or the two differ and the kept one is not to be replaced.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let replace = match arguments {
        [] => false,
        [argument] if argument == "--replace" => true,
        _ => bail!("`cargo xtask schema-compiler` takes `--replace` or nothing"),
    };
    let source = package()?.join("assets/capnp.wasm");
    let read = |path: &Path| {
        fs::read(path).with_context(|| format!("cannot read {}", workspace::shown(path)))
    };
    let made = without_custom_sections(&read(&source)?)
        .with_context(|| format!("{} is no WebAssembly", source.display()))?;
    let kept = workspace::root().join(KEPT);
    if replace {
        fs::write(&kept, &made).with_context(|| format!("cannot write {KEPT}"))?;
    } else if read(&kept)? != made {
        bail!("{KEPT} is not what {PACKAGE} {VERSION} carries");
    }
    println!(
        "{KEPT} is what {PACKAGE} {VERSION} carries: {} bytes",
        made.len()
    );
    Ok(())
}

/// The folder of the package, which Cargo downloads.
fn package() -> Result<PathBuf> {
    let folder = workspace::root().join("target/schema-compiler");
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", workspace::shown(&path)))
    };
    fs::create_dir_all(folder.join("src")).context("cannot make a folder")?;
    write("src/lib.rs", String::new())?;
    write(
        "Cargo.toml",
        format!(
            "[package]\nname = \"schema-compiler\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\n{PACKAGE} = \"={VERSION}\"\n"
        ),
    )?;
    let mut cargo = process::command("cargo");
    cargo
        .args(["metadata", "--format-version=1"])
        .current_dir(&folder);
    let metadata: Value = serde_json::from_str(&process::output(&mut cargo)?)
        .context("`cargo metadata` printed no JSON")?;
    let packages = metadata["packages"].as_array();
    let found = packages
        .into_iter()
        .flatten()
        .find(|it| it["name"] == PACKAGE);
    let manifest = found.and_then(|package| package["manifest_path"].as_str());
    let manifest = manifest.with_context(|| format!("Cargo does not know {PACKAGE}"))?;
    let folder = Path::new(manifest).parent();
    Ok(folder.unwrap_or(Path::new("")).to_path_buf())
}

/// The first bytes of every module: what it is, and the version of the format.
const START: &[u8] = b"\0asm\x01\0\0\0";

/// A module without names, lines and types for debuggers: sections of the kind 0.
fn without_custom_sections(module: &[u8]) -> Option<Vec<u8>> {
    let mut rest = module.strip_prefix(START)?;
    let mut out = START.to_vec();
    while let Some((kind, body)) = rest.split_first() {
        let (size, length) = leb128(body)?;
        let end = 1 + length + size;
        let section = rest.get(..end)?;
        if *kind != 0 {
            out.extend_from_slice(section);
        }
        rest = rest.get(end..)?;
    }
    Some(out)
}

/// A number, and how many bytes it takes.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0;
    for (index, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, index + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_sections_are_left_away() {
        let module = [START, &[0, 2, 1, b'a'], &[1, 0x81, 0, 7], &[0, 0]].concat();
        let kept = [START, &[1, 0x81, 0, 7]].concat();
        assert_eq!(without_custom_sections(&module), Some(kept));
        assert_eq!(without_custom_sections(b"\0asm"), None);
        assert_eq!(without_custom_sections(&[START, &[1, 9, 0]].concat()), None);
    }
}
