//! Values through a serializer that is not JavaScript's, on the host.

use std::fmt::Debug;

use crate::support::{Color, Inherited, Order, Payment, Permissions, order};
use rpc_runtime::Value;

fn to_json<T: Value>(value: &T) -> String {
    let mut json = Vec::new();
    value
        .serialize(&mut serde_json::Serializer::new(&mut json))
        .unwrap();
    String::from_utf8(json).unwrap()
}

fn from_json<T: Value>(json: &str) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let value = T::deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

#[track_caller]
fn round_trip<T: Value + Debug + PartialEq>(value: T, json: &str) {
    assert_eq!(to_json(&value), json);
    assert_eq!(from_json::<T>(json).unwrap(), value);
}

#[test]
fn a_record_in_declared_order() {
    round_trip(
        order(),
        "{\"id\":1152921504606846976,\"customerName\":\"Zoë\",\
         \"items\":[{\"sku\":\"a-1\",\"count\":2,\"price\":1.5,\"color\":\"red\"},\
         {\"sku\":\"b-2\",\"count\":1,\"price\":12.0,\"color\":\"dark-green\"}],\
         \"payment\":{\"tag\":\"card\",\"val\":{\"number\":\"4111\",\"expiry\":[12,2030]}},\
         \"permissions\":{\"read\":true,\"writeAll\":false,\"constructor\":true}}",
    );
}

#[test]
fn lists_are_plain_sequences() {
    round_trip(vec![1u8, 2], "[1,2]");
    round_trip(vec![1.5f64, 2.0], "[1.5,2.0]");
    round_trip(vec![-1i64], "[-1]");
    round_trip([1u16, 2, 3], "[1,2,3]");
    round_trip((1u8, "a".to_owned()), "[1,\"a\"]");
}

#[test]
fn options_and_results() {
    round_trip(None::<u8>, "null");
    round_trip(Some(None::<u8>), "{\"tag\":\"some\"}");
    round_trip(None::<Option<u8>>, "{\"tag\":\"none\"}");
    round_trip(Some(Some(3u8)), "{\"tag\":\"some\",\"val\":3}");
    round_trip(Ok::<(), String>(()), "{\"tag\":\"ok\"}");
    round_trip(
        Err::<(), String>("no".to_owned()),
        "{\"tag\":\"err\",\"val\":\"no\"}",
    );
}

#[test]
fn maps_with_any_key() {
    round_trip(
        [("a".to_owned(), 1u8)]
            .into_iter()
            .collect::<std::collections::BTreeMap<_, _>>(),
        "{\"a\":1}",
    );
}

#[test]
fn unknown_keys_are_passed_over() {
    let json = "{\"x\":[{}],\"constructor\":\"c\",\"toString\":1,\"y\":null}";
    let value = from_json::<Inherited>(json).unwrap();
    let expected = Inherited {
        constructor: Some("c".to_owned()),
        to_string: 1,
        value_of: None,
    };
    assert_eq!(value, expected);
    assert_eq!(
        from_json::<Permissions>("{\"admin\":1,\"read\":true}").unwrap(),
        Permissions::READ
    );
    assert_eq!(
        from_json::<Payment>("{\"tag\":\"cash\",\"more\":1}").unwrap(),
        Payment::Cash
    );
}

#[test]
fn what_does_not_fit_is_an_error() {
    #[track_caller]
    fn fails<T: Value + Debug>(json: &str, message: &str) {
        let error = from_json::<T>(json).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }

    fails::<u8>("300", "invalid value: integer `300`, expected u8");
    fails::<u32>("-1", "invalid value: integer `-1`, expected u32");
    fails::<Color>("\"blue\"", "unknown case \"blue\" (known: red, dark-green)");
    fails::<Payment>(
        "{\"tag\":\"cheque\"}",
        "unknown case \"cheque\" (known: card, cash, gift-card, split)",
    );
    fails::<Payment>("{\"val\":1,\"tag\":\"cash\"}", "missing field `tag`");
    fails::<Order>("{\"id\":1}", "missing field `customerName`");
    fails::<Inherited>(
        "{\"toString\":1,\"constructor\":\"c\"}",
        "field \"constructor\" out of order",
    );
    fails::<(u8, u8)>("[1]", "expected 2 elements, got 1");
    fails::<[u8; 1]>("[]", "expected 1 element, got 0");
}
