//! A build script that has both front ends: options of one go to the other.

use std::fs;
use std::path::PathBuf;

use capnp_bridge::{CompilerCommand, ErrorKind};
use wit_codegen::{Builder, SerdeForm, configure};

const SHOP: &str = "@0xd0c0ffee00000201; struct Order { id @0 :UInt32; } \
                    interface Shop { place @0 (order :Order) -> (id :UInt32); }";

/// A schema in a folder of the test `name`.
fn shop(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("both-{name}"));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("shop.capnp");
    fs::write(&file, SHOP).unwrap();
    file
}

#[test]
fn options_of_the_other_builder_are_as_if_they_were_given_here() {
    let file = shop("options");
    let options = configure()
        .message_wire(true)
        .server(false)
        .derive("shop.capnp:Order", "Hash")
        .rename("shop.capnp:Shop.place", "placeOrder");
    let theirs = CompilerCommand::new()
        .file(&file)
        .options(options)
        .generate()
        .unwrap();
    let own = CompilerCommand::new()
        .file(&file)
        .message_wire(true)
        .server(false)
        .derive("shop.capnp:Order", "Hash")
        .rename("shop.capnp:Shop.place", "placeOrder")
        .generate()
        .unwrap();
    assert_eq!(theirs.code(), own.code());
    assert!(own.code().contains("\"placeOrder\""), "{}", own.code());
}

#[test]
fn options_that_only_wit_has_are_errors() {
    let file = shop("wit-only");
    let of_wit: [(&str, Builder); 5] = [
        ("world", configure().world("shop")),
        ("features", configure().features(["bulk"])),
        ("all_features", configure().all_features(true)),
        ("deps_path", configure().deps_path("deps")),
        ("throws", configure().throws("shop.capnp")),
    ];
    for (option, builder) in of_wit {
        let run = CompilerCommand::new()
            .file(&file)
            .options(builder)
            .generate();
        let error = run.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{option}");
        let report = error.to_string();
        let expected = format!("error: `{option}` has no effect here\n");
        assert!(report.starts_with(&expected), "{report}");
        assert!(
            report.contains("it is an option for WIT schemas"),
            "{report}"
        );
    }
    let crates = configure().with_generated("rpc:shop", "other_shop");
    let run = CompilerCommand::new()
        .file(&file)
        .options(crates)
        .generate();
    let report = run.unwrap_err().to_string();
    assert!(
        report.contains("`with_generated`, selects nothing"),
        "{report}"
    );
}

#[test]
fn options_that_others_take_the_place_of_are_errors() {
    let run = CompilerCommand::new()
        .file(shop("replaced"))
        .server(false)
        .options(configure().client(false))
        .generate();
    let error = run.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let report = error.to_string();
    assert!(report.contains("`options` has no effect here"), "{report}");
    assert!(report.contains("some were set before it"), "{report}");
}

#[test]
fn a_form_without_serde_is_an_error_in_both() {
    let wit = configure().serde(false).serde_form(SerdeForm::Wire);
    let mut capnp = CompilerCommand::new();
    let capnp = capnp
        .file(shop("form"))
        .serde(false)
        .serde_form(SerdeForm::Wire);
    let schema = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../wit/shop");
    for run in [wit.generate(schema), capnp.generate()] {
        let error = run.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        let expected = "error: `serde_form` has no effect without `serde`";
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}
