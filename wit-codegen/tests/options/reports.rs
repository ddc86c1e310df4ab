//! Everything that is wrong is reported in one run.

use wit_codegen::{ErrorKind, configure};

use crate::common::Package;
use crate::{assert_reports, report, shop};

#[test]
fn every_wrong_option_is_reported_at_once() {
    let builder = configure()
        .runtime_path("not a path")
        .derive("no-package", "Hash")
        .derive("rpc:shop/orders/order", "not a path")
        .attribute("rpc:shop/orders/order", "non_exhaustive")
        .attribute("rpc:shop/orders/order", "")
        .with("rpc:shop/orders/order", "a::<b>::c")
        .rename("rpc:shop/orders/place", "1st")
        .throws("rpc:shop/order")
        .file_name("../shop");
    let error = builder.generate(shop().path()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let report = error.to_string();
    assert_eq!(report.matches("error: ").count(), 9, "{report}");
    assert!(format!("{error:?}").starts_with('\n'));
}

#[test]
fn options_and_schema_are_reported_together() {
    let package = Package::new(&[(
        "a.wit",
        "package a:b; interface i { f: func() -> error-context; fetch: func(); }",
    )]);
    let report = report(
        &package,
        configure().derive("a:b/i/x", "Hash").runtime_path("1"),
    );
    for text in [
        "holds an `error-context`",
        "`fetch` cannot be a method",
        "selects nothing",
        "`1` is not a Rust path",
    ] {
        assert!(report.contains(text), "{text:?} is missing in\n{report}");
    }
}

#[test]
fn features_that_nothing_has_are_reported() {
    let package = Package::new(&[
        (
            "shop.wit",
            "package rpc:shop; interface i { use rpc:dep/d.{t}; @unstable(feature = refunds) f: func(); }",
        ),
        (
            "deps/dep.wit",
            "package rpc:dep; interface d { type t = u8; @unstable(feature = far) type u = u8; }",
        ),
    ]);
    let known = configure().features(["refunds", "far"]);
    assert!(known.generate(package.path()).is_ok());
    let text = report(&package, configure().features(["refund", "nothing"]));
    for part in [
        "there is no feature `refund`",
        "did you mean `refunds`?",
        "there is no feature `nothing`",
        "there is `far`, `refunds`",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
    assert_reports(
        configure().features(["x"]),
        &["no item of the schema is `@unstable`"],
    );
}

#[test]
fn options_and_schema_are_checked_together() {
    let package = Package::new(&[(
        "shop.wit",
        "package rpc:shop; interface i { type t = nothing; r: func() -> ; fetch: func(); }",
    )]);
    let builder = configure()
        .derive("rpc:shop/i/r", "Hash")
        .rename("rpc:shop/i/s", "other");
    let text = report(&package, builder);
    for part in [
        "there is no type `nothing`",
        "expected a type, found ';'",
        "`fetch` cannot be a method",
        "`rpc:shop/i/s`, given to `rename`, selects nothing",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
    // It may well be there once the schema is right.
    assert!(!text.contains("rpc:shop/i/r"), "{text}");
}

#[test]
fn every_place_of_a_thrown_error_that_cannot_be_cloned_is_reported() {
    let package = Package::new(&[(
        "shop.wit",
        "package rpc:shop;
interface types {
  use workers:platform/types.{request, headers, date, blob, abort-signal};
  resource desk { ask: func() -> result<u8, stream<u8>>; }
  record busy { after: date, ask: borrow-free, seen: headers, bill: blob, end: abort-signal }
  type borrow-free = list<own<desk>>;
  variant refusal { closed, busy(busy), again(request) }
}
interface orders {
  use types.{desk, refusal};
  resource cart { pay: func() -> result<u32, future<u8>>; }
  place: func() -> result<u32, refusal>;
  cancel: func() -> result<_, refusal>;
  find: func() -> result<own<desk>, string>;
  open: func() -> result<_, own<cart>>;
}
interface returns {
  use types.{refusal};
  back: func() -> result<_, option<refusal>>;
}",
    )]);
    assert!(configure().generate(package.path()).is_ok());
    let throwing = configure()
        .throws("rpc:shop/orders")
        .throws("rpc:shop/returns");
    let report = report(&package, throwing);
    let lines = report.lines();
    let said: Vec<&str> = lines
        .filter_map(|line| match line.split_once("shop.wit:") {
            Some((_, place)) => Some(place),
            None => line.strip_prefix("error: "),
        })
        .collect();
    assert_eq!(
        said,
        [
            "an error that is thrown cannot hold a `blob`",
            "5:63",
            "12:3",
            "19:3",
            "an error that is thrown cannot hold an `abort-signal`",
            "5:75",
            "12:3",
            "19:3",
            "an error that is thrown cannot hold a handle",
            "6:8",
            "12:3",
            "19:3",
            "an error that is thrown cannot hold a `request`",
            "7:41",
            "12:3",
            "19:3",
            "an error that is thrown cannot hold a future",
            "11:19",
            "an error that is thrown cannot hold a handle",
            "15:3",
        ],
        "{report}"
    );
    let help = "leave `rpc:shop/orders` and `rpc:shop/returns` out of `.throws(…)` in build.rs";
    assert_eq!(report.matches(help).count(), 4, "{report}");
}
