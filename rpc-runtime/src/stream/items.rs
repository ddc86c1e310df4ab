//! `stream<T>`.

use std::cell::RefCell;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::thread::SendWrapper;
#[cfg(not(target_arch = "wasm32"))]
use futures_util::TryStreamExt;
use futures_util::stream::{self, Stream, StreamExt};
use wasm_bindgen::JsValue;

use crate::error::{Error, Result};
use crate::js::glue;
use crate::native::provenance::Provenance;
#[cfg(not(target_arch = "wasm32"))]
use crate::objects::visitor::Visitor;
use crate::objects::{Codec, Reader, Value, ValueError, Writer, expected};
use crate::stream::remote::{Remote, read_batch, read_item};
use crate::stream::{MOVED, Source, producer};

/// A stream of items: `stream<T>` in a schema, for any `T` but `u8`; `stream` without a type is one of `()`.
///
/// Reading it is reading a [`Stream`]. Each item from another Worker is checked when it is read; the first error ends
/// the stream, whether it is about an item, was thrown by the producer, or is the connection's. A producer whose items
/// can fail one by one makes a `stream<result<T, E>>`.
///
/// On the wire it is an `RpcTarget` with `next(max)`, which gives `{items, done}`, and `cancel()`. Items travel in
/// batches of up to 256. A producer is asked for nothing before the first read; from then on it may be up to two
/// batches ahead of its reader. Dropping the stream before its end cancels it and drops the producer.
///
/// It is `Send`, like [`Call`](crate::Call), and panics on another thread than its own.
///
/// ```
/// use futures_util::{StreamExt, stream};
/// use rpc_runtime::ItemStream;
///
/// # pollster::block_on(async {
/// let squares = stream::iter(1..4).map(|n| Ok::<u32, rpc_runtime::Error>(n * n));
/// let mut squares = ItemStream::from_stream(squares);
/// while let Some(square) = squares.next().await {
///     println!("{}", square?);
/// }
/// # Ok::<(), rpc_runtime::Error>(())
/// # }).unwrap();
/// ```
pub struct ItemStream<T> {
    state: SendWrapper<RefCell<State<T>>>,
}

enum State<T> {
    Here(Source<T>),
    There {
        items: Remote,
        /// Items of a batch that was read in one go.
        ready: std::vec::IntoIter<T>,
        /// How many have been read.
        read: u64,
    },
    Over,
}

impl<T> ItemStream<T> {
    fn of(state: State<T>) -> Self {
        Self {
            state: SendWrapper::new(RefCell::new(state)),
        }
    }
}

impl<T: 'static> ItemStream<T> {
    /// From a Rust stream, which is polled only when somebody reads.
    ///
    /// After an error nothing more is read from it.
    pub fn from_stream<E: Into<Error>>(stream: impl Stream<Item = Result<T, E>> + 'static) -> Self {
        Self::of(State::Here(
            stream.map(|item| item.map_err(E::into)).boxed_local(),
        ))
    }

    /// From what an iterator gives.
    pub fn from_items<I: IntoIterator<Item = T>>(items: I) -> Self
    where
        I::IntoIter: 'static,
    {
        Self::from_stream(stream::iter(items).map(Ok::<T, Error>))
    }

    /// A stream without any items.
    pub fn empty() -> Self {
        Self::from_items([])
    }
}

// No part of an `ItemStream` is pinned in place: what needs pinning is boxed.
impl<T> Unpin for ItemStream<T> {}

impl<T: Value> Stream for ItemStream<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let state = self.state.get_mut();
        let item = ready!(state.poll_item(cx));
        if !matches!(item, Some(Ok(_))) {
            *state = State::Over;
        }
        Poll::Ready(item)
    }
}

impl<T: Value> State<T> {
    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        match self {
            Self::Here(source) => source.as_mut().poll_next(cx),
            Self::There { items, ready, read } => {
                if ready.len() == 0 {
                    ready!(items.poll_ready(cx))?;
                    let batch = items.batch();
                    if let Some(batch) = items.reading(|| batch.and_then(read_batch)) {
                        items.take_batch();
                        *ready = batch.into_iter();
                    }
                }
                let index = *read;
                *read += 1;
                if let Some(item) = ready.next() {
                    if ready.len() == 0 {
                        items.ask_ahead();
                    }
                    return Poll::Ready(Some(Ok(item)));
                }
                let item = items.next();
                let read = |item| read_item(item, index, items.provenance());
                Poll::Ready(item.map(|item| items.reading(|| read(item))))
            }
            Self::Over => Poll::Ready(None),
        }
    }
}

/// An `RpcTarget`. Writing it moves what is left of it into what is sent.
impl<T: Value + 'static> Value for ItemStream<T> {
    fn codec() -> Codec {
        Codec::js_of("a stub of a stream")
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        if cfg!(not(target_arch = "wasm32")) {
            return Err(ValueError::new("a stream has no form outside JavaScript"));
        }
        let carrier = match self.state.replace(State::Over) {
            State::Here(source) => producer::serve(source),
            State::There {
                mut items,
                ready,
                read,
            } => match items.take_unread() {
                Some(carrier) => carrier.send(),
                None => {
                    let rest = Self::of(State::There { items, ready, read });
                    producer::serve(rest.boxed_local())
                }
            },
            State::Over => return Err(ValueError::new(MOVED)),
        };
        to.js(carrier);
        Ok(())
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        let carrier = from.js();
        if !glue::is_target(&carrier) {
            return Err(expected("a stub of a stream", &carrier));
        }
        let discard = |item: JsValue| drop(read_item::<T>(item, 0, Provenance::current()));
        Ok(Self::of(State::There {
            items: Remote::new(carrier, Provenance::current(), discard),
            ready: Vec::new().into_iter(),
            read: 0,
        }))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(&mut self, visitor: &Visitor) {
        let (state, visitor) = (self.state.get_mut(), visitor.clone());
        *state = match std::mem::replace(state, State::Over) {
            State::Here(items) => State::Here(
                items
                    .map_ok(move |mut item| {
                        item.visit_handles(&visitor);
                        item
                    })
                    .boxed_local(),
            ),
            other => other,
        };
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "a stub of a stream".to_owned()
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").finish_non_exhaustive()
    }
}
