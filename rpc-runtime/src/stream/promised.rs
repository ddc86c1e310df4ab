//! A Rust future, as another Worker waits for it.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use futures_util::future::{AbortHandle, LocalBoxFuture, abortable};
use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::error::{Error, ErrorKind, Result};
use crate::native::run::run;
use crate::native::transfer;
use crate::objects::{Value, to_js};
use crate::stream::carrier::{self, Serve};

/// The object through which another Worker waits for `value`.
pub(super) fn serve<T: Value + 'static>(value: LocalBoxFuture<'static, Result<T>>) -> JsValue {
    carrier::make(Promised {
        state: RefCell::new(State::Waiting(value)),
        around: transfer::around(),
    })
}

struct Promised<T> {
    state: RefCell<State<T>>,
    /// What is done around calls of targets in the value: that of the call which gives the future.
    around: Option<Rc<dyn Any>>,
}

enum State<T> {
    /// Nobody has asked for it.
    Waiting(LocalBoxFuture<'static, Result<T>>),
    Running(AbortHandle),
    Cancelled,
}

impl<T: Value + 'static> Serve for Promised<T> {
    const NAME: &'static str = "FutureValue";

    const METHOD: &'static str = "get";

    fn serve(&self, this: JsValue, _arguments: Array) -> Result<JsValue, JsValue> {
        let mut state = self.state.borrow_mut();
        let value = match std::mem::replace(&mut *state, State::Cancelled) {
            State::Waiting(value) => value,
            State::Running(handle) => {
                *state = State::Running(handle);
                return Err(failure("somebody has asked for the value already").to_js());
            }
            State::Cancelled => return Err(cancelled().to_js()),
        };
        let (value, handle) = abortable(value);
        *state = State::Running(handle);
        drop(state);
        let (origin, around) = (this.clone(), self.around.clone());
        let answer = async move {
            let value = value.await.map_err(|_| cancelled())??;
            transfer::reply(&this, around, || to_js(&value))
                .map_err(|error| Error::of(ErrorKind::InvalidReply, error.to_string()))
        };
        run(&origin, Box::pin(answer))
    }

    fn cancel(&self) {
        // Out of the cell first: what it does when it is dropped may come back here.
        let state = self.state.replace(State::Cancelled);
        if let State::Running(handle) = state {
            handle.abort();
        }
    }
}

fn cancelled() -> Error {
    failure("the reader let go of it")
}

fn failure(message: &str) -> Error {
    Error::of(ErrorKind::Unsupported, message).in_method("get")
}
