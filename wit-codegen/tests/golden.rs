//! What is generated, compared with what is kept in `tests/golden`; see `tests/README.md`.
//!
//! That the goldens compile without warnings, for the host and for wasm32, is shown by the package
//! `wit-codegen-goldens` in the same folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use wit_codegen::{Builder, SerdeForm, Trait, configure};

/// A golden: its file, the schema it comes from, and the options.
type Golden = (&'static str, &'static str, fn(Builder) -> Builder);

const GOLDENS: &[Golden] = &[
    ("borrower", "borrower", |builder| {
        builder
            .deps_path(folder().join("common.wit"))
            .with_generated("golden:common", "crate::provider")
    }),
    ("calculator", "calculator", |builder| builder),
    ("common", "common", |builder| builder.messages(true)),
    ("docs", "docs", |builder| builder),
    ("letters", "letters", |builder| builder.message_wire(true)),
    ("message_wire", "message_wire", |builder| {
        builder.message_wire(true)
    }),
    ("messages", "messages", |builder| builder.messages(true)),
    ("names", "names", |builder| builder),
    ("newer", "newer", |builder| builder.messages(true)),
    ("older", "older", |builder| builder.messages(true)),
    ("primitives", "primitives", |builder| builder),
    ("provider", "provider", |builder| {
        builder
            .deps_path(folder().join("common.wit"))
            .module("golden:common/types", "levels")
    }),
    ("resources", "resources", |builder| builder),
    ("serde_wire", "serde_wire", |builder| {
        builder
            .serde_form(SerdeForm::Wire)
            .rename("golden:serde-wire/values/order.id", "orderNumber")
            .rename("golden:serde-wire/values/rights.read", "mayRead")
            .rename("golden:serde-wire/values/kind.gift-card", "Gift-card")
            .rename("golden:serde-wire/values/payment.cash", "bar")
            .with(
                "golden:serde-wire/values/price",
                "crate::serde_mapped::Price",
            )
            .with(
                "golden:serde-wire/values/nickname",
                "crate::serde_mapped::Nickname",
            )
            .with_traits("golden:serde-wire/values/price", [Trait::Serde])
            .with_traits("golden:serde-wire/values/nickname", [Trait::Serde])
    }),
    ("sharing", "sharing", |builder| {
        builder
            .message_wire(true)
            .deps_path(folder().join("common.wit"))
            .with_generated("golden:common", "crate::common")
            .with("golden:sharing/places/point", "crate::mapped::Place")
            .with_traits(
                "golden:sharing/places/point",
                [Trait::Copy, Trait::Eq, Trait::Hash],
            )
    }),
    ("streams", "streams", |builder| {
        builder.idempotent("golden:streams/transfer/attach")
    }),
    ("tuples", "tuples", |builder| builder.message_wire(true)),
    ("values", "values", |builder| builder),
    ("worlds", "worlds", |builder| builder),
    ("resources_mapped", "resources", |builder| {
        builder
            .with("golden:resources/watching", "crate::resources::watching")
            .with(
                "golden:resources/library/book",
                "crate::resources::library::Book",
            )
            .with(
                "golden:resources/library/loan",
                "crate::resources::library::Loan",
            )
    }),
    ("values_client_only", "values", |builder| {
        builder.server(false).serde(false)
    }),
    ("values_server_only", "values", |builder| {
        builder.client(false)
    }),
    ("values_configured", "values", |builder| {
        builder
            .throws("golden:values/store")
            .with("golden:values/types/point", "crate::mapped::Point")
            .derive("golden:values/types/line", "PartialOrd")
            .derive("golden:values/types/line", "::core::cmp::PartialOrd")
            .derive("golden:values/types/market", "std::cmp::Ord")
            .attribute("golden:values/store/item", "#[must_use]")
            .rename("golden:values/store/ping", "areYouThere")
            .idempotent("golden:values/store/ping")
    }),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn generate((_, schema, options): &Golden) -> Result<String, wit_codegen::Error> {
    let path = folder().join(schema).with_extension("wit");
    Ok(options(configure()).generate(path)?.code().to_owned())
}

#[test]
fn generated_code_is_as_accepted() {
    let mut wrong = Vec::new();
    for golden in GOLDENS {
        let file = folder().join(golden.0).with_extension("rs");
        let new = file.with_extension("rs.new");
        let generated = generate(golden).unwrap_or_else(|error| panic!("{}: {error}", golden.0));
        if fs::read_to_string(&file).unwrap_or_default() == generated {
            let _ = fs::remove_file(new);
        } else {
            fs::write(&new, generated).expect("the folder of goldens can be written");
            wrong.push(new.display().to_string());
        }
    }
    assert!(
        wrong.is_empty(),
        "generated code has changed; compare each with the file beside it, and rename it if it is right:\n  {}",
        wrong.join("\n  ")
    );
}

#[test]
fn generating_twice_gives_the_same_bytes() -> Result<(), wit_codegen::Error> {
    for golden in GOLDENS {
        assert_eq!(generate(golden)?, generate(golden)?, "{}", golden.0);
    }
    Ok(())
}

#[test]
fn every_file_of_the_folder_is_a_golden() {
    let expected: BTreeSet<_> = GOLDENS
        .iter()
        .map(|golden| format!("{}.rs", golden.0))
        .collect();
    let found = fs::read_dir(folder()).expect("the folder of goldens can be read");
    let found: BTreeSet<_> = found
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".rs") && name != "lib.rs")
        .collect();
    assert_eq!(found, expected);
}
