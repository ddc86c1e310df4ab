//! A stream of items on the other side, read in batches.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

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
            discard,
        }
    }

    pub(super) fn provenance(&self) -> Provenance {
        self.provenance
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

    /// The next item as it came.
    pub(super) fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<JsValue>>> {
        if let State::Unread(_) = &self.state
            && let Some(carrier) = self.take_unread()
        {
            self.state = State::Reading(Reading {
                carrier,
                items: Array::new(),
                next: 0,
                call: None,
                done: false,
            });
        }
        let State::Reading(reading) = &mut self.state else {
            return Poll::Ready(None);
        };
        let item = ready!(reading.poll_item(cx, self.provenance));
        if !matches!(item, Some(Ok(_))) {
            self.state = State::Over;
        }
        Poll::Ready(item)
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.end();
    }
}

impl Reading {
    fn poll_item(
        &mut self,
        cx: &mut Context<'_>,
        provenance: Provenance,
    ) -> Poll<Option<Result<JsValue>>> {
        while self.next == self.items.length() {
            if self.done {
                return Poll::Ready(None);
            }
            let call = match &mut self.call {
                Some(call) => call,
                None => match self.ask() {
                    Ok(call) => call,
                    Err(thrown) => return Poll::Ready(Some(Err(provenance.thrown(thrown)))),
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
                }
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        let item = js::take(&self.items, self.next);
        self.next += 1;
        // The next batch comes while the last item of this one is used. A failure to ask shows when it is polled.
        if self.next == self.items.length() && !self.done && self.call.is_none() {
            let _ = self.ask();
        }
        Poll::Ready(Some(Ok(item)))
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
        for index in self.next..self.items.length() {
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
