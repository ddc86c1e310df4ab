//! Options of the builder, seen from outside: what they change, and what is wrong with them.

mod common;

use std::path::Path;

use common::Package;
use wit_codegen::{Builder, ErrorKind, SerdeForm, configure};

const SHOP: &str = "
package rpc:shop@1.0.0;

interface money {
  record amount { cents: u64, currency: string }
  type price = amount;
}

interface orders {
  use money.{amount};
  enum status { open, sent-out }
  flags marks { urgent, gift }
  record order { id: u32, total: amount, status: status }
  place: func(order: order) -> result<u32, string>;
  fetch-all: func() -> list<order>;
}
";

fn shop() -> Package {
    Package::new(&[("shop.wit", SHOP)])
}

/// The report of a run that must fail.
fn report(package: &Package, builder: Builder) -> String {
    let error = builder.generate(package.path()).unwrap_err();
    error.to_string()
}

#[track_caller]
fn assert_reports(builder: Builder, texts: &[&str]) {
    let report = report(&shop(), builder);
    for text in texts {
        assert!(report.contains(text), "{text:?} is missing in\n{report}");
    }
}

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
fn selectors_take_versions_or_leave_them_out() {
    for selector in [
        "rpc:shop/orders/order",
        "rpc:shop/orders@1.0.0/order",
        "rpc:shop@1.0.0/orders/order",
        "rpc:shop/orders",
        "rpc:shop",
    ] {
        let code = configure()
            .derive(selector, "::my::Derive")
            .generate(shop().path())
            .unwrap();
        assert!(code.code().contains("my::Derive"), "{selector}");
    }
    assert_reports(
        configure().derive("rpc:shop@2.0.0/orders/order", "::my::Derive"),
        &["`rpc:shop@2.0.0/orders/order`, given to `derive`, selects nothing"],
    );
}

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

/// A package that another crate has, and one that uses it.
fn shared() -> Package {
    Package::new(&[
        (
            "server.wit",
            "package acme:server;
             interface desk {
               use acme:common/types@1.2.0.{status, problem};
               use acme:common/ledger@1.2.0.{entry};
               record ticket { status: status, entry: entry }
               open: func(status: status) -> result<ticket, problem>;
             }",
        ),
        (
            "deps/common.wit",
            "package acme:common@1.2.0;
             interface types {
               enum status { open, closed }
               variant problem { unknown(string), busy }
             }
             interface ledger { use types.{status}; record entry { at: u64, status: status } resource book {} }",
        ),
    ])
}

/// Where a file takes the first package from that it takes from elsewhere, its steps put together.
fn source(code: &str) -> String {
    let (_, from) = code.split_once("mod __from_server {").unwrap();
    let (steps, _) = from.split_once(" as package_1;").unwrap();
    let steps = steps.lines().filter_map(|line| line.split_once("use "));
    let names = steps.map(|(_, step)| step.split(" as ").next().unwrap());
    let names = names.map(|step| match step.strip_prefix("__1_") {
        Some(rest) => rest.split_once("::").unwrap().1,
        None => step,
    });
    names.collect::<Vec<_>>().join("::")
}

#[test]
fn types_of_another_crate_are_found_where_it_has_them() {
    let code = |builder: Builder| builder.generate(shared().path()).unwrap().code().to_owned();
    for (selector, path, there) in [
        ("acme:common", "acme_common", "::acme_common"),
        ("acme:common@1.2.0", "::acme_common", "::acme_common"),
        ("acme:common", "crate::common", "crate::common"),
        ("acme:common", "crate", "crate"),
        // Where the package's modules are in a crate that has it as a dependency.
        ("acme:common", "acme_desk::acme::common", "::acme_desk"),
    ] {
        let code = code(configure().with_generated(selector, path));
        let there = format!("{there}::__acme__common__1_2_0");
        assert_eq!(source(&code), there);
        for interface in ["types", "ledger"] {
            assert!(code.contains(&format!("use __elsewhere_1::{interface} as __elsewhere_2;")));
        }
        assert!(!code.contains("pub enum Status"), "{code}");
    }
    // For an interface, the path may be its own.
    for path in [
        "acme_common",
        "acme_common::types",
        "acme_common::acme::common::types",
    ] {
        let code = code(
            configure()
                .with_generated("acme:common/types", path)
                .with_generated("acme:common/ledger", "acme_ledger"),
        );
        assert_eq!(source(&code), "::acme_common::__acme__common__1_2_0");
        for step in [
            "use ::acme_ledger as",
            "::__acme__common__1_2_0 as package_2;",
        ] {
            assert!(code.contains(step), "{step} is missing in\n{code}");
        }
    }
}

#[test]
fn what_another_crate_has_follows_from_the_options_here() {
    let through = |builder: Builder, steps: &[&str]| {
        let builder = builder.with_generated("acme:common", "acme_common");
        let generated = builder.generate(shared().path()).unwrap();
        for step in steps {
            assert!(generated.code().contains(step), "{step} is missing");
        }
    };
    through(
        configure().serde(false),
        &["use __elsewhere_1::types as __elsewhere;"],
    );
    through(
        configure(),
        &[
            "use __elsewhere_1::types as __elsewhere_2;",
            "use __elsewhere_2::generated_with_serde as __elsewhere; \
             // .with_generated(\"acme:common\", \"acme_common\"): it was generated with another `.serde(…)` or",
        ],
    );
    through(
        configure().serde_form(SerdeForm::Wire),
        &["use __elsewhere_2::generated_with_wire_serde as __elsewhere;"],
    );
    through(
        configure().serde(false).messages(true),
        &["use __elsewhere_2::generated_with_messages as __elsewhere;"],
    );
    through(
        configure().messages(true),
        &[
            "use __elsewhere_2::generated_with_serde as __elsewhere_3;",
            "use __elsewhere_3::generated_with_messages as __elsewhere; \
             // .with_generated(\"acme:common\", \"acme_common\"): it was generated without `.messages(true)`",
        ],
    );
}

#[test]
fn a_package_is_listed_alike_where_it_is_the_main_one_and_where_it_is_a_dependency() {
    let list = |path: &Path, builder: Builder| {
        let generated = builder.generate(path).unwrap();
        let code = generated.code();
        let list = code.split("pub mod __acme__common__1_2_0 {").nth(1);
        let list = list.unwrap_or_else(|| panic!("it is not listed in\n{code}"));
        let (list, _) = list.split_once('}').unwrap();
        let modules = list.split(';').map(str::trim).filter(|it| !it.is_empty());
        modules.map(str::to_owned).collect::<Vec<_>>()
    };
    let package = shared();
    let owner = package.path().join("deps/common.wit");
    assert_eq!(
        list(&owner, configure()),
        [
            "pub use super::super::types",
            "pub use super::super::ledger"
        ]
    );
    assert_eq!(
        list(package.path(), configure()),
        [
            "pub use super::super::acme::common::types",
            "pub use super::super::acme::common::ledger"
        ]
    );
    assert_eq!(
        list(
            &owner,
            configure().module("acme:common/types", "inner::shared")
        )
        .first()
        .map(String::as_str),
        Some("pub use super::super::inner::shared as types")
    );
    // What is taken from elsewhere is not: two files in one module may have the same.
    let taken = configure()
        .with_generated("acme:common", "acme_common")
        .generate(package.path())
        .unwrap();
    assert!(!taken.code().contains("pub mod __acme__common"));
    assert!(taken.code().contains("pub mod __acme__server"));
}

#[test]
fn types_of_another_crate_are_as_if_they_were_generated_here() {
    let builder = configure().with_generated("acme:common", "acme_common");
    let generated = builder.generate(shared().path()).unwrap();
    let plain = configure().generate(shared().path()).unwrap();
    let of_desk = |code: &str| {
        let start = code.find("pub mod desk").unwrap();
        let rest = code.get(start..).unwrap();
        rest.split("\n}\n").next().unwrap().to_owned()
    };
    assert_eq!(of_desk(generated.code()), of_desk(plain.code()));
}

/// A crate that has its own type in the place of the schema's has nothing that reads it in place.
#[test]
fn what_another_crate_replaced_has_no_reader() {
    let common = || {
        configure()
            .messages(true)
            .with_generated("acme:common", "acme_common")
    };
    let code = |builder: Builder| builder.generate(shared().path()).unwrap().code().to_owned();
    let generated = code(common());
    assert!(generated.contains("pub use __elsewhere::{Entry, EntryReader};"));
    let replaced = code(common().with_traits("acme:common/ledger/entry", []));
    assert!(replaced.contains("pub use __elsewhere::Entry;"));
    assert!(!replaced.contains("EntryReader"), "{replaced}");
}

#[track_caller]
fn assert_shared_reports(builder: Builder, texts: &[&str]) {
    let report = report(&shared(), builder);
    for text in texts {
        assert!(report.contains(text), "{text:?} is missing in\n{report}");
    }
}

#[test]
fn what_cannot_be_taken_from_another_crate_is_reported() {
    let common = || configure().with_generated("acme:common", "acme_common");
    assert_shared_reports(
        configure().with_generated("acme:comon", "acme_common"),
        &[
            "`acme:comon`, given to `with_generated`, selects nothing",
            "did you mean `acme:common`?",
        ],
    );
    assert_shared_reports(
        configure().with_generated("acme:common/types/status", "acme_common::types::Status"),
        &[
            "`acme:common/types@1.2.0/status`, given to `with_generated`, is a type",
            "name its interface or its package; for a single type there is `with`",
        ],
    );
    assert_shared_reports(
        configure().with_generated("acme:common/ledger", "acme_common::ledger"),
        &[
            "`acme:common/ledger@1.2.0/entry` is taken from another crate, and uses `acme:common/types@1.2.0/status`, \
             which is generated here",
            "give `acme:common/types@1.2.0` to `with_generated`, too",
        ],
    );
    assert_shared_reports(
        common().with("acme:common/types/problem", "my::Problem"),
        &["`acme:common/types@1.2.0/problem` is given to `with` and to `with_generated`"],
    );
    assert_shared_reports(
        common().with_generated("acme:common/types", "other::types"),
        &["is given to `with_generated` twice, with `::acme_common` and with `::other`"],
    );
    for path in ["super::common", "self::common", "not a path"] {
        assert_shared_reports(
            configure().with_generated("acme:common", path),
            &[&format!("`{path}` is not a Rust path")],
        );
    }
    assert_shared_reports(
        configure().with_generated("acme:common", "acme-common"),
        &["in Rust it is `acme_common`"],
    );
    assert_shared_reports(
        configure().with_generated("common.capnp", "acme_common"),
        &[
            "`common.capnp`, given to `with_generated`, is of Cap'n Proto",
            "`CompilerCommand::crate_provides`, which takes their ids",
        ],
    );
}

#[test]
fn options_for_types_of_another_crate_are_given_there() {
    let common = || configure().with_generated("acme:common", "acme_common");
    let there = "is taken from elsewhere by `.with_generated(\"acme:common\", \"acme_common\")`: give the option where it is \
                 generated";
    for builder in [
        common().derive("acme:common/types/status", "Hash"),
        common().derive("acme:common", "Hash"),
        common().attribute("acme:common/types/status", "#[x]"),
        common().skip_display("acme:common/types/problem"),
        common().rename("acme:common/types/status.open", "opened"),
    ] {
        assert_shared_reports(builder, &["selects nothing", there]);
    }
    let two = Package::new(&[
        (
            "a.wit",
            "package a:b; interface i { use d:d/i@1.0.0.{t}; use d:d/i@2.0.0.{t as u}; }",
        ),
        (
            "deps/one.wit",
            "package d:d@1.0.0; interface i { enum t { a } }",
        ),
        (
            "deps/two.wit",
            "package d:d@2.0.0; interface i { enum t { a } }",
        ),
    ]);
    let text = report(&two, configure().with_generated("d:d", "d"));
    for part in [
        "is several packages",
        "give one each for `d:d@1.0.0`, `d:d@2.0.0`",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
}

#[test]
fn what_a_type_has_is_said_of_types_from_elsewhere() {
    use wit_codegen::Trait;

    let amount = "rpc:shop/money/amount";
    let with = || configure().with(amount, "my_money::Amount");
    let generated = with()
        .with_traits(amount, [Trait::Eq, Trait::Hash, Trait::Serde])
        .generate(shop().path())
        .unwrap();
    let order = generated.code().find("pub struct Order ").unwrap();
    let above = generated.code().get(order - 250..order).unwrap();
    assert!(
        above.contains("#[derive(Debug, Clone, PartialEq, Eq, Hash)]"),
        "{above}"
    );
    assert!(above.contains("serde::Serialize"), "{above}");

    assert_reports(
        configure().with_traits("rpc:shop/orders/order", [Trait::Copy]),
        &[
            "`rpc:shop/orders@1.0.0/order`, given to `with_traits`, is generated here",
            ".derive(",
        ],
    );
    assert_reports(
        with().with_traits("rpc:shop/money/amout", [Trait::Copy]),
        &[
            "`rpc:shop/money/amout`, given to `with_traits`, selects nothing",
            "did you mean `rpc:shop/money/amount`?",
        ],
    );
    assert_reports(
        with().with_traits("rpc:shop/orders/amount", [Trait::Copy]),
        &["is another name for `rpc:shop/money@1.0.0/amount`: select that"],
    );
    assert_reports(
        with()
            .with_traits(amount, [Trait::Copy])
            .with_traits(amount, [Trait::Eq]),
        &["is given to `with_traits` twice, with `Copy` and with `Eq`"],
    );
    assert_shared_reports(
        configure()
            .with_generated("acme:common", "acme_common")
            .with_traits("acme:common/ledger/book", [Trait::Copy]),
        &["`acme:common/ledger@1.2.0/book`, given to `with_traits`, is a resource"],
    );
    assert_eq!("Hash".parse(), Ok(Trait::Hash));
    let unknown = "Ord".parse::<Trait>().unwrap_err();
    assert!(
        unknown.contains("Copy, Eq, Hash, Default, Serde"),
        "{unknown}"
    );
}

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
fn names_of_methods_that_take_messages_are_not_given_to_others() {
    assert_reports(
        configure().rename("rpc:shop/orders/place", "$capnpOrders"),
        &["`$capnpOrders` is not a name on the wire", "take messages"],
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
fn selectors_that_select_nothing_come_with_suggestions() {
    assert_reports(
        configure().derive("rpc:shop/orders/ordre", "Hash"),
        &[
            "`rpc:shop/orders/ordre`, given to `derive`, selects nothing",
            "did you mean `rpc:shop/orders/order`?",
        ],
    );
    assert_reports(
        configure().derive("rpc:shop/orders/amount", "Hash"),
        &[
            "`rpc:shop/orders/amount` is another name for `rpc:shop/money@1.0.0/amount`: select that",
        ],
    );
    assert_reports(
        configure().with("rpc:shop/nothing-like-it", "a::b"),
        &["there is `rpc:shop/money`"],
    );
    assert_reports(
        configure().throws("rpc:shop/money"),
        &["takes the selector of an interface with functions"],
    );
    assert_reports(
        configure().rename("rpc:shop/orders", "x"),
        &["given to `rename`, selects nothing"],
    );
    assert_reports(
        configure().attribute("rpc:shop/money/price", "#[x]"),
        &["given to `attribute`, selects nothing"],
    );
}

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

const BOOKS: &str = "
package rpc:shop;

interface books {
  resource book {
    constructor(title: string);
    find: static func(title: string) -> option<book>;
    title: func() -> string;
  }
  new-book: func(title: string) -> book;
  book-find: func(title: string);
}
";

#[test]
fn constructors_and_static_functions_have_selectors_of_their_own() {
    let package = Package::new(&[("books.wit", BOOKS)]);
    let text = report(&package, configure());
    for part in [
        "functions `book.constructor` and `new-book` are the same method `newBook`",
        "functions `book.find` and `book-find` are the same method `bookFind`",
        "--rename rpc:shop/books/new-book=myNewBook",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
    let renamed = configure()
        .rename("rpc:shop/books/book.constructor", "makeBook")
        .rename("rpc:shop/books/book.find", "findBook")
        .generate(package.path())
        .unwrap();
    for name in ["makeBook", "newBook", "findBook", "bookFind"] {
        assert!(renamed.code().contains(&format!("\"{name}\"")), "{name}");
    }
    // The functions beside them are what their names select.
    let renamed = configure()
        .rename("rpc:shop/books/new-book", "makeBook")
        .rename("rpc:shop/books/book-find", "findBook")
        .generate(package.path());
    assert!(renamed.is_ok(), "{renamed:?}");
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
fn an_item_takes_one_value() {
    let place = "rpc:shop/orders/place";
    assert_reports(
        configure()
            .rename(place, "one")
            .rename("rpc:shop@1.0.0/orders/place", "two"),
        &["`rpc:shop/orders@1.0.0/place` is given to `rename` twice, with `one` and with `two`"],
    );
    let amount = "rpc:shop/money/amount";
    assert_reports(
        configure().with(amount, "a::A").with(amount, "b::B"),
        &["is given to `with` twice, with `a::A` and with `b::B`"],
    );
    assert_reports(
        configure()
            .with("rpc:shop/money", "a")
            .with("rpc:shop/money", "b"),
        &["`rpc:shop/money@1.0.0` is given to `with` twice, with `a` and with `b`"],
    );
    let same = configure().rename(place, "one").rename(place, "one");
    assert!(same.generate(shop().path()).is_ok());
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
