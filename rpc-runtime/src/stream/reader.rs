//! A `ReadableStream`, read from Rust.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::{Error, Result};
use crate::native::promise::PromiseOutcome;
use crate::native::provenance::Provenance;
use crate::objects::{ValueError, from_js};
use crate::stream::js;

/// How much is read at a time, at most: what the runtime itself moves at once.
const BUFFER: u32 = 64 * 1024;

/// A stream of bytes on JavaScript's side. Dropped before its end, it is cancelled.
pub(super) struct Reader {
    state: State,
    provenance: Provenance,
}

enum State {
    /// The stream, which nobody has read from.
    Unread(JsValue),
    Reading(Reading),
    Over,
}

struct Reading {
    reader: JsValue,
    /// Whether it fills buffers of ours.
    fills: bool,
    /// The memory for the next read; the stream has it during one.
    memory: Option<JsValue>,
    read: Option<PromiseOutcome>,
}

impl Reader {
    pub(super) fn new(stream: JsValue, provenance: Provenance) -> Self {
        Self {
            state: State::Unread(stream),
            provenance,
        }
    }

    /// The stream itself, if nobody has read from it.
    pub(super) fn take_unread(&mut self) -> Option<JsValue> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Unread(stream) => Some(stream),
            other => {
                self.state = other;
                None
            }
        }
    }

    pub(super) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>>>> {
        if let State::Unread(stream) = &self.state {
            match Reading::begin(stream) {
                Ok(reading) => self.state = State::Reading(reading),
                Err(thrown) => return Poll::Ready(Some(Err(self.fail(thrown)))),
            }
        }
        let State::Reading(reading) = &mut self.state else {
            return Poll::Ready(None);
        };
        match ready!(reading.poll(cx)) {
            Ok(Some(chunk)) => match bytes_of(chunk) {
                Ok(bytes) => Poll::Ready(Some(Ok(bytes))),
                Err(error) => {
                    js::cancel(&reading.reader);
                    self.state = State::Over;
                    Poll::Ready(Some(Err(self.provenance.invalid(error))))
                }
            },
            Ok(None) => {
                self.state = State::Over;
                Poll::Ready(None)
            }
            Err(thrown) => Poll::Ready(Some(Err(self.fail(thrown)))),
        }
    }

    fn fail(&mut self, thrown: JsValue) -> Error {
        self.state = State::Over;
        let error = self.provenance.thrown(thrown);
        let said = error.message();
        // The second of a producer that failed before it was read (workerd 2026-04-26).
        if said.contains("disconnected prematurely") || said.contains("Network connection lost") {
            return error.with_note(
                "the producer failed or went away; the runtime does not carry the reason of a byte stream",
            );
        }
        error
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        match &self.state {
            State::Unread(stream) => js::cancel(stream),
            State::Reading(Reading { reader, .. }) => js::cancel(reader),
            State::Over => {}
        }
    }
}

impl Reading {
    fn begin(stream: &JsValue) -> Result<Self, JsValue> {
        let (reader, fills) = js::reader(stream)?;
        Ok(Self {
            reader,
            fills,
            memory: None,
            read: None,
        })
    }

    /// The next chunk, or that there is none.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<JsValue>, JsValue>> {
        let read = match &mut self.read {
            Some(read) => read,
            None => {
                let buffer = self.fills.then(|| match self.memory.take() {
                    Some(memory) => Uint8Array::new(&memory),
                    None => Uint8Array::new_with_length(BUFFER),
                });
                let promise = js::read(&self.reader, buffer.as_ref())?;
                self.read.insert(PromiseOutcome::of(&promise))
            }
        };
        let outcome = ready!(Pin::new(read).poll(cx));
        self.read = None;
        let Some(chunk) = js::chunk(outcome?)? else {
            return Poll::Ready(Ok(None));
        };
        if self.fills {
            self.memory = chunk
                .dyn_ref::<Uint8Array>()
                .map(|view| view.buffer().into());
        }
        Poll::Ready(Ok(Some(chunk)))
    }
}

fn bytes_of(chunk: JsValue) -> Result<Vec<u8>, ValueError> {
    match chunk.dyn_ref::<Uint8Array>() {
        Some(bytes) => Ok(bytes.to_vec()),
        None => from_js(chunk),
    }
}
