//! What is done around one call that has options, whatever its types: its interceptors, its deadline, further attempts.
//!
//! The call itself asks what comes next ([`Layers::poll`]), does it, and tells how it went.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::calls::format::MethodName;
use crate::calls::interceptor::{CallInfo, Chain, Interceptors, Reply};
use crate::calls::retry::RetryPolicy;
use crate::error::{Error, ErrorKind, Result};
use crate::native::run::LocalFuture;
use crate::native::timer::Timer;

/// What a call is to do next.
pub(crate) enum Step {
    /// Be sent: for the first time, or again.
    Send,
    /// Wait for its outcome, and tell it.
    Wait,
    /// Let go of what was sent. More is to come.
    Cancel,
    /// End, with what it told last, or with an error.
    End(Result<()>),
}

/// What is done around one call. Behind a trait, so that a Worker whose clients have no options has no code of it.
pub(crate) trait Layers {
    /// What is next.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Step>;

    /// How the call, or an attempt, went.
    fn tell(&mut self, outcome: Result<Reply>);

    /// Another deadline.
    fn set_deadline(&mut self, deadline: Deadline);
}

/// Is there when a call has taken too long: the error that says so.
pub(crate) type Deadline = LocalFuture<'static, Error>;

/// The deadline of a call of `method` that is made now.
pub(crate) fn deadline(method: &'static str, time: Duration) -> Deadline {
    let timer = Timer::after(time);
    Box::pin(async move {
        timer.await;
        let why = format!("there was no answer within {time:?}");
        Error::of(ErrorKind::DeadlineExceeded, why).in_method(method)
    })
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
pub(crate) struct Around {
    call: Rc<CallInfo>,
    chain: Option<Chain>,
    after: Option<LocalFuture<'static, Result<()>>>,
    retry: Option<RetryPolicy>,
    deadline: Option<Deadline>,
    phase: Phase,
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

impl Around {
    pub(crate) fn new(
        call: Beginning,
        interceptors: Interceptors,
        retry: Option<RetryPolicy>,
        deadline: Option<Deadline>,
    ) -> Self {
        let Beginning {
            name, size, after, ..
        } = call;
        let call = Rc::new(CallInfo::sent(name, size));
        let chain = match interceptors.is_empty() {
            true => None,
            false => Some(Chain::new(interceptors, Rc::clone(&call))),
        };
        Self {
            call,
            chain,
            after,
            retry,
            deadline,
            phase: Phase::Before,
        }
    }

    /// No further attempt.
    fn end(&mut self, outcome: Result<Reply>) {
        self.deadline = None;
        self.phase = Phase::After(match &mut self.chain {
            Some(chain) => {
                chain.tell(outcome);
                Ok(())
            }
            None => outcome.map(drop),
        });
    }

    /// What is next, but for the deadline.
    fn poll_phase(&mut self, cx: &mut Context<'_>) -> Poll<Step> {
        match &mut self.phase {
            Phase::Before => {
                if self.chain.as_ref().is_some_and(|chain| !chain.wants_call()) {
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
            Phase::Sent => Poll::Ready(Step::Wait),
            Phase::Pause(timer) => {
                ready!(Pin::new(timer).poll(cx));
                self.phase = Phase::Sent;
                Poll::Ready(Step::Send)
            }
            // What the interceptors say ends it.
            Phase::After(_) if self.chain.is_some() => Poll::Pending,
            Phase::After(outcome) => Poll::Ready(Step::End(std::mem::replace(outcome, Ok(())))),
        }
    }
}

impl Layers for Around {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Step> {
        if let Some(chain) = &mut self.chain
            && let Poll::Ready(outcome) = chain.poll(cx)
        {
            return Poll::Ready(Step::End(outcome.map(drop)));
        }
        if let Some(deadline) = &mut self.deadline
            && let Poll::Ready(error) = deadline.as_mut().poll(cx)
        {
            if matches!(self.phase, Phase::Before) {
                return Poll::Ready(Step::End(Err(error)));
            }
            self.end(Err(error));
            return Poll::Ready(Step::Cancel);
        }
        self.poll_phase(cx)
    }

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

    fn set_deadline(&mut self, deadline: Deadline) {
        self.deadline = Some(deadline);
    }
}
