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
        "select other functions than `upload`: `idempotent` is given `rpc:stock/stock`",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(
        !text.contains("`count`") && !text.contains("`find`"),
        "{text}"
    );
}

#[test]
fn what_selects_nothing_is_an_error() {
    assert_reports(
        configure().idempotent("rpc:shop/orders/fnid"),
        &["`rpc:shop/orders/fnid`, given to `idempotent`, selects nothing"],
    );
}
