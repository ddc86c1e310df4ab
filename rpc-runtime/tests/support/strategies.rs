//! Values of every type, at random.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::{num, result};

use super::*;

/// Text with what is hard about text: other planes, controls, U+FFFD, nothing.
pub fn text() -> impl Strategy<Value = String> {
    let char = prop_oneof![
        6 => any::<char>(),
        3 => proptest::char::range('a', 'z'),
        1 => Just('\u{FFFD}'),
        1 => Just('\0'),
    ];
    vec(char, 0..12).prop_map(String::from_iter)
}

/// A number, often at a bound.
macro_rules! number {
    ($type:ident) => {
        prop_oneof![
            any::<$type>(),
            Just($type::MIN),
            Just($type::MAX),
            Just(0 as $type),
            Just(1 as $type)
        ]
    };
}

macro_rules! list {
    ($type:ident) => {
        vec(number!($type), 0..6)
    };
}

pub fn numbers() -> impl Strategy<Value = Numbers> {
    let unsigned = (number!(u8), number!(u16), number!(u32), number!(u64));
    let signed = (number!(i8), number!(i16), number!(i32), number!(i64));
    let floats = (num::f32::ANY, num::f64::ANY);
    (unsigned, signed, floats).prop_map(|(unsigned, signed, floats)| Numbers {
        u8: unsigned.0,
        u16: unsigned.1,
        u32: unsigned.2,
        u64: unsigned.3,
        s8: signed.0,
        s16: signed.1,
        s32: signed.2,
        s64: signed.3,
        f32: floats.0,
        f64: floats.1,
    })
}

pub fn lists() -> impl Strategy<Value = Lists> {
    let unsigned = (list!(u8), list!(u16), list!(u32), list!(u64));
    let signed = (list!(i8), list!(i16), list!(i32), list!(i64));
    let floats = (vec(num::f32::ANY, 0..6), vec(num::f64::ANY, 0..6));
    let plain = (
        vec(any::<bool>(), 0..6),
        vec(any::<char>(), 0..6),
        vec(text(), 0..6),
    );
    let nested = (
        vec(list!(u8), 0..4),
        proptest::array::uniform3(num::f64::ANY),
        [text(), text()],
    );
    (unsigned, signed, floats, plain, nested).prop_map(
        |(unsigned, signed, floats, plain, nested)| Lists {
            u8: unsigned.0,
            u16: unsigned.1,
            u32: unsigned.2,
            u64: unsigned.3,
            s8: signed.0,
            s16: signed.1,
            s32: signed.2,
            s64: signed.3,
            f32: floats.0,
            f64: floats.1,
            bool: plain.0,
            char: plain.1,
            string: plain.2,
            bytes: nested.0,
            fixed: nested.1,
            fixed_text: nested.2,
        },
    )
}

pub fn color() -> impl Strategy<Value = Color> {
    prop_oneof![Just(Color::Red), Just(Color::DarkGreen)]
}

pub fn permissions() -> impl Strategy<Value = Permissions> {
    (0..8u32).prop_map(Permissions::from_bits_truncate)
}

pub fn payment() -> impl Strategy<Value = Payment> {
    let card = (text(), option::of((number!(u8), number!(u16))));
    prop_oneof![
        card.prop_map(|(number, expiry)| Payment::Card(Card { number, expiry })),
        Just(Payment::Cash),
        option::of(text()).prop_map(Payment::GiftCard),
        (num::f64::ANY, num::f64::ANY).prop_map(Payment::Split),
    ]
}

pub fn inherited() -> impl Strategy<Value = Inherited> {
    let value_of = option::of(option::of(any::<bool>()));
    (option::of(text()), number!(u8), value_of).prop_map(|(constructor, to_string, value_of)| {
        Inherited {
            constructor,
            to_string,
            value_of,
        }
    })
}

pub fn item() -> impl Strategy<Value = Item> {
    (text(), number!(u32), num::f64::ANY, color()).prop_map(|(sku, count, price, color)| Item {
        sku,
        count,
        price,
        color,
    })
}

pub fn any_order() -> impl Strategy<Value = Order> {
    let items = vec(item(), 0..4);
    (
        number!(u64),
        text(),
        items,
        option::of(text()),
        payment(),
        permissions(),
    )
        .prop_map(
            |(id, customer_name, items, note, payment, permissions)| Order {
                id,
                customer_name,
                items,
                note,
                payment,
                permissions,
            },
        )
}

pub fn tree() -> impl Strategy<Value = Tree> {
    let leaf = Just(Tree {
        children: vec![],
        next: None,
    });
    leaf.prop_recursive(6, 40, 4, |tree| {
        (vec(tree.clone(), 0..4), option::of(tree)).prop_map(|(children, next)| Tree {
            children,
            next: next.map(Box::new),
        })
    })
}

pub fn everything() -> impl Strategy<Value = Everything> {
    let plain = (any::<bool>(), any::<char>(), text(), color(), permissions());
    let tuples = ((number!(u8), text()), option::of(any::<bool>()));
    let options = (
        option::of(option::of(option::of(number!(u8)))),
        option::of(vec(option::of(text()), 0..4)),
        option::of(inherited()),
    );
    let results = (
        result::maybe_ok(option::of(number!(u32)), payment()),
        result::maybe_ok(Just(()), Just(())),
    );
    let maps = (
        btree_map(text(), list!(u8), 0..4),
        btree_map(number!(u64), option::of(option::of(number!(i8))), 0..4),
        btree_map(
            any::<char>(),
            btree_map(any::<bool>(), number!(i64), 0..2),
            0..4,
        ),
    );
    let parts = (numbers(), lists(), plain, tuples, vec(payment(), 0..4));
    (parts, options, results, maps).prop_map(|(parts, options, results, maps)| {
        let (numbers, lists, plain, tuples, payments) = parts;
        Everything {
            numbers,
            lists,
            flag: plain.0,
            letter: plain.1,
            text: plain.2,
            pair: tuples.0,
            single: (tuples.1,),
            color: plain.3,
            permissions: plain.4,
            payments,
            maybe: options.0,
            maybe_list: options.1,
            outcome: results.0,
            signal: results.1,
            by_name: maps.0,
            by_number: maps.1,
            by_letter: maps.2,
            boxed: options.2.map(Box::new),
        }
    })
}
