//! Calls of Cap'n Proto interfaces in a JavaScript engine: one object in, one object out.

use crate::support::capnp::registry::GreetResults;
use crate::support::capnp::{__RegistryMethods, Color, Person, Registry, RegistryClient};
use crate::support::js::{function, js};
use js_sys::{Array, Function};
use rpc_runtime::private::{JsValue, dispatcher};
use rpc_runtime::{Context, Data, Error, Result};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test as test;

struct Server;

impl Registry for Server {
    async fn add(&self, a: u32, b: u32) -> Result<u32> {
        a.checked_add(b).ok_or_else(|| Error::new("too much"))
    }

    async fn ping(&self) -> Result<()> {
        Ok(())
    }

    async fn greet(&self, name: String, data: Data, (): ()) -> Result<GreetResults> {
        Ok(GreetResults {
            greeting: format!("Hello, {name}"),
            length: data.len() as u32,
        })
    }

    async fn store(&self, params: Person) -> Result<Person> {
        Ok(params)
    }

    async fn color(&self, color: Color) -> Result<()> {
        match color {
            Color::Red => Err(Error::new("not red")),
            _ => Ok(()),
        }
    }

    async fn write(&self, bytes: Data) -> Result<()> {
        match bytes.is_empty() {
            true => Err(Error::new("nothing to write")),
            false => Ok(()),
        }
    }
}

/// What the server answers to `arguments`: JSON, or the error.
fn serve(index: u32, arguments: &str) -> String {
    let dispatch: Function =
        dispatcher::<__RegistryMethods, Server>((|_: Context| Ok(Server), ())).unchecked_into();
    let arguments: Array = js(arguments).unchecked_into();
    let entrypoint = js("{}");
    let outcome = dispatch.call3(&JsValue::NULL, &entrypoint, &index.into(), &arguments);
    match outcome {
        Ok(value) => String::from(js_sys::JSON::stringify(&value).unwrap()),
        Err(error) => String::from(js_sys::Error::from(error).message()),
    }
}

const ADD: u32 = 0;
const PING: u32 = 1;
const GREET: u32 = 2;
const STORE: u32 = 3;
const COLOR: u32 = 4;
const WRITE: u32 = 5;

#[test]
fn a_server_takes_one_object() {
    assert_eq!(serve(ADD, "[{ a: 1, b: 2 }]"), "{\"sum\":3}");
    assert_eq!(serve(ADD, "[{ b: 2, a: 1, c: 'newer' }]"), "{\"sum\":3}");
    assert_eq!(serve(ADD, "[{ a: 1 }]"), "{\"sum\":11}");
    assert_eq!(
        serve(ADD, "[{ a: undefined, b: undefined }, undefined]"),
        "{\"sum\":10}"
    );
    for nothing in ["[]", "[undefined]", "[{}]", "[Object.create(null)]"] {
        assert_eq!(serve(ADD, nothing), "{\"sum\":10}");
        assert_eq!(serve(PING, nothing), "{}");
    }
    assert_eq!(
        serve(GREET, "[{ data: new Uint8Array(3), nothing: null }]"),
        "{\"greeting\":\"Hello, nobody\",\"length\":3}"
    );
    assert_eq!(serve(COLOR, "[]"), "{\"nothing\":null}");
    assert_eq!(serve(COLOR, "[{ color: 7 }]"), "{\"nothing\":null}");
    assert_eq!(serve(WRITE, "[{ bytes: new ArrayBuffer(1) }]"), "{}");
    let stored = serve(STORE, "[{ id: 3, none: null }]");
    assert!(
        stored.starts_with("{\"id\":3,") && stored.ends_with("\"none\":null}"),
        "{stored}"
    );
    let stored = serve(STORE, "[]");
    assert!(stored.starts_with("{\"id\":7,"), "{stored}");
}

#[test]
fn a_server_says_what_is_wrong() {
    for (method, arguments, error) in [
        (
            ADD,
            "[{ a: '1' }]",
            "add: argument a: expected u32, got string \"1\"",
        ),
        (
            ADD,
            "[{ a: null }]",
            "add: argument a: expected u32, got null",
        ),
        (
            ADD,
            "[{ b: -1 }]",
            "add: argument b: expected u32, got number -1",
        ),
        (
            ADD,
            "[1, 2]",
            "add: expected an object with the arguments, got number 1",
        ),
        (
            ADD,
            "[null]",
            "add: expected an object with the arguments, got null",
        ),
        (
            ADD,
            "[[]]",
            "add: expected an object with the arguments, got array of 0",
        ),
        (
            ADD,
            "[new Map]",
            "add: expected an object with the arguments, got Map",
        ),
        (
            ADD,
            "[{ a: 1 }, { b: 2 }]",
            "add: expected 1 argument, got 2",
        ),
        (PING, "[{}, 1]", "ping: expected 1 argument, got 2"),
        (
            PING,
            "[1]",
            "ping: expected an object with the arguments, got number 1",
        ),
        (
            GREET,
            "[{ data: [1] }]",
            "greet: argument data: expected ArrayBuffer or view, got array of 1",
        ),
        (
            GREET,
            "[{ nothing: 1 }]",
            "greet: argument nothing: expected nothing, got number 1",
        ),
        (
            STORE,
            "[{ friends: [{ id: '1' }] }]",
            "store: argument params: friends[0].id: expected u32, got string \"1\"",
        ),
        (
            STORE,
            "[null]",
            "store: argument params: expected Person object, got null",
        ),
        (STORE, "[{}, {}]", "store: expected 1 argument, got 2"),
        (
            COLOR,
            "[{ color: 'blue' }]",
            "color: argument color: unknown case \"blue\" (known: red, darkGreen)",
        ),
        (COLOR, "[{ color: 'red' }]", "not red"),
        (WRITE, "[]", "nothing to write"),
    ] {
        assert_eq!(serve(method, arguments), error, "{arguments}");
    }
}

/// A client of an object whose every method notes its arguments and gives what `reply` does.
fn client(reply: &str) -> (RegistryClient, JsValue) {
    let make = function(
        "(reply) => {
            const log = [];
            const show = (v) => v instanceof ArrayBuffer ? `bytes ${new Uint8Array(v)}` : v;
            const target = { log };
            for (const name of ['add', 'ping', 'greet', 'store', 'color', 'write']) {
                target[name] = (...args) => {
                    log.push(JSON.stringify([name, ...args], (_, v) => show(v)));
                    return reply();
                };
            }
            return target;
        }",
    );
    let target = make.call1(&JsValue::NULL, &function(reply)).unwrap();
    (RegistryClient::from(target.clone()), target)
}

fn logged(target: &JsValue) -> String {
    let log = crate::support::js::property(target, "log");
    Array::from(&log).join(" ").into()
}

#[test]
async fn a_client_sends_one_object() {
    let (client, target) = client("() => ({})");
    assert_eq!(client.add(1, 2).await.unwrap(), 0);
    client.ping().await.unwrap();
    client.greet("Zoë", &[1, 2], ()).await.unwrap();
    client.color(Color::Unknown(9)).await.unwrap();
    client.write(&[3]).await.unwrap();
    assert_eq!(
        logged(&target),
        "[\"add\",{\"a\":1,\"b\":2}] [\"ping\",{}] \
         [\"greet\",{\"name\":\"Zoë\",\"data\":\"bytes 1,2\",\"nothing\":null}] \
         [\"color\",{\"color\":9}] [\"write\",{\"bytes\":\"bytes 3\"}]"
    );
}

#[test]
async fn a_client_reads_one_object() {
    let add = async |reply: &str| {
        client(reply)
            .0
            .add(1, 2)
            .await
            .map_err(|error| error.to_string())
    };
    let ping = async |reply: &str| {
        client(reply)
            .0
            .ping()
            .await
            .map_err(|error| error.to_string())
    };
    let greet = async |reply: &str| {
        let results = client(reply).0.greet("", &[], ()).await;
        results.map_err(|error| error.to_string())
    };
    assert_eq!(add("() => ({ sum: 3, more: 1 })").await, Ok(3));
    assert_eq!(add("async () => ({ sum: 3 })").await, Ok(3));
    assert_eq!(add("() => ({ sum: undefined })").await, Ok(0));
    for (reply, error) in [
        (
            "() => ({ sum: '3' })",
            "add: result: sum: expected u32, got string \"3\"",
        ),
        (
            "() => ({ sum: null })",
            "add: result: sum: expected u32, got null",
        ),
        ("() => 3", "add: result: expected an object, got number 3"),
        (
            "() => undefined",
            "add: result: expected an object, got undefined",
        ),
        (
            "() => [3]",
            "add: result: expected an object, got array of 1",
        ),
    ] {
        assert_eq!(add(reply).await, Err(error.to_owned()));
    }
    assert_eq!(ping("() => ({})").await, Ok(()));
    assert_eq!(ping("() => ({ newer: 1 })").await, Ok(()));
    assert_eq!(ping("() => {}").await, Ok(()));
    for (reply, error) in [
        ("() => 3", "ping: result: expected an object, got number 3"),
        ("() => null", "ping: result: expected an object, got null"),
    ] {
        assert_eq!(ping(reply).await, Err(error.to_owned()));
    }
    let results = greet("() => ({ length: 3 })").await.unwrap();
    assert_eq!((results.greeting.as_str(), results.length), ("", 3));
    assert_eq!(
        greet("() => ({ length: -3 })").await,
        Err("greet: result: length: expected u32, got number -3".to_owned())
    );
    let error = client("() => { throw new Error('no') }").0.ping().await;
    assert!(error.unwrap_err().to_string().contains("no"));
}

#[test]
async fn what_cannot_be_written_is_not_sent() {
    use crate::support::capnp::person::Employment;
    let (client, target) = client("() => ({})");
    let person = Person {
        employment: Employment::Unknown(9),
        ..Person::default()
    };
    let error = client.store(&person).await.unwrap_err().to_string();
    assert_eq!(
        error,
        "store: argument params: member 9 of a union is none of those known here (unemployed, employer, color), and \
         has no name to be sent by"
    );
    assert_eq!(logged(&target), "");
}

#[test]
async fn a_client_and_a_server_agree() {
    let dispatch = dispatcher::<__RegistryMethods, Server>((|_: Context| Ok(Server), ()));
    let make = function(
        "(dispatch) => Object.fromEntries(['add', 'ping', 'greet', 'store', 'color', 'write'].map(
            (name, index) => [name, (...args) => dispatch({}, index, structuredClone(args))]))",
    );
    let target = make.call1(&JsValue::NULL, &dispatch).unwrap();
    let client = RegistryClient::from(target);
    assert_eq!(client.add(1, 2).await.unwrap(), 3);
    client.ping().await.unwrap();
    let results = client.greet("Zoë", b"abc", ()).await.unwrap();
    assert_eq!(
        (results.greeting.as_str(), results.length),
        ("Hello, Zoë", 3)
    );
    let person = (*crate::support::capnp::SOMEONE).clone();
    assert_eq!(client.store(&person).await.unwrap(), person);
    assert!(client.add(u32::MAX, 1).await.is_err());
    assert!(client.write(&[]).await.is_err());
    client.write(&[0]).await.unwrap();
    assert_eq!(client.dup().unwrap().add(2, 3).await.unwrap(), 5);
    let local = RegistryClient::new(Server);
    assert_eq!(local.add(1, 2).await.unwrap(), 3);
    assert_eq!(local.greet("a", &[1], ()).await.unwrap().length, 1);
}

/// Results with defaults, whose calls may be messages.
#[cfg(feature = "capnp")]
#[allow(missing_docs, unreachable_pub)]
mod defaults {
    include!("../../../capnp-bridge/tests/golden/defaults.rs");
}

#[cfg(feature = "capnp")]
#[test]
async fn an_only_result_that_is_not_there_is_its_default() {
    use defaults::defaults::{Point, ResultsClient};

    // On the object wire, and in a message: `offered` is the answer to one, a message of null pointers.
    for offered in [
        "throw new TypeError('The RPC receiver does not implement the method \"$capnpResults\".')",
        "return new Uint8Array([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])",
    ] {
        let make = function(&format!(
            "() => {{
                const nothing = async () => ({{}});
                const target = {{ $capnpResults: async () => {{ {offered}; }} }};
                for (const name of ['text', 'number', 'list', 'point', 'none']) target[name] = nothing;
                return target;
            }}"
        ));
        let client = ResultsClient::from(make.call0(&JsValue::NULL).unwrap());
        assert_eq!(client.text(&[]).await.unwrap(), "five");
        assert_eq!(client.number(&[]).await.unwrap(), 5);
        assert_eq!(client.list().await.unwrap(), ["a"]);
        assert_eq!(client.point().await.unwrap(), Point { x: 99, y: 7 });
        assert_eq!(client.none().await.unwrap(), Point { x: 0, y: 7 });
    }
}
