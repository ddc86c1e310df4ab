//! Streams of bytes between Rust and JavaScript, in Node.js. Streams of items and futures need workerd: see
//! `tests/e2e/streams`.

use std::cell::Cell;
use std::rc::Rc;

use futures_util::{StreamExt, stream};
use js_sys::Reflect;
use rpc_runtime::private::{from_js, to_js};
use rpc_runtime::{ByteStream, Error, ErrorKind};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// The value of a JavaScript expression.
fn js(expression: &str) -> JsValue {
    js_sys::eval(&format!("\"use strict\"; ({expression})"))
        .unwrap_or_else(|error| panic!("{expression}: {error:?}"))
}

fn read(expression: &str) -> ByteStream {
    from_js(js(expression)).unwrap_or_else(|error| panic!("{expression}: {error}"))
}

/// A source of the numbers 0 to 9, each as a chunk of one byte, that notes what happens to it in `globalThis.log`.
fn source(kind: &str, fail: bool) -> String {
    format!(
        "(() => {{
            globalThis.log = [];
            let n = 0;
            return new ReadableStream({{
                {kind}
                pull(controller) {{
                    if (n === 3 && {fail}) throw new RangeError('no more');
                    if (n === 10) {{ controller.close(); controller.byobRequest?.respond(0); return; }}
                    log.push(n);
                    controller.enqueue(Uint8Array.of(n++));
                }},
                cancel() {{ log.push('cancelled'); }},
            }}, {{ highWaterMark: 0 }});
        }})()"
    )
}

fn log() -> String {
    js("log.join()").as_string().unwrap_or_default()
}

#[wasm_bindgen_test]
async fn reads_streams_of_either_type() {
    for kind in ["", "type: 'bytes',"] {
        let bytes = read(&source(kind, false)).into_bytes(10).await.unwrap();
        assert_eq!(bytes, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
}

#[wasm_bindgen_test]
async fn asks_for_nothing_that_is_not_read() {
    for kind in ["", "type: 'bytes',"] {
        let mut stream = read(&source(kind, false));
        assert_eq!(log(), "");
        assert_eq!(stream.next().await.unwrap().unwrap(), [0]);
        assert_eq!(stream.next().await.unwrap().unwrap(), [1]);
        assert_eq!(log(), "0,1");
        drop(stream);
        assert_eq!(log(), "0,1,cancelled");
        drop(read(&source(kind, false)));
        assert_eq!(log(), "cancelled");
    }
}

#[wasm_bindgen_test]
async fn an_error_ends_it() {
    for kind in ["", "type: 'bytes',"] {
        let mut stream = read(&source(kind, true));
        for byte in 0..3 {
            assert_eq!(stream.next().await.unwrap().unwrap(), [byte]);
        }
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Remote);
        assert_eq!(error.remote().unwrap().name(), Some("RangeError"));
        assert_eq!(error.to_string(), "stream: no more");
        assert!(stream.next().await.is_none());
    }
}

#[wasm_bindgen_test]
async fn refuses_what_is_too_long() {
    let error = read(&source("", false)).into_bytes(9).await.unwrap_err();
    assert_eq!(error.to_string(), "the stream is longer than 9 bytes");
    assert!(log().ends_with("9,cancelled"));
}

#[wasm_bindgen_test]
async fn refuses_what_is_no_stream_of_bytes() {
    let refused = |expression: &str| {
        from_js::<ByteStream>(js(expression))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused("\"text\""),
        "expected ReadableStream, got string \"text\""
    );
    assert_eq!(
        refused("{ getReader() {} }"),
        "expected ReadableStream, got object"
    );
    assert_eq!(
        refused("(() => { const s = new ReadableStream(); s.getReader(); return s; })()"),
        "the ReadableStream is being read already"
    );
    let mut stream = read("ReadableStream.from([Uint8Array.of(1), 'text'])");
    assert_eq!(stream.next().await.unwrap().unwrap(), [1]);
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidReply);
    assert!(
        error.to_string().ends_with("got string \"text\""),
        "{error}"
    );
    assert!(stream.next().await.is_none());
}

#[wasm_bindgen_test]
async fn an_unread_stream_goes_as_it_came() {
    let stream = js(&source("", false));
    let read: ByteStream = from_js(stream.clone()).unwrap();
    assert_eq!(to_js(&read).unwrap(), stream);
    assert!(to_js(&read).unwrap_err().to_string().contains("already"));
    drop(read);
    assert_eq!(log(), "");
}

/// A producer that counts its chunks, and tells when it is dropped.
fn producer(made: &Rc<Cell<u32>>, fail_at: u32) -> ByteStream {
    let alive = Rc::clone(made);
    ByteStream::from_stream(stream::iter(0..10u8).map(move |byte| {
        if u32::from(byte) == fail_at {
            return Err(Error::new("no more"));
        }
        alive.set(alive.get() + 1);
        Ok(vec![byte])
    }))
}

#[wasm_bindgen_test]
async fn javascript_reads_a_rust_stream() {
    let made = Rc::new(Cell::new(0));
    let stream = producer(&made, 10).into_js().unwrap();
    let read = js(
        "async (stream) => { let sum = 0; for await (const [n] of stream) sum += n; return sum; }",
    );
    assert_eq!(call(&read, &stream).await, Ok(JsValue::from(45)));
    assert_eq!(made.get(), 10);
    assert_eq!(Rc::strong_count(&made), 1);
}

#[wasm_bindgen_test]
async fn javascript_sees_what_ended_it() {
    let made = Rc::new(Cell::new(0));
    let stream = producer(&made, 3).into_js().unwrap();
    let read = js("async (stream) => { for await (const _ of stream); }");
    let error = call(&read, &stream).await.unwrap_err();
    let message = Reflect::get(&error, &"message".into()).unwrap();
    assert_eq!(message, JsValue::from("no more"));
    assert_eq!(Rc::strong_count(&made), 1);
}

#[wasm_bindgen_test]
async fn a_reader_that_stops_drops_the_producer() {
    let made = Rc::new(Cell::new(0));
    let stream = producer(&made, 10).into_js().unwrap();
    let read = js("async (stream) => {
        for await (const [n] of stream) if (n === 2) break;
        await new Promise((resolve) => setTimeout(resolve, 10));
    }");
    call(&read, &stream).await.unwrap();
    assert!(made.get() < 6, "{}", made.get());
    assert_eq!(Rc::strong_count(&made), 1);
}

async fn call(function: &JsValue, argument: &JsValue) -> Result<JsValue, JsValue> {
    let function: &js_sys::Function = function.unchecked_ref();
    let promise = function.call1(&JsValue::NULL, argument)?;
    wasm_bindgen_futures::JsFuture::from(js_sys::Promise::from(promise)).await
}
