//! Every file that JavaScript of the runtime imports is there: else a Worker compiles, and cannot be bundled.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};

use crate::{workers, workspace};

/// Where wasm-bindgen puts the package, and its own `index.js`, from there.
const PACKAGE: &str = "snippets/package";
const INDEX: &str = "index.js";

#[test]
fn what_javascript_imports_is_there() -> Result<()> {
    let package = workspace::root().join("rpc-runtime");
    let mut scripts = Vec::new();
    find_scripts(&package.join("src"), &mut scripts)?;
    assert!(!scripts.is_empty(), "the runtime has JavaScript");
    for script in scripts {
        let text = fs::read_to_string(&script)?;
        let inside = script.strip_prefix(&package)?;
        for import in relative_imports(&text) {
            let bundled = normalized(&Path::new(PACKAGE).join(inside).with_file_name(import));
            let is_there = match bundled.strip_prefix(PACKAGE) {
                Ok(path) => package.join(path).is_file(),
                Err(_) => bundled == Path::new(INDEX),
            };
            assert!(is_there, "{}: {import}", workspace::shown(&script));
        }
    }
    Ok(())
}

fn find_scripts(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for path in workers::sorted_entries(folder)? {
        if path.is_dir() {
            find_scripts(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "js") {
            found.push(path);
        }
    }
    Ok(())
}

/// What follows `from` and begins with a dot.
fn relative_imports(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| line.starts_with("import "));
    lines.filter_map(|line| {
        let (_, from) = line.split_once(" from \"")?;
        let (path, _) = from.split_once('"')?;
        path.starts_with('.').then_some(path)
    })
}

/// The path without `.` and `..`.
fn normalized(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                normalized.pop();
            }
            Component::CurDir => {}
            other => normalized.push(other),
        }
    }
    normalized
}

#[test]
fn paths_are_followed() -> Result<()> {
    let imports = "import { a } from \"../b.js\";\n// import c from \"./d.js\";\nimport e from \"other:f\";\n";
    let found: Vec<&str> = relative_imports(imports).collect();
    assert_eq!(found, ["../b.js"]);
    let from = Path::new("snippets/package/src/a.js");
    let to = normalized(&from.with_file_name("../../../index.js"));
    assert_eq!(to.to_str().context("it is text")?, INDEX);
    Ok(())
}
