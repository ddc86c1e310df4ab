//! What rustc says of types that are not where an option says: one error, at a line that has the option.

mod common;

use std::process::Command;
use std::{env, fs};

use common::Package;
use wit_codegen::{Builder, configure};

/// Interfaces that use each other, and others' types, in any order.
const FILES: &[(&str, &str)] = &[
    (
        "a.wit",
        "package acme:server;
         interface desk {
           use acme:common/ledger@1.2.0.{entry, book};
           use acme:common/types@1.2.0.{status, problem};
           record ticket { status: status, entry: entry }
           open: func(status: status) -> result<ticket, problem>;
           keep: func(book: book) -> list<ticket>;
         }
         interface rooms { use desk.{ticket}; find: func() -> option<ticket>; }",
    ),
    (
        "deps/common.wit",
        "package acme:common@1.2.0;
         interface types { enum status { open, closed } variant problem { unknown(string), busy } }
         interface ledger {
           use types.{status};
           record entry { at: u64, status: status }
           resource book { read: func() -> list<entry>; }
         }",
    ),
];

/// What rustc finds wrong with what is generated, without what it says because this has no runtime.
fn errors(builder: Builder) -> Vec<String> {
    let package = Package::new(FILES);
    let generated = builder.serde(false).generate(package.path()).unwrap();
    let file = package.path().join("generated.rs");
    fs::write(&file, generated.code()).unwrap();
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata"])
        .arg("--out-dir")
        .arg(package.path())
        .arg(&file)
        .output()
        .expect("rustc runs");
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    let errors = said.split("\n\n").map(str::trim);
    let errors = errors.filter(|it| it.starts_with("error"));
    errors
        .filter(|it| !it.contains("`rpc_runtime`") && !it.starts_with("error: aborting"))
        // Declared by a macro of the runtime.
        .filter(|it| !it.contains("Methods`"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_wrong_path_is_one_error_with_the_option() {
    for (builder, option) in [
        (
            configure().with_generated("acme:common", "no_such_crate"),
            ".with_generated(\"acme:common\", \"no_such_crate\")",
        ),
        (
            configure().with_generated("acme:common", "crate::no_such::module"),
            ".with_generated(\"acme:common\", \"crate::no_such::module\")",
        ),
        // There is a module of this name, and it has no such package.
        (
            configure().with_generated("acme:common", "crate::rooms"),
            ".with_generated(\"acme:common\", \"crate::rooms\")",
        ),
        (
            configure().with("acme:common/types", "no_such_crate::types"),
            ".with(\"acme:common/types\", \"no_such_crate::types\")",
        ),
    ] {
        let errors = errors(builder);
        let (first, others) = errors.split_first().expect("an error");
        // A line that is too long is shown to its end only by wide terminals.
        let start = option.get(..20).unwrap();
        assert!(first.contains(start), "{option}: {first}");
        assert!(others.is_empty(), "{option}: {others:#?}");
    }
}
