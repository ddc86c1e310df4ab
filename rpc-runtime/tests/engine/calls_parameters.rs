//! Very many parameters, as keys of one object.

use crate::support::js::js;
use js_sys::{Array, Function};
use rpc_runtime::private::{
    self, IncomingCall, JsValue, Methods, More, Serve, ServiceMethod, dispatcher, missing_is,
};
use rpc_runtime::{Context, Result};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test as test;

/// What a tuple has no place for is in another one beside it.
macro_rules! more {
    ($last:expr) => { $last };
    ($first:expr, $($rest:expr),+) => { More($first, more!($($rest),+)) };
}

macro_rules! more_type {
    ($last:ty) => { $last };
    ($first:ty, $($rest:ty),+) => { More<$first, more_type!($($rest),+)> };
}

type Eight = (u8, u8, u8, u8, u8, u8, u8, u8);
type Many = more_type!(
    Eight, Eight, Eight, Eight, Eight, Eight, Eight, Eight, Eight, Eight, Eight, Eight, Eight,
    Eight, Eight, Eight
);

/// Two digits each, from 00 to 7f.
const NAMES: &[&str] = &{
    let mut rest = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\
                    202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f\
                    404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f\
                    606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f";
    let mut names = [""; 128];
    let mut index = 0;
    while index < names.len() {
        (names[index], rest) = rest.split_at(2);
        index += 1;
    }
    names
};

struct ManyMethods;
struct Server;

impl ManyMethods {
    /// All may be missing.
    const ALL: ServiceMethod<Many, u32> = {
        let three = missing_is(|| 3);
        let eight = (three, three, three, three, three, three, three, three);
        ServiceMethod::<Many, u32>::new("all", "all", NAMES).by_name(more!(
            eight, eight, eight, eight, eight, eight, eight, eight, eight, eight, eight, eight,
            eight, eight, eight, eight
        ))
    };
    /// None may be.
    const NONE: ServiceMethod<Many, u32> = {
        let eight = (None, None, None, None, None, None, None, None);
        ServiceMethod::<Many, u32>::new("none", "none", NAMES).by_name(more!(
            eight, eight, eight, eight, eight, eight, eight, eight, eight, eight, eight, eight,
            eight, eight, eight, eight
        ))
    };
}

impl Methods for ManyMethods {
    const METHODS: &'static [private::MethodName] = &[Self::ALL.name(), Self::NONE.name()];
}

impl Serve<Server> for ManyMethods {
    async fn serve(_: impl core::borrow::Borrow<Server>, call: IncomingCall) -> Result<JsValue> {
        let method = match call.method() {
            "all" => Self::ALL,
            _ => Self::NONE,
        };
        let More(first, More(second, _)) = call.params(&method)?;
        call.reply(&method, Ok(u32::from(first.0) * 1000 + u32::from(second.7)))
    }
}

fn serve(index: u32, arguments: &str) -> String {
    let dispatch: Function =
        dispatcher::<ManyMethods, Server>((|_: Context| Ok(Server), ())).unchecked_into();
    let arguments: Array = js(arguments).unchecked_into();
    let outcome = dispatch.call3(&JsValue::NULL, &js("{}"), &index.into(), &arguments);
    match outcome {
        Ok(value) => String::from(js_sys::JSON::stringify(&value).unwrap()),
        Err(error) => String::from(js_sys::Error::from(error).message()),
    }
}

#[test]
fn methods_with_many_parameters_differ_in_defaults() {
    let all = "[Object.fromEntries(Array.from(Array(128), (_, i) => [i.toString(16).padStart(2, '0'), i]))]";
    assert_eq!(serve(1, all), "15");
    assert_eq!(serve(0, all), "15");
    assert_eq!(serve(0, "[{}]"), "3003");
    assert_eq!(serve(0, "[{ '00': 7 }]"), "7003");
    assert!(serve(1, "[{}]").contains("missing"), "{}", serve(1, "[{}]"));
}
