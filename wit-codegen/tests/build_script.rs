//! What a build script sees: the file in `OUT_DIR`, and what Cargo is told to watch.
//!
//! [`build_script`] is a build script of its own: the tests run this very program with only that one selected.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SCHEMA: &str = "WIT_CODEGEN_TEST_SCHEMA";

#[test]
#[ignore = "stands for a build script: run by the tests below"]
fn build_script() -> Result<(), wit_codegen::Error> {
    wit_codegen::compile(std::env::var(SCHEMA).unwrap_or_default())
}

fn run(schema: &Path, out_dir: Option<&Path>) -> std::io::Result<Output> {
    let mut script = Command::new(std::env::current_exe()?);
    script
        .args(["--exact", "build_script", "--ignored", "--nocapture"])
        .env(SCHEMA, schema);
    match out_dir {
        Some(out_dir) => script.env("OUT_DIR", out_dir),
        None => script.env_remove("OUT_DIR"),
    };
    script.output()
}

/// A folder for one test, empty.
fn folder(test: &str) -> std::io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

#[test]
fn every_file_and_folder_is_watched() -> Result<(), Box<dyn Error>> {
    let folder = folder("watched")?;
    let wit = folder.join("wit");
    let files = [
        "main.wit",
        "more.wit",
        "deps/dep.wit",
        "deps/other/other.wit",
    ];
    let texts = [
        "package a:main; interface one { use b:dep/types.{t}; f: func(t: t); }",
        "interface two { use c:other/types.{u}; g: func(u: u); }",
        "package b:dep; interface types { type t = u32; }",
        "package c:other; interface types { type u = string; }",
    ];
    for (file, text) in files.iter().zip(texts) {
        write(&wit.join(file), text)?;
    }
    let out = run(&wit, Some(&folder))?;
    let said = String::from_utf8(out.stdout)?;
    assert!(out.status.success(), "{said}");
    for watched in files.iter().copied().chain(["", "deps", "deps/other"]) {
        let line = format!("cargo:rerun-if-changed={}", wit.join(watched).display());
        let line = line.trim_end_matches('/');
        assert!(
            said.lines().any(|said| said == line),
            "{line} is not in\n{said}"
        );
    }
    assert!(fs::read_to_string(folder.join("main.rs"))?.contains("pub mod two"));
    Ok(())
}

#[test]
fn a_file_that_stays_the_same_is_not_written_again() -> Result<(), Box<dyn Error>> {
    let folder = folder("unchanged")?;
    let schema = folder.join("a.wit");
    write(&schema, "package a:same; interface i { f: func(); }")?;
    run(&schema, Some(&folder))?;
    let first = fs::metadata(folder.join("same.rs"))?.modified()?;
    run(&schema, Some(&folder))?;
    assert_eq!(fs::metadata(folder.join("same.rs"))?.modified()?, first);
    Ok(())
}

#[test]
fn a_bad_schema_is_told_and_nothing_is_written() -> Result<(), Box<dyn Error>> {
    let folder = folder("bad")?;
    let schema = folder.join("bad.wit");
    write(
        &schema,
        "package a:bad;\ninterface i { fetch: func(); f: func(x: nothing); }",
    )?;
    let out = run(&schema, Some(&folder))?;
    let said = String::from_utf8(out.stdout)? + &String::from_utf8(out.stderr)?;
    assert!(!out.status.success());
    assert!(said.contains(&format!("{}:2:", schema.display())), "{said}");
    assert!(!folder.join("bad.rs").exists());
    Ok(())
}

#[test]
fn outside_of_a_build_script_the_folder_has_to_be_named() -> Result<(), Box<dyn Error>> {
    let folder = folder("outside")?;
    let schema = folder.join("a.wit");
    write(&schema, "package a:outside; interface i { f: func(); }")?;
    let out = run(&schema, None)?;
    let said = String::from_utf8(out.stdout)? + &String::from_utf8(out.stderr)?;
    assert!(!out.status.success());
    assert!(said.contains("OUT_DIR"), "{said}");
    Ok(())
}
