//! Options of the builder, seen from outside: what they change, and what is wrong with them.

#[path = "../common/mod.rs"]
mod common;
mod idempotent;
mod names;
mod other_crates;
mod reports;
mod selectors;
mod types;
mod writing;

use common::Package;
use wit_codegen::Builder;

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
