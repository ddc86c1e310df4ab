//! What is read and written.

use wit_codegen::{ErrorKind, configure};

use crate::common::Package;
use crate::shop;

#[test]
fn the_same_input_gives_the_same_bytes() {
    let package = shop();
    let first = configure().generate(package.path()).unwrap();
    for _ in 0..5 {
        let next = configure().generate(package.path()).unwrap();
        assert_eq!(first.code(), next.code());
    }
    assert_eq!(first.file_stem(), "shop");
    assert_eq!(first.files_read(), [package.path().join("shop.wit")]);
    assert_eq!(first.folders_read(), [package.path()]);
}

#[test]
fn files_of_dependencies_are_listed() {
    let package = Package::new(&[
        ("a.wit", "package a:b; interface i { use d:d/i.{t}; }"),
        ("deps/d/d.wit", "package d:d; interface i { type t = u8; }"),
        ("more/e.wit", "package e:e; interface i { type t = u8; }"),
    ]);
    let generated = configure()
        .deps_path(package.path().join("more"))
        .generate(package.path())
        .unwrap();
    let path = |name: &str| package.path().join(name);
    assert_eq!(
        generated.files_read(),
        [path("a.wit"), path("deps/d/d.wit"), path("more/e.wit")]
    );
    assert_eq!(
        generated.folders_read(),
        [path(""), path("deps"), path("deps/d"), path("more")]
            .map(|path| path.components().collect::<std::path::PathBuf>())
    );
}

#[test]
fn code_is_written_once() {
    let package = shop();
    let out = package.path().join("out/deep");
    let compile = || {
        configure()
            .out_dir(&out)
            .file_name("my_shop")
            .compile(package.path().join("shop.wit"))
    };
    compile().unwrap();
    let file = out.join("my_shop.rs");
    let written = file.metadata().unwrap().modified().unwrap();
    compile().unwrap();
    assert_eq!(file.metadata().unwrap().modified().unwrap(), written);
    std::fs::write(&file, "changed").unwrap();
    compile().unwrap();
    assert_ne!(std::fs::read_to_string(&file).unwrap(), "changed");
}

#[test]
fn nothing_is_written_when_something_is_wrong() {
    let package = Package::new(&[("a.wit", "package a:b; interface i { fetch: func(); }")]);
    let out = package.path().join("out");
    assert!(configure().out_dir(&out).compile(package.path()).is_err());
    assert!(!out.exists());
}

#[test]
fn paths_that_cannot_be_read_or_written_are_named() {
    let package = shop();
    let error = configure()
        .generate(package.path().join("missing"))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("missing"), "{error}");
    let error = configure()
        .deps_path("not/there")
        .generate(package.path())
        .unwrap_err();
    assert!(
        error.to_string().contains("cannot read `not/there`"),
        "{error}"
    );
    let error = configure()
        .out_dir(package.path().join("shop.wit"))
        .compile(package.path())
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("cannot write"), "{error}");
}
