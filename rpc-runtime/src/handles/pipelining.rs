//! Calls on a handle that has not arrived: they travel behind the call that returns it.

use std::ops::Deref;
use std::rc::Rc;

use futures_util::FutureExt;

use crate::calls::call::{Call, Sent, State, done};
use crate::calls::chain::Chain;
use crate::error::{CallFailure, Error, Result};
use crate::handles::handle::{Handle, Resource};
use crate::js::glue;
use crate::native::run::LocalFuture;
use crate::transports::in_process::Arrival;

/// The handle before it has arrived: calls on it are pipelined.
impl<T: Resource, F: CallFailure + Into<Error>> Deref for Call<T, F> {
    type Target = T;

    fn deref(&self) -> &T {
        self.arriving(|| {
            let options = self.options();
            let handle = match self.take_unsent() {
                Some((method, options, call)) => {
                    let (arrival, awaited) = share(method, Box::pin(call));
                    *self.state() = State::Running(method, awaited);
                    Handle::arriving_later(arrival, options)
                }
                None => arriving(&mut self.state()),
            };
            T::from_handle(handle.with_options(options))
        })
    }
}

/// The call `sent`, as others are chained to it.
fn chain<T: Resource, F: CallFailure + Into<Error>>(sent: &Sent<T, F>) -> Chain {
    let (method, reader) = (sent.method, sent.reader);
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
    Chain::new(sent.awaited.clone(), Box::new(failure), sent.before.clone())
}

fn arriving<T: Resource, F: CallFailure + Into<Error>>(state: &mut State<T, F>) -> Handle {
    match state {
        State::Failed(error) => Handle::lost(error.duplicate()),
        State::Sent(sent) => {
            let promise = sent.awaited.promise();
            let object = match sent.reader.value_at() {
                Some(property) => glue::pending(promise, property),
                None => promise.into(),
            };
            Handle::arriving(object, chain(sent))
        }
        State::Unsent | State::Done => Handle::lost(done()),
        State::Running(..) => {
            let State::Running(method, future) = std::mem::replace(state, State::Done) else {
                return Handle::lost(done());
            };
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
