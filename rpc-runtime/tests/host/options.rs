//! What clients have around their calls, over servers in the same process: deadlines, cancellation, interceptors.

#[allow(missing_docs, unreachable_pub)]
mod generated {
    include!("../../../wit-codegen/tests/golden/calculator.rs");
}

use std::cell::{Cell, RefCell};
use std::future::{Future, pending, poll_fn};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use generated::calculator::{Calculator, CalculatorClient};
use pollster::block_on;
use rpc_runtime::{
    CallInfo, CallOptions, Direction, Error, ErrorKind, Interceptor, Next, Reply, Result,
};

/// Never answers `add(0, 0)`; says when it no longer tries.
#[derive(Default)]
struct Adder {
    dropped: Rc<Cell<u32>>,
    calls: Rc<Cell<u32>>,
}

struct Guard(Rc<Cell<u32>>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

impl Calculator for Adder {
    async fn add(&self, a: u32, b: u32) -> Result<u32> {
        self.calls.set(self.calls.get() + 1);
        if a == 0 && b == 0 {
            let _guard = Guard(Rc::clone(&self.dropped));
            pending::<()>().await;
        }
        a.checked_add(b).ok_or_else(|| Error::new("too large"))
    }
}

const SOON: Duration = Duration::from_millis(20);
const NEVER: Duration = Duration::from_secs(3600);

#[test]
fn past_its_deadline_a_call_fails_and_its_server_stops() {
    let server = Adder::default();
    let dropped = Rc::clone(&server.dropped);
    let adder = CalculatorClient::from_local(server);
    let error = block_on(adder.add(0, 0).deadline(SOON)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DeadlineExceeded);
    assert_eq!(error.to_string(), "add: there was no answer within 20ms");
    assert_eq!(error.kind().http_status(), 504);
    assert_eq!(dropped.get(), 1);

    // Of all calls of a client; one call may have another.
    let patient = adder.with(CallOptions::new().deadline(NEVER));
    assert_eq!(block_on(patient.add(1, 2)).unwrap(), 3);
    let error = block_on(patient.add(0, 0).deadline(SOON)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DeadlineExceeded);
    let hasty = adder.with(CallOptions::new().deadline(SOON));
    let error = block_on(hasty.add(0, 0)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DeadlineExceeded);
    assert_eq!(dropped.get(), 3);
    assert_eq!(block_on(hasty.add(1, 2).deadline(NEVER)).unwrap(), 3);
}

#[test]
fn a_call_that_is_dropped_is_cancelled() {
    let server = Adder::default();
    let dropped = Rc::clone(&server.dropped);
    let adder = CalculatorClient::from_local(server);
    let options = [
        CallOptions::new(),
        CallOptions::new()
            .deadline(NEVER)
            .intercept(Count::default()),
    ];
    for options in options {
        let mut call = Box::pin(adder.with(options).add(0, 0));
        let mut cx = Context::from_waker(Waker::noop());
        assert!(call.as_mut().poll(&mut cx).is_pending());
        drop(call);
    }
    assert_eq!(dropped.get(), 2);
}

#[derive(Clone, Default)]
struct Count(Rc<RefCell<Vec<String>>>);

impl Count {
    fn note(&self, text: impl Into<String>) {
        self.0.borrow_mut().push(text.into());
    }
}

impl Interceptor for Count {
    async fn intercept(&self, call: &CallInfo, next: Next<'_>) -> Result<Reply> {
        assert_eq!(call.direction(), Direction::Sent);
        self.note(format!("{}.{}", call.service(), call.method()));
        let reply = next.run().await;
        match &reply {
            Ok(reply) if reply.is_declared_error() => self.note("declared"),
            Ok(_) => self.note("ok"),
            Err(error) => self.note(error.to_string()),
        }
        reply
    }
}

struct Named(&'static str, Count);

impl Interceptor for Named {
    async fn intercept(&self, _: &CallInfo, next: Next<'_>) -> Result<Reply> {
        self.1.note(format!("{} before", self.0));
        let reply = next.run().await;
        self.1.note(format!("{} after", self.0));
        reply
    }
}

#[test]
fn interceptors_are_around_each_other_in_order() {
    let count = Count::default();
    let options = CallOptions::new().intercept(Named("outer", count.clone()));
    let more = CallOptions::new().intercept(Named("inner", count.clone()));
    let adder = CalculatorClient::from_local(Adder::default());
    let adder = adder
        .with(options)
        .with(more)
        .with(CallOptions::new().intercept(count.clone()));
    assert_eq!(block_on(adder.add(1, 2)).unwrap(), 3);
    assert_eq!(
        count.0.take(),
        [
            "outer before",
            "inner before",
            "rpc:calculator/calculator.add",
            "ok",
            "inner after",
            "outer after"
        ]
    );
    block_on(adder.add(u32::MAX, 1)).unwrap_err();
    assert_eq!(count.0.take()[3], "too large");
    // Past the deadline, they are told.
    block_on(adder.add(0, 0).deadline(SOON)).unwrap_err();
    let seen = count.0.take();
    assert_eq!(seen[3], "add: there was no answer within 20ms");
    assert_eq!(seen.len(), 6);
}

struct Refuse;

impl Interceptor for Refuse {
    async fn intercept(&self, call: &CallInfo, next: Next<'_>) -> Result<Reply> {
        drop(next);
        Err(Error::new(format!("{} is not for you", call.method())))
    }
}

struct Replace;

impl Interceptor for Replace {
    async fn intercept(&self, _: &CallInfo, next: Next<'_>) -> Result<Reply> {
        next.run().await?;
        Err(Error::new("it was for nothing"))
    }
}

#[test]
fn an_interceptor_refuses_a_call_before_it_is_made_or_replaces_its_outcome() {
    let server = Adder::default();
    let calls = Rc::clone(&server.calls);
    let adder = CalculatorClient::from_local(server);
    let refused = block_on(adder.with(CallOptions::new().intercept(Refuse)).add(1, 2));
    assert_eq!(refused.unwrap_err().message(), "add is not for you");
    assert_eq!(calls.get(), 0);
    let replaced = block_on(adder.with(CallOptions::new().intercept(Replace)).add(1, 2));
    assert_eq!(replaced.unwrap_err().message(), "it was for nothing");
    assert_eq!(calls.get(), 1);
}

/// Waits for ever, in the middle of what it does.
struct Stuck {
    runs_before: bool,
    gives_up: bool,
}

impl Interceptor for Stuck {
    async fn intercept(&self, _: &CallInfo, next: Next<'_>) -> Result<Reply> {
        let mut reply = None;
        if self.runs_before {
            let mut call = Box::pin(next.run());
            let mut polls = 0;
            reply = poll_fn(|cx| {
                polls += 1;
                match call.as_mut().poll(cx) {
                    Poll::Ready(reply) => Poll::Ready(Some(reply)),
                    // It was made, and the server is at it.
                    Poll::Pending if self.gives_up && polls > 2 => Poll::Ready(None),
                    Poll::Pending => {
                        cx.waker().wake_by_ref();
                        Poll::Pending
                    }
                }
            })
            .await;
        }
        pending::<()>().await;
        reply.unwrap_or_else(|| Err(Error::new("given up")))
    }
}

#[test]
fn a_deadline_is_for_what_interceptors_do_as_well() {
    for (runs_before, gives_up, silent, cancelled) in [
        (false, false, true, 0),
        (true, true, true, 1),
        // It is told, and goes on.
        (true, false, true, 1),
        // It has the reply.
        (true, false, false, 0),
    ] {
        let server = Adder::default();
        let dropped = Rc::clone(&server.dropped);
        // Whoever is outside of it is told.
        let outer = Count::default();
        let options = CallOptions::new()
            .deadline(SOON)
            .intercept(outer.clone())
            .intercept(Stuck {
                runs_before,
                gives_up,
            });
        let adder = CalculatorClient::from_local(server).with(options);
        let call = adder.add(u32::from(!silent), 0);
        let error = block_on(call).unwrap_err();
        assert_eq!(error.to_string(), "add: there was no answer within 20ms");
        assert_eq!(dropped.get(), cancelled);
        assert_eq!(outer.0.borrow()[1], error.to_string());
    }
}
