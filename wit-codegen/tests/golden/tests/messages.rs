//! Generated conversions and readers, run on the host.
#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::*;
use rpc_runtime::ValueError;
use rpc_runtime::message::{Message, MessageStruct, from_bytes, to_bytes};
use wit_codegen_goldens::messages::types::*;
use wit_codegen_goldens::{newer, older};

fn through<T: MessageStruct>(value: &T) -> Result<T, ValueError> {
    from_bytes(&to_bytes(value)?)
}

/// What one schema wrote, read by another.
fn across<T: MessageStruct, U: MessageStruct>(value: &T) -> Result<U, ValueError> {
    from_bytes(&to_bytes(value)?)
}

fn market() -> impl Strategy<Value = Market> {
    prop_oneof![Just(Market::North), Just(Market::SouthWest)]
}

fn point() -> impl Strategy<Value = Point> + Clone {
    any::<(f64, f64)>().prop_map(|(x, y)| Point { x, y })
}

fn points() -> impl Strategy<Value = Vec<Point>> {
    prop::collection::vec(point(), 0..4)
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        point().prop_map(Shape::Dot),
        points().prop_map(Shape::Polygon),
        Just(Shape::Empty),
        any::<u16>().prop_map(Shape::Weight),
        any::<(String, u8)>().prop_map(Shape::Named),
        any::<Option<u32>>().prop_map(Shape::Maybe),
    ]
}

fn scalars() -> impl Strategy<Value = Scalars> {
    let numbers = any::<(u8, u16, u32, u64, i8, i16, i32, i64, f32, f64)>();
    (any::<(bool, bool)>(), numbers, any::<char>(), market()).prop_map(
        |((a, m), (b, c, d, e, f, g, h, i, j, k), l, n)| Scalars {
            a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
            i,
            j,
            k,
            l,
            m,
            n,
        },
    )
}

fn pointers() -> impl Strategy<Value = Pointers> {
    let own = (
        any::<(String, Vec<u8>, u32, u32)>(),
        point(),
        shape(),
        prop::collection::vec(shape(), 0..3),
    );
    let lists = any::<(
        Vec<String>,
        Vec<char>,
        Vec<bool>,
        Vec<f64>,
        Vec<Vec<i16>>,
        Vec<Vec<u8>>,
    )>();
    let named = (
        points(),
        prop::collection::vec(market(), 0..4),
        prop::collection::vec(any::<u32>().prop_map(Permissions::from_bits_truncate), 0..4),
        [point(), point()],
    );
    let rest = (
        any::<([u8; 4], [i16; 3])>(),
        prop::collection::btree_map(any::<String>(), any::<f32>(), 0..3),
        prop::collection::vec(
            prop::collection::btree_map(any::<u32>(), any::<Option<u8>>(), 0..3),
            0..3,
        ),
    );
    (own, lists, named, rest).prop_map(|(own, lists, named, rest)| {
        let ((text, bytes, rights, many), point, shape, shapes) = own;
        let (names, letters, bits, sizes, grid, blobs) = lists;
        let (points, markets, rules, corners) = named;
        let ((hash, limits), prices, maps) = rest;
        Pointers {
            text,
            bytes,
            rights: Permissions::from_bits_truncate(rights),
            many: Many::from_bits_truncate(many),
            point,
            shape,
            names,
            points,
            shapes,
            markets,
            letters,
            bits,
            sizes,
            grid,
            blobs,
            rules,
            corners,
            hash,
            limits,
            prices,
            maps,
        }
    })
}

fn nested() -> impl Strategy<Value = Nested> {
    let options = any::<(
        Option<u8>,
        Option<String>,
        Option<Option<u32>>,
        Option<Option<Option<String>>>,
    )>();
    let tuples = any::<((u16, String, Option<bool>), (u8,), Option<(u8, String)>)>();
    let results = any::<(Result<u32, String>, Result<(), ()>)>();
    let either = prop_oneof![
        any::<Result<u8, u16>>().prop_map(Ok),
        (any::<u32>(), point()).prop_map(Err)
    ];
    let failed = prop_oneof![Just(Ok(())), market().prop_map(Err)];
    (
        options,
        prop::option::of(point()),
        tuples,
        results,
        either,
        failed,
    )
        .prop_map(
            |(
                (age, note, deep, deeper),
                home,
                (size, alone, pair),
                (done, empty),
                either,
                failed,
            )| {
                Nested {
                    age,
                    note,
                    home,
                    deep,
                    deeper,
                    size,
                    alone,
                    done,
                    empty,
                    failed,
                    either,
                    pair,
                }
            },
        )
}

fn lists() -> impl Strategy<Value = Lists> {
    let plain = any::<(
        Vec<Option<u16>>,
        Vec<Option<String>>,
        Vec<Result<u32, String>>,
        Vec<(u8, Vec<String>)>,
        Vec<Vec<(u8, u8)>>,
        [Result<(), u8>; 3],
    )>();
    let deep = prop::collection::vec(prop::option::of(prop::option::of(point())), 0..4);
    let index = prop::collection::btree_map(any::<String>(), any::<(u32, Option<String>)>(), 0..3);
    (plain, deep, index).prop_map(
        |((options, texts, results, pairs, rows, triple), deep, index)| Lists {
            options,
            texts,
            deep,
            results,
            pairs,
            rows,
            triple,
            index,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn scalars_come_back(value in scalars()) {
        prop_assert_eq!(through(&value)?, value);
        let message = Message::new(to_bytes(&value)?)?;
        let reader = ScalarsReader::from(message.root()?);
        prop_assert_eq!((reader.a(), reader.e(), reader.j()), (value.a, value.e, value.j));
        prop_assert_eq!((reader.l()?, reader.n()?), (value.l, value.n));
        prop_assert_eq!(Scalars::try_from(reader)?, value);
    }

    #[test]
    fn pointers_come_back(value in pointers()) {
        prop_assert_eq!(&through(&value)?, &value);
        let message = Message::new(to_bytes(&value)?)?;
        let reader = PointersReader::from(message.root()?);
        prop_assert_eq!(reader.text()?, &value.text);
        prop_assert_eq!(reader.bytes()?, &value.bytes);
        prop_assert_eq!(reader.point()?.x(), value.point.x);
        let names: Vec<&str> = reader.names()?.iter().collect::<Result<_, _>>()?;
        prop_assert_eq!(names, value.names);
        let letters: Vec<char> = reader.letters()?.iter().collect::<Result<_, _>>()?;
        prop_assert_eq!(letters, value.letters);
        let markets: Vec<Market> = reader.markets()?.iter().collect::<Result<_, _>>()?;
        prop_assert_eq!(markets, value.markets);
        prop_assert_eq!(reader.sizes()?.iter().collect::<Vec<f64>>(), value.sizes);
        for (shape, expected) in reader.shapes()?.iter().zip(value.shapes) {
            prop_assert_eq!(Shape::try_from(shape?)?, expected);
        }
        for (entry, (key, price)) in reader.prices()?.iter().zip(&value.prices) {
            prop_assert_eq!(entry?, (key.as_str(), *price));
        }
        for (row, expected) in reader.grid()?.iter().zip(&value.grid) {
            prop_assert_eq!(&row?.iter().collect::<Vec<i16>>(), expected);
        }
    }

    #[test]
    fn what_is_nested_comes_back(value in nested()) {
        prop_assert_eq!(&through(&value)?, &value);
        let message = Message::new(to_bytes(&value)?)?;
        let reader = NestedReader::from(message.root()?);
        prop_assert_eq!(reader.age()?, value.age);
        prop_assert_eq!(reader.note()?, value.note.as_deref());
        prop_assert_eq!(reader.deep()?, value.deep);
        let (size, text, flag) = reader.size()?;
        prop_assert_eq!((size, text.to_owned(), flag), value.size);
        prop_assert_eq!(reader.done()?, value.done.as_ref().map(|it| *it).map_err(String::as_str));
        prop_assert_eq!(reader.empty()?, value.empty);
    }

    #[test]
    fn lists_of_what_has_no_name_come_back(value in lists()) {
        prop_assert_eq!(&through(&value)?, &value);
        let message = Message::new(to_bytes(&value)?)?;
        let reader = ListsReader::from(message.root()?);
        let texts: Vec<Option<&str>> = reader.texts()?.iter().collect::<Result<_, _>>()?;
        prop_assert_eq!(texts, value.texts.iter().map(Option::as_deref).collect::<Vec<_>>());
        let pairs = reader.pairs()?;
        for (index, (number, texts)) in value.pairs.iter().enumerate() {
            let (read, list) = pairs.get(index).unwrap()?;
            prop_assert_eq!((read, list.len()), (*number, texts.len()));
        }
    }

    #[test]
    fn variants_come_back(value in shape()) {
        prop_assert_eq!(&through(&value)?, &value);
        let message = Message::new(to_bytes(&value)?)?;
        match (ShapeReader::from(message.root()?).which()?, value) {
            (ShapeWhich::Dot(read), Shape::Dot(point)) => prop_assert_eq!(read.y(), point.y),
            (ShapeWhich::Polygon(read), Shape::Polygon(points)) => {
                prop_assert_eq!(read.len(), points.len());
            }
            (ShapeWhich::Empty, Shape::Empty) => {}
            (ShapeWhich::Weight(read), Shape::Weight(weight)) => prop_assert_eq!(read, weight),
            (ShapeWhich::Named((read, _)), Shape::Named((name, _))) => prop_assert_eq!(read, name),
            (ShapeWhich::Maybe(read), Shape::Maybe(value)) => prop_assert_eq!(read, value),
            (read, value) => prop_assert!(false, "{read:?} is not {value:?}"),
        }
    }
}

#[test]
fn variants_of_one_case_and_plain_ones_come_back() {
    for plain in [Plain::A(7), Plain::B(true)] {
        let holder = Holder {
            single: Single::Only("x".to_owned()),
            plain,
        };
        assert_eq!(through(&holder).unwrap(), holder);
    }
}

fn older_order() -> older::evolving::Order {
    use older::evolving::{Line, Market, Order};
    Order {
        id: 7,
        note: Some("n".to_owned()),
        market: Market::South,
        lines: vec![Line { count: 1 }, Line { count: 2 }],
    }
}

fn newer_order() -> newer::evolving::Order {
    use newer::evolving::{Line, Market, Order};
    let line = |count, text: &str| Line {
        count,
        text: text.to_owned(),
        size: 9,
    };
    Order {
        id: 7,
        note: Some("n".to_owned()),
        market: Market::South,
        lines: vec![line(1, "a"), line(2, "b")],
        urgent: true,
        price: Some(3),
        tags: vec!["t".to_owned()],
        place: Some(line(3, "c")),
        sum: line(4, "d"),
        outcome: Err("e".to_owned()),
    }
}

#[test]
fn fields_that_an_older_schema_lacks_are_skipped() {
    let read: older::evolving::Order = across(&newer_order()).unwrap();
    assert_eq!(read, older_order());
}

#[test]
fn fields_that_an_older_schema_did_not_write_are_zero() {
    use newer::evolving::{Line, Order};
    let line = |count| Line {
        count,
        text: String::new(),
        size: 0,
    };
    let read: Order = across(&older_order()).unwrap();
    let expected = Order {
        lines: vec![line(1), line(2)],
        urgent: false,
        price: None,
        tags: Vec::new(),
        place: None,
        sum: line(0),
        outcome: Ok(0),
        ..newer_order()
    };
    assert_eq!(read, expected);
}

#[test]
fn cases_of_both_schemas_are_the_same() {
    use newer::evolving as new;
    use older::evolving as old;
    let bag = old::Bag {
        event: old::Event::Paid(5),
        markets: vec![old::Market::South],
        lone: old::Lone::Only(4),
        rights: old::Rights::WRITE,
    };
    let read: new::Bag = across(&bag).unwrap();
    let expected = new::Bag {
        event: new::Event::Paid(5),
        markets: vec![new::Market::South],
        lone: new::Lone::Only(4),
        rights: new::Rights::WRITE,
    };
    assert_eq!(read, expected);
    assert_eq!(across::<_, old::Bag>(&expected).unwrap(), bag);
}

#[test]
fn cases_that_an_older_schema_lacks_are_errors_that_list_the_known_ones() {
    use newer::evolving as new;
    use older::evolving as old;
    let bag = |change: fn(&mut new::Bag)| {
        let mut bag = new::Bag {
            event: new::Event::Paid(5),
            markets: vec![new::Market::South],
            lone: new::Lone::Only(4),
            rights: new::Rights::all(),
        };
        change(&mut bag);
        across::<_, old::Bag>(&bag).map_err(|error| error.to_string())
    };
    assert_eq!(bag(|_| {}).unwrap().rights, old::Rights::all());
    assert_eq!(
        bag(|bag| bag.event = new::Event::Refused("r".to_owned())).unwrap_err(),
        "event: unknown case number 2 (known: placed, paid)"
    );
    assert_eq!(
        bag(|bag| bag.event = new::Event::Gone).unwrap_err(),
        "event: unknown case number 3 (known: placed, paid)"
    );
    assert_eq!(
        bag(|bag| bag.markets.push(new::Market::East)).unwrap_err(),
        "markets[1]: unknown case number 2 (known: north, south)"
    );
    assert_eq!(
        bag(|bag| bag.lone = new::Lone::Other(1)).unwrap_err(),
        "lone: unknown case number 1 (known: only)"
    );
}

#[test]
fn errors_say_where() {
    // A `string` where an `order` has bytes that are no text.
    let mut bytes = to_bytes(&older_order()).unwrap();
    let at = bytes.windows(2).position(|it| it == b"n\0").unwrap();
    bytes[at] = 0xff;
    let error = from_bytes::<older::evolving::Order>(&bytes).unwrap_err();
    assert!(error.to_string().starts_with("note: "), "{error}");
    let value: Nested = from_bytes(&[0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).unwrap();
    assert_eq!((value.age, value.done, value.pair), (None, Ok(0), None));
    let error = from_bytes::<Lists>(&[0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).unwrap_err();
    assert_eq!(error.to_string(), "triple: expected 3 elements, got 0");
}

#[test]
fn handles_are_not_turned_into_bytes() {
    use wit_codegen_goldens::messages::beside::{Book, BookTarget, Shelf};
    struct Mine;
    impl BookTarget for Mine {
        async fn title(&self) -> rpc_runtime::Result<String> {
            Ok("mine".to_owned())
        }
    }
    let shelf = Shelf {
        first: Book::new(Mine),
        last: None,
        others: Vec::new(),
        chunks: rpc_runtime::ByteStream::from(vec![1]),
        sum: rpc_runtime::FutureValue::ready(Point { x: 1.0, y: 2.0 }),
    };
    let error = to_bytes(&shelf).unwrap_err();
    assert_eq!(
        error.to_string(),
        "first: a handle cannot be turned into bytes"
    );
}

/// Tuples of more than twelve elements.
mod long_tuples {
    use rpc_runtime::{Tuple13, Tuple14, Tuple15};
    use wit_codegen_goldens::tuples::measures::*;

    use super::*;

    fn thirteen(n: u8) -> Thirteen {
        let text = format!("text {n}");
        Tuple13(n, 2, 3, 4, -5, -6, -7, -8, 9.5, 10.5, 'k', true, text)
    }

    fn sixteen(n: u8) -> Sixteen {
        (n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15).into()
    }

    fn row() -> Row {
        let last = vec![thirteen(1), thirteen(2)];
        Row {
            cells: thirteen(3),
            plain: sixteen(4),
            maybe: Some(Tuple14(
                0,
                1,
                2,
                3,
                4,
                5,
                6,
                7,
                8,
                9,
                10,
                11,
                12,
                "thirteen".to_owned(),
            )),
            all: vec![Tuple15(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, last)],
            named: [("a".to_owned(), sixteen(5))].into(),
        }
    }

    #[test]
    fn they_lie_in_messages_like_others() -> Result<(), ValueError> {
        assert_eq!(through(&row())?, row());
        let cell = Cell::Many(thirteen(6));
        assert_eq!(through(&cell)?, cell);
        Ok(())
    }

    #[test]
    fn they_are_read_in_place() -> Result<(), ValueError> {
        let message = Message::new(to_bytes(&row())?)?;
        let row = RowReader::from(message.root()?);
        assert_eq!(row.cells()?.12, "text 3");
        assert_eq!(row.plain().15, 15);
        let first = row.all()?.iter().next().transpose()?;
        assert_eq!(first.map(|it| it.13), Some(13));
        Ok(())
    }

    #[test]
    fn they_have_the_traits_of_others() {
        fn is_plain<T: Clone + std::fmt::Debug + PartialEq + serde::Serialize>(_: &T) {}
        fn is_copied<T: Copy + Eq + std::hash::Hash + Ord + Default>(_: &T) {}
        use rpc_runtime::serde;
        is_plain(&row());
        is_copied(&sixteen(0));
    }
}
