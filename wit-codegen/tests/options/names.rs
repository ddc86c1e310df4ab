//! Names on the wire, and modules.

use wit_codegen::{Builder, configure};

use crate::common::Package;
use crate::{assert_reports, report, shop};

#[test]
fn wire_names_are_changed_and_rust_names_stay() {
    let generated = configure()
        .rename("rpc:shop/orders/fetch-all", "everything")
        .generate(shop().path())
        .unwrap();
    assert!(generated.code().contains("everything") && generated.code().contains("fn fetch_all"));
    let package = Package::new(&[("a.wit", "package a:b; interface i { fetch: func(); }")]);
    assert!(configure().generate(package.path()).is_err());
    let renamed = configure()
        .rename("a:b/i/fetch", "fetchIt")
        .generate(package.path());
    assert!(renamed.unwrap().code().contains("fetchIt"));
}

#[test]
fn names_of_the_wire_itself_are_not_given_to_others() {
    assert_reports(
        configure().rename("rpc:shop/orders/place", "$capnpOrders"),
        &["`$capnpOrders` is not a name on the wire", "take messages"],
    );
    assert_reports(
        configure().rename("rpc:shop/orders/order.id", "$cancel"),
        &["`$cancel` is not a name on the wire", "is cancelled"],
    );
}

#[test]
fn names_that_meet_on_the_wire_are_refused() {
    assert_reports(
        configure().rename("rpc:shop/orders/place", "fetchAll"),
        &[
            "functions `place` and `fetch-all` are the same method `fetchAll`",
            "shop.wit:15:3",
            "shop.wit:14:3",
            ".rename(",
        ],
    );
    assert_reports(
        configure()
            .rename("rpc:shop/orders/order.id", "total")
            .rename("rpc:shop/orders/marks.gift", "urgent"),
        &[
            "fields `id` and `total` are the same key `total`",
            "flags `urgent` and `gift` are the same key `urgent`",
        ],
    );
    assert_reports(
        configure().rename("rpc:shop/orders/status.open", "sent-out"),
        &["cases `open` and `sent-out` are the same tag `sent-out`"],
    );
    assert_reports(
        configure().rename("rpc:shop/orders/place", "then"),
        &["`then` cannot be a method"],
    );
    assert_reports(
        configure().rename("rpc:shop/orders/order.id", "__proto__"),
        &["`__proto__` cannot be the key"],
    );
    assert_reports(
        configure().rename("rpc:shop/orders/order.id", "a-b"),
        &["`a-b` cannot be the wire name"],
    );
}

#[test]
fn names_are_reserved_where_something_is_served() {
    let package = Package::new(&[(
        "jobs.wit",
        "package rpc:jobs;
         interface jobs { queue: func(); resource job { then: func(); } email: func() -> job; }
         world caller { import jobs; }
         world server { export jobs; }",
    )]);
    let server = configure().world("server");
    let text = report(&package, server.clone());
    for name in ["queue", "email", "then"] {
        let message = format!("`{name}` cannot be a method");
        assert!(text.contains(&message), "{name}: {text}");
    }
    for builder in [server.server(false), configure().world("caller")] {
        let generated = builder.generate(package.path()).unwrap();
        assert!(generated.code().contains("cannot be called: `then`"));
        assert!(generated.code().contains("cannot be called: `queue`"));
    }
}

#[test]
fn paths_that_mean_another_thing_in_every_module_are_refused() {
    for path in ["super::rt", "self::rt", "self"] {
        assert_reports(
            configure().runtime_path(path),
            &[path, "written into modules at several depths"],
        );
    }
    for path in ["crate::rt", "::rt", "rt"] {
        let generated = configure().runtime_path(path).generate(shop().path());
        assert!(generated.is_ok(), "{path}");
    }
    for path in ["self", "self::Amount"] {
        assert_reports(
            configure().with("rpc:shop/money/amount", path),
            &["is not a Rust path: `self` is the generated module itself"],
        );
    }
    assert_reports(
        configure().with("rpc:shop/money/amount", "crate"),
        &["`crate` is no type that can stand for `rpc:shop/money@1.0.0/amount`"],
    );
}

#[test]
fn modules_can_be_put_elsewhere() {
    let package = Package::new(&[
        (
            "jobs.wit",
            "package acme:jobs;
             interface worker { use serde:common/types.{id}; run: func(id: id); }
             interface time { use worker.{id}; at: func() -> id; }",
        ),
        (
            "deps/common/types.wit",
            "package serde:common; interface types { type id = u8; }",
        ),
    ]);
    let modules = |builder: Builder| {
        // With it, there is a module more in each, for crates that take its types.
        let generated = builder.serde(false).generate(package.path()).unwrap();
        // Then come lists of them for such crates.
        let (code, _) = generated.code().split_once("pub mod __in_jobs").unwrap();
        let lines = code.lines().map(str::trim).map(str::to_owned);
        let lines =
            lines.filter(|line| line.starts_with("pub mod ") || line.starts_with("pub use "));
        lines.collect::<Vec<_>>()
    };
    // The crate `worker` is one that every Worker has.
    let as_it_is = modules(configure());
    assert_eq!(
        as_it_is,
        [
            "pub mod worker_ {",
            "pub use super::serde::common::types::Id;",
            "pub mod time {",
            "pub use super::worker_::Id;",
            "pub mod serde {",
            "pub mod common {",
            "pub mod types {",
        ]
    );
    let placed = configure()
        .module("acme:jobs/worker", "jobs::type")
        .module("acme:jobs/time", "clock")
        .module("serde:common/types", "common");
    assert_eq!(
        modules(placed),
        [
            "pub mod jobs {",
            "pub mod r#type {",
            "pub use super::super::common::Id;",
            "pub mod clock {",
            "pub use super::jobs::r#type::Id;",
            "pub mod common {",
        ]
    );
    for (selector, path, said) in [
        (
            "acme:jobs/worker",
            "worker",
            "cannot be the module `worker`",
        ),
        (
            "acme:jobs/time",
            "worker::time",
            "cannot be the module `worker::time`",
        ),
        (
            "acme:jobs/time",
            "a-b",
            "`a-b` cannot be the name of a module",
        ),
        (
            "acme:jobs/time",
            "::a",
            "it starts at the root of the generated file",
        ),
        ("acme:jobs/times", "a", "did you mean `acme:jobs/time`?"),
        (
            "acme:jobs/time/at",
            "a",
            "given to `module`, selects nothing",
        ),
    ] {
        let report = report(&package, configure().module(selector, path));
        assert!(report.contains(said), "{said:?} is missing in\n{report}");
    }
    let twice = configure()
        .module("acme:jobs/time", "a")
        .module("acme:jobs/worker", "a");
    assert!(report(&package, twice).contains("cannot be the module `a`"));
}
