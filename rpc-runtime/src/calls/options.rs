//! What a client does around each of its calls: the options that a user gives it.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::calls::around::{self, AroundCall, Beginning, Layers, Sender};
use crate::calls::everywhere;
use crate::calls::interceptor::{AnyInterceptor, Interceptor, SharedInterceptors};
use crate::calls::retry::RetryPolicy;
use crate::error::Result;
use crate::js::glue;

/// What a client does around each of its calls.
///
/// ```ignore
/// let shop = shop.with(
///     CallOptions::new()
///         .deadline(Duration::from_millis(500))
///         .retry(RetryPolicy::new())
///         .intercept(SlowCalls),
/// );
/// ```
///
/// Handles that its calls return have the same options, also those that come later in a stream or a future, and so have calls
/// on handles that have not arrived; not those of resources that live in the same Worker.
///
/// A deadline is for all attempts together, and interceptors see a call once, however often it is made.
#[derive(Clone, Default)]
#[must_use = "a client has options by `client.with(options)`"]
pub struct CallOptions {
    deadline: Option<Duration>,
    retry: Option<RetryPolicy>,
    tells_callee: Option<bool>,
    interceptors: Vec<Rc<dyn AnyInterceptor>>,
}

impl CallOptions {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long each call may take, from when it is made, with what interceptors do: past that it fails with
    /// [`DeadlineExceeded`](crate::ErrorKind::DeadlineExceeded) and is cancelled, as one that is dropped (see
    /// [`Call`](crate::Call)). Interceptors are told, as if [`Next::run`](crate::Next::run) had failed, from the inner to the
    /// outer ones. What they make of it at once is the outcome; nobody waits for what they wait for then.
    ///
    /// [`Call::deadline`](crate::Call::deadline) is for one call, and takes the place of this one.
    pub fn deadline(mut self, time: Duration) -> Self {
        self.deadline = Some(time);
        self
    }

    /// Makes calls again that failed and may be made again: see [`RetryPolicy`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Does something around each call, inside of the interceptors that were given before.
    pub fn intercept(mut self, interceptor: impl Interceptor) -> Self {
        self.interceptors.push(Rc::new(interceptor));
        self
    }

    /// Sends something along with each call by which a server of this project learns that the call is cancelled: it drops
    /// what it does for the call then, and its [`Context`](crate::Context::cancelled) says so. False by default.
    ///
    /// What is sent is a stream, as one argument more than the schema has, which ends when the call is cancelled, or this
    /// Worker's request is. A class in JavaScript may read it, or ignore it; a Worker of plain functions, which take one
    /// argument, and one of an older version of this project refuse it.
    pub fn cancel_callee(mut self, tells: bool) -> Self {
        self.tells_callee = Some(tells);
        self
    }

    /// These, and `more`, which come first where both say something; its interceptors are inside of these.
    pub(crate) fn and(&self, more: Self) -> Self {
        let mut interceptors = self.interceptors.clone();
        interceptors.extend(more.interceptors);
        Self {
            deadline: more.deadline.or(self.deadline),
            retry: more.retry.or_else(|| self.retry.clone()),
            tells_callee: more.tells_callee.or(self.tells_callee),
            interceptors,
        }
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("deadline", &self.deadline)
            .field("retry", &self.retry)
            .field("cancel_callee", &self.tells_callee)
            .field("interceptors", &self.interceptors.len())
            .finish()
    }
}

/// What a handle does around its calls. Behind a trait, so that a Worker whose clients have no options has no code of them.
pub(crate) trait Options {
    /// Begins a call; `own` are these options.
    ///
    /// # Errors
    /// If an interceptor refuses it at once.
    fn begin(
        &self,
        own: &SharedOptions,
        call: Beginning,
        send: Sender,
    ) -> Result<Box<dyn AroundCall>>;

    /// The same options, and more.
    fn and(&self, more: CallOptions) -> SharedOptions;

    /// Where the other side is to be told that a call is cancelled: what makes of an object one whose calls do so.
    fn telling(&self) -> Option<Telling>;
}

/// See [`Options::telling`].
pub(crate) type Telling = fn(&JsValue) -> JsValue;

/// Options, shared by the clients and handles that have them.
pub(crate) type SharedOptions = Rc<dyn Options>;

struct Given {
    options: CallOptions,
    interceptors: SharedInterceptors,
}

/// The options of a handle that had none.
pub(crate) fn shared(options: CallOptions) -> SharedOptions {
    let interceptors = options.interceptors.clone().into();
    Rc::new(Given {
        options,
        interceptors,
    })
}

impl Options for Given {
    fn begin(
        &self,
        own: &SharedOptions,
        call: Beginning,
        send: Sender,
    ) -> Result<Box<dyn AroundCall>> {
        let layers = Layers {
            options: Rc::clone(own),
            interceptors: everywhere::before(Rc::clone(&self.interceptors)),
            retry: self.options.retry.clone(),
            deadline: self.options.deadline,
        };
        around::begin(layers, call, send)
    }

    fn and(&self, more: CallOptions) -> SharedOptions {
        shared(self.options.and(more))
    }

    fn telling(&self) -> Option<Telling> {
        let tells = self.options.tells_callee.unwrap_or_default();
        tells.then_some(glue::telling as Telling)
    }
}

thread_local! {
    static OF_HANDLES: RefCell<Option<SharedOptions>> = const { RefCell::new(None) };
}

/// The options that handles have which are read of one thing, if they have any: now, or later where it is a stream.
#[derive(Clone)]
pub(crate) struct Inherited(Option<SharedOptions>);

impl Inherited {
    /// Of what a call with `options` gives.
    pub(crate) fn of(options: &SharedOptions) -> Self {
        Self(Some(Rc::clone(options)))
    }

    /// Of what is being read just now.
    pub(crate) fn current() -> Self {
        Self(of_handle())
    }

    /// Runs `read`: handles in what it reads have these options.
    pub(crate) fn reading<T>(&self, read: impl FnOnce() -> T) -> T {
        let before = OF_HANDLES.replace(self.0.clone());
        let value = read();
        OF_HANDLES.set(before);
        value
    }
}

/// The options of a handle that is being read.
pub(crate) fn of_handle() -> Option<SharedOptions> {
    OF_HANDLES.with_borrow(Clone::clone)
}
