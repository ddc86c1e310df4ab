//! Serde's traits as generated code has them, beside what serde's derive makes of the same types.

// The tests of wasm32 have no `main` of their own here.
#![allow(missing_docs, unreachable_pub)]

use std::collections::BTreeMap;
use std::fmt::Debug;

use proptest::prelude::*;
use rpc_runtime::private::{serde_enum, serde_struct};
use serde::de::DeserializeOwned;
use serde::de::value::{
    BorrowedBytesDeserializer, Error, MapDeserializer, SeqDeserializer, U64Deserializer,
};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, VariantAccess, Visitor,
};
use serde::{Deserialize, Serialize, forward_to_deserialize_any};
use serde_json::{Value, json};

/// The same types twice: as they are generated, and derived.
macro_rules! twice {
    ($($item:item)*) => {
        mod generated {
            use super::*;
            $(#[derive(Debug, Clone, PartialEq)] $item)*
            serde_struct! { Empty { } }
            serde_struct! { One { r#type, } }
            serde_struct! { Several { id, note, inner, nested, names, either, } }
            serde_struct! { Cases { plain, } }
            serde_struct! { Sixteen { a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, } }
            serde_enum! { Choice { 0 Nothing, 1 Text(value), 2 Perhaps(value), 3 Pair(value), 4 Whole(value), } }
            serde_enum! { Color { 0 Red, 1 Green, } }
        }

        mod derived {
            use super::*;
            $(#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)] $item)*
        }
    };
}

twice! {
    pub struct Empty {}

    pub struct One {
        pub r#type: u8,
    }

    pub struct Several {
        pub id: u64,
        pub note: Option<String>,
        pub inner: Option<One>,
        pub nested: Option<Option<bool>>,
        pub names: Vec<String>,
        pub either: Result<u8, String>,
    }

    /// Its name is that of a trait which the macro implements.
    pub struct Cases {
        pub plain: Color,
    }

    pub struct Sixteen {
        pub a: u8, pub b: u8, pub c: u8, pub d: u8, pub e: u8, pub f: u8, pub g: u8, pub h: u8,
        pub i: u8, pub j: u8, pub k: u8, pub l: u8, pub m: u8, pub n: u8, pub o: u8, pub p: Option<u8>,
    }

    pub enum Choice {
        Nothing,
        Text(String),
        Perhaps(Option<u8>),
        Pair((u8, bool)),
        Whole(One),
    }

    pub enum Color {
        Red,
        Green,
    }
}

/// Both read `input` alike: the same value, which both write alike, or the same error.
fn assert_alike<G, D>(input: &str)
where
    G: Serialize + DeserializeOwned + Debug,
    D: Serialize + DeserializeOwned + Debug,
{
    let (generated, derived) = (
        serde_json::from_str::<G>(input),
        serde_json::from_str::<D>(input),
    );
    match (generated, derived) {
        (Ok(generated), Ok(derived)) => {
            assert_eq!(format!("{generated:?}"), format!("{derived:?}"), "{input}");
            let written = serde_json::to_string(&generated).unwrap();
            assert_eq!(written, serde_json::to_string(&derived).unwrap(), "{input}");
        }
        (generated, derived) => assert_eq!(
            generated.map_err(|error| error.to_string()).err(),
            derived.map_err(|error| error.to_string()).err(),
            "{input}"
        ),
    }
}

fn all_alike(input: &str) {
    assert_alike::<generated::Empty, derived::Empty>(input);
    assert_alike::<generated::One, derived::One>(input);
    assert_alike::<generated::Several, derived::Several>(input);
    assert_alike::<generated::Cases, derived::Cases>(input);
    assert_alike::<generated::Sixteen, derived::Sixteen>(input);
    assert_alike::<generated::Choice, derived::Choice>(input);
    assert_alike::<generated::Color, derived::Color>(input);
}

#[test]
fn what_is_right_is_read() {
    let several = |text: &str| serde_json::from_str::<generated::Several>(text).unwrap();
    let read =
        several(r#"{"names": [], "other": [1], "id": 7, "either": {"Err": "no"}, "nested": null}"#);
    assert_eq!((read.id, read.note, read.nested), (7, None, None));
    assert_eq!(read.either, Err("no".to_owned()));
    let one: generated::One = serde_json::from_str(r#"{"type": 3}"#).unwrap();
    assert_eq!(serde_json::to_value(&one).unwrap(), json!({ "type": 3 }));
    let text: generated::Choice = serde_json::from_str(r#"{"Text": "so"}"#).unwrap();
    assert_eq!(
        serde_json::to_value(&text).unwrap(),
        json!({ "Text": "so" })
    );
}

#[test]
fn wrong_ones_are_refused_in_the_same_words() {
    for input in [
        "null",
        "1",
        "\"Red\"",
        "\"Blue\"",
        "[]",
        "[1]",
        "[1, null]",
        "{}",
        "{\"type\": 1}",
        "{\"type\": 1, \"type\": 2}",
        "{\"type\": 300}",
        "{\"id\": 1, \"names\": []}",
        "{\"id\": 1, \"names\": [], \"either\": {\"Ok\": 1}, \"inner\": {}}",
        "[1, null, null, null, [], {\"Ok\": 1}]",
        "[1, null, null, null, [], {\"Ok\": 1}, 5]",
        "{\"plain\": \"Red\"}",
        "{\"plain\": \"red\"}",
        "{\"Text\": 1}",
        "{\"Nothing\": null}",
        "{\"Nothing\": 1}",
        "\"Nothing\"",
        "\"Text\"",
        "{\"Perhaps\": null}",
        "{\"Pair\": [1]}",
        "{\"Pair\": [1, true]}",
        "{\"Whole\": {\"type\": 1}}",
        "{\"Text\": \"a\", \"Pair\": 1}",
        "{\"Other\": 1}",
        "[0, 1]",
        "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"k\":1,\"l\":1,\"m\":1,\"n\":1,\"o\":1}",
    ] {
        all_alike(input);
    }
}

/// A key or a case that a format has as a number or as bytes.
#[test]
fn other_formats_are_read_alike() {
    fn fields<'de, T: Deserialize<'de> + Debug, K>(keys: impl IntoIterator<Item = K>) -> String
    where
        K: IntoDeserializer<'de, Error>,
    {
        let members = keys.into_iter().map(|key| (key, 1_u8));
        let members: MapDeserializer<'_, _, Error> = MapDeserializer::new(members);
        format!("{:?}", T::deserialize(members))
    }
    for keys in [vec![0_u64], vec![], vec![0, 0], vec![1], vec![1, 0, 7]] {
        let generated = fields::<generated::One, _>(keys.clone());
        assert_eq!(generated, fields::<derived::One, _>(keys));
    }
    for keys in [vec![&b"type"[..]], vec![b"typ"], vec![b"type", b"type"]] {
        let keys = || keys.iter().map(|key| Bytes(key));
        let generated = fields::<generated::One, _>(keys());
        assert_eq!(generated, fields::<derived::One, _>(keys()));
    }
    for items in [vec![], vec![1_u8], vec![1, 2]] {
        let sequence = || SeqDeserializer::<_, Error>::new(items.clone().into_iter());
        assert_eq!(
            format!("{:?}", generated::One::deserialize(sequence())),
            format!("{:?}", derived::One::deserialize(sequence())),
        );
    }
    for number in [0, 1, 2, u64::MAX] {
        let case = || Case(U64Deserializer::<Error>::new(number));
        assert_eq!(
            format!("{:?}", generated::Color::deserialize(case())),
            format!("{:?}", derived::Color::deserialize(case())),
        );
    }
    for name in [&b"Red"[..], b"Blue", b"\xff"] {
        let case = || Case(BorrowedBytesDeserializer::<Error>::new(name));
        assert_eq!(
            format!("{:?}", generated::Color::deserialize(case())),
            format!("{:?}", derived::Color::deserialize(case())),
        );
    }
}

struct Bytes<'de>(&'de [u8]);

impl<'de> IntoDeserializer<'de, Error> for Bytes<'de> {
    type Deserializer = BorrowedBytesDeserializer<'de, Error>;

    fn into_deserializer(self) -> Self::Deserializer {
        BorrowedBytesDeserializer::new(self.0)
    }
}

/// A case without a payload, by what another deserializer has for its name.
struct Case<D>(D);

impl<'de, D: Deserializer<'de, Error = Error>> Deserializer<'de> for Case<D> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, D: Deserializer<'de, Error = Error>> EnumAccess<'de> for Case<D> {
    type Error = Error;
    type Variant = Unit;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Unit), Error> {
        Ok((seed.deserialize(self.0)?, Unit))
    }
}

struct Unit;

impl<'de> VariantAccess<'de> for Unit {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Error> {
        Err(serde::de::Error::custom("no payload"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(serde::de::Error::custom("no payload"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        Err(serde::de::Error::custom("no payload"))
    }
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(any::<char>(), 0..5).prop_map(String::from_iter)
}

/// JSON that is close to what the types are, and often one of them.
fn near() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u8>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text().prop_map(Value::from),
        prop_oneof![Just("Red"), Just("Green"), Just("Nothing")].prop_map(Value::from),
    ];
    let keys = prop::sample::select(vec![
        "type", "id", "note", "inner", "nested", "names", "either", "plain", "Ok", "Err", "Text",
        "Perhaps", "Pair", "Whole", "Nothing", "other",
    ]);
    leaf.prop_recursive(3, 32, 6, move |inner| {
        let object = prop::collection::btree_map(keys.clone(), inner.clone(), 0..7);
        prop_oneof![
            prop::collection::vec(inner, 0..7).prop_map(Value::from),
            object.prop_map(|members: BTreeMap<&str, Value>| json!(members)),
        ]
    })
}

/// Members of `Several` that are right more often than not.
fn several() -> impl Strategy<Value = Value> {
    let right = (
        any::<u64>(),
        prop::option::of(text()),
        any::<Option<u8>>(),
        any::<Option<bool>>(),
        prop::collection::vec(text(), 0..4),
        prop::result::maybe_ok(any::<u8>(), text()),
    );
    (right, prop::collection::vec(any::<bool>(), 6), near()).prop_map(|(right, kept, other)| {
        let (id, note, inner, nested, names, either) = right;
        let inner = inner.map(|ty| json!({ "type": ty }));
        let all = json!({
            "id": id, "note": note, "inner": inner, "nested": nested, "names": names, "either": either,
        });
        let members = all.as_object().unwrap().clone().into_iter().zip(kept);
        let members = members.map(|((key, value), kept)| (key, value, kept || id % 2 == 0));
        let mut object: serde_json::Map<_, _> = members
            .filter(|(.., kept)| *kept)
            .map(|(key, value, _)| (key, value))
            .collect();
        object.insert("unknown".to_owned(), other);
        Value::Object(object)
    })
}

proptest! {
    #[test]
    fn any_json_is_read_alike(json in near()) {
        all_alike(&json.to_string());
    }

    #[test]
    fn any_struct_is_read_alike(json in several()) {
        all_alike(&json.to_string());
    }
}
