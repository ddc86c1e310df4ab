//! A stream of items on the other side, read in batches.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::calls::options::Inherited;
use crate::error::{Error, Result};
use crate::js::glue;
use crate::native::provenance::Provenance;
use crate::objects::{Codec, Reader, Value, ValueError, Writer, expected, from_js, from_reply};
use crate::stream::carrier::Carrier;
use crate::stream::js;
use crate::stream::producer::MOST_ITEMS;

/// A stream of items on the other side. Dropped before its end, it says so, and what it has read ahead is discarded.
pub(super) struct Remote {
    state: State,
    provenance: Provenance,
    /// Of handles in its items.
    options: Inherited,
    /// Lets go of an item that nobody has read.
    discard: fn(JsValue),
}

enum State {
    /// Nobody has read from it.
    Unread(Carrier),
    Reading(Reading),
    Over,
}

struct Reading {
    carrier: Carrier,
    items: Array,
    /// How many they are.
    count: u32,
    /// The index of the next item in `items`.
    next: u32,
    call: Option<Call>,
    /// Whether `items` are the last.
    done: bool,
}

struct Call {
    promise: Promise,
    reply: JsFuture,
}

impl Remote {
    pub(super) fn new(carrier: JsValue, provenance: Provenance, discard: fn(JsValue)) -> Self {
        Self {
            state: State::Unread(Carrier::adopt(carrier)),
            provenance,
            options: Inherited::current(),
            discard,
        }
    }

    pub(super) fn provenance(&self) -> Provenance {
        self.provenance
    }

    /// Runs `read`, which reads items.
    pub(super) fn reading<T>(&self, read: impl FnOnce() -> T) -> T {
        self.options.reading(read)
    }

    /// The carrier itself, if nobody has read from it.
    pub(super) fn take_unread(&mut self) -> Option<Carrier> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Unread(carrier) => Some(carrier),
            other => {
                self.state = other;
                None
            }
        }
    }

    /// Ends the stream early.
    pub(super) fn end(&mut self) {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Unread(carrier) => carrier.cancel(),
            State::Reading(reading) => reading.end(self.discard),
            State::Over => {}
        }
    }

    /// The batch whose first item is the next one, as it came; none if an item of it was taken, or there is none.
    pub(super) fn batch(&self) -> Option<&Array> {
        match &self.state {
            State::Reading(reading) if reading.next == 0 && reading.count > 0 => {
                Some(&reading.items)
            }
            _ => None,
        }
    }

    /// The items of the batch are taken, or will be without asking here.
    pub(super) fn take_batch(&mut self) {
        if let State::Reading(reading) = &mut self.state {
            reading.items = Array::new();
            (reading.next, reading.count) = (0, 0);
        }
    }

    /// Asks for the next batch, which comes while the last item of one is used. A failure to ask shows when it is polled.
    pub(super) fn ask_ahead(&mut self) {
        if let State::Reading(reading) = &mut self.state
            && !reading.done
            && reading.call.is_none()
        {
            let _ = reading.ask();
        }
    }

    /// Waits until there is an item, or none will come.
    pub(super) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        self.begin();
        let State::Reading(reading) = &mut self.state else {
            return Poll::Ready(Ok(()));
        };
        let ready = ready!(reading.poll_ready(cx, self.provenance));
        if ready.is_err() {
            self.state = State::Over;
        }
        Poll::Ready(ready)
    }

    /// The next item as it came, if there is one.
    pub(super) fn next(&mut self) -> Option<JsValue> {
        let State::Reading(reading) = &mut self.state else {
            return None;
        };
        if reading.next == reading.count {
            self.state = State::Over;
            return None;
        }
        let item = js::take(&reading.items, reading.next);
        reading.next += 1;
        if reading.next == reading.count {
            self.ask_ahead();
        }
        Some(item)
    }

    fn begin(&mut self) {
        if let State::Unread(_) = &self.state
            && let Some(carrier) = self.take_unread()
        {
            self.state = State::Reading(Reading {
                carrier,
                items: Array::new(),
                count: 0,
                next: 0,
                call: None,
                done: false,
            });
        }
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.end();
    }
}

impl Reading {
    fn poll_ready(&mut self, cx: &mut Context<'_>, provenance: Provenance) -> Poll<Result<()>> {
        while self.next == self.count && !self.done {
            let call = match &mut self.call {
                Some(call) => call,
                None => match self.ask() {
                    Ok(call) => call,
                    Err(thrown) => return Poll::Ready(Err(provenance.thrown(thrown))),
                },
            };
            let outcome = ready!(Pin::new(&mut call.reply).poll(cx));
            self.call = None;
            let batch = match outcome {
                Ok(reply) => from_reply::<Batch>(&reply).map_err(|error| provenance.invalid(error)),
                Err(thrown) => Err(provenance.thrown(thrown)),
            };
            match batch {
                Ok(Batch { items, done }) => {
                    (self.items, self.next, self.done) = (items.0, 0, done);
                    self.count = self.items.length();
                }
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
        Poll::Ready(Ok(()))
    }

    fn ask(&mut self) -> Result<&mut Call, JsValue> {
        let arguments = Array::of1(&JsValue::from(MOST_ITEMS as u32));
        let promise = self.carrier.call("next", &arguments)?;
        let reply = JsFuture::from(promise.clone());
        Ok(self.call.insert(Call { promise, reply }))
    }

    fn end(self, discard: fn(JsValue)) {
        if !self.done {
            self.carrier.cancel();
        }
        if let Some(call) = self.call {
            glue::abandon(&call.promise);
        }
        for index in self.next..self.count {
            discard(js::take(&self.items, index));
        }
    }
}

/// What `next` gives.
pub(super) struct Batch {
    pub(super) items: Items,
    /// Whether there are no more.
    pub(super) done: bool,
}

crate::private::record! {
    Batch as "batch" {
        items: "items",
        done: "done",
    }
    shape "export const shape = [(a0, a1) => () => ({ items: a0(), done: a1() }), (p, f, g, a0, a1) => (x) => p(x) && (a0(x.items) || f(0)) && (a1(x.done) || f(1))];"
}

/// The items of a batch, which are read when they are asked for.
pub(super) struct Items(pub(super) Array);

impl Value for Items {
    fn codec() -> Codec {
        Codec::js()
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        to.js(&self.0);
        Ok(())
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        let items = from.js();
        match Array::is_array(&items) {
            true => Ok(Self(items.unchecked_into())),
            false => Err(expected("array", &items)),
        }
    }
}

/// Reads a whole batch that came from there, in one go. None if that fails, or nothing must be read of it twice: then the
/// items are read one by one, those before a wrong one as well.
pub(super) fn read_batch<T: Value>(items: &Array) -> Option<Vec<T>> {
    let mut reader = Reader::of(Codec::of::<Vec<T>>(), items).ok()?;
    match reader.has_parts() {
        true => None,
        false => Value::read(&mut reader).ok(),
    }
}

/// Reads an item that came from there.
pub(super) fn read_item<T: Value>(
    item: JsValue,
    index: u64,
    provenance: Provenance,
) -> Result<T, Error> {
    let index = u32::try_from(index).unwrap_or(u32::MAX);
    provenance
        .reading(|| from_js(item))
        .map_err(|error| provenance.invalid(error.at(crate::objects::Step::Index(index))))
}
