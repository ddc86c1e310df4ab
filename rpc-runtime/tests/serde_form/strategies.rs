//! Any values of the generated types. Numbers that JSON has no form for are left out.

use std::boxed::Box as Boxed;

use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::result::maybe_ok;
use proptest::{array, num};
use rpc_runtime::{AnyPointer, Data, Tuple13};

use super::mapped::{Nickname, Price};
use super::types::person::birth::Place;
use super::types::person::{Birth, Which};
use super::types::*;

fn text() -> impl Strategy<Value = String> + Clone {
    let char = prop_oneof![any::<char>(), Just('"'), Just('\0'), Just('\u{2028}')];
    vec(char, 0..6).prop_map(String::from_iter)
}

/// Often at a bound, or where JavaScript's numbers end.
fn u64s() -> impl Strategy<Value = u64> + Clone {
    prop_oneof![any::<u64>(), Just(u64::MAX), Just(1 << 53), 0..10_u64]
}

fn floats() -> impl Strategy<Value = f64> + Clone {
    num::f64::NORMAL | num::f64::SUBNORMAL | num::f64::ZERO
}

fn kind() -> impl Strategy<Value = Kind> + Clone {
    prop_oneof![
        Just(Kind::Type),
        Just(Kind::GiftCard),
        Just(Kind::IsXml),
        Just(Kind::Self_)
    ]
}

fn rights() -> impl Strategy<Value = Rights> + Clone {
    (0..8_u32).prop_map(Rights::from_bits_truncate)
}

fn point() -> impl Strategy<Value = Point> + Clone {
    let x = num::f32::NORMAL | num::f32::SUBNORMAL | num::f32::ZERO;
    (x, any::<i8>()).prop_map(|(x, y)| Point { x, y })
}

fn maybe() -> impl Strategy<Value = Maybe> + Clone {
    of(text())
}

fn verdict() -> impl Strategy<Value = Verdict> + Clone {
    maybe_ok(point(), kind())
}

fn payment() -> impl Strategy<Value = Payment> {
    prop_oneof![
        Just(Payment::Cash),
        any::<u32>().prop_map(Payment::GiftCard),
        u64s().prop_map(|order_id| Payment::Self_(OrderRef { order_id })),
        maybe_ok(maybe(), rights()).prop_map(Payment::Checked),
        btree_map(any::<u16>(), vec(verdict(), 0..3), 0..3).prop_map(Payment::ByYear),
    ]
}

fn order_line() -> impl Strategy<Value = OrderLine> {
    let path = vec(vec(point(), 0..3), 0..3);
    (payment(), path).prop_map(|(what, path)| OrderLine { what, path })
}

pub fn order() -> impl Strategy<Value = Order> {
    let plain = (u64s(), floats(), kind(), rights());
    let options = (maybe(), maybe(), of(of(any::<u32>())), of(of(maybe())));
    let lists = (
        any::<char>(),
        vec(any::<char>(), 0..3),
        vec(any::<u8>(), 0..5),
        any::<[u8; 4]>(),
        (any::<i64>(), maybe(), verdict()),
    );
    let results = (
        vec(maybe_ok(of(any::<u32>()), text()), 0..3),
        array::uniform2(of(maybe_ok(Just(()), verdict()))),
        maybe_ok(Just(()), Just(())),
    );
    let maps = (
        btree_map(text(), vec(maybe(), 0..3), 0..3),
        btree_map(u64s(), of(maybe()), 0..3),
        btree_map(any::<char>(), any::<bool>(), 0..3),
        btree_map(any::<bool>(), maybe_ok(Just(()), any::<u8>()), 0..3),
    );
    let children = vec(order_line(), 0..3);
    (plain, options, lists, results, maps, children).prop_map(
        |(plain, options, lists, results, maps, children)| Order {
            id: plain.0,
            unit_price: plain.1,
            r#type: plain.2,
            rights: plain.3,
            note: options.0,
            alias_of_an_option: options.1,
            gift: options.2,
            deep: options.3,
            sign: lists.0,
            letters: lists.1,
            bytes: lists.2,
            digest: lists.3,
            pair: lists.4,
            outcomes: results.0,
            verdicts: results.1,
            empty: results.2,
            by_name: maps.0,
            by_number: maps.1,
            by_letter: maps.2,
            by_answer: maps.3,
            children,
        },
    )
}

fn reminder() -> impl Strategy<Value = Reminder> {
    prop_oneof![
        of(any::<u32>()).prop_map(Reminder::At),
        maybe().prop_map(Reminder::About),
        of(of(any::<u32>())).prop_map(Reminder::Twice),
        of(vec(verdict(), 0..3)).prop_map(Reminder::Results),
        rights().prop_map(Reminder::Rights),
        Just(Reminder::Never),
    ]
}

pub fn calendar() -> impl Strategy<Value = Calendar> {
    let months = (any::<[u8; 12]>(), maybe_ok(maybe(), Just(())));
    let months = months.prop_map(|([a, b, c, d, e, f, g, h, i, j, k, l], thirteenth)| {
        Tuple13(a, b, c, d, e, f, g, h, i, j, k, l, thirteenth)
    });
    (vec(reminder(), 0..4), of(reminder()), months).prop_map(|(reminders, first, months)| {
        Calendar {
            reminders,
            first,
            months,
        }
    })
}

fn price() -> impl Strategy<Value = Price> + Clone {
    (any::<i64>(), prop_oneof![Just("EUR"), Just("SEK")]).prop_map(|(cents, currency)| Price {
        cents,
        currency: currency.to_owned(),
    })
}

fn nickname() -> impl Strategy<Value = Nickname> + Clone {
    text().prop_map(Nickname)
}

pub fn wares() -> impl Strategy<Value = Wares> {
    let ware = prop_oneof![
        Just(Ware::None),
        price().prop_map(Ware::One),
        nickname().prop_map(Ware::Called),
        (price(), maybe_ok(nickname(), Just(()))).prop_map(Ware::Both),
    ];
    let by_name = btree_map(text(), price(), 0..3);
    let last = maybe_ok(price(), nickname());
    let often = vec(of(nickname()), 0..3);
    (of(price()), nickname(), often, by_name, last, of(ware)).prop_map(
        |(cheapest, known_as, often, by_name, last, more)| Wares {
            cheapest,
            known_as,
            often,
            by_name,
            last,
            more,
        },
    )
}

/// Any case, unknown ones included.
fn color() -> impl Strategy<Value = Color> {
    prop_oneof![0..3_u16, any::<u16>()].prop_map(Color::from)
}

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![
        Just(Place::Unknown_),
        text().prop_map(Place::CityOf),
        vec(floats(), 0..3).prop_map(Place::At),
    ]
}

fn boxed() -> impl Strategy<Value = BoxText> {
    let full = (text(), any::<bool>()).prop_map(|(value, full)| BoxText {
        value,
        which: box_text::Which::Full(full),
    });
    full.prop_recursive(3, 4, 1, |inner| {
        (text(), inner).prop_map(|(value, inner)| BoxText {
            value,
            which: box_text::Which::Self_(Boxed::new(inner)),
        })
    })
}

fn which() -> impl Strategy<Value = Which> {
    prop_oneof![
        Just(Which::Retired),
        text().prop_map(Which::WorksAt),
        boxed().prop_map(Which::Box),
    ]
}

pub fn person() -> impl Strategy<Value = Person> {
    let plain = (u64s(), text(), color(), text());
    let bytes = (vec(any::<u8>(), 0..4), vec(any::<u8>(), 0..4));
    let lists = (
        vec(color(), 0..4),
        vec(vec(any::<i16>(), 0..3), 0..3),
        vec(num::f32::NORMAL | num::f32::ZERO, 0..3),
    );
    let birth = (any::<i16>(), place()).prop_map(|(year, place)| Birth { year, place });
    let alone = (plain, bytes, lists, birth, which()).prop_map(
        |(plain, (data, anything), lists, birth, which)| Person {
            user_id: plain.0,
            name: plain.1,
            r#type: plain.2,
            address: plain.3,
            data: Data(data),
            anything: AnyPointer::from_message(anything),
            colors: lists.0,
            nothing: (),
            best: None,
            grid: lists.1,
            measured: lists.2,
            birth,
            which,
        },
    );
    alone.prop_recursive(3, 4, 1, |inner| {
        (inner.clone(), inner).prop_map(|(person, best)| Person {
            best: Some(Boxed::new(best)),
            ..person
        })
    })
}
