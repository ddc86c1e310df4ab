//! A back end of a user's own, on both schema languages: what the trait `Backend` has to be enough for.

mod listing;

use std::fs;
use std::path::PathBuf;

use capnp_bridge::CompilerCommand;
use listing::Listing;
use wit_codegen::{Error, Generated, configure};

/// A schema file in a folder of the test `test`.
fn schema(test: &str, name: &str, text: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("backend-{test}"));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    file
}

/// File names and texts, one after the other.
fn shown(files: &[Generated]) -> String {
    let files = files.iter();
    let shown = files.map(|file| format!("==> {}\n{}", file.file_stem(), file.code()));
    shown.collect()
}

fn remarks(remarks: &[(&str, &str)]) -> Listing {
    let remarks = remarks.iter();
    let owned = remarks.map(|(selector, text)| ((*selector).to_owned(), (*text).to_owned()));
    Listing {
        remarks: owned.collect(),
    }
}

/// What was refused: each problem in a line, after its file, line and column if it has them.
fn refused(result: Result<impl Sized, Error>) -> Vec<String> {
    let report = result.err().expect("it was refused").to_string();
    let problems = report.split("\n\n").map(|problem| {
        let (what, rest) = problem.split_once("\n").unwrap_or((problem, ""));
        let what = what.trim_start_matches("error: ");
        match rest.trim_start().strip_prefix("--> ") {
            Some(span) => {
                let span = span.lines().next().unwrap_or_default();
                let (_, span) = span.rsplit_once('/').unwrap_or(("", span));
                format!("{span}: {what}")
            }
            None => what.to_owned(),
        }
    });
    problems.collect()
}

const WIT: &str = "package rpc:shop;

/// What is sold.
interface catalog {
  /// In cents.
  type price = u32;
  record item { name: string, unit-price: price }
  variant found { one(item), several(list<item>), none }
}

interface orders {
  use catalog.{item};
  enum state { open, sent }
  /// An order that is not sent yet.
  resource cart {
    constructor();
    /// Gives how many there are.
    add: func(item: item) -> result<u32, string>;
  }
  place-order: func(cart: borrow<cart>, state: option<state>) -> u64;
}
";

const WIT_LISTED: &str = "\
==> rpc-shop-catalog
# rpc:shop/catalog
What is sold.

## Price = u32
In cents.

## Item = { name: text, unitPrice: Price }
(sold by weight)

## Found = one(Item) | several(list of Item) | none
==> rpc-shop-orders
# rpc:shop/orders

## Item = that of rpc:shop/catalog

## State = open | sent

## Cart = what can be called
An order that is not sent yet.

### add(item: Item) -> u32 or error text
Gives how many there are.

## newCart() -> Cart

## order(cart: borrowed Cart, state: State?) -> u64
";

#[test]
fn a_wit_schema_becomes_several_files() {
    let file = schema("wit", "shop.wit", WIT);
    let listing = remarks(&[("rpc:shop/catalog/item", "sold by weight")]);
    let builder = configure().rename("rpc:shop/orders/place-order", "order");
    let files = builder
        .clone()
        .generate_files_with(&file, &listing)
        .unwrap();
    assert_eq!(shown(&files), WIT_LISTED);
    assert!(files.iter().all(|it| it.files_read() == [file.clone()]));

    // As one, and under a name of the user's.
    let whole = builder.clone().generate_with(&file, &listing).unwrap();
    assert_eq!(whole.file_stem(), "shop");
    for file in &files {
        assert!(whole.code().contains(file.code()), "{}", whole.code());
    }
    let named = builder
        .file_name("list")
        .generate_files_with(&file, &listing);
    let named = named.unwrap();
    assert_eq!(named.len(), 1);
    assert_eq!(
        (named[0].file_stem(), named[0].code()),
        ("list", whole.code())
    );
}

const CAPNP: &str = "@0xd0c0ffee00000301;
# What is sold.

struct Item {
  # A thing.
  name @0 :Text;
  union { weight @1 :Float64; pieces @2 :UInt16; }
  state @3 :State;
}
enum State { new @0; used @1; }
interface Shop {
  find @0 (name :Text) -> (items :List(Item));
  # Finds some.
}
";

const CAPNP_LISTED: &str = "\
==> shop-capnp
# shop.capnp
What is sold.

## Item = { name: text, state: State } & Which
A thing.
(sold by weight)

## State = new | used | u16

## Shop = what can be called

### seek(name: text) -> list of Item
Finds some.
==> shop-capnp-Item
# shop.capnp:Item

## Which = weight(f64) | pieces(u16)
";

#[test]
fn a_capnp_schema_becomes_several_files() {
    let file = schema("capnp", "shop.capnp", CAPNP);
    let listing = remarks(&[("shop.capnp:Item", "sold by weight")]);
    let mut command = CompilerCommand::new();
    let command = command.file(&file).rename("shop.capnp:Shop.find", "seek");
    let files = command.generate_files_with(&listing).unwrap();
    assert_eq!(shown(&files), CAPNP_LISTED);
}

#[test]
fn what_it_cannot_express_is_reported_where_it_is() {
    let text = "package rpc:shop;
interface orders {
  record order { id: u32, parts: option<stream<u8>> }
  place: func(all: list<order>, done: future) -> stream<string>;
}
";
    let file = schema("wit-refused", "shop.wit", text);
    let run = configure().generate_files_with(&file, &Listing::default());
    assert_eq!(
        refused(run),
        [
            "shop.wit:3:27: a listing cannot have a stream",
            "shop.wit:4:3: a listing cannot have a stream",
            "shop.wit:4:33: a listing cannot have a future",
        ]
    );

    let text = "@0xd0c0ffee00000302;
struct Box { inside @0 :AnyPointer; }
interface Shop { open @0 (box :Box, key :AnyPointer) -> (); }
";
    let file = schema("capnp-refused", "shop.capnp", text);
    let run = CompilerCommand::new()
        .file(&file)
        .generate_files_with(&Listing::default());
    assert_eq!(
        refused(run),
        [
            "shop.capnp:2:14: a listing cannot have just any pointer",
            "shop.capnp:3:37: a listing cannot have just any pointer",
        ]
    );
}

#[test]
fn its_options_are_checked_with_the_rest() {
    let file = schema("wit-options", "shop.wit", WIT);
    // Before the schema is read, with what is wrong there …
    let broken = schema(
        "wit-broken",
        "shop.wit",
        "package rpc:shop; interface orders { f: func(a: nope); }",
    );
    let listing = remarks(&[
        ("orders", "no selector"),
        ("rpc:shop/orders/cart", "no\u{7}remark"),
    ]);
    let run = configure().generate_with(&broken, &listing);
    assert_eq!(
        refused(run),
        [
            "shop.wit:1:49: there is no type `nope`",
            "`no␇remark` is not a line of text: it has control characters",
            "`orders`, given to `remark`, is not a selector: it does not start with a package, such as \
             `rpc:calculator`",
        ]
    );
    // … and where it is applied.
    let listing = remarks(&[
        ("rpc:shop/catalog/itm", "nothing"),
        ("rpc:shop/catalog/item", "once"),
        ("rpc:shop/catalog/item", "twice"),
    ]);
    let run = configure().generate_with(&file, &listing);
    assert_eq!(
        refused(run),
        [
            "`rpc:shop/catalog/item` is given to `remark` twice, with `once` and with `twice`",
            "`rpc:shop/catalog/itm`, given to `remark`, selects nothing",
        ]
    );
}

#[test]
fn options_for_rust_alone_have_no_effect_on_another() {
    let file = schema("wit-rust", "shop.wit", WIT);
    let run = configure()
        .message_wire(true)
        .derive("rpc:shop/catalog/item", "Hash")
        .generate_with(&file, &Listing::default());
    assert_eq!(
        refused(run),
        [
            "`derive` has no effect here",
            "`message_wire` has no effect here"
        ]
    );
    // The equivalent schema is of the messages of that Rust, and takes them.
    let schema = configure()
        .message_wire(true)
        .generate_capnp(&file)
        .unwrap();
    assert!(schema.code().contains("struct Item"), "{}", schema.code());
}
