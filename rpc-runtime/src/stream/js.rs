//! The JavaScript that streams need, each as a function of its own: see `glue.rs` for why.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

mod externs {
    use js_sys::{Array, Promise, Uint8Array};
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/src/stream.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = streams)]
        pub(super) fn add(items: &Array, item: &JsValue, enough: f64) -> f64;

        #[wasm_bindgen(js_namespace = streams)]
        pub(super) fn watch(outcome: &Promise, writer: &JsValue, origin: &JsValue);

        #[wasm_bindgen(js_namespace = streams)]
        pub(super) fn later() -> Promise;
    }

    #[wasm_bindgen]
    extern "C" {
        pub(super) type ReadableStream;

        #[wasm_bindgen(method, catch, js_name = getReader)]
        pub(super) fn get_reader(this: &ReadableStream) -> Result<JsValue, JsValue>;

        #[wasm_bindgen(method, catch, js_name = getReader)]
        pub(super) fn get_reader_of(
            this: &ReadableStream,
            options: &JsValue,
        ) -> Result<JsValue, JsValue>;

        #[wasm_bindgen(method, catch, getter)]
        pub(super) fn locked(this: &ReadableStream) -> Result<bool, JsValue>;

        /// A reader of either kind, or a stream.
        pub(super) type Reader;

        #[wasm_bindgen(method, structural, catch)]
        pub(super) fn read(this: &Reader) -> Result<Promise, JsValue>;

        #[wasm_bindgen(method, structural, catch, js_name = read)]
        pub(super) fn read_into(this: &Reader, view: &Uint8Array) -> Result<Promise, JsValue>;

        #[wasm_bindgen(method, structural, catch)]
        pub(super) fn cancel(this: &Reader) -> Result<Promise, JsValue>;

        /// What a reader gives.
        pub(super) type Outcome;

        #[wasm_bindgen(method, structural, catch, getter)]
        pub(super) fn done(this: &Outcome) -> Result<JsValue, JsValue>;

        #[wasm_bindgen(method, structural, catch, getter)]
        pub(super) fn value(this: &Outcome) -> Result<JsValue, JsValue>;

        pub(super) type IdentityTransformStream;

        #[wasm_bindgen(constructor, catch)]
        pub(super) fn new() -> Result<IdentityTransformStream, JsValue>;

        pub(super) type TransformStream;

        #[wasm_bindgen(constructor, catch)]
        pub(super) fn new() -> Result<TransformStream, JsValue>;

        /// Either of these, or a writable stream.
        pub(super) type Transform;

        #[wasm_bindgen(method, structural, getter)]
        pub(super) fn readable(this: &Transform) -> JsValue;

        #[wasm_bindgen(method, structural, getter)]
        pub(super) fn writable(this: &Transform) -> Transform;

        #[wasm_bindgen(method, structural, catch, js_name = getWriter)]
        pub(super) fn get_writer(this: &Transform) -> Result<Writer, JsValue>;

        pub(super) type Writer;

        #[wasm_bindgen(method, structural, getter)]
        pub(super) fn closed(this: &Writer) -> Promise;

        #[wasm_bindgen(method, structural, catch)]
        pub(super) fn write(this: &Writer, chunk: &Uint8Array) -> Result<Promise, JsValue>;

        #[wasm_bindgen(method, structural, catch)]
        pub(super) fn close(this: &Writer) -> Result<Promise, JsValue>;

        #[wasm_bindgen(method, structural, catch)]
        pub(super) fn abort(this: &Writer, reason: &JsValue) -> Result<Promise, JsValue>;
    }
}

use externs::{
    IdentityTransformStream, Outcome, ReadableStream, Reader, Transform, TransformStream, Writer,
};

/// Adds an item to a batch. Gives about how many bytes it takes on the wire; at least `enough` if it takes more than that.
#[inline(never)]
pub(super) fn add(items: &Array, item: &JsValue, enough: f64) -> f64 {
    externs::add(items, item, enough)
}

/// Takes care of a pump that is over when `outcome` is fulfilled. If a panic ends the wasm instance that it runs in, the
/// writer is aborted. `origin` is what the stream is a reply of, if it is one.
#[inline(never)]
pub(super) fn watch(outcome: &Promise, writer: &JsValue, origin: &JsValue) {
    externs::watch(outcome, writer, origin);
}

/// Fulfilled when the calls that are made now are under way.
#[inline(never)]
pub(super) fn later() -> Promise {
    externs::later()
}

#[inline(never)]
pub(super) fn is_readable_stream(value: &JsValue) -> bool {
    value.is_instance_of::<ReadableStream>()
}

/// Whether somebody holds a reader of it, or it is being sent.
#[inline(never)]
pub(super) fn is_locked(stream: &JsValue) -> bool {
    // What only has the prototype of one cannot be read, either.
    stream
        .unchecked_ref::<ReadableStream>()
        .locked()
        .unwrap_or(true)
}

/// A reader that fills buffers of ours, or else one that gives chunks as they are.
#[inline(never)]
pub(super) fn reader(stream: &JsValue) -> Result<(JsValue, bool), JsValue> {
    let stream: &ReadableStream = stream.unchecked_ref();
    let options = js_sys::Object::new();
    Reflect::set(&options, &"mode".into(), &"byob".into())?;
    match stream.get_reader_of(&options) {
        Ok(reader) => Ok((reader, true)),
        Err(_) => Ok((stream.get_reader()?, false)),
    }
}

/// The next chunk of a reader: a promise of `{done, value}`.
#[inline(never)]
pub(super) fn read(reader: &JsValue, buffer: Option<&Uint8Array>) -> Result<Promise, JsValue> {
    let reader: &Reader = reader.unchecked_ref();
    match buffer {
        Some(buffer) => reader.read_into(buffer),
        None => reader.read(),
    }
}

/// Says that nobody reads on; for a reader, or a stream without one.
#[inline(never)]
pub(super) fn cancel(reader: &JsValue) {
    if let Ok(done) = reader.unchecked_ref::<Reader>().cancel() {
        crate::js::glue::abandon(&done);
    }
}

/// A stream of bytes, the writer that fills it, and whether that copies what is written.
#[inline(never)]
pub(super) fn pipe() -> Result<(JsValue, JsValue, bool), JsValue> {
    // Where there is no such class, nothing is sent to another Worker either.
    let (pipe, copies): (JsValue, bool) = match IdentityTransformStream::new() {
        Ok(pipe) => (pipe.into(), true),
        Err(_) => (TransformStream::new()?.into(), false),
    };
    let pipe: Transform = pipe.unchecked_into();
    let writer = pipe.writable().get_writer()?;
    Ok((pipe.readable(), writer.into(), copies))
}

/// Fulfilled when the writer's stream has ended, rejected when nobody reads it any more.
#[inline(never)]
pub(super) fn closed(writer: &JsValue) -> Promise {
    writer.unchecked_ref::<Writer>().closed()
}

/// JavaScript's memory for chunks on their way to a writer: views of wasm's own would not outlive what they show. One
/// for each chunk would be garbage that takes as long to collect as the chunk to send.
#[derive(Default)]
pub(super) struct Memory(Option<Uint8Array>);

impl Memory {
    /// A copy of the bytes, which is there until the next.
    #[inline(never)]
    pub(super) fn fill(&mut self, bytes: &[u8]) -> Uint8Array {
        let length = bytes.len() as u32;
        let memory = match self.0.take() {
            Some(memory) if memory.length() >= length => memory,
            _ => Uint8Array::new_with_length(length),
        };
        let view = memory.subarray(0, length);
        view.copy_from(bytes);
        self.0 = Some(memory);
        view
    }
}

/// Fulfilled when the reader has taken the bytes.
#[inline(never)]
pub(super) fn write(writer: &JsValue, bytes: &Uint8Array) -> Result<Promise, JsValue> {
    writer.unchecked_ref::<Writer>().write(bytes)
}

/// What reading gave: a chunk, or that there is none.
#[inline(never)]
pub(super) fn chunk(outcome: JsValue) -> Result<Option<JsValue>, JsValue> {
    let outcome: Outcome = outcome.unchecked_into();
    match outcome.done()?.is_truthy() {
        true => Ok(None),
        false => outcome.value().map(Some),
    }
}

#[inline(never)]
pub(super) fn close(writer: &JsValue) -> Result<Promise, JsValue> {
    writer.unchecked_ref::<Writer>().close()
}

#[inline(never)]
pub(super) fn abort(writer: &JsValue, reason: &JsValue) {
    if let Ok(done) = writer.unchecked_ref::<Writer>().abort(reason) {
        crate::js::glue::abandon(&done);
    }
}

/// `array[index]`, which is no longer kept there.
#[inline(never)]
pub(super) fn take(array: &Array, index: u32) -> JsValue {
    let item = array.get(index);
    array.set(index, JsValue::UNDEFINED);
    item
}
