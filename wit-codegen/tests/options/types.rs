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
fn serde_is_derived_where_an_attribute_is_about_it() {
    let derived = |code: &str| code.matches("derive(::rpc_runtime::serde").count();
    let plain = configure().generate(shop().path()).unwrap();
    for attribute in [
        "#[serde(deny_unknown_fields)]",
        "#[cfg_attr(all(), serde(rename_all = \"camelCase\"))]",
    ] {
        let generated = configure()
            .attribute("rpc:shop/orders/order", attribute)
            .generate(shop().path())
            .unwrap();
        let code = generated.code();
        assert_eq!(derived(code), derived(plain.code()) + 1);
        assert!(code.contains("Order as \"order\" {"), "{code}");
        assert!(code.contains("Status with serde {"), "{code}");
    }
}

#[test]
fn every_type_is_an_error_unless_something_else_makes_it_one() {
    let code = |builder: Builder| {
        let generated = builder.generate(shop().path()).unwrap();
        generated.code().to_owned()
    };
    let error = "private::error!(Status";
    let plain = code(configure());
    assert!(plain.contains("private::error!(Status);"));
    let skipped = code(configure().skip_display("rpc:shop/orders/status"));
    assert!(!skipped.contains(error));
    assert!(skipped.contains("private::error!(Order);"));
    let derived = code(configure().derive("rpc:shop/orders/status", "derive_more::Display"));
    assert!(derived.contains("private::error!(Status, Error);"));
    let derived = configure().derive("rpc:shop/orders/status", "thiserror::Error");
    let derived = derived.attribute("rpc:shop/orders/status", "#[error(\"{self:?}\")]");
    let derived = code(derived);
    assert!(!derived.contains(error));
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
