//! The wire's form in serde: what `serde_json` writes and reads of generated types, beside what the wire does.
//!
//! Forms are written out here; on wasm32 those of any value are compared with the wire's own, in a JavaScript engine.
#![allow(missing_docs, unreachable_pub)]

mod serde_form {
    #[cfg(target_arch = "wasm32")]
    pub mod engine;
    pub mod mapped;
    pub mod strategies;
    pub mod types;
}

use std::fmt::Debug;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rpc_runtime::{AnyPointer, Data};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_form::mapped::{Nickname, Price};
use serde_form::types::person::birth::Place;
use serde_form::types::person::{Birth, Which};
use serde_form::types::*;
use serde_form::{mapped as serde_mapped, strategies};
use serde_json::{Value as Json, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Checks what a value is in JSON, and that it is read back from there.
#[track_caller]
fn is<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T, json: Json) {
    let written = serde_json::to_value(&value).unwrap();
    assert_eq!(written, json, "{value:?}");
    reads(json, value);
}

/// Checks what is read of some JSON, whatever the order of its keys.
#[track_caller]
fn reads<T: DeserializeOwned + PartialEq + Debug>(json: Json, value: T) {
    for text in [json.to_string(), reversed(&json)] {
        match serde_json::from_str::<T>(&text) {
            Ok(read) => assert_eq!(read, value, "from {text}"),
            Err(error) => panic!("{text}: {error}"),
        }
    }
}

/// Checks that some JSON is refused, and why.
#[track_caller]
fn refuses<T: DeserializeOwned + Debug>(json: Json, why: &str) {
    match serde_json::from_value::<T>(json.clone()) {
        Ok(read) => panic!("{json} was read as {read:?}"),
        Err(error) => assert!(error.to_string().starts_with(why), "{json}: {error}"),
    }
}

/// A text in which the keys of objects come in an order that neither is declared nor sorted.
fn reversed(json: &Json) -> String {
    match json {
        Json::Array(items) => {
            let items: Vec<_> = items.iter().map(reversed).collect();
            format!("[{}]", items.join(","))
        }
        Json::Object(members) => {
            let members = members.iter().rev();
            let members: Vec<_> = members
                .map(|(key, value)| format!("{}:{}", Json::from(key.as_str()), reversed(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        other => other.to_string(),
    }
}

/// Runs a check with any value.
fn with_any<T: Debug>(
    values: impl Strategy<Value = T>,
    check: impl Fn(T) -> Result<(), TestCaseError>,
) {
    let config = Config {
        cases: 300,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    if let Err(error) = TestRunner::new_with_rng(config, rng).run(&values, check) {
        panic!("{error}");
    }
}

/// Any value is read back from what is written, in any order of keys.
fn there_and_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(
    values: impl Strategy<Value = T>,
) {
    with_any(values, |value| {
        let text = serde_json::to_string(&value).unwrap();
        let sorted: Json = serde_json::from_str(&text).unwrap();
        for text in [text, reversed(&sorted)] {
            match serde_json::from_str::<T>(&text) {
                Ok(read) => prop_assert_eq!(&read, &value, "from {}", text),
                Err(error) => prop_assert!(false, "{text}: {error}"),
            }
        }
        Ok(())
    });
}

#[test]
fn orders_there_and_back() {
    there_and_back(strategies::order());
}

#[test]
fn calendars_there_and_back() {
    there_and_back(strategies::calendar());
}

#[test]
fn people_there_and_back() {
    there_and_back(strategies::person());
}

#[test]
fn wares_there_and_back() {
    there_and_back(strategies::wares());
}

#[test]
fn enums() {
    is(
        [Kind::Type, Kind::GiftCard, Kind::IsXml, Kind::Self_],
        json!(["type", "Gift-card", "is-XML", "self"]),
    );
    refuses::<Kind>(json!("GiftCard"), "unknown variant `GiftCard`");
}

#[test]
fn flags() {
    is(
        Rights::SHARE_LINK | Rights::TYPE,
        json!({ "mayRead": false, "shareLink": true, "type": true }),
    );
    for none in [json!({}), json!(null), json!({ "mayWrite": false })] {
        reads(none, Rights::empty());
    }
    refuses::<Rights>(
        json!({ "share-link": true }),
        "unknown case \"share-link\" (known: mayRead, shareLink, type)",
    );
}

#[test]
fn variants() {
    is(Payment::Cash, json!({ "tag": "bar" }));
    is(
        Payment::GiftCard(7),
        json!({ "tag": "gift-card", "val": 7 }),
    );
    is(
        Payment::Self_(OrderRef { order_id: 7 }),
        json!({ "tag": "self", "val": { "orderId": 7 } }),
    );
    is(
        Payment::Checked(Ok(None)),
        json!({ "tag": "checked", "val": { "tag": "ok" } }),
    );
    is(
        Payment::ByYear([(1999, vec![Err(Kind::GiftCard)])].into()),
        json!({ "tag": "by-year", "val": { "1999": [{ "tag": "err", "val": "Gift-card" }] } }),
    );
    reads(
        json!({ "tag": "bar", "val": null, "new": 1 }),
        Payment::Cash,
    );
    refuses::<Payment>(json!({ "tag": "cash" }), "unknown variant `cash`");
    refuses::<Payment>(json!({ "tag": "gift-card" }), "missing field `val`");
    refuses::<Payment>(json!({ "tag": "bar", "val": 1 }), "invalid type");
}

#[test]
fn payloads_that_are_missing() {
    is(Reminder::At(None), json!({ "tag": "at" }));
    is(Reminder::At(Some(7)), json!({ "tag": "at", "val": 7 }));
    is(Reminder::About(None), json!({ "tag": "about" }));
    is(
        Reminder::Twice(None),
        json!({ "tag": "twice", "val": { "tag": "none" } }),
    );
    is(
        Reminder::Twice(Some(None)),
        json!({ "tag": "twice", "val": { "tag": "some" } }),
    );
    is(Reminder::Results(None), json!({ "tag": "results" }));
    is(
        Reminder::Results(Some(vec![Ok(Point { x: 0.5, y: -1 })])),
        json!({ "tag": "results", "val": [{ "tag": "ok", "val": { "x": 0.5, "y": -1 } }] }),
    );
    reads(json!({ "tag": "at", "val": null }), Reminder::At(None));
    reads(json!({ "tag": "twice" }), Reminder::Twice(None));
    reads(
        json!({ "tag": "rights" }),
        Reminder::Rights(Rights::empty()),
    );
    is(
        Calendar {
            reminders: vec![Reminder::Never],
            first: None,
            months: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, Ok(None)).into(),
        },
        json!({
            "reminders": [{ "tag": "never" }],
            "months": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, { "tag": "ok" }],
        }),
    );
}

#[test]
fn everything_in_a_record() {
    let order = Order {
        id: u64::MAX,
        unit_price: 1.25,
        r#type: Kind::Type,
        rights: Rights::READ,
        note: None,
        alias_of_an_option: Some("ä\u{2028}".to_owned()),
        gift: Some(None),
        deep: Some(Some(Some("x".to_owned()))),
        sign: '🦀',
        letters: vec!['a'],
        bytes: vec![0, 255],
        digest: [1, 2, 3, 4],
        pair: (-5, None, Ok(Point { x: 1.0, y: 2 })),
        outcomes: vec![Ok(None), Ok(Some(1)), Err("e".to_owned())],
        verdicts: [None, Some(Err(Err(Kind::Self_)))],
        empty: Ok(()),
        by_name: [("n".to_owned(), vec![None])].into(),
        by_number: [(u64::MAX, None), (7, Some(None))].into(),
        by_letter: [('é', true)].into(),
        by_answer: [(true, Ok(())), (false, Err(3))].into(),
        children: vec![OrderLine {
            what: Payment::Cash,
            path: vec![vec![], vec![Point { x: 0.0, y: 0 }]],
        }],
    };
    let json = json!({
        "orderNumber": u64::MAX,
        "unitPrice": 1.25,
        "type": "type",
        "rights": { "mayRead": true, "shareLink": false, "type": false },
        "aliasOfAnOption": "ä\u{2028}",
        "gift": { "tag": "some" },
        "deep": { "tag": "some", "val": { "tag": "some", "val": "x" } },
        "sign": "🦀",
        "letters": ["a"],
        "bytes": [0, 255],
        "digest": [1, 2, 3, 4],
        "pair": [-5, null, { "tag": "ok", "val": { "x": 1.0, "y": 2 } }],
        "outcomes": [{ "tag": "ok" }, { "tag": "ok", "val": 1 }, { "tag": "err", "val": "e" }],
        "verdicts": [null, { "tag": "err", "val": { "tag": "err", "val": "self" } }],
        "empty": { "tag": "ok" },
        "byName": { "n": [null] },
        "byNumber": { "18446744073709551615": { "tag": "none" }, "7": { "tag": "some" } },
        "byLetter": { "é": true },
        "byAnswer": { "true": { "tag": "ok" }, "false": { "tag": "err", "val": 3 } },
        "children": [{ "what": { "tag": "bar" }, "path": [[], [{ "x": 0.0, "y": 0 }]] }],
    });
    is(order.clone(), json.clone());

    // What may be missing, and is then none.
    let mut less = json;
    let members = less.as_object_mut().unwrap();
    for key in ["rights", "aliasOfAnOption", "gift", "deep"] {
        members.remove(key);
    }
    let expected = Order {
        rights: Rights::empty(),
        alias_of_an_option: None,
        gift: None,
        deep: None,
        ..order
    };
    reads(less.clone(), expected);
    less.as_object_mut().unwrap().remove("empty");
    refuses::<Order>(less, "missing field `empty`");
}

#[test]
fn types_of_others_are_in_their_own_form() {
    let price = |cents| Price {
        cents,
        currency: "EUR".to_owned(),
    };
    let nickname = || Nickname("cup".to_owned());
    let wares = Wares {
        cheapest: Some(price(250)),
        known_as: nickname(),
        often: vec![Some(nickname()), None],
        by_name: [("tea".to_owned(), price(3))].into(),
        last: Ok(price(-1)),
        more: Some(Ware::Both((price(0), Ok(nickname())))),
    };
    let json = json!({
        "cheapest": "EUR 250",
        "knownAs": "cup",
        "often": ["cup", null],
        "byName": { "tea": "EUR 3" },
        "last": { "tag": "ok", "val": "EUR -1" },
        "more": { "tag": "both", "val": ["EUR 0", { "tag": "ok", "val": "cup" }] },
    });
    is(wares.clone(), json.clone());

    let mut less = json;
    let members = less.as_object_mut().unwrap();
    members.remove("cheapest");
    reads(
        less.clone(),
        Wares {
            cheapest: None,
            ..wares
        },
    );
    // An option in the schema, but not in Rust.
    less.as_object_mut().unwrap().remove("knownAs");
    refuses::<Wares>(less, "missing field `knownAs`");
}

#[test]
fn structs_of_capnproto() {
    let person = Person {
        user_id: 1,
        name: "Ada".to_owned(),
        r#type: Color::Unknown(7),
        address: String::new(),
        data: Data(vec![1]),
        anything: AnyPointer::default(),
        colors: vec![Color::Red, Color::Black],
        nothing: (),
        best: Some(Box::default()),
        grid: vec![vec![1]],
        measured: vec![0.5],
        birth: Birth {
            year: 1815,
            place: Place::CityOf("London".to_owned()),
        },
        which: Which::Retired,
    };
    let nobody = json!({
        "userId": 0, "name": "Zoë", "type": "lightBlue", "where": "", "data": [], "anything": [],
        "colors": [], "nothing": null, "grid": [], "measured": [],
        "birth": { "year": 0, "place": { "unknown": null } },
        "retired": null,
    });
    let json = json!({
        "userId": 1, "name": "Ada", "type": 7, "where": "", "data": [1], "anything": [],
        "colors": ["red", "jet-black"], "nothing": null, "best": nobody, "grid": [[1]],
        "measured": [0.5], "birth": { "year": 1815, "place": { "cityOf": "London" } },
        "retired": null,
    });
    is(person, json);
    is(Empty {}, json!({}));
    let boxed = BoxText {
        value: "v".to_owned(),
        which: box_text::Which::Self_(std::boxed::Box::default()),
    };
    is(
        boxed,
        json!({ "value": "v", "self": { "value": "", "full": false } }),
    );
}

#[test]
fn what_is_missing_of_a_struct_has_its_default() {
    reads(json!({}), Person::default());
    let with_member = |member: Json| {
        let mut json = json!({ "birth": {}, "later": [1] });
        json.as_object_mut()
            .unwrap()
            .append(&mut member.as_object().unwrap().clone());
        json
    };
    let boxed = BoxText {
        value: "v".to_owned(),
        which: box_text::Which::Full(true),
    };
    let expected = Person {
        which: Which::Box(boxed),
        ..Person::default()
    };
    let member = json!({ "boxed-text": { "value": "v", "full": true } });
    reads(with_member(member), expected);
    refuses::<Person>(
        with_member(json!({ "retired": null, "worksAt": "here" })),
        "\"retired\" and \"worksAt\" are both there",
    );
    refuses::<Person>(
        json!({ "birth": { "place": { "cityOf": 1 } } }),
        "invalid type",
    );
    refuses::<Person>(json!({ "type": "blue" }), "unknown case \"blue\"");
    let unknown = serde_json::to_value(Place::Unknown(9)).unwrap_err();
    assert!(
        unknown.to_string().contains("cannot be serialized"),
        "{unknown}"
    );
}
