//! What is done around calls, on either side.

use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

use crate::calls::clock;
use crate::calls::deadline::Late;
use crate::calls::format::MethodName;
use crate::entrypoints::context::Context;
use crate::error::{Error, ErrorKind, Result};
use crate::native::run::LocalFuture;

/// What is done around each call of a client, or around each call that a server is asked for: logging, metrics, quotas,
/// authentication.
///
/// [`next.run()`](Next::run) is the rest: the interceptors that come after this one, and the call itself. An error before
/// that refuses the call, which is not sent, or not served, then; the caller is given the error. An error after it takes the
/// place of the outcome.
///
/// ```
/// use rpc_runtime::{CallInfo, Interceptor, Next, Reply, Result};
///
/// struct SlowCalls;
///
/// impl Interceptor for SlowCalls {
///     async fn intercept(&self, call: &CallInfo, next: Next<'_>) -> Result<Reply> {
///         let reply = next.run().await;
///         if call.elapsed().as_millis() > 500 {
///             eprintln!("{}.{} took {:?}", call.service(), call.method(), call.elapsed());
///         }
///         reply
///     }
/// }
/// ```
///
/// Clients are given interceptors by [`CallOptions::intercept`](crate::CallOptions::intercept), servers by `export!(Server,
/// intercept = …)`. Of several, the first is the outermost.
pub trait Interceptor: 'static {
    /// Does what is to be done around `call`.
    ///
    /// It is dropped at an `.await` if the call is: by whoever made it, or where nobody awaits it, as one in the middle of a
    /// chain of calls on handles that have not arrived.
    ///
    /// # Errors
    /// Those of the call, and the interceptor's own.
    fn intercept(&self, call: &CallInfo, next: Next<'_>) -> impl Future<Output = Result<Reply>>;
}

/// An interceptor of any type.
pub(crate) trait AnyInterceptor {
    fn intercept<'a>(
        &'a self,
        call: &'a CallInfo,
        next: Next<'a>,
    ) -> LocalFuture<'a, Result<Reply>>;
}

impl<I: Interceptor> AnyInterceptor for I {
    fn intercept<'a>(
        &'a self,
        call: &'a CallInfo,
        next: Next<'a>,
    ) -> LocalFuture<'a, Result<Reply>> {
        Box::pin(Interceptor::intercept(self, call, next))
    }
}

/// Interceptors in order, shared by all calls.
pub(crate) type SharedInterceptors = Rc<[Rc<dyn AnyInterceptor>]>;

/// On which side of a call an [`Interceptor`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The call is one of a client here.
    Sent,
    /// The call came in.
    Served,
}

/// What an [`Interceptor`] is told of a call.
pub struct CallInfo {
    direction: Direction,
    name: MethodName,
    context: Option<Context>,
    began: f64,
    size: Cell<Option<usize>>,
    attempts: Cell<u32>,
    scope: OnceCell<Scope>,
}

/// Enters what the method is to run inside of, until what it gives is dropped.
pub(crate) type Scope = Box<dyn Fn() -> Box<dyn Any>>;

impl CallInfo {
    pub(crate) fn sent(name: MethodName, size: Option<usize>) -> Self {
        Self::new(Direction::Sent, name, size, None)
    }

    pub(crate) fn served(name: MethodName, size: Option<usize>, context: Option<Context>) -> Self {
        Self::new(Direction::Served, name, size, context)
    }

    fn new(
        direction: Direction,
        name: MethodName,
        size: Option<usize>,
        context: Option<Context>,
    ) -> Self {
        Self {
            direction,
            name,
            context,
            began: clock::now(),
            size: Cell::new(size),
            attempts: Cell::new(1),
            scope: OnceCell::new(),
        }
    }

    pub(crate) fn set_arguments_size(&self, size: usize) {
        self.size.set(Some(size));
    }

    pub(crate) fn add_attempt(&self) -> u32 {
        let attempts = self.attempts.get() + 1;
        self.attempts.set(attempts);
        attempts
    }

    /// What the method runs inside of, from the next time on that it goes on. The first that is set stays.
    #[cfg(feature = "tracing")]
    pub(crate) fn set_scope(&self, scope: Scope) {
        // Else it is inside of another one already.
        let _ = self.scope.set(scope);
    }

    /// Enters what the method runs inside of.
    pub(crate) fn enter(&self) -> Option<Box<dyn Any>> {
        self.scope.get().map(|enter| enter())
    }

    /// Whether the call is sent from here, or served here.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The name of the interface or of the resource in full, as the schema has it: `rpc:calculator/calculator`,
    /// `rpc:library/library/book`; of Cap'n Proto, the file and the interface: `addressbook.capnp:AddressBook`.
    pub fn service(&self) -> &'static str {
        self.name.service
    }

    /// What the schema calls the method: `place-order`.
    pub fn method(&self) -> &'static str {
        self.name.schema
    }

    /// How many bytes the arguments are: of a message, its length; of objects, the numbers and the text in them, as they
    /// cross between WebAssembly and JavaScript, without what is JavaScript's own (handles, streams, long text and long
    /// lists of numbers).
    ///
    /// Not known of a call in the same process; of objects that came in, known once the method has read them, that is
    /// after [`Next::run`].
    pub fn arguments_size(&self) -> Option<usize> {
        self.size.get()
    }

    /// How often the call was sent: more than once if it was retried.
    pub fn attempts(&self) -> u32 {
        self.attempts.get()
    }

    /// How long ago the call began.
    ///
    /// In a Worker, time stands still while code runs; it goes on when something was waited for.
    /// See <https://developers.cloudflare.com/workers/reference/security-model/>.
    pub fn elapsed(&self) -> Duration {
        clock::since(self.began)
    }

    /// The context of a call that is served: props, variables, bindings. None in a client, in a Durable Object, which has
    /// a context of its own, and in a call within the same process.
    pub fn context(&self) -> Option<&Context> {
        self.context.as_ref()
    }
}

impl fmt::Debug for CallInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallInfo")
            .field("direction", &self.direction)
            .field("service", &self.service())
            .field("method", &self.method())
            .field("arguments_size", &self.arguments_size())
            .field("attempts", &self.attempts())
            .finish_non_exhaustive()
    }
}

/// That a method gave something: its result, or the error that the schema declares. What it gave stays as it is.
#[derive(Debug)]
pub struct Reply {
    pub(crate) is_declared: bool,
}

impl Reply {
    /// Whether the method gave the error that the schema declares.
    pub fn is_declared_error(&self) -> bool {
        self.is_declared
    }
}

/// What is left of a call: the interceptors that come after this one, and the call itself.
#[must_use = "without `run`, the call is not made"]
pub struct Next<'a> {
    rest: &'a [Rc<dyn AnyInterceptor>],
    call: &'a CallInfo,
    link: &'a Link,
}

impl Next<'_> {
    /// Makes the call. Dropping the future before it is done cancels the call.
    ///
    /// # Errors
    /// Why the call failed, or who refused it.
    pub async fn run(self) -> Result<Reply> {
        let Self { rest, call, link } = self;
        let level = rest.len();
        let mut run: LocalFuture<'_, Result<Reply>> = match rest.split_first() {
            Some((first, rest)) => first.intercept(call, Next { rest, call, link }),
            None => Box::pin(link.passed()),
        };
        poll_fn(|cx| match run.as_mut().poll(cx) {
            Poll::Pending => link.poll_late(level, cx).map(|late| Err(late.error())),
            outcome => outcome,
        })
        .await
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next")
            .field("call", self.call)
            .finish_non_exhaustive()
    }
}

/// Between the interceptors and the call itself.
#[derive(Default)]
struct Link {
    state: RefCell<Passing>,
    late: Cell<Option<Late>>,
    /// Of whoever waits for the next interceptor, or for the call; by how many interceptors are left.
    waits: RefCell<Vec<(usize, Waker)>>,
}

#[derive(Default)]
enum Passing {
    /// The call is not wanted yet.
    #[default]
    Before,
    /// It is, by whoever has this waker.
    Wanted(Waker),
    Told(Result<Reply>),
    /// Nobody waits any more.
    Over,
}

/// What ends the wait, if whoever waits goes away.
struct Waits<'a>(&'a Link);

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        let before = self.0.state.replace(Passing::Over);
        drop(before);
    }
}

impl Link {
    async fn passed(&self) -> Result<Reply> {
        let waits = Waits(self);
        let outcome = poll_fn(|cx| {
            let mut state = self.state.borrow_mut();
            match &mut *state {
                Passing::Told(_) => match std::mem::replace(&mut *state, Passing::Over) {
                    Passing::Told(outcome) => Poll::Ready(outcome),
                    _ => Poll::Pending,
                },
                Passing::Wanted(waker) => {
                    waker.clone_from(cx.waker());
                    Poll::Pending
                }
                Passing::Before | Passing::Over => {
                    *state = Passing::Wanted(cx.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await;
        drop(waits);
        outcome
    }

    /// Ready if it is too late.
    fn poll_late(&self, level: usize, cx: &std::task::Context<'_>) -> Poll<Late> {
        if let Some(late) = self.late.get() {
            return Poll::Ready(late);
        }
        let mut waits = self.waits.borrow_mut();
        match waits.iter_mut().find(|(other, _)| *other == level) {
            Some((_, waker)) => waker.clone_from(cx.waker()),
            None => waits.push((level, cx.waker().clone())),
        }
        Poll::Pending
    }

    fn tell_late(&self, late: Late) {
        self.late.set(Some(late));
        self.waits
            .take()
            .into_iter()
            .for_each(|(_, waker)| waker.wake());
    }

    fn tell(&self, outcome: Result<Reply>) {
        let before = self.state.replace(Passing::Told(outcome));
        if let Passing::Wanted(waker) = before {
            waker.wake();
        }
    }
}

/// The interceptors of one call, at work.
pub(crate) struct Intercepted {
    run: LocalFuture<'static, Result<Reply>>,
    link: Rc<Link>,
}

impl Intercepted {
    pub(crate) fn new(interceptors: SharedInterceptors, call: Rc<CallInfo>) -> Self {
        let link = Rc::new(Link::default());
        let run = Box::pin({
            let link = Rc::clone(&link);
            async move {
                let (call, link) = (&*call, &*link);
                let rest = &*interceptors;
                Next { rest, call, link }.run().await
            }
        });
        Self { run, link }
    }

    /// What the interceptors have said in the end.
    pub(crate) fn poll(&mut self, cx: &mut std::task::Context<'_>) -> Poll<Result<Reply>> {
        Pin::as_mut(&mut self.run).poll(cx)
    }

    /// Whether they want the call to be made.
    pub(crate) fn wants_call(&self) -> bool {
        matches!(&*self.link.state.borrow(), Passing::Wanted(_))
    }

    /// It is too late: those that wait for the next one, or for the call, wait no more once that one was polled again.
    pub(crate) fn tell_late(&self, late: Late) {
        self.link.tell_late(late);
    }

    /// The call is over.
    pub(crate) fn tell(&self, outcome: Result<Reply>) {
        self.link.tell(outcome);
    }
}

/// An interceptor that kept the reply of another call.
#[cold]
pub(crate) fn other_reply() -> Error {
    Error::of(
        ErrorKind::Unsupported,
        "an interceptor gave the reply of another call",
    )
}
