//! `cargo xtask layers`: modules that import each other in a circle.
//!
//! Imports should go downward only. So this reads every crate of the workspace (libraries and programs, not tests),
//! finds which file uses what of which other file of its crate, and prints each circle: the files that all reach each
//! other, with the imports among them. It fails if a circle
//!
//! - has more than [`MOST_FILES`] files, or
//! - spans folders. `rust.rs` and all in `rust/` are one folder, in which `rust/message.rs` with `rust/message/` is
//!   another.
//!
//! What is an import, and what is not:
//!
//! - A path in a `use` or in code counts, macros included, if it begins with `crate`, `super`, `self`, the name of a
//!   module of its file, or something that its file imported. What a method call runs is not known, and does not count.
//! - An import leads to the file that has the item, through as many re-exports as there are. So to use an item by the
//!   short path that `lib.rs` gives it is to use the file that it is in, and not `lib.rs`.
//! - The body of a macro for other crates (`#[macro_export]`) is their code.
//! - What a file includes (`include_rpc!`) is of no file here: it is generated.
//! - To import a module and no item of it is none: the paths that start with its name are.
//! - What a module re-exports of the modules in it (`mod read; pub use read::Reader;`) is none.
//! - A parent that uses its child, a child that uses its parent: one each, and a circle if both are there.
//! - Code for tests alone (`#[cfg(test)]`, also inside `all(…)`) is not looked at.

mod graph;
mod modules;
mod source;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workspace;
use graph::Circle;
use modules::Crate;

/// More files than this in a circle are not one thing any more.
const MOST_FILES: usize = 3;

/// Prints every circle of the workspace.
///
/// # Errors
///
/// When one is too large or spans folders, or a file cannot be read.
pub(crate) fn run() -> Result<()> {
    let (mut crates, mut files, mut refused) = (0, 0, 0);
    for (name, root) in roots()? {
        let read = Crate::read(&root).with_context(|| format!("crate {name}"))?;
        crates += 1;
        files += read.file_count();
        for circle in graph::circles(&read) {
            refused += usize::from(!circle.is_allowed());
            print!("{name}: {}", shown(&circle, root.parent().unwrap_or(&root)));
        }
    }
    println!(
        "{files} files in {crates} crates; circles of more than {MOST_FILES} files, or across folders: {refused}"
    );
    if refused > 0 {
        bail!("modules import each other: move what both need below both");
    }
    Ok(())
}

/// The name and the first file of each library and program of the workspace.
fn roots() -> Result<Vec<(String, PathBuf)>> {
    let metadata = workspace::metadata()?;
    roots_in(&metadata).context("`cargo metadata` printed what is not known of it")
}

fn roots_in(metadata: &Value) -> Option<Vec<(String, PathBuf)>> {
    let mut roots = Vec::new();
    for package in metadata["packages"].as_array()? {
        for target in package["targets"].as_array()? {
            let kinds = target["kind"].as_array()?;
            let is = |kind: &str| kinds.iter().any(|other| other == kind);
            if !["test", "bench", "example", "custom-build"]
                .into_iter()
                .any(is)
            {
                let mut name = package["name"].as_str()?.to_owned();
                if is("bin") && package["targets"].as_array()?.len() > 1 {
                    name = format!("{name} ({})", target["name"].as_str()?);
                }
                roots.push((name, PathBuf::from(target["src_path"].as_str()?)));
            }
        }
    }
    Some(roots)
}

/// A circle as it is printed: a line that tells what is wrong, the files, the imports. Paths are relative to `src`.
fn shown(circle: &Circle, src: &Path) -> String {
    let relative = |path: &Path| path.strip_prefix(src).unwrap_or(path).display().to_string();
    let wrong = match (circle.files.len() > MOST_FILES, circle.folders.len() > 1) {
        (false, false) => "",
        (true, false) => ": TOO LARGE",
        (false, true) => ": ACROSS FOLDERS",
        (true, true) => ": TOO LARGE, AND ACROSS FOLDERS",
    };
    let files: Vec<String> = circle.files.iter().map(|file| relative(file)).collect();
    let mut text = format!(
        "a circle of {} files{wrong}\n  {}\n",
        files.len(),
        files.join(", ")
    );
    for import in &circle.imports {
        let (from, to) = (relative(&import.from), relative(&import.to));
        let paths: Vec<&str> = import.paths.iter().map(String::as_str).collect();
        text.push_str(&format!("    {from} → {to}: {}\n", paths.join(", ")));
    }
    text
}

#[cfg(test)]
mod tests;
