//! Selectors: what they select, and what is said where that is nothing.

use wit_codegen::configure;

use crate::common::Package;
use crate::{assert_reports, report, shop};

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
