//! Types that another crate has: `with_generated`, `with_traits`.

use std::path::Path;

use wit_codegen::{Builder, SerdeForm, configure};

use crate::common::Package;
use crate::{assert_reports, report, shop};

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
    assert!(generated.code().contains("Order as \"order\" with serde {"));

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
