use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// A crate in a folder of its own, which goes away with it.
struct Tree {
    folder: PathBuf,
}

impl Drop for Tree {
    fn drop(&mut self) {
        // What stays is in the system's folder for such things.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The circles of the crate with these files, each as it is printed, paths and all.
fn circles(files: &[(&str, &str)]) -> Result<Vec<String>> {
    let read = |src: &Path| {
        let circles = graph::circles(&Crate::read(&src.join("lib.rs"))?);
        Ok(circles.iter().map(|circle| shown(circle, src)).collect())
    };
    in_tree(files, read)
}

fn in_tree<T>(files: &[(&str, &str)], look: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    static TREES: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let number = TREES.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let name = format!("xtask-layers-{}-{number}", std::process::id());
    let tree = Tree {
        folder: std::env::temp_dir().join(name),
    };
    for (path, text) in files {
        let path = tree.folder.join(path);
        fs::create_dir_all(path.parent().context("it is in the folder")?)?;
        fs::write(path, text)?;
    }
    look(&tree.folder)
}

#[test]
fn imports_downward_are_no_circle() -> Result<()> {
    let found = circles(&[
        ("lib.rs", "mod high; mod low; pub use high::High;"),
        ("high.rs", "use crate::low::Low; pub struct High(Low);"),
        (
            "low.rs",
            "pub struct Low; // crate::high::High\nconst TEXT: &str = \"crate::high::High\";",
        ),
    ])?;
    assert_eq!(found, [] as [&str; 0]);
    Ok(())
}

#[test]
fn a_circle_is_told_with_its_imports() -> Result<()> {
    let found = circles(&[
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::b::{B, other as another}; pub struct A;"),
        (
            "b.rs",
            "pub struct B; pub fn other() { let _ = super::a::A; crate::c::c() }",
        ),
        ("c.rs", "pub fn c() {}"),
    ])?;
    assert_eq!(
        found,
        ["\
a circle of 2 files
  a.rs, b.rs
    a.rs → b.rs: crate::b::B, crate::b::other
    b.rs → a.rs: super::a::A
"]
    );
    Ok(())
}

#[test]
fn a_circle_of_four_is_too_large() -> Result<()> {
    let of = |next: &str| format!("pub fn f() {{ crate::{next}::f() }}");
    let (a, b, c, d) = (of("b"), of("c"), of("d"), of("a"));
    let files = |lib, d| {
        [
            ("lib.rs", lib),
            ("a.rs", &*a),
            ("b.rs", &*b),
            ("c.rs", &*c),
            ("d.rs", d),
        ]
    };
    let four = circles(&files("mod a; mod b; mod c; mod d;", &d))?;
    assert!(
        four[0].starts_with("a circle of 4 files: TOO LARGE\n"),
        "{four:?}"
    );
    assert!(circles(&files("mod a; mod b; mod c; mod d;", "pub fn f() {}"))?.is_empty());
    Ok(())
}

#[test]
fn a_folder_and_its_file_are_one_and_two_folders_are_two() -> Result<()> {
    let child = ("one/child.rs", "use super::One; pub fn f(_: One) {}");
    let found = circles(&[
        ("lib.rs", "mod one;"),
        (
            "one.rs",
            "mod child; pub struct One; pub fn g() { child::f(One) }",
        ),
        child,
    ])?;
    assert!(found[0].starts_with("a circle of 2 files\n"), "{found:?}");

    let found = circles(&[
        ("lib.rs", "mod one; mod two;"),
        ("one.rs", "mod child; pub struct One;"),
        ("one/child.rs", "use crate::two::Two;"),
        ("two.rs", "use crate::one::One; pub struct Two;"),
    ])?;
    assert_eq!(found, [] as [&str; 0], "files, not folders, are in circles");

    let found = circles(&[
        ("lib.rs", "mod one; mod two;"),
        ("one.rs", "pub mod child;"),
        ("one/child.rs", "use crate::two::Two; pub struct Child;"),
        ("two.rs", "use crate::one::child::Child; pub struct Two;"),
    ])?;
    assert!(
        found[0].starts_with("a circle of 2 files: ACROSS FOLDERS\n"),
        "{found:?}"
    );
    Ok(())
}

#[test]
fn what_a_parent_reexports_is_in_the_file_that_has_it() -> Result<()> {
    // `b` uses `a` by the short path; `lib.rs` itself uses nothing.
    let found = circles(&[
        ("lib.rs", "mod a; mod b; pub use a::*; pub use self::b::B;"),
        (
            "a.rs",
            "mod inner; pub use inner::A; pub fn f() { let _ = crate::B; }",
        ),
        ("a/inner.rs", "use crate::b; pub struct A(b::B);"),
        ("b.rs", "use crate::A; pub struct B;"),
    ])?;
    assert_eq!(
        found,
        ["\
a circle of 2 files: ACROSS FOLDERS
  a/inner.rs, b.rs
    a/inner.rs → b.rs: b::B
    b.rs → a/inner.rs: crate::A
"]
    );
    Ok(())
}

#[test]
fn what_is_not_a_child_s_is_used_even_to_reexport_it() -> Result<()> {
    let found = circles(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "pub use crate::b::B; pub struct A;"),
        ("b.rs", "pub struct B(crate::a::A);"),
    ])?;
    assert!(found[0].starts_with("a circle of 2 files\n"), "{found:?}");
    Ok(())
}

#[test]
fn tests_are_aside() -> Result<()> {
    let found = circles(&[
        (
            "lib.rs",
            "mod a; #[cfg(test)] mod missing; #[cfg(all(test, unix))] fn f() { crate::a::f() } pub struct Top;",
        ),
        (
            "a.rs",
            "#[cfg(test)] use crate::Top; pub fn f() {} #[cfg(test)] mod tests { use crate::b::B; }",
        ),
    ])?;
    assert_eq!(found, [] as [&str; 0]);

    let used = circles(&[
        (
            "lib.rs",
            "mod a; #[cfg(any(test, unix))] fn f() { crate::a::f() } #[cfg(not(test))] pub struct Top;",
        ),
        ("a.rs", "pub fn f() -> crate::Top {}"),
    ])?;
    assert_eq!(used.len(), 1, "code that is not for tests alone counts");
    Ok(())
}

#[test]
fn macros_and_inline_modules_are_code() -> Result<()> {
    let files = |a| {
        [
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", a),
            (
                "b.rs",
                "mod inline { pub fn g() { matches!(0, 0 if { crate::make!(); true }) } } pub fn f() {}",
            ),
        ]
    };
    let found = circles(&files(
        "macro_rules! inner { () => { $crate::b::f() } } #[macro_export] macro_rules! make { () => {} }",
    ))?;
    assert_eq!(
        found,
        ["\
a circle of 2 files
  a.rs, b.rs
    a.rs → b.rs: crate::b::f
    b.rs → a.rs: crate::make
"]
    );
    let exported = "#[macro_export] macro_rules! make { () => { $crate::b::f() } }";
    assert_eq!(circles(&files(exported))?, [] as [&str; 0]);
    Ok(())
}

#[test]
fn generated_code_is_of_no_file() -> Result<()> {
    let files = |root| {
        [
            ("lib.rs", root),
            ("a.rs", "pub fn f() { crate::made::g(); crate::declared() }"),
        ]
    };
    let found = circles(&files(
        "mod a; some::include_rpc!(\"x\"); pub use a::f; fn h() { a::f() }",
    ))?;
    assert_eq!(found, [] as [&str; 0]);
    let found = circles(&files(
        "mod a; some::include_rpc!(\"x\"); fn declared() { a::f() }",
    ))?;
    assert_eq!(found.len(), 1, "what the file has itself is in it");
    Ok(())
}

#[test]
fn paths_of_other_crates_are_none() -> Result<()> {
    let found = circles(&[
        ("lib.rs", "mod serde; mod a;"),
        (
            "a.rs",
            "use ::serde::Serialize; pub fn f() { ::serde::ser(); other::serde::ser(); <u8 as T>::serde::x() }",
        ),
        ("serde.rs", "pub fn ser() { crate::a::f() }"),
    ])?;
    assert_eq!(found, [] as [&str; 0]);
    Ok(())
}

#[test]
fn reexports_in_a_circle_end() -> Result<()> {
    let found = circles(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "pub use crate::b::*; pub use crate::b::Missing;"),
        (
            "b.rs",
            "pub use crate::a::*; pub use crate::a::Missing; fn f(_: super::a::Missing) {}",
        ),
    ])?;
    assert!(found[0].starts_with("a circle of 2 files\n"), "{found:?}");
    Ok(())
}

#[test]
fn files_are_where_the_compiler_looks() -> Result<()> {
    let found = circles(&[
        (
            "lib.rs",
            "mod a { pub mod deep; } mod b; #[path = \"elsewhere/c.rs\"] mod c;",
        ),
        ("a/deep.rs", "use crate::b::inner::f;"),
        ("b/mod.rs", "pub mod inner;"),
        ("b/inner.rs", "pub fn f() { crate::c::beside::g() }"),
        ("elsewhere/c.rs", "pub mod beside;"),
        (
            "elsewhere/beside.rs",
            "use crate::a::deep; pub fn g() { deep::h() }",
        ),
    ])?;
    assert!(
        found[0].starts_with("a circle of 3 files: ACROSS FOLDERS\n"),
        "{found:?}"
    );

    let missing = circles(&[("lib.rs", "mod gone;")]).unwrap_err();
    assert!(missing.to_string().contains("gone"), "{missing}");
    Ok(())
}

#[test]
fn a_library_and_a_program_are_crates_and_a_test_is_none() {
    let target = |name: &str, kind: &str| serde_json::json!({ "name": name, "kind": [kind], "src_path": format!("/{name}.rs") });
    let roots = roots_in(&serde_json::json!({ "packages": [
        { "name": "one", "targets": [target("one", "lib"), target("a", "test"), target("build", "custom-build")] },
        { "name": "two", "targets": [target("two", "cdylib"), target("tool", "bin")] },
        { "name": "three", "targets": [target("three", "bin")] },
    ] }));
    let names: Vec<String> = roots.into_iter().flatten().map(|(name, _)| name).collect();
    assert_eq!(names, ["one", "two", "two (tool)", "three"]);
}
