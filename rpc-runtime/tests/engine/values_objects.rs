//! The object wire in a JavaScript engine, as in `values.rs`: records, variants, flags, options and results.

use crate::support::js::{accepts, function, js, rejects, sends};
use crate::support::{Card, Inherited, Order, Payment, Permissions, Tree, order};
use rpc_runtime::ValueErrorKind;
use rpc_runtime::private::{from_js, to_js};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn records() {
    sends(
        order(),
        "v => JSON.stringify({ ...v, id: String(v.id) }) === JSON.stringify({
            id: String(2n ** 60n),
            customerName: 'Zoë',
            items: [
                { sku: 'a-1', count: 2, price: 1.5, color: 'red' },
                { sku: 'b-2', count: 1, price: 12, color: 'dark-green' },
            ],
            payment: { tag: 'card', val: { number: '4111', expiry: [12, 2030] } },
            permissions: { read: true, writeAll: false, constructor: true },
        }) && Object.getPrototypeOf(v) === Object.prototype && !('note' in v)",
    );
    let item = "{ sku: 's', count: 1, price: 2, color: 'red' }";
    let with = |items: &str, more: &str| {
        format!(
            "({{ permissions: undefined, items: [{items}], customerName: 'c', id: 1,
                payment: {{ tag: 'cash' }}, {more} }})"
        )
    };
    let read = from_js::<Order>(js(&with(item, "newer: 1, note: null"))).unwrap();
    assert_eq!((read.id, read.items.len(), read.note), (1, 1, None));
    accepts::<Card>(
        "Object.assign(Object.create(null), { number: '1' })",
        card("1"),
    );
    accepts::<Card>("({ number: '1', expiry: undefined })", card("1"));
    accepts::<Card>("Object.freeze({ number: '1' })", card("1"));
    accepts::<Card>("({ get number() { return '1' } })", card("1"));

    let fails = |items: &str, message: &str| rejects::<Order>(&with(items, ""), message);
    fails("{ ...1 }", "items[0]: missing field \"sku\"");
    fails(
        &format!("{item}, {item}, {item}, {{ sku: 's', count: 1, price: '12' }}"),
        "items[3].price: expected f64, got string \"12\"",
    );
    fails(
        &format!("{item}, null"),
        "items[1]: expected Item object, got null",
    );
    fails(
        "{ sku: 's', count: 1, price: 1, color: 'blue' }",
        "items[0].color: unknown case \"blue\" (known: red, dark-green)",
    );
    rejects::<Order>("({})", "missing field \"id\"");
    rejects::<Order>("undefined", "expected Order object, got undefined");
    rejects::<Order>("[]", "expected Order object, got array of 0");
    rejects::<Order>("'order'", "expected Order object, got string \"order\"");
    rejects::<Card>(
        "new Map([['number', '1']])",
        "expected Card object, got Map",
    );
    rejects::<Card>(
        "new (class Card { number = '1' })",
        "expected Card object, got Card",
    );
    rejects::<Card>(
        "Object.assign(() => 1, { number: '1' })",
        "expected Card object, got function",
    );
    rejects::<Card>(
        "({ __proto__: { number: '1' } })",
        "expected Card object, got Object",
    );
    rejects::<Card>("({ number: null })", "number: expected string, got null");
    rejects::<Card>(
        "({ number: '1', expiry: [1] })",
        "expiry: expected 2 elements, got 1",
    );
}

fn card(number: &str) -> Card {
    Card {
        number: number.to_owned(),
        expiry: None,
    }
}

#[test]
fn inherited_properties_are_no_fields() {
    let value = |constructor: Option<&str>, value_of| Inherited {
        constructor: constructor.map(str::to_owned),
        to_string: 1,
        value_of,
    };
    accepts("({ toString: 1 })", value(None, None));
    accepts(
        "({ toString: 1, constructor: 'c' })",
        value(Some("c"), None),
    );
    accepts(
        "({ toString: 1, constructor: undefined, valueOf: undefined })",
        value(None, None),
    );
    accepts(
        "({ toString: 1, valueOf: { tag: 'some', val: true } })",
        value(None, Some(Some(true))),
    );
    accepts(
        "Object.assign(Object.create(null), { toString: 1 })",
        value(None, None),
    );
    rejects::<Inherited>("({})", "missing field \"toString\"");
    rejects::<Inherited>(
        "({ toString: 1, valueOf: null })",
        "valueOf: expected option object, got null",
    );
    sends(
        value(None, Some(None)),
        "v => Object.keys(v).join() === 'toString,valueOf' && v.toString === 1",
    );
    accepts("({ read: true })", Permissions::READ);
}

#[test]
fn variants() {
    sends(
        Payment::Cash,
        "v => Object.keys(v).join() === 'tag' && v.tag === 'cash'",
    );
    sends(
        Payment::Card(card("1")),
        "v => Object.keys(v).join() === 'tag,val' && v.tag === 'card' && v.val.number === '1'",
    );
    sends(
        Payment::GiftCard(None),
        "v => Object.keys(v).join() === 'tag' && v.tag === 'gift-card'",
    );
    sends(
        Payment::Split((0.5, 1.0)),
        "v => v.tag === 'split' && v.val.join() === '0.5,1'",
    );
    accepts("({ tag: 'cash' })", Payment::Cash);
    accepts("({ tag: 'cash', val: undefined })", Payment::Cash);
    accepts("({ tag: 'cash', val: null })", Payment::Cash);
    accepts(
        "({ val: { number: '1' }, tag: 'card' })",
        Payment::Card(card("1")),
    );
    accepts("({ tag: 'gift-card' })", Payment::GiftCard(None));
    accepts(
        "({ tag: 'gift-card', val: 'g' })",
        Payment::GiftCard(Some("g".to_owned())),
    );
    rejects::<Payment>(
        "({ tag: 'cheque' })",
        "unknown case \"cheque\" (known: card, cash, gift-card, split)",
    );
    rejects::<Payment>(
        "({ tag: 'Cash' })",
        "unknown case \"Cash\" (known: card, cash, gift-card, split)",
    );
    rejects::<Payment>(
        "({ tag: 'toString' })",
        "unknown case \"toString\" (known: card, cash, gift-card, split)",
    );
    rejects::<Payment>(
        "({ tag: 'cash', val: 0 })",
        "val: expected nothing, got number 0",
    );
    rejects::<Payment>("({ tag: 'card' })", "missing field \"val\"");
    rejects::<Payment>(
        "({ tag: 'card', val: {} })",
        "val: missing field \"number\"",
    );
    rejects::<Payment>(
        "({ tag: 'split', val: [1, '2'] })",
        "val[1]: expected f64, got string \"2\"",
    );
    rejects::<Payment>("({ card: {} })", "missing field \"tag\"");
    rejects::<Payment>("({ tag: null })", "tag: expected string, got null");
    rejects::<Payment>("'cash'", "expected Payment object, got string \"cash\"");
    rejects::<Vec<Payment>>(
        "[{ tag: 'cash' }, ['cash']]",
        "[1]: expected Payment object, got array of 1",
    );
}

#[test]
fn flags() {
    sends(
        Permissions::WRITE_ALL,
        "v => Object.keys(v).join() === 'read,writeAll,constructor'
            && v.read === false && v.writeAll === true && v.constructor === false",
    );
    accepts(
        "({ read: true, writeAll: true, constructor: true })",
        Permissions::all(),
    );
    accepts(
        "({ writeAll: true, read: undefined })",
        Permissions::WRITE_ALL,
    );
    accepts("({ admin: 1 })", Permissions::empty());
    accepts("({})", Permissions::empty());
    accepts("undefined", Permissions::empty());
    accepts("null", Permissions::empty());
    // A newer peer's flag, which is not set; what an object of a class or of another realm has besides.
    accepts("({ read: true, admin: false })", Permissions::READ);
    accepts("({ read: true, [Symbol()]: true })", Permissions::READ);
    // One that is spelled as in the schema, or is newer than it.
    rejects::<Permissions>(
        "({ 'write-all': true })",
        "unknown flag \"write-all\" (known: read, writeAll, constructor)",
    );
    rejects::<Permissions>(
        "({ read: true, 'a\\n\\u202e': true })",
        "unknown flag \"a\\n\\u{202e}\" (known: read, writeAll, constructor)",
    );
    rejects::<Vec<Permissions>>(
        "[{}, { toString: true }]",
        "[1]: unknown flag \"toString\" (known: read, writeAll, constructor)",
    );
    rejects::<Permissions>("({ read: 1 })", "read: expected bool, got number 1");
    rejects::<Permissions>("({ writeAll: null })", "writeAll: expected bool, got null");
    rejects::<Permissions>("['read']", "expected object of flags, got array of 1");
    rejects::<Permissions>("3", "expected object of flags, got number 3");
    rejects::<Permissions>("'read'", "expected object of flags, got string \"read\"");
}

#[test]
fn options() {
    sends(None::<u8>, "v => v === undefined");
    sends(Some(3u8), "v => v === 3");
    accepts("undefined", None::<u8>);
    accepts("null", None::<u8>);
    accepts("3", Some(3u8));
    accepts("''", Some(String::new()));
    rejects::<Option<u8>>("'3'", "expected u8, got string \"3\"");
    rejects::<Option<u8>>("({ tag: 'none' })", "expected u8, got object");
}

#[test]
fn nested_options() {
    const KEYS: &str = "Object.keys(v).join()";
    sends(
        None::<Option<u8>>,
        &format!("v => {KEYS} === 'tag' && v.tag === 'none'"),
    );
    sends(
        Some(None::<u8>),
        &format!("v => {KEYS} === 'tag' && v.tag === 'some'"),
    );
    sends(
        Some(Some(3u8)),
        &format!("v => {KEYS} === 'tag,val' && v.tag === 'some' && v.val === 3"),
    );
    sends(
        Some(Some(None::<u8>)),
        "v => v.tag === 'some' && v.val.tag === 'some' && !('val' in v.val)",
    );
    accepts("({ tag: 'none' })", None::<Option<u8>>);
    accepts("({ tag: 'none', val: undefined })", None::<Option<u8>>);
    accepts("({ tag: 'some' })", Some(None::<u8>));
    accepts("({ val: null, tag: 'some' })", Some(None::<u8>));
    accepts("({ val: 3, tag: 'some' })", Some(Some(3u8)));
    accepts(
        "({ tag: 'some', val: { tag: 'some', val: 3 } })",
        Some(Some(Some(3u8))),
    );
    accepts(
        "({ tag: 'some', val: { tag: 'none' } })",
        Some(None::<Option<u8>>),
    );
    accepts("undefined", None::<Option<u8>>);
    rejects::<Option<Option<u8>>>("null", "expected option object, got null");
    rejects::<Option<Option<u8>>>("3", "expected option object, got number 3");
    rejects::<Option<Option<u8>>>("({ tag: 'ok' })", "unknown case \"ok\" (known: none, some)");
    rejects::<Option<Option<u8>>>(
        "({ tag: 'some', val: 'x' })",
        "val: expected u8, got string \"x\"",
    );
    rejects::<Option<Option<u8>>>(
        "({ tag: 'none', val: 1 })",
        "val: expected nothing, got number 1",
    );
    rejects::<Vec<Option<Option<u8>>>>("[undefined]", "[0]: expected option object, got undefined");
    rejects::<Vec<Option<Option<u8>>>>("[,]", "[0]: expected option object, got a hole");
}

#[test]
fn results() {
    type Outcome = Result<u8, String>;

    sends(
        Outcome::Ok(3),
        "v => Object.keys(v).join() === 'tag,val' && v.tag === 'ok' && v.val === 3",
    );
    sends(
        Outcome::Err("no".to_owned()),
        "v => v.tag === 'err' && v.val === 'no'",
    );
    sends(
        Ok::<(), ()>(()),
        "v => Object.keys(v).join() === 'tag' && v.tag === 'ok'",
    );
    sends(
        Err::<u8, ()>(()),
        "v => Object.keys(v).join() === 'tag' && v.tag === 'err'",
    );
    sends(
        Ok::<Option<u8>, ()>(None),
        "v => Object.keys(v).join() === 'tag'",
    );
    accepts("({ val: 3, tag: 'ok' })", Outcome::Ok(3));
    accepts(
        "({ tag: 'err', val: 'no', more: 1 })",
        Outcome::Err("no".to_owned()),
    );
    accepts("({ tag: 'ok', val: undefined })", Ok::<(), ()>(()));
    accepts("({ tag: 'ok', val: null })", Ok::<(), ()>(()));
    accepts("({ tag: 'ok' })", Ok::<Option<u8>, ()>(None));
    rejects::<Outcome>("({ tag: 'ok' })", "missing field \"val\"");
    rejects::<Outcome>("({ val: 3 })", "missing field \"tag\"");
    rejects::<Outcome>(
        "({ tag: 'error' })",
        "unknown case \"error\" (known: ok, err)",
    );
    rejects::<Outcome>("({ tag: 1 })", "tag: expected string, got number 1");
    rejects::<Outcome>(
        "({ tag: 'ok', val: 300 })",
        "val: expected u8, got number 300",
    );
    rejects::<Outcome>("3", "expected result object, got number 3");
    rejects::<Result<(), ()>>(
        "({ tag: 'ok', val: 0 })",
        "val: expected nothing, got number 0",
    );
}

#[test]
fn depth_is_bounded() {
    let nested = |levels: usize| {
        format!(
            "Array.from({{ length: {levels} }}).reduce(c => ({{ children: [c] }}), {{ children: [] }})"
        )
    };
    assert!(from_js::<Tree>(js(&nested(63))).is_ok());
    let error = from_js::<Tree>(js(&nested(64))).unwrap_err();
    assert_eq!(error.message(), "nested more than 128 levels deep");
    assert!(error.path().starts_with("children[0].children[0]"));
    let cycle = "(() => { const t = { children: [] }; t.children.push(t); return t })()";
    assert_eq!(
        from_js::<Tree>(js(cycle)).unwrap_err().message(),
        "nested more than 128 levels deep"
    );
    let cycle = "(() => { const t = { children: [] }; t.next = t; return t })()";
    assert_eq!(
        from_js::<Tree>(js(cycle)).unwrap_err().message(),
        "nested more than 128 levels deep"
    );
}

/// A getter of an object of this Worker may call, and its call's arguments are taken while the object is.
#[test]
fn a_value_may_have_another_one_taken() {
    let inner = "Array.from({ length: 500 }, (_, i) => ({ number: `${i}`, expiry: [1, i] }))";
    let take = Closure::<dyn Fn(JsValue) -> JsValue>::new(|value: JsValue| {
        match from_js::<Vec<Card>>(value) {
            Ok(cards) => format!("{} cards, the last {:?}", cards.len(), cards.last()).into(),
            Err(error) => error.to_string().into(),
        }
    });
    let value = |inner: &str| {
        let make = function(&format!(
            "take => ({{ number: 'before', get expiry() {{ log.push(take({inner})); return [7, 8] }} }})"
        ));
        make.call1(&JsValue::NULL, take.as_ref()).unwrap()
    };
    js_sys::eval("globalThis.log = []").unwrap();
    let expected = Card {
        number: "before".to_owned(),
        expiry: Some((7, 8)),
    };
    for _ in 0..2 {
        assert_eq!(from_js::<Card>(value(inner)).unwrap(), expected);
        assert_eq!(from_js::<Card>(value("[{}]")).unwrap(), expected);
    }
    let log = js("log").unchecked_into::<js_sys::Array>();
    let last = format!(
        "500 cards, the last {:?}",
        Some(Card {
            number: "499".to_owned(),
            expiry: Some((1, 499)),
        })
    );
    assert_eq!(log.get(0), last);
    assert_eq!(log.get(1), "[0]: missing field \"number\"");
    assert_eq!(log.get(2), last);
}

/// JavaScript makes values by functions that call one another.
#[test]
fn what_is_too_deep_is_not_written() {
    let leaf = || Tree {
        children: Vec::new(),
        next: None,
    };
    let tree = |levels: usize| {
        (1..levels).fold(leaf(), |tree, _| Tree {
            children: Vec::new(),
            next: Some(Box::new(tree)),
        })
    };
    // A list of no children is a level, too.
    assert!(to_js(&tree(500)).is_ok());
    let error = to_js(&tree(501)).unwrap_err();
    assert_eq!(error.kind(), ValueErrorKind::TooDeep);
    assert_eq!(error.to_string(), "nested more than 500 levels deep");
    let wide = (0..250).fold(leaf(), |tree, _| Tree {
        children: vec![tree],
        next: Some(Box::new(leaf())),
    });
    assert!(to_js(&wide).is_ok());
    assert!(to_js(&tree(10)).is_ok(), "the next one is not too deep");
}
