//! Options for single types.

use wit_codegen::{Builder, configure};

use crate::{assert_reports, shop};

#[test]
fn attributes_are_added() {
    let generated = configure()
        .attribute("rpc:shop/orders/status", "#[non_exhaustive]")
        .generate(shop().path())
        .unwrap();
    assert_eq!(generated.code().matches("#[non_exhaustive]").count(), 1);
}

#[test]
fn every_type_is_an_error_unless_something_else_makes_it_one() {
    let code = |builder: Builder| {
        let generated = builder.generate(shop().path()).unwrap();
        generated.code().to_owned()
    };
    let display = "::core::fmt::Display for Status";
    let error = "::core::error::Error for Status";
    let plain = code(configure());
    assert!(plain.contains(display) && plain.contains(error));
    let skipped = code(configure().skip_display("rpc:shop/orders/status"));
    assert!(!skipped.contains(display) && !skipped.contains(error));
    assert!(skipped.contains("::core::error::Error for Order"));
    let derived = configure().derive("rpc:shop/orders/status", "thiserror::Error");
    let derived = derived.attribute("rpc:shop/orders/status", "#[error(\"{self:?}\")]");
    let derived = code(derived);
    assert!(!derived.contains(display) && !derived.contains(error));
    assert_reports(
        configure().skip_display("rpc:shop/money/price"),
        &["`rpc:shop/money/price`, given to `skip_display`, selects nothing"],
    );
}

#[test]
fn types_and_interfaces_are_replaced() {
    let replaced = configure()
        .with("rpc:shop/money/amount", "my_money::Amount")
        .generate(shop().path())
        .unwrap();
    assert!(replaced.code().contains("my_money::Amount"));
    assert!(!replaced.code().contains("pub struct Amount"));

    let replaced = configure()
        .with("rpc:shop/money", "::common::money")
        .generate(shop().path())
        .unwrap();
    assert!(replaced.code().contains(
        "use __elsewhere_1::money as __elsewhere; // .with(\"rpc:shop/money\", \"::common::money\")"
    ));
    assert!(replaced.code().contains("pub use __elsewhere::Amount;"));
    assert!(!replaced.code().contains("pub struct Amount"));
}
