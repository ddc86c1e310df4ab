//! Calls on a handle that has not arrived: they travel behind the call that returns it.

use std::ops::Deref;
use std::rc::Rc;

use futures_util::FutureExt;

use crate::calls::call::{Call, Sent, State, done};
use crate::calls::chain::Chain;
use crate::error::Error;
use crate::handles::handle::{Handle, Resource};
use crate::js::glue;

/// The handle before it has arrived: calls on it are pipelined.
impl<T: Resource, F: From<Error> + Into<Error> + 'static> Deref for Call<T, F> {
    type Target = T;

    fn deref(&self) -> &T {
        self.arriving(|| T::from_handle(arriving(&mut self.state())))
    }
}

/// The call `sent`, as others are chained to it.
fn chain<T: Resource, F: From<Error> + Into<Error> + 'static>(sent: &Sent<T, F>) -> Chain {
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
    let promise = sent.awaited.promise().clone();
    Chain::new(promise, Box::new(failure), sent.before.clone())
}

fn arriving<T: Resource, F: From<Error> + Into<Error> + 'static>(
    state: &mut State<T, F>,
) -> Handle {
    match state {
        State::Failed(error) => Handle::lost(error.duplicate()),
        State::Sent(sent) => {
            let promise = sent.awaited.promise();
            let object = match sent.reader.value_at() {
                Some(property) => glue::pending(promise, property),
                None => promise.into(),
            };
            Handle::arriving(object, sent.awaited.clone(), chain(sent))
        }
        State::Done => Handle::lost(done()),
        State::Running(..) => {
            let State::Running(method, future) = std::mem::replace(state, State::Done) else {
                return Handle::lost(done());
            };
            // The outcome goes to whoever awaits this call and to every call that is chained to it.
            let arrival = future
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
            *state = State::Running(method, Box::pin(awaited));
            Handle::arriving_here(Rc::new(move || {
                let arrival = arrival.clone();
                Box::pin(async move {
                    match arrival.await {
                        Ok(resource) => resource.handle().dup().map(Handle::into_peer),
                        Err(failure) => Err(failure.duplicate()),
                    }
                })
            }))
        }
    }
}
