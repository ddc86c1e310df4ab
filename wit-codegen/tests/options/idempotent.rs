//! Functions whose calls may be made again.

use wit_codegen::configure;

use crate::common::Package;
use crate::{assert_reports, report};

const STOCK: &str = "
package rpc:stock;

interface stock {
  resource shelf {
    find: func(item: string) -> u32;
    compare: func(other: borrow<shelf>) -> bool;
  }
  record batch { item: string, shelf: option<shelf> }
  count: func(item: string, at: list<string>) -> u32;
  upload: func(name: string, rows: stream<u8>) -> u32;
  store: func(batches: list<batch>, later: future<u32>);
}
";

fn marked(selector: &str) -> Vec<String> {
    let package = Package::new(&[("stock.wit", STOCK)]);
    let generated = configure().idempotent(selector).generate(package.path());
    let code = generated.unwrap().code().to_owned();
    let methods = code.split(';').filter(|it| it.contains(".idempotent()"));
    let names = methods.filter_map(|it| it.split("new(").nth(1)?.split('"').nth(1));
    names.map(str::to_owned).collect()
}

#[test]
fn functions_and_what_has_functions_are_selected() {
    assert_eq!(marked("rpc:stock/stock/count"), ["count"]);
    assert_eq!(marked("rpc:stock/stock/shelf.find"), ["find"]);
}

#[test]
fn what_can_be_sent_once_is_refused_at_its_place_all_of_it() {
    let package = Package::new(&[("stock.wit", STOCK)]);
    let text = report(&package, configure().idempotent("rpc:stock/stock"));
    for part in [
        "a call of `upload` cannot be made again",
        "`rows` holds a stream, which can be sent once",
        "a call of `store` cannot be made again",
        "`batches` holds a handle, which can be sent once",
        "`later` holds a future, which can be sent once",
        "a call of `compare` cannot be made again",
        "`other` holds a handle, which can be sent once",
        "leave `upload` out of `.idempotent(…)`",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(
        !text.contains("`count`") && !text.contains("`find`"),
        "{text}"
    );
}

#[test]
fn objects_of_the_platform_are_sent_again_unless_they_have_a_body() {
    let package = Package::new(&[(
        "a.wit",
        "package a:b;
interface i {
  use workers:platform/types.{request, response, headers, date, blob, abort-signal};
  record kept { at: date, of: list<headers>, file: option<blob>, until: abort-signal }
  variant once { asked(request), answered(response) }
  put: func(kept: kept, at: date);
  ask: func(once: once);
}",
    )]);
    let kept = configure().idempotent("a:b/i/put").generate(package.path());
    assert!(kept.unwrap().code().contains(".idempotent()"));
    let text = report(&package, configure().idempotent("a:b/i"));
    assert!(text.contains("`once` holds a `request`, which"), "{text}");
    assert!(text.contains("a.wit:5:18"), "{text}");
    assert_eq!(text.matches("error: ").count(), 1, "{text}");
}

#[test]
fn what_selects_nothing_is_an_error() {
    assert_reports(
        configure().idempotent("rpc:shop/orders/fnid"),
        &["`rpc:shop/orders/fnid`, given to `idempotent`, selects nothing"],
    );
}

#[test]
fn what_stands_for_a_type_holds_as_much() {
    let package = Package::new(&[(
        "a.wit",
        "package a:b;
interface i {
  use workers:platform/types.{date};
  record rows { at: date, all: stream<u8> }
  record sent { at: date, note: string }
  record whole { rows: rows }
  record noted { sent: sent }
  put: func(whole: whole);
  send: func(noted: noted);
}",
    )]);
    let configured = || {
        configure()
            .with("a:b/i/rows", "crate::Rows")
            .with("a:b/i/sent", "crate::Sent")
    };
    let text = report(&package, configured().idempotent("a:b/i"));
    assert!(text.contains("`whole` holds a stream, which"), "{text}");
    assert_eq!(text.matches("error: ").count(), 1, "{text}");
    let generated = configured()
        .idempotent("a:b/i/send")
        .generate(package.path())
        .unwrap();
    let noted = generated.code().split("pub struct Noted").next().unwrap();
    assert!(
        noted.trim_end().ends_with("#[derive(Debug, Clone)]"),
        "{noted}"
    );
}
