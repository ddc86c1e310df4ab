//! What is done around one call that has options, whatever its types: its interceptors, its deadline, further attempts.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker, ready};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use js_sys::Promise;
use wasm_bindgen::JsValue;

use crate::calls::chain::Chain;
use crate::calls::deadline::{Deadline, Late};
use crate::calls::format::MethodName;
use crate::calls::interceptor::{CallInfo, Intercepted, Reply, SharedInterceptors, other_reply};
use crate::calls::options::{Inherited, SharedOptions};
use crate::calls::retry::RetryPolicy;
use crate::calls::sent::SentCall;
use crate::error::Result;
use crate::native::promise::PromiseOutcome;
use crate::native::run::LocalFuture;
use crate::native::timer::Timer;

/// A call, whatever its types.
pub(crate) enum Outgoing {
    Sent(SentCall),
    /// Of a client with options, or with a deadline.
    Around(Box<dyn AroundCall>),
}

/// One call that has options. Behind a trait, so that a Worker whose clients have none has no code of it.
pub(crate) trait AroundCall {
    /// Makes the call, as often as it takes. `read` reads what an attempt gave, and tells what it is. What it read last is
    /// the outcome, unless that is an error.
    fn poll(&mut self, cx: &mut Context<'_>, read: Read<'_>) -> Poll<Result<Box<dyn Any>>>;

    /// Another deadline.
    fn set_deadline(&mut self, time: Duration);

    /// The options that handles have which come of it.
    fn options(&self) -> Option<SharedOptions>;

    /// What was sent, and is under way.
    fn sent(&self) -> Option<&SentCall>;

    /// Whether the call is one in this process.
    fn is_here(&self) -> bool;
}

/// See [`AroundCall::poll`].
pub(crate) type Read<'a> = &'a mut dyn FnMut(Raw) -> Result<Kept>;

/// An outcome of its own type, and what is told of it.
pub(crate) type Kept = (Box<dyn Any>, Reply);

/// What an attempt gave.
pub(crate) enum Raw {
    /// What came back, or was thrown.
    JavaScript(Result<JsValue, JsValue>),
    /// The outcome of a server in this process, of its own type.
    Here(Box<dyn Any>),
}

/// A call in this process that is under way: its outcome, of its own type.
type Running = LocalFuture<'static, Result<Box<dyn Any>>>;

/// What sends a call, any number of times.
pub(crate) enum Sender {
    JavaScript {
        send: Box<dyn Fn() -> Promise>,
        /// The calls that it is chained to.
        before: Option<Chain>,
    },
    /// In this process.
    Here(Box<dyn Fn() -> Running>),
}

/// An attempt that is under way.
enum Attempt {
    JavaScript(SentCall),
    Here(Running),
}

impl Sender {
    fn send(&self) -> Attempt {
        match self {
            Self::JavaScript { send, before } => {
                let promise = send();
                let reply = PromiseOutcome::of(&promise);
                Attempt::JavaScript(SentCall::new(promise, reply, before.clone()))
            }
            Self::Here(run) => Attempt::Here(run()),
        }
    }
}

impl Attempt {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Raw>> {
        match self {
            Self::JavaScript(sent) => sent.poll(cx).map_ok(Raw::JavaScript),
            Self::Here(running) => running.as_mut().poll(cx).map_ok(Raw::Here),
        }
    }
}

/// A call that begins.
pub(crate) struct Beginning {
    pub(crate) name: MethodName,
    /// How many bytes the arguments are.
    pub(crate) size: Option<usize>,
    /// Whether it may run twice.
    pub(crate) is_idempotent: bool,
    /// What has to be there before it can be sent.
    pub(crate) after: Option<LocalFuture<'static, Result<()>>>,
}

/// What the options of a client are for one call.
pub(crate) struct Layers {
    pub(crate) options: SharedOptions,
    pub(crate) interceptors: SharedInterceptors,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) deadline: Option<Duration>,
}

/// A call with its layers.
struct Layered {
    options: SharedOptions,
    call: Rc<CallInfo>,
    intercepted: Option<Intercepted>,
    after: Option<LocalFuture<'static, Result<()>>>,
    retry: Option<RetryPolicy>,
    deadline: Option<Deadline>,
    send: Sender,
    attempt: Option<Attempt>,
    /// What the last attempt gave, if that was no failure of the call itself.
    kept: Option<Box<dyn Any>>,
    phase: Phase,
    relay: Arc<Relay>,
}

/// Wakes whoever polls the call now. A call is polled when it is made, before anybody waits for it, and not every future
/// asks for a waker again.
#[derive(Default)]
struct Relay(AtomicWaker);

impl Wake for Relay {
    fn wake(self: Arc<Self>) {
        self.0.wake();
    }
}

enum Phase {
    /// Not sent.
    Before,
    Sent,
    /// Before it is sent again.
    Pause(Timer),
    /// It is over; the error is that of a call without interceptors.
    After(Result<()>),
}

/// What a call is to do next.
enum Step {
    /// Be sent: for the first time, or again.
    Send,
    /// Read what the attempt gave, and tell it.
    Read(Result<Raw>),
    /// Let go of what was sent. More is to come.
    Cancel,
    /// End, with what was kept last, or with an error.
    End(Result<()>),
}

/// Begins a call. It is sent now, if nothing has to be waited for.
///
/// # Errors
/// If an interceptor refuses it at once.
pub(crate) fn begin(
    layers: Layers,
    beginning: Beginning,
    send: Sender,
) -> Result<Box<dyn AroundCall>> {
    let Layers {
        options,
        interceptors,
        retry,
        deadline: time,
    } = layers;
    let Beginning {
        name,
        size,
        is_idempotent,
        after,
    } = beginning;
    let call = Rc::new(CallInfo::sent(name, size));
    let intercepted = match interceptors.is_empty() {
        true => None,
        false => Some(Intercepted::new(interceptors, Rc::clone(&call))),
    };
    let mut layered = Layered {
        options,
        call,
        intercepted,
        after,
        retry: retry.filter(|_| is_idempotent),
        deadline: time.map(|time| Deadline::after(time, name.schema)),
        send,
        attempt: None,
        kept: None,
        phase: Phase::Before,
        relay: Arc::default(),
    };
    match layered.step(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Step::Send) => layered.attempt = Some(layered.send.send()),
        Poll::Ready(Step::End(outcome)) => return Err(outcome.err().unwrap_or_else(other_reply)),
        _ => {}
    }
    Ok(Box::new(layered))
}

impl Layered {
    fn step(&mut self, cx: &mut Context<'_>) -> Poll<Step> {
        self.relay.0.register(cx.waker());
        let relay = Waker::from(Arc::clone(&self.relay));
        let cx = &mut Context::from_waker(&relay);
        if let Some(intercepted) = &mut self.intercepted
            && let Poll::Ready(outcome) = intercepted.poll(cx)
        {
            return Poll::Ready(Step::End(outcome.map(drop)));
        }
        // Before the deadline: what came in time counts, whenever somebody asks.
        if let Phase::Sent = self.phase
            && self.wants_call()
            && let Some(attempt) = &mut self.attempt
            && let Poll::Ready(outcome) = attempt.poll(cx)
        {
            self.attempt = None;
            return Poll::Ready(Step::Read(outcome));
        }
        if let Some(deadline) = &mut self.deadline
            && let Poll::Ready(late) = Pin::new(deadline).poll(cx)
        {
            return Poll::Ready(Step::End(self.end_late(late, cx)));
        }
        self.next(cx)
    }

    /// Nobody waits any longer, whatever the interceptors do after they are told.
    fn end_late(&mut self, late: Late, cx: &mut Context<'_>) -> Result<()> {
        if let Some(intercepted) = &mut self.intercepted {
            intercepted.tell_late(late);
            if let Poll::Ready(outcome) = intercepted.poll(cx) {
                return outcome.map(drop);
            }
        }
        Err(late.error())
    }

    /// Whether an interceptor waits for the call, or there is none.
    fn wants_call(&self) -> bool {
        self.intercepted
            .as_ref()
            .is_none_or(Intercepted::wants_call)
    }

    /// What is next, but for the deadline.
    fn next(&mut self, cx: &mut Context<'_>) -> Poll<Step> {
        let wants_call = self.wants_call();
        match &mut self.phase {
            Phase::Before => {
                if !wants_call {
                    return Poll::Pending;
                }
                if let Some(after) = &mut self.after {
                    let is_there = ready!(after.as_mut().poll(cx));
                    self.after = None;
                    if let Err(error) = is_there {
                        self.end(Err(error));
                        return Poll::Ready(Step::Cancel);
                    }
                }
                self.phase = Phase::Sent;
                Poll::Ready(Step::Send)
            }
            // An interceptor waits for it no more.
            Phase::Sent | Phase::Pause(_) if !wants_call => {
                self.phase = Phase::After(Ok(()));
                Poll::Ready(Step::Cancel)
            }
            Phase::Sent => Poll::Pending,
            Phase::Pause(timer) => {
                ready!(Pin::new(timer).poll(cx));
                self.phase = Phase::Sent;
                Poll::Ready(Step::Send)
            }
            // What the interceptors say ends it.
            Phase::After(_) if self.intercepted.is_some() => Poll::Pending,
            Phase::After(outcome) => Poll::Ready(Step::End(std::mem::replace(outcome, Ok(())))),
        }
    }

    /// How an attempt went.
    fn tell(&mut self, outcome: Result<Reply>) {
        if let Some(policy) = &self.retry {
            match &outcome {
                Ok(_) => policy.succeeded(),
                Err(error) => {
                    if let Some(pause) = policy.again_after(self.call.attempts(), error) {
                        self.call.add_attempt();
                        self.phase = Phase::Pause(Timer::after(pause));
                        return;
                    }
                }
            }
        }
        self.end(outcome);
    }

    /// No further attempt.
    fn end(&mut self, outcome: Result<Reply>) {
        self.phase = Phase::After(match &mut self.intercepted {
            Some(intercepted) => {
                intercepted.tell(outcome);
                Ok(())
            }
            None => {
                self.deadline = None;
                outcome.map(drop)
            }
        });
    }
}

impl AroundCall for Layered {
    fn poll(&mut self, cx: &mut Context<'_>, read: Read<'_>) -> Poll<Result<Box<dyn Any>>> {
        loop {
            match ready!(self.step(cx)) {
                Step::Send => self.attempt = Some(self.send.send()),
                Step::Read(outcome) => {
                    let kept = match outcome {
                        Ok(raw @ Raw::JavaScript(_)) => {
                            Inherited::of(&self.options).reading(|| read(raw))
                        }
                        Ok(raw) => read(raw),
                        Err(error) => Err(error),
                    };
                    let told = kept.map(|(kept, reply)| {
                        self.kept = Some(kept);
                        reply
                    });
                    self.tell(told);
                }
                Step::Cancel => self.attempt = None,
                Step::End(outcome) => {
                    self.attempt = None;
                    let kept = outcome.and_then(|()| self.kept.take().ok_or_else(other_reply));
                    return Poll::Ready(kept);
                }
            }
        }
    }

    fn set_deadline(&mut self, time: Duration) {
        self.deadline = Some(Deadline::after(time, self.call.method()));
    }

    fn options(&self) -> Option<SharedOptions> {
        Some(Rc::clone(&self.options))
    }

    fn sent(&self) -> Option<&SentCall> {
        match &self.attempt {
            Some(Attempt::JavaScript(sent)) => Some(sent),
            Some(Attempt::Here(_)) | None => None,
        }
    }

    fn is_here(&self) -> bool {
        matches!(self.send, Sender::Here(_))
    }
}

/// A call that was sent, with a deadline and no other option.
struct Timed {
    sent: SentCall,
    method: &'static str,
    deadline: Deadline,
}

/// The same call of `method`, with another deadline.
pub(crate) fn timed(call: Outgoing, method: &'static str, time: Duration) -> Outgoing {
    Outgoing::Around(match call {
        Outgoing::Sent(sent) => Box::new(Timed {
            sent,
            method,
            deadline: Deadline::after(time, method),
        }),
        Outgoing::Around(mut around) => {
            around.set_deadline(time);
            around
        }
    })
}

impl AroundCall for Timed {
    fn poll(&mut self, cx: &mut Context<'_>, read: Read<'_>) -> Poll<Result<Box<dyn Any>>> {
        match self.sent.poll(cx) {
            Poll::Ready(outcome) => {
                let kept = outcome.and_then(|outcome| read(Raw::JavaScript(outcome)));
                Poll::Ready(kept.map(|(kept, _)| kept))
            }
            Poll::Pending => {
                let late = Pin::new(&mut self.deadline).poll(cx);
                late.map(|late| Err(late.error()))
            }
        }
    }

    fn set_deadline(&mut self, time: Duration) {
        self.deadline = Deadline::after(time, self.method);
    }

    fn options(&self) -> Option<SharedOptions> {
        None
    }

    fn sent(&self) -> Option<&SentCall> {
        Some(&self.sent)
    }

    fn is_here(&self) -> bool {
        false
    }
}
