//! A Rust stream of items, as another Worker reads it.
//!
//! The reader asks for a batch at a time. Once it has asked for the first, the producer runs ahead while a batch
//! travels, so that a stream of many small items costs a few round trips and not one for each: how far ahead is a
//! window that starts at one item and doubles whenever the reader took all of it, up to [`MOST_ITEMS`], or what weighs
//! [`MOST_BYTES`].

use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures_util::future::{AbortHandle, abortable};
use futures_util::stream::StreamExt;
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use crate::error::{Error, ErrorKind, Result};
use crate::native::run::run;
use crate::native::transfer;
use crate::objects::{Value, describe, to_js};
use crate::stream::carrier::{self, Serve};
use crate::stream::remote::{Batch, Items};
use crate::stream::{Source, js};

/// The items in a batch, at most.
pub(super) const MOST_ITEMS: usize = 256;

/// A batch that weighs so much is full. The runtime refuses a message of more than 32 MiB.
const MOST_BYTES: f64 = 256.0 * 1024.0;

/// The object through which another Worker reads `source`.
pub(super) fn serve<T: Value + 'static>(source: Source<T>) -> JsValue {
    carrier::make(Producer(Rc::new(RefCell::new(State {
        source: Some(source),
        running: None,
        ready: VecDeque::new(),
        end: None,
        window: 1,
        asked: 0,
        answered: 0,
        full: None,
        waiting: Vec::new(),
        around: transfer::around(),
    }))))
}

struct Producer<T>(Rc<RefCell<State<T>>>);

struct State<T> {
    /// The stream, until somebody asks for an item.
    source: Option<Source<T>>,
    /// Stops the stream that runs.
    running: Option<AbortHandle>,
    ready: VecDeque<T>,
    /// How the stream ended; the error is given once.
    end: Option<Option<Error>>,
    /// How many items may be ready before anybody asks for them.
    window: usize,
    /// Calls are answered in the order they come.
    asked: u64,
    answered: u64,
    /// The stream, when it waits for items to be taken.
    full: Option<Waker>,
    /// The calls that wait for items.
    waiting: Vec<Waker>,
    /// What is done around calls of targets in items: that of the call which gives the stream.
    around: Option<Rc<dyn Any>>,
}

impl<T: Value + 'static> Serve for Producer<T> {
    const NAME: &'static str = "ItemStream";

    const METHOD: &'static str = "next";

    fn serve(&self, this: JsValue, arguments: Array) -> Result<JsValue, JsValue> {
        let most = most_items(&arguments.get(0))?;
        self.start();
        let state = Rc::clone(&self.0);
        let turn = state.borrow_mut().ask();
        let origin = this.clone();
        let answer = async move {
            poll_fn(|cx| state.borrow_mut().poll_turn(turn, cx)).await;
            let batch = State::take(&state, most, &this);
            state.borrow_mut().answered += 1;
            State::wake(&state);
            let batch = batch?;
            to_js(&batch).map_err(|error| Error::invalid_reply(Self::METHOD, "batch", error))
        };
        run(&origin, Box::pin(answer))
    }

    fn cancel(&self) {
        let mut state = self.0.borrow_mut();
        if let Some(running) = state.running.take() {
            running.abort();
        }
        state.end = Some(None);
        let unread = (state.source.take(), std::mem::take(&mut state.ready));
        drop(state);
        // What they do when they are dropped may come back here.
        drop(unread);
        State::wake(&self.0);
    }
}

impl<T: Value + 'static> Producer<T> {
    /// Has the stream run, unless it does already.
    fn start(&self) {
        let Some(mut source) = self.0.borrow_mut().source.take() else {
            return;
        };
        let state = Rc::clone(&self.0);
        let (run, handle) = abortable(async move {
            loop {
                poll_fn(|cx| state.borrow_mut().poll_room(cx)).await;
                let item = source.next().await;
                let end = {
                    let mut state = state.borrow_mut();
                    match item {
                        Some(Ok(item)) => state.ready.push_back(item),
                        Some(Err(error)) => state.end = Some(Some(error)),
                        None => state.end = Some(None),
                    }
                    state.end.is_some()
                };
                State::wake(&state);
                if end {
                    return;
                }
            }
        });
        self.0.borrow_mut().running = Some(handle);
        spawn_local(async move {
            // Aborted: nobody reads any more.
            let _ = run.await;
        });
    }
}

impl<T> State<T> {
    fn ask(&mut self) -> u64 {
        self.asked += 1;
        self.asked - 1
    }

    /// Wakes the calls that wait, and the stream if there is room.
    fn wake(state: &RefCell<Self>) {
        let mut state = state.borrow_mut();
        let mut wakers = std::mem::take(&mut state.waiting);
        if state.ready.len() < state.window {
            wakers.extend(state.full.take());
        }
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }

    /// It is this call's turn, and there is something to answer.
    fn poll_turn(&mut self, turn: u64, cx: &mut Context<'_>) -> Poll<()> {
        let something = !self.ready.is_empty() || self.end.is_some();
        if self.answered == turn && something {
            return Poll::Ready(());
        }
        self.waiting.push(cx.waker().clone());
        Poll::Pending
    }

    /// There may be one more item.
    fn poll_room(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.ready.len() < self.window {
            return Poll::Ready(());
        }
        self.full = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl<T: Value> State<T> {
    /// The next batch of `carrier`, up to `most` items.
    fn take(state: &RefCell<Self>, most: usize, carrier: &JsValue) -> Result<Batch> {
        let items = Array::new();
        let (mut taken, mut weight) = (0, 0.0);
        while taken < most && weight < MOST_BYTES {
            let Some(item) = state.borrow_mut().ready.pop_front() else {
                break;
            };
            let around = state.borrow().around.clone();
            match transfer::reply(carrier, around, || to_js(&item)) {
                Ok(item) => {
                    weight += js::add(&items, &item, MOST_BYTES);
                    taken += 1;
                }
                Err(error) => {
                    let mut state = state.borrow_mut();
                    let rest = std::mem::take(&mut state.ready);
                    state.end = Some(Some(Error::of(ErrorKind::InvalidReply, error.to_string())));
                    let running = state.running.take();
                    drop(state);
                    // Out of the cell first: what these do when they are dropped may come back here.
                    drop(rest);
                    if let Some(running) = running {
                        running.abort();
                    }
                }
            }
        }
        let mut state = state.borrow_mut();
        if weight >= MOST_BYTES {
            state.window = taken;
        } else if state.ready.is_empty() && taken >= state.window {
            state.window = (state.window * 2).min(most);
        }
        state.window = state.window.clamp(1, most);
        let mut done = false;
        if state.ready.is_empty()
            && let Some(end) = &mut state.end
        {
            if taken == 0
                && let Some(error) = end.take()
            {
                return Err(error);
            }
            done = end.is_none();
        }
        Ok(Batch {
            items: Items(items),
            done,
        })
    }
}

/// How many items a reader asks for.
fn most_items(argument: &JsValue) -> Result<usize, JsValue> {
    match argument.as_f64() {
        Some(most) if most >= 1.0 => Ok((most as usize).min(MOST_ITEMS)),
        None if argument.is_undefined() => Ok(MOST_ITEMS),
        _ => {
            let got = describe(argument);
            let why = format!("expected a number of at least 1, got {got}");
            Err(Error::invalid_argument("next", "max", why).to_js())
        }
    }
}
