//! `abort-signal`, and what gives one.

use std::cell::RefCell;
use std::fmt;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorKind, Result};
use crate::native::promise::PromiseOutcome;
use crate::native::stub::Stub;
use crate::objects::{Codec, Reader, Value, ValueError, Writer, expected};
use crate::thread::SendWrapper;

/// Says when somebody wants something no more: JavaScript's `AbortSignal`.
///
/// It is an `AbortSignal` on the wire, and can be sent as often as one likes; whoever gets one is told when it is aborted.
/// For that the Worker that sends it needs the compatibility flag `enable_abortsignal_rpc`, which is experimental: without
/// it the call fails with an error of the kind [`Unsupported`](crate::ErrorKind::Unsupported). Cheap to clone. On the host it
/// works within the process.
///
/// ```
/// use rpc_runtime::platform::AbortController;
///
/// let controller = AbortController::new();
/// let signal = controller.signal();
/// controller.abort("too slow");
/// assert_eq!(signal.reason().as_deref(), Some("too slow"));
/// ```
#[derive(Clone)]
pub struct AbortSignal {
    source: SendWrapper<Source>,
}

#[derive(Clone)]
enum Source {
    JavaScript(Stub),
    /// On the host.
    Here(Rc<Here>),
}

#[derive(Default)]
struct Here {
    reason: RefCell<Option<String>>,
    waiting: RefCell<Vec<Waker>>,
}

impl AbortSignal {
    fn of(source: Source) -> Self {
        Self {
            source: SendWrapper::new(source),
        }
    }

    /// Of a signal in JavaScript.
    pub(crate) fn of_js(signal: JsValue) -> Self {
        Self::of(Source::JavaScript(Stub::new(signal)))
    }

    /// Whether it was aborted.
    pub fn is_aborted(&self) -> bool {
        match &*self.source {
            Source::JavaScript(signal) => js::is_aborted(signal.as_js()),
            Source::Here(here) => here.reason.borrow().is_some(),
        }
    }

    /// Why it was aborted, as text; none if it was not.
    pub fn reason(&self) -> Option<String> {
        match &*self.source {
            Source::JavaScript(signal) => js::reason(signal.as_js()),
            Source::Here(here) => here.reason.borrow().clone(),
        }
    }

    /// Waits until it is aborted, beside what the call does. (workerd 2026-04-26 tells only who is woken by something else, such
    /// as a timer; who waits for nothing but this, hangs there.)
    pub async fn aborted(&self) {
        match self.watched() {
            // It is never rejected.
            Some(promised) => drop(promised.await),
            None => poll_fn(|cx| self.poll_here(cx)).await,
        }
    }

    fn watched(&self) -> Option<PromiseOutcome> {
        match &*self.source {
            Source::JavaScript(signal) => Some(PromiseOutcome::of(&js::aborted(signal.as_js()))),
            Source::Here(_) => None,
        }
    }

    fn poll_here(&self, cx: &mut Context<'_>) -> Poll<()> {
        match &*self.source {
            Source::Here(here) if here.reason.borrow().is_none() => {
                here.waiting.borrow_mut().push(cx.waker().clone());
                Poll::Pending
            }
            Source::Here(_) | Source::JavaScript(_) => Poll::Ready(()),
        }
    }

    /// The signal of JavaScript, which nothing here lets go of any more.
    ///
    /// # Errors
    /// On the host: there is none.
    pub fn into_js(self) -> Result<JsValue> {
        match &*self.source {
            Source::JavaScript(signal) => {
                signal.disown();
                Ok(signal.as_js().clone())
            }
            Source::Here(_) => Err(Error::of(ErrorKind::Unsupported, NO_FORM)),
        }
    }
}

const NO_FORM: &str = "an AbortSignal has no form outside JavaScript";

/// Aborts a signal: JavaScript's `AbortController`.
pub struct AbortController {
    signal: AbortSignal,
    /// Of JavaScript; `undefined` on the host.
    controller: SendWrapper<JsValue>,
}

impl AbortController {
    /// With a new signal.
    pub fn new() -> Self {
        let (signal, controller) = if cfg!(target_arch = "wasm32") {
            let controller = js::controller();
            (AbortSignal::of_js(js::signal(&controller)), controller)
        } else {
            let here = Source::Here(Rc::default());
            (AbortSignal::of(here), JsValue::UNDEFINED)
        };
        Self {
            signal,
            controller: SendWrapper::new(controller),
        }
    }

    /// The signal, for whoever is to be told.
    pub fn signal(&self) -> AbortSignal {
        self.signal.clone()
    }

    /// Aborts the signal. Only the first time counts. In JavaScript the reason is an `AbortError` with this message.
    pub fn abort(&self, reason: &str) {
        match &*self.signal.source {
            Source::JavaScript(_) => js::abort(&self.controller, reason),
            Source::Here(here) => here.abort(reason),
        }
    }
}

impl Here {
    fn abort(&self, reason: &str) {
        self.reason
            .borrow_mut()
            .get_or_insert_with(|| reason.to_owned());
        // Not in the cell: a waker may come back here.
        let waiting = self.waiting.take();
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl Default for AbortController {
    fn default() -> Self {
        Self::new()
    }
}

/// An `AbortSignal`.
impl Value for AbortSignal {
    fn codec() -> Codec {
        Codec::js_of("AbortSignal")
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        match &*self.source {
            Source::JavaScript(signal) => to.js(signal.as_js()),
            Source::Here(_) => return Err(ValueError::new(NO_FORM)),
        }
        Ok(())
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        // One in a reply tells as long as that is not disposed.
        let value = from.js();
        match value.is_instance_of::<js::AbortSignal>() {
            true => Ok(Self::of_js(value)),
            false => Err(expected("AbortSignal", &value)),
        }
    }
}

impl fmt::Debug for AbortSignal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AbortSignal")
    }
}

impl fmt::Debug for AbortController {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AbortController")
    }
}

/// The JavaScript that it needs.
mod js {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        pub(super) type AbortSignal;
    }

    #[wasm_bindgen(module = "/src/platform/abort.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = aborts)]
        pub(super) fn controller() -> JsValue;

        #[wasm_bindgen(js_namespace = aborts)]
        pub(super) fn signal(controller: &JsValue) -> JsValue;

        #[wasm_bindgen(js_namespace = aborts)]
        pub(super) fn abort(controller: &JsValue, reason: &str);

        #[wasm_bindgen(js_namespace = aborts, js_name = isAborted)]
        pub(super) fn is_aborted(signal: &JsValue) -> bool;

        #[wasm_bindgen(js_namespace = aborts)]
        pub(super) fn reason(signal: &JsValue) -> Option<String>;

        #[wasm_bindgen(js_namespace = aborts)]
        pub(super) fn aborted(signal: &JsValue) -> Promise;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::future::{Either, join, select};
    use pollster::block_on;

    use super::*;

    #[test]
    fn whoever_waits_is_told_once_and_for_all() {
        let controller = AbortController::new();
        let signal = controller.signal();
        assert!(!signal.is_aborted());
        let waiting = join(signal.aborted(), signal.aborted());
        let aborting = async {
            crate::sleep(Duration::from_millis(1)).await;
            controller.abort("first");
            controller.abort("second");
        };
        block_on(join(waiting, aborting));
        assert_eq!(signal.reason().as_deref(), Some("first"));
        block_on(signal.aborted());
    }

    #[test]
    fn a_signal_that_is_not_aborted_is_waited_for() {
        let signal = AbortController::new().signal();
        let waiting = std::pin::pin!(signal.aborted());
        let first = block_on(select(waiting, std::future::ready(())));
        assert!(matches!(first, Either::Right(_)));
        assert_eq!(signal.reason(), None);
    }
}
