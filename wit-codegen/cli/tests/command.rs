//! The command as a user runs it: where the code goes, and how it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SCHEMA: &str = "package rpc:shop@1.0.0;
interface orders {
  record line { unit-price: u32 } count: func() -> u32;
  @unstable(feature = refunds)
  refund: func(id: u32);
}
world gateway { import orders; }
world store { export orders; }
";

/// A folder of its own for a test, with the schema in it.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("shop.wit"), SCHEMA).unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wit-codegen"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

#[track_caller]
fn succeeds(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(
        (output.status.code(), text(&output.stderr)),
        (Some(0), String::new())
    );
    text(&output.stdout)
}

#[track_caller]
fn fails(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(report.starts_with("error: "), "{report}");
    report
}

#[test]
fn code_goes_to_standard_output_or_into_a_file() {
    let folder = folder("output");
    let printed = succeeds(&run(&folder, &["rust", "shop.wit", "--world", "store"]));
    assert!(printed.contains("trait Orders") && printed.contains("OrdersClient"));
    let out = [
        "rust",
        ".",
        "--world",
        "rpc:shop/store@1.0.0",
        "--out",
        "out.rs",
    ];
    assert_eq!(succeeds(&run(&folder, &out)), "");
    assert_eq!(fs::read_to_string(folder.join("out.rs")).unwrap(), printed);
}

#[test]
fn options_change_the_code() {
    let folder = folder("options");
    let code = |options: &[&str]| {
        let arguments = [&["rust", "shop.wit", "--world", "store"], options].concat();
        succeeds(&run(&folder, &arguments))
    };
    assert!(!code(&["--server-only"]).contains("OrdersClient"));
    assert_ne!(code(&["--client-only"]), code(&[]));
    assert!(!code(&[]).contains("fn refund"));
    assert!(code(&["--features", "refunds"]).contains("fn refund"));
    assert!(code(&["--all-features"]).contains("fn refund"));
    assert!(code(&["--rename", "rpc:shop/orders/count=howMany"]).contains("howMany"));
    let renamed = "rename = \"unitPrice\"";
    assert!(code(&["--serde-form", "wire"]).contains(renamed));
    assert!(!code(&["--serde-form", "rust"]).contains(renamed));
    assert!(code(&["--runtime-path", "::my::runtime"]).contains("::my::runtime::"));
}

#[test]
fn features_are_separated_by_commas() {
    let folder = folder("features");
    let schema = "package rpc:shop; interface orders {
        @unstable(feature = bulk) fetch-all: func();
        @unstable(feature = refunds) refund: func();
    }";
    fs::write(folder.join("shop.wit"), schema).unwrap();
    let code = succeeds(&run(&folder, &["rust", ".", "--features", "bulk,refunds"]));
    assert!(code.contains("fn refund") && code.contains("fn fetch_all"));
    let report = fails(&run(&folder, &["rust", ".", "--features", "bulk,refnds"]));
    assert!(report.contains("did you mean `refunds`?"), "{report}");
}

#[test]
fn nothing_is_written_when_something_is_wrong() {
    let folder = folder("failures");
    let report = fails(&run(&folder, &["rust", "shop.wit", "--out", "out.rs"]));
    assert!(
        report.contains("shop.wit:8:7") && report.contains("--world gateway"),
        "{report}"
    );
    let report = fails(&run(
        &folder,
        &["rust", "shop.wit", "--world", "shop", "--out", "out.rs"],
    ));
    assert!(report.contains("there is no world `shop`"), "{report}");
    let report = fails(&run(&folder, &["rust", "missing.wit", "--out", "out.rs"]));
    assert!(report.contains("missing.wit"), "{report}");
    assert!(!folder.join("out.rs").exists());
    let unwritable = [
        "rust",
        "shop.wit",
        "--world",
        "store",
        "--out",
        "no/such/folder/out.rs",
    ];
    assert!(fails(&run(&folder, &unwritable)).contains("no/such/folder/out.rs"));
}

#[test]
fn a_wrong_command_line_is_explained() {
    let folder = folder("usage");
    for arguments in [
        &["rust"][..],
        &["rust", "shop.wit", "--client-only", "--server-only"],
        &["rust", "shop.wit", "--rename", "no-equals-sign"],
        &[
            "rust",
            "shop.wit",
            "--with-traits",
            "rpc:shop/money/amount=Copy,Ord",
        ],
        &["rust", "shop.wit", "--no-serde", "--serde-form", "wire"],
        &["ruby", "shop.wit"],
    ] {
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("--help"),
            "{arguments:?}"
        );
    }
}

#[test]
fn capnp_prints_the_equivalent_schema() {
    let folder = folder("capnp");
    let printed = succeeds(&run(&folder, &["capnp", "shop.wit", "--world", "store"]));
    assert!(
        printed.contains("interface Orders @0x") && printed.contains("result @0 :UInt32;"),
        "{printed}"
    );
    assert!(!printed.contains("refund"), "{printed}");
    let out = [
        "capnp",
        ".",
        "--all-features",
        "--world",
        "gateway",
        "-o",
        "shop.capnp",
    ];
    assert_eq!(succeeds(&run(&folder, &out)), "");
    let written = fs::read_to_string(folder.join("shop.capnp")).unwrap();
    assert!(written.contains("refund @1"), "{written}");
    fails(&run(&folder, &["capnp", "missing.wit"]));
    // What is one already is no input.
    let report = fails(&run(&folder, &["capnp", "shop.capnp"]));
    assert!(
        report.contains("`wit-codegen capnp` takes a WIT schema")
            && report.contains("`wit-codegen rust shop.capnp`"),
        "{report}"
    );
}

#[test]
fn capnp_schemas_take_the_same_command() {
    let folder = folder("capnp-files");
    let schema = "@0xd0c0ffee00000101; using import \"/lib.capnp\".Entry;
        interface Directory { find @0 (name :Text) -> (entry :Entry); }";
    fs::write(folder.join("directory.capnp"), schema).unwrap();
    fs::create_dir_all(folder.join("include")).unwrap();
    let library = "@0xd0c0ffee00000102; struct Entry { name @0 :Text; }";
    fs::write(folder.join("include/lib.capnp"), library).unwrap();

    let code = |options: &[&str]| {
        let arguments = [&["rust", "directory.capnp", "-I", "include"], options].concat();
        run(&folder, &arguments)
    };
    let printed = succeeds(&code(&[]));
    assert!(printed.contains("pub trait Directory") && printed.contains("pub struct Entry"));
    assert!(printed.contains("macro_rules!"));
    assert!(!succeeds(&code(&["--client-only"])).contains("macro_rules!"));
    let renamed = succeeds(&code(&["--rename", "directory.capnp:Directory.find=seek"]));
    assert!(renamed.contains("\"seek\""));

    let report = fails(&code(&["--world", "x"]));
    assert!(
        report.contains("`--world` does not apply to `directory.capnp`"),
        "{report}"
    );
    let report = fails(&run(&folder, &["rust", "shop.wit", "-I", "include"]));
    assert!(
        report.contains("`--import-path` does not apply"),
        "{report}"
    );
    let output = run(&folder, &["rust", "directory.capnp", "--out", "out.rs"]);
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    let first = "directory.capnp:1:35-47: error: Import failed: /lib.capnp";
    assert!(report.starts_with(first), "{report}");
    assert!(!folder.join("out.rs").exists());
}

#[test]
fn capnp_interfaces_that_are_not_served_may_have_methods_that_entrypoints_reserve() {
    let folder = folder("capability-connect");
    fs::write(
        folder.join("gate.capnp"),
        "@0xd0c0ffee00000041;
         using Http = import \"/capnp/compat/http-over-capnp.capnp\";
         interface Gate { open @0 (name :Text) -> (service :Http.HttpService, peer :Peer); }
         interface Peer { connect @0 (); id @1 (); }",
    )
    .unwrap();
    let code = succeeds(&run(&folder, &["rust", "gate.capnp"]));
    // Where they are served, `export!` says why not.
    let refusal = "`Peer` cannot be served on the default entrypoint";
    assert!(
        code.contains("fn connect") && code.contains(refusal),
        "{code}"
    );
    assert!(
        code.contains("`HttpService` cannot be served on an entrypoint"),
        "{code}"
    );
    assert!(!code.contains("`Gate` cannot be served"), "{code}");
    // Nor is a client made of what cannot serve them.
    assert!(
        code.contains("client_from_bindings!(GateClient, [Fetcher Stub])"),
        "{code}"
    );
    assert!(
        code.contains("client_from_bindings!(PeerClient, [])"),
        "{code}"
    );

    let renames = ["gate.capnp:Peer.connect=dial", "gate.capnp:Peer.id=number"];
    let renamed = succeeds(&run(
        &folder,
        &[
            "rust",
            "gate.capnp",
            "--rename",
            renames[0],
            "--rename",
            renames[1],
        ],
    ));
    assert!(!renamed.contains("`Peer` cannot be served"), "{renamed}");
}

#[test]
fn the_built_in_schema_compiler_sees_its_variable() {
    let folder = folder("variable");
    let path = "../../capnp-bridge/tests/diagnostics/union-in-union.capnp";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut command = Command::new(env!("CARGO_BIN_EXE_wit-codegen"));
    command.arg("rust").arg(path).current_dir(folder);
    fails(&command.output().unwrap());
    command.env("CAPNP_IGNORE_ISSUE_344", "1");
    assert!(succeeds(&command.output().unwrap()).contains("pub struct Event"));
}
