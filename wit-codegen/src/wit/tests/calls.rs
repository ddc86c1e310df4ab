//! The closures that write and read calls as messages, in files that the package of the goldens compiles and runs:
//! `tests/golden/tests/calls`.

use std::fs;
use std::path::Path;

use wit_codegen_core::backends::rust::{self, Rust};
use wit_codegen_core::{RunOptions, check_only};

use super::{Wit, options};

fn render(golden: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let wit = Wit {
        path: &folder.join(golden).with_extension("wit"),
        options: options(),
    };
    let mut backend = Rust::default();
    backend.messages = true;
    let (checked, tables) = check_only(&RunOptions::default(), &wit, &backend).unwrap();
    rust::functions_of_calls(&checked, &tables, golden)
}

#[test]
fn calls_are_as_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/tests/calls");
    let mut wrong = Vec::new();
    for golden in ["messages", "newer", "older"] {
        let (text, file) = (render(golden), folder.join(golden).with_extension("rs"));
        let new = file.with_extension("rs.new");
        if fs::read_to_string(&file).unwrap_or_default() == text {
            let _ = fs::remove_file(new);
        } else {
            fs::write(&new, text).unwrap();
            wrong.push(new);
        }
    }
    assert!(
        wrong.is_empty(),
        "compare, and accept by renaming: {wrong:?}"
    );
}
