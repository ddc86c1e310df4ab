//! What is done around a call that is served: the interceptors that `export!` was given.

use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use wasm_bindgen::JsValue;

use crate::calls::everywhere;
use crate::calls::incoming::IncomingCall;
use crate::calls::interceptor::{
    AnyInterceptor, CallInfo, Intercepted, Interceptor, Reply, SharedInterceptors, other_reply,
};
use crate::entrypoints::context::Context;
use crate::error::Result;
use crate::native::run::LocalFuture;

/// One call at work: what it gives, or is thrown.
pub(crate) type Work = LocalFuture<'static, Result<JsValue>>;

/// What is done around each call of a service: nothing, or what [`Interceptors`] do.
pub trait Around: Clone + 'static {
    /// Serves a call by `serve`. `context` is that of the call, if it has one.
    ///
    /// # Errors
    /// If no server can be made.
    #[doc(hidden)]
    fn serve(
        &self,
        call: IncomingCall,
        context: Option<JsValue>,
        serve: impl FnOnce(IncomingCall) -> Result<Work> + 'static,
    ) -> Result<Work>;
}

impl Around for () {
    fn serve(
        &self,
        call: IncomingCall,
        context: Option<JsValue>,
        serve: impl FnOnce(IncomingCall) -> Result<Work> + 'static,
    ) -> Result<Work> {
        match everywhere::is_any() {
            true => Interceptors::new().serve(call, context, serve),
            false => serve(call),
        }
    }
}

/// What `export!` was given, in order.
#[derive(Clone, Default)]
pub struct Interceptors(Vec<Rc<dyn AnyInterceptor>>);

impl Interceptors {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, and one inside of them.
    #[must_use]
    pub fn then(mut self, interceptor: impl Interceptor) -> Self {
        self.0.push(Rc::new(interceptor));
        self
    }
}

impl fmt::Debug for Interceptors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Interceptors({})", self.0.len())
    }
}

impl Around for Interceptors {
    fn serve(
        &self,
        call: IncomingCall,
        context: Option<JsValue>,
        serve: impl FnOnce(IncomingCall) -> Result<Work> + 'static,
    ) -> Result<Work> {
        let around = Rc::new(OfService {
            interceptors: everywhere::before(self.0.as_slice().into()),
            context: context.map(Context::new),
        });
        Ok(around.around(call, Box::new(serve)))
    }
}

/// What serves a call.
pub(crate) type ServeOne = Box<dyn FnOnce(IncomingCall) -> Result<Work>>;

/// What is done around the calls of a service, and of what comes out of these. Behind a trait, so that a Worker whose
/// servers have no interceptors has no code of it.
pub(crate) trait AroundCalls {
    /// Around one call.
    fn around(self: Rc<Self>, call: IncomingCall, serve: ServeOne) -> Work;
}

/// What is done around calls of what a call has given.
pub(crate) struct AroundTargets(pub(crate) Rc<dyn AroundCalls>);

/// What a call that is served tells of itself.
pub(crate) trait Told {
    /// Its arguments were read: so many bytes.
    fn arguments(&self, size: usize);

    /// It gave something: whether that is the error that the schema declares.
    fn reply(&self, is_declared: bool);

    /// What is done around calls of what it gives: an [`AroundTargets`].
    fn of_reply(&self) -> Rc<dyn Any>;
}

struct OfService {
    interceptors: SharedInterceptors,
    context: Option<Context>,
}

struct OfCall {
    service: Rc<OfService>,
    info: Rc<CallInfo>,
    is_declared: Cell<Option<bool>>,
}

impl Told for OfCall {
    fn arguments(&self, size: usize) {
        self.info.set_arguments_size(size);
    }

    fn reply(&self, is_declared: bool) {
        self.is_declared.set(Some(is_declared));
    }

    fn of_reply(&self) -> Rc<dyn Any> {
        Rc::new(AroundTargets(
            Rc::clone(&self.service) as Rc<dyn AroundCalls>
        ))
    }
}

impl AroundCalls for OfService {
    fn around(self: Rc<Self>, call: IncomingCall, serve: ServeOne) -> Work {
        let (name, size) = (call.name(), call.message_size());
        let info = Rc::new(CallInfo::served(name, size, self.context.clone()));
        let interceptors = Rc::clone(&self.interceptors);
        let told = Rc::new(OfCall {
            service: self,
            info: Rc::clone(&info),
            is_declared: Cell::new(None),
        });
        let call = call.telling(Rc::clone(&told) as Rc<dyn Told>);
        let mut intercepted = Intercepted::new(interceptors, Rc::clone(&info));
        let mut begin = Some(move || serve(call));
        let mut work = None;
        let mut kept = None;
        Box::pin(poll_fn(move |cx| {
            loop {
                if let Poll::Ready(outcome) = intercepted.poll(cx) {
                    let outcome =
                        outcome.and_then(|_| kept.take().unwrap_or_else(|| Err(other_reply())));
                    return Poll::Ready(outcome);
                }
                if !intercepted.wants_call() {
                    if begin.is_none() {
                        // An interceptor waits for it no more.
                        work = None;
                    }
                    return Poll::Pending;
                }
                let scope = info.enter();
                if let Some(begin) = begin.take() {
                    match begin() {
                        Ok(begun) => work = Some(begun),
                        Err(error) => {
                            intercepted.tell(Err(error));
                            continue;
                        }
                    }
                }
                let Some(running) = &mut work else {
                    return Poll::Pending;
                };
                let Poll::Ready(outcome) = running.as_mut().poll(cx) else {
                    return Poll::Pending;
                };
                work = None;
                drop(scope);
                match (told.is_declared.get(), outcome) {
                    // Thrown, where the interface throws what it declares.
                    (Some(true), outcome) => {
                        kept = Some(outcome);
                        intercepted.tell(Ok(Reply { is_declared: true }));
                    }
                    (_, Ok(value)) => {
                        kept = Some(Ok(value));
                        intercepted.tell(Ok(Reply { is_declared: false }));
                    }
                    (_, Err(error)) => intercepted.tell(Err(error)),
                }
            }
        }))
    }
}
