//! Calls on a handle that has not arrived: they travel behind the call that returns it.

use std::ops::Deref;
use std::rc::Rc;

use futures_util::FutureExt;

use crate::calls::around::Outgoing;
use crate::calls::call::{Call, State, done};
use crate::calls::chain::{Chain, Failure};
use crate::calls::reply_format::ReplyReader;
use crate::calls::sent::SentCall;
use crate::error::{CallFailure, Error, Result};
use crate::handles::handle::{Handle, Resource};
use crate::js::glue;
use crate::native::run::LocalFuture;
use crate::transports::in_process::Arrival;

/// The handle before it has arrived: calls on it are pipelined.
impl<T: Resource, F: CallFailure + Into<Error>> Deref for Call<T, F> {
    type Target = T;

    fn deref(&self) -> &T {
        self.arriving(|| T::from_handle(arriving(&mut self.state())))
    }
}

/// The call of `method` that was sent, as others are chained to it.
fn chain<T: Resource, F: CallFailure + Into<Error>>(
    method: &'static str,
    reader: ReplyReader<T, F>,
    call: &SentCall,
) -> Handle {
    let failure = move |outcome| match reader.read(method, outcome) {
        Ok(resource) => {
            // Whoever awaits the call has the stub.
            resource.handle().disown();
            None
        }
        Err(failure) => {
            let failure: Error = failure.into();
            Some(failure.in_method(method))
        }
    };
    arriving_behind(call, reader.value_at(), Box::new(failure))
}

/// A handle of the value at `property` in what the call gives.
#[inline(never)]
fn arriving_behind(call: &SentCall, property: Option<&'static str>, failure: Failure) -> Handle {
    let promise = call.awaited().promise();
    let object = match property {
        Some(property) => glue::pending(promise, property),
        None => promise.into(),
    };
    let calls = Chain::new(call.awaited().clone(), failure, call.before().cloned());
    Handle::arriving(object, calls)
}

fn arriving<T: Resource, F: CallFailure + Into<Error>>(state: &mut State<T, F>) -> Handle {
    match std::mem::replace(state, State::Done) {
        State::Failed(error) => {
            let handle = Handle::lost(error.duplicate());
            *state = State::Failed(error);
            handle
        }
        State::Outgoing(call) => {
            let (options, sent, is_here) = match &call.call {
                Outgoing::Sent(sent) => (None, Some(sent), false),
                Outgoing::Around(around) => (around.options(), around.sent(), around.is_here()),
            };
            let method = call.method;
            let handle = match (sent, call.reader) {
                (Some(sent), Some(reader)) => {
                    let handle = chain(method, reader, sent);
                    *state = State::Outgoing(call);
                    handle
                }
                _ => {
                    let call = Call::new(State::Outgoing(call));
                    let (arrival, awaited) = share(method, Box::pin(call));
                    *state = State::Running(method, awaited);
                    match (is_here, &options) {
                        (false, Some(options)) => {
                            Handle::arriving_later(arrival, Rc::clone(options))
                        }
                        _ => Handle::arriving_here(arrival),
                    }
                }
            };
            handle.with_options(options)
        }
        State::Done => Handle::lost(done()),
        State::Running(method, future) => {
            let (arrival, awaited) = share(method, future);
            *state = State::Running(method, awaited);
            Handle::arriving_here(arrival)
        }
    }
}

/// The outcome of a call, for every call that is chained to it and for whoever awaits it.
fn share<T: Resource, F: CallFailure + Into<Error>>(
    method: &'static str,
    call: LocalFuture<'static, Result<T, F>>,
) -> (Arrival, LocalFuture<'static, Result<T, F>>) {
    let arrival = call
        .map(move |outcome| match outcome {
            Ok(resource) => Ok(Rc::new(resource)),
            Err(failure) => {
                let failure: Error = failure.into();
                Err(Rc::new(failure.in_method(method)))
            }
        })
        .shared();
    let awaited = arrival.clone().map(|outcome| match outcome {
        Ok(resource) => Ok(T::from_handle(resource.handle().dup()?)),
        Err(failure) => Err(failure.duplicate().into()),
    });
    let arrival: Arrival = Rc::new(move || {
        let arrival = arrival.clone();
        Box::pin(async move {
            match arrival.await {
                Ok(resource) => resource.handle().dup().map(Handle::into_peer),
                Err(failure) => Err(failure.duplicate()),
            }
        })
    });
    (arrival, Box::pin(awaited))
}
