//! Where schemas come from: the compiler that is built in, one that is installed, a request that was stored; and
//! how files are found.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use capnp_bridge::{CompilerCommand, ErrorKind};

/// A folder with some files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

const FILES: &[(&str, &str)] = &[
    (
        "schema/shop.capnp",
        "@0xa0e0f1d2c3b4a501;
         using import \"money.capnp\".Amount;
         using Rust = import \"rust.capnp\";
         using Json = import \"/capnp/compat/json.capnp\";
         using Cxx = import \"/capnp/c++.capnp\";
         $Cxx.namespace(\"shop\");
         interface Shop { # Sells things.
           price @0 (item :Text) -> (price :Amount);
           upload @1 (chunk :Data) -> stream;
         }
         struct Tag { text @0 :Text $Json.name(\"t\"); }",
    ),
    (
        "schema/money.capnp",
        "@0xa0e0f1d2c3b4a502; using Rust = import \"/capnp/rust.capnp\";
         struct Amount $Rust.name(\"Money\") { cents @0 :Int64 = -1; }",
    ),
];

fn command(folder: &Path) -> CompilerCommand {
    let mut command = CompilerCommand::new();
    command.file(folder.join("schema/shop.capnp"));
    command
}

/// The installed compiler, if there is one.
fn installed() -> Option<PathBuf> {
    let name = std::env::var_os("CAPNP").map_or("capnp".into(), PathBuf::from);
    let found = Command::new(&name).arg("--version").output().is_ok();
    if !found {
        eprintln!("skipped: no `capnp` is installed");
    }
    found.then_some(name)
}

#[test]
fn every_input_gives_the_same_code() {
    let folder = folder(FILES);
    let request = folder.path().join("request.bin");
    let embedded = command(folder.path())
        .raw_code_generator_request_path(&request)
        .generate()
        .unwrap();
    assert!(
        embedded.code().contains("pub trait Shop") && embedded.code().contains("pub struct Money")
    );
    assert_eq!(embedded.file_stem(), "shop");

    let stored = CompilerCommand::new()
        .code_generator_request(&request)
        .src_prefix(folder.path().join("schema"))
        .generate()
        .unwrap();
    assert!(stored.code() == embedded.code(), "{}", stored.code());
    assert_eq!(stored.file_stem(), "shop");
    assert_eq!(stored.files_read(), [request]);

    if let Some(capnp) = installed() {
        let system = command(folder.path())
            .capnp_executable(capnp)
            .generate()
            .unwrap();
        assert!(system.code() == embedded.code(), "{}", system.code());
        assert_eq!(system.files_read(), embedded.files_read());
    }
}

#[test]
fn every_imported_file_is_watched_and_nothing_else() {
    let folder = folder(FILES);
    let generated = command(folder.path()).generate().unwrap();
    let expected = ["schema/shop.capnp", "schema/money.capnp"];
    assert_eq!(
        generated.files_read(),
        expected.map(|name| folder.path().join(name))
    );
    assert!(generated.folders_read().is_empty());
}

/// A schema with a union in a union that is refused.
const NESTED: &str = "@0xa0e0f1d2c3b4a511;
    struct Event { time @0 :Int32; size @1 :Int64; kind :union { none @2 :Void; move :group { steps @3 :Int32;
      how :union { still @4 :Void; jump :group { side @5 :Int16; height @6 :Int32; far @7 :Float64; near @8 :Int32; } }
    } } }";

/// The same with the inner union in a struct of its own.
const APART: &str = "@0xa0e0f1d2c3b4a511;
    struct Event { time @0 :Int32; size @1 :Int64; kind :union { none @2 :Void; move :group { steps @3 :Int32;
      how @4 :How;
    } } }
    struct How { union { still @0 :Void; jump :group { side @1 :Int16; height @2 :Int32; far @3 :Float64; near @4 :Int32; } } }";

#[test]
fn a_refused_union_is_found_in_the_file_that_has_it_and_the_way_out_compiles() {
    let log = "@0xa0e0f1d2c3b4a512; using import \"event.capnp\".Event;
        interface Log { add @0 (event :Event); }";
    let refused = folder(&[("log.capnp", log), ("event.capnp", NESTED)]);
    let error = CompilerCommand::new()
        .file(refused.path().join("log.capnp"))
        .generate()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Schema);
    let report = error.to_string();
    assert!(
        report.contains("event.capnp:3:7") && report.contains("a struct of its own"),
        "{report}"
    );
    let apart = folder(&[("log.capnp", log), ("event.capnp", APART)]);
    CompilerCommand::new()
        .file(apart.path().join("log.capnp"))
        .generate()
        .unwrap();
}

/// The outermost modules in some code.
fn modules(code: &str) -> Vec<&str> {
    let lines = code.lines().filter_map(|it| it.strip_prefix("pub mod "));
    lines.map(|it| it.trim_end_matches(" {")).collect()
}

/// Two schemas that import a third one.
fn pair(folder: &Path) -> CompilerCommand {
    let mut command = CompilerCommand::new();
    command.file(folder.join("people/staff.capnp"));
    command.file(folder.join("things/staff.capnp"));
    command
}

const PAIR: &[(&str, &str)] = &[
    (
        "people/staff.capnp",
        "@0xa0e0f1d2c3b4a531; struct Person { name @0 :Text; }",
    ),
    (
        "things/staff.capnp",
        "@0xa0e0f1d2c3b4a532;
         struct Thing { place @0 :import \"place.capnp\".Place; owner @1 :import \"../people/staff.capnp\".Person; }",
    ),
    (
        "things/place.capnp",
        "@0xa0e0f1d2c3b4a533; struct Place { name @0 :Text; }",
    ),
];

#[test]
fn several_files_write_a_file_each() {
    let folder = folder(FILES);
    let out = folder.path().join("out");
    let mut command = CompilerCommand::new();
    command
        .file(folder.path().join("schema/shop.capnp"))
        .file(folder.path().join("schema/money.capnp"))
        .emit_rerun_if_changed(false);
    command.output_path(&out).run().unwrap();
    let code = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    assert_eq!(modules(&code("shop.rs")), ["shop"]);
    assert_eq!(modules(&code("money.rs")), ["money"]);
    assert!(code("shop.rs").contains("super::money::Money"));

    // All together, for who wants that.
    let whole = command.generate().unwrap();
    assert_eq!(whole.file_stem(), "shop");
    assert_eq!(modules(whole.code()), ["shop", "money"]);
    command.file_name("all").run().unwrap();
    assert_eq!(code("all.rs"), whole.code());
}

#[test]
fn what_is_only_imported_is_in_the_first_file_that_needs_it() {
    let folder = folder(PAIR);
    let generated = pair(folder.path()).generate_files().unwrap();
    let files: Vec<_> = generated
        .iter()
        .map(|file| (file.file_stem(), modules(file.code())))
        .collect();
    // Two of one name: the later one steps aside.
    assert_eq!(
        files,
        [
            ("staff", vec!["staff"]),
            ("staff_", vec!["staff_", "place"])
        ]
    );
    for file in &generated {
        assert_eq!(file.files_read().len(), 3);
    }
}

#[test]
fn files_in_one_outer_module_share_a_file() {
    let folder = folder(PAIR);
    let generated = pair(folder.path())
        .default_parent_module(vec!["outer".to_owned()])
        .generate_files()
        .unwrap();
    let files: Vec<_> = generated
        .iter()
        .map(|file| (file.file_stem(), modules(file.code())))
        .collect();
    assert_eq!(files, [("staff", vec!["outer"]), ("staff_", vec![])]);

    // As the option `module` says, too.
    let generated = pair(folder.path())
        .src_prefix(folder.path())
        .module("people/staff.capnp", "all::people")
        .module("things/staff.capnp", "all::things")
        .generate_files()
        .unwrap();
    let files = generated.iter().map(|file| modules(file.code()));
    assert_eq!(files.collect::<Vec<_>>(), [vec!["all"], vec!["place"]]);
}

#[test]
fn code_is_written_where_it_is_asked_for() {
    let folder = folder(FILES);
    let out = folder.path().join("out/of/here");
    command(folder.path())
        .output_path(&out)
        .emit_rerun_if_changed(false)
        .run()
        .unwrap();
    let code = fs::read_to_string(out.join("shop.rs")).unwrap();
    assert!(code.contains("pub trait Shop"));
}

#[test]
fn copies_of_the_standard_schemas_do_not_clash() {
    // Beside the schema, on the import path, and the built-in ones of what it imports.
    let rust = "@0x83b3c14c3c8dd083; # somebody's copy
        annotation name @0xc2fe4c6d100166d0 (field, struct, enum, enumerant, union, group) :Text;
        annotation parentModule @0xabee386cd1450364 (file) :Text;
        annotation option @0xabfef22c4ee1964e (field) :Void;";
    let mut files = FILES.to_vec();
    files.push(("schema/rust.capnp", rust));
    files.push((
        "lib/capnp/c++.capnp",
        "@0xbdf87d7bb8304e81; annotation namespace @0xb9c6f99ebf805f2c (file) :Text;",
    ));
    let folder = folder(&files);
    let generate = |command: &mut CompilerCommand| {
        let command = command.import_path(folder.path().join("lib"));
        command
            .generate()
            .map(|generated| generated.code().to_owned())
    };
    let embedded = generate(&mut command(folder.path())).unwrap();
    if let Some(capnp) = installed() {
        assert_eq!(
            generate(command(folder.path()).capnp_executable(capnp)).unwrap(),
            embedded
        );
    }
}

#[test]
fn without_the_standard_schemas_they_are_not_there() {
    let folder = folder(FILES);
    let error = command(folder.path())
        .no_standard_import()
        .generate()
        .unwrap_err();
    assert!(
        error.to_string().contains("Import failed: rust.capnp"),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn an_import_may_lead_out_of_a_linked_folder() {
    let folder = folder(&[
        (
            "real/deep/a.capnp",
            "@0xa0e0f1d2c3b4a511; struct A { b @0 :import \"../b.capnp\".B; }",
        ),
        ("b.capnp", "@0xa0e0f1d2c3b4a512; struct B {}"),
    ]);
    std::os::unix::fs::symlink(
        folder.path().join("real/deep"),
        folder.path().join("linked"),
    )
    .unwrap();
    let file = folder.path().join("linked/a.capnp");
    let generated = CompilerCommand::new().file(file).generate().unwrap();
    assert!(generated.code().contains("pub struct B"));
}

#[test]
fn an_import_may_leave_the_folder_and_come_back() {
    let folder = folder(&[
        (
            "s/d/dots.capnp",
            "@0xa0e0f1d2c3b4a513; using A = import \"../d/selfx.capnp\"; struct D { a @0 :A.A; b @1 :import \"x/../../../s/b.capnp\".B; }",
        ),
        ("s/d/selfx.capnp", "@0xa0e0f1d2c3b4a514; struct A {}"),
        ("s/b.capnp", "@0xa0e0f1d2c3b4a515; struct B {}"),
    ]);
    let mut command = CompilerCommand::new();
    command.file(folder.path().join("s/d/dots.capnp"));
    let embedded = command.generate().unwrap();
    assert!(embedded.code().contains("pub struct A") && embedded.code().contains("pub struct B"));
    if let Some(capnp) = installed() {
        let system = command.capnp_executable(capnp).generate().unwrap();
        assert!(system.code() == embedded.code(), "{}", system.code());
    }
}

#[test]
fn a_failed_import_on_the_way_out_is_the_compilers_own_error() {
    let folder = folder(&[(
        "d/a.capnp",
        "@0xa0e0f1d2c3b4a516;\nstruct D { a @0 :import \"../../../../../../../../../../../nowhere/b.capnp\".B; }",
    )]);
    let path = folder.path().join("d/a.capnp");
    let error = CompilerCommand::new().file(&path).generate().unwrap_err();
    let text = error.to_string();
    for inside in ["***", "kj/", "stack:"] {
        assert!(!text.contains(inside), "{text}");
    }
}

#[test]
fn errors_are_the_compilers_own() {
    let folder = folder(&[(
        "bad.capnp",
        "@0xa0e0f1d2c3b4a521;\nstruct A {\n  x @0 :Missing;\n  y @2 :Text;\n}\n",
    )]);
    let path = folder.path().join("bad.capnp");
    let shown = path.display();
    let expected = format!(
        "{shown}:3:9-16: error: Not defined: Missing\n\
         {shown}:4:6-7: error: Skipped ordinal @1.  Ordinals must be sequential with no holes."
    );
    let error = CompilerCommand::new().file(&path).generate().unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string()),
        (ErrorKind::Schema, expected.clone())
    );
    if let Some(capnp) = installed() {
        let error = CompilerCommand::new()
            .file(&path)
            .capnp_executable(capnp)
            .generate();
        assert_eq!(error.unwrap_err().to_string(), expected);
    }
}

#[test]
fn a_file_needs_an_id() {
    let folder = folder(&[("bad.capnp", "struct A {}"), ("empty.capnp", "")]);
    for name in ["bad.capnp", "empty.capnp"] {
        let path = folder.path().join(name);
        let error = CompilerCommand::new()
            .file(&path)
            .generate()
            .unwrap_err()
            .to_string();
        // The compiler offers one, another each time.
        let start = format!(
            "{}:1:1: error: File does not declare an ID.",
            path.display()
        );
        assert!(error.starts_with(&start), "{error}");
    }
}

#[test]
fn what_is_not_there_is_named() {
    let error = CompilerCommand::new()
        .file("no/such.capnp")
        .generate()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("no/such.capnp"), "{error}");
    let error = CompilerCommand::new()
        .code_generator_request("no/such.bin")
        .generate()
        .unwrap_err();
    assert!(error.to_string().contains("no/such.bin"), "{error}");
    let error = CompilerCommand::new().generate().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let folder = folder(FILES);
    let error = command(folder.path())
        .capnp_executable("no-such-capnp")
        .generate()
        .unwrap_err();
    assert!(error.to_string().contains("no-such-capnp"), "{error}");
    let error = command(folder.path())
        .crate_provides("not a path", &[1])
        .generate()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[test]
fn a_schema_and_a_stored_request_are_one_too_many() {
    let folder = folder(FILES);
    let error = command(folder.path())
        .code_generator_request("request.bin")
        .generate()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let text = error.to_string();
    assert!(
        text.contains("shop.capnp") && text.contains("request.bin"),
        "{text}"
    );
}

#[cfg(unix)]
#[test]
fn an_executable_that_is_no_compiler_is_named() {
    let folder = folder(FILES);
    let error = command(folder.path())
        .capnp_executable("echo")
        .generate()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let text = error.to_string();
    assert!(
        text.starts_with("error: what `echo` printed is no valid CodeGeneratorRequest: "),
        "{text}"
    );
}

#[test]
fn what_extends_another_crates_interface_shares_its_types() {
    let folder = folder(&[
        (
            "a.capnp",
            "@0xa0e0f1d2c3b4a518;
             interface Mine extends(import \"b.capnp\".Svc) {}",
        ),
        (
            "b.capnp",
            "@0xa0e0f1d2c3b4a519;
             interface Svc { get @0 (of :List(import \"d.capnp\".Foo)) -> (); }",
        ),
        ("d.capnp", "@0xa0e0f1d2c3b4a51a; struct Foo {}"),
    ]);
    let generate = |provided: &[u64]| {
        CompilerCommand::new()
            .file(folder.path().join("a.capnp"))
            .crate_provides("common", provided)
            .generate()
    };
    let error = generate(&[0xa0e0_f1d2_c3b4_a519]).unwrap_err().to_string();
    assert!(
        error.starts_with(
            "error: `Mine` extends `Svc` of another crate, whose method `get` has `Foo`, which is generated here"
        ) && error.contains("a.capnp:2:24"),
        "{error}"
    );
    let code = generate(&[0xa0e0_f1d2_c3b4_a519, 0xa0e0_f1d2_c3b4_a51a]).unwrap();
    // Whoever has the interface may hand it out as the one of the other crate.
    let upcast = "impl ::core::convert::From<MineClient> for ";
    assert!(code.code().contains(upcast), "{}", code.code());
}

#[test]
fn types_may_be_nested_as_long_as_they_end() {
    let nested = |depth: usize| format!("{}Text{}", "List(".repeat(depth), ")".repeat(depth));
    let generate = |depth| {
        let text = format!(
            "@0xa0e0f1d2c3b4a517; struct A {{ x @0 :{}; }}",
            nested(depth)
        );
        let folder = folder(&[("a.capnp", &text)]);
        CompilerCommand::new()
            .file(folder.path().join("a.capnp"))
            .generate()
    };
    generate(32).unwrap();
    let error = generate(33).unwrap_err().to_string();
    assert!(error.contains("a.capnp:1:"), "{error}");
    let error = generate(120).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Schema);
    assert!(error.to_string().contains("a.capnp:A"), "{error}");
}

#[test]
fn options_take_names_as_the_compiler_shows_them() {
    let folder = folder(FILES);
    let generated = command(folder.path())
        .rename("shop.capnp:Shop.price", "priceOf")
        .rename("shop.capnp:Tag.text", "label")
        .derive("money.capnp", "::my::Table")
        .generate()
        .unwrap();
    let code = generated.code();
    assert!(code.contains("\"priceOf\"") && code.contains("::my::Table"));
    assert!(code.contains("\"label\""));

    let generated = command(folder.path())
        .with("shop.capnp:Tag", "crate::Tag")
        .generate()
        .unwrap();
    let code = generated.code();
    assert!(code.contains("pub use crate::Tag as Tag") || code.contains("pub use crate::Tag;"));

    let generated = command(folder.path())
        .with("money.capnp", "::bank::money")
        .generate()
        .unwrap();
    let code = generated.code();
    assert!(code.contains("use ::bank as __elsewhere_1;"), "{code}");
    assert!(
        code.contains("use __elsewhere_1::money as __elsewhere;"),
        "{code}"
    );
    assert!(code.contains("pub use __elsewhere::Money;"), "{code}");

    let error = command(folder.path())
        .rename("shop.capnp:Shop.prise", "x")
        .generate()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("did you mean `shop.capnp:Shop.price`"),
        "{error}"
    );
}
