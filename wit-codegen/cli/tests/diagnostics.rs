//! Runs the command over every bad schema and compares what it prints with the text beside it.
//!
//! See `wit-codegen/tests/README.md` for how to add a schema and how to accept a new text.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn bad_files_print_the_text_beside_them() {
    compare(Path::new("wit-codegen/tests/diagnostics"), |path| {
        path.extension() == Some(OsStr::new("wit"))
    });
}

#[test]
fn bad_packages_print_the_text_beside_them() {
    compare(Path::new("wit-codegen/tests/packages"), Path::is_dir);
}

#[test]
fn bad_capnp_schemas_print_the_text_beside_them() {
    compare(Path::new("capnp-bridge/tests/diagnostics"), |path| {
        path.extension() == Some(OsStr::new("capnp"))
    });
}

/// Runs every entry of `folder` that is an input, from the root of the workspace, as a user would.
fn compare(folder: &Path, is_input: impl Fn(&Path) -> bool) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut inputs = Vec::new();
    let mut texts = BTreeSet::new();
    for entry in fs::read_dir(root.join(folder)).expect("the folder is there") {
        let path = folder.join(entry.expect("the folder is readable").file_name());
        if is_input(&root.join(&path)) {
            inputs.push(path);
        } else if path.extension() == Some(OsStr::new("stderr")) {
            texts.insert(path);
        }
    }
    inputs.sort();
    assert!(!inputs.is_empty(), "no input in {}", folder.display());

    let mut failures = Vec::new();
    for input in inputs {
        let text = input.with_extension("stderr");
        failures.extend(check(&root, &input, &text));
        texts.remove(&text);
    }
    failures.extend(
        texts
            .iter()
            .map(|text| format!("{}: nothing prints this", text.display())),
    );
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// Runs one input; tells what is wrong, if anything.
fn check(root: &Path, input: &Path, text: &Path) -> Option<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_wit-codegen"))
        .arg("rust")
        .arg(input)
        .current_dir(root)
        .output()
        .expect("the command runs");
    if output.status.code() != Some(1) {
        return Some(format!(
            "{}: exit status {:?} is not 1",
            input.display(),
            output.status.code()
        ));
    }
    if !output.stdout.is_empty() {
        return Some(format!("{}: code was printed", input.display()));
    }
    let actual = String::from_utf8_lossy(&output.stderr).into_owned();
    let expected = fs::read_to_string(root.join(text)).unwrap_or_default();
    let new = PathBuf::from(format!("{}.new", text.display()));
    if actual == expected {
        let _ = fs::remove_file(root.join(new));
        return None;
    }
    fs::write(root.join(&new), &actual).expect("the new text can be written");
    Some(format!(
        "{}: the text differs, see {}\n{}",
        input.display(),
        new.display(),
        difference(&expected, &actual)
    ))
}

/// The lines that differ, between the first and the last of them.
fn difference(expected: &str, actual: &str) -> String {
    let expected: Vec<&str> = expected.lines().collect();
    let actual: Vec<&str> = actual.lines().collect();
    let pairs = |reversed: bool| {
        let side = |lines: &[&str], i: usize| {
            lines[if reversed { lines.len() - 1 - i } else { i }].to_owned()
        };
        let shorter = expected.len().min(actual.len());
        (0..shorter)
            .take_while(|&i| side(&expected, i) == side(&actual, i))
            .count()
    };
    let start = pairs(false);
    let end = pairs(true).min(expected.len().min(actual.len()) - start);
    let removed = expected[start..expected.len() - end]
        .iter()
        .map(|line| format!("- {line}"));
    let added = actual[start..actual.len() - end]
        .iter()
        .map(|line| format!("+ {line}"));
    removed.chain(added).collect::<Vec<_>>().join("\n")
}
