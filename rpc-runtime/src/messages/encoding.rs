//! Encodings of calls that may be messages.

use std::fmt;
use std::marker::PhantomData;

use wasm_bindgen::JsValue;

use crate::calls::encoding::{Incoming, Outgoing};
use crate::calls::params::{Arguments, Params, write};
use crate::error::{CallError, Error, Result};
use crate::message::{StructSize, StructWriter};
use crate::messages::bytes::Received;
use crate::messages::incoming::{Read, read_params};
use crate::messages::outgoing::{OutgoingMessage, RetryAsObjects};
use crate::messages::reply::write_reply;
use crate::objects::ValueError;

/// Methods of which number `N` may be called with messages. Implemented by generated code, on the type that stands for
/// the methods.
pub trait TakesMessages<const N: usize>: Sized {
    /// The method's parameters.
    type Params: Params;
    /// What a message of the result holds: a value, or of a method that declares an error, a value or that error.
    type Reply;

    /// How a server reads the parameters, and writes the result.
    const TAKES: Takes<Self, N>;
}

/// Methods of which number `N` is called with messages, where the other side takes them.
pub trait SendsMessages<const N: usize>: TakesMessages<N> {
    /// The parameters as a client passes them.
    type Passed<'a>;

    /// How a client writes the parameters, and reads the result.
    const SENDS: Sends<Self, N>;
}

/// What a server does with messages.
pub struct Takes<M: TakesMessages<N>, const N: usize> {
    /// Words and pointers of the struct with the result.
    pub size: (u16, u16),
    /// Reads the parameters.
    pub read: Read<M::Params>,
    /// Writes the result.
    pub write: fn(&mut StructWriter<'_>, &M::Reply) -> Result<(), ValueError>,
}

/// What a client does with messages.
pub struct Sends<M: SendsMessages<N>, const N: usize> {
    /// The method that takes messages: `$capnpOrders`.
    pub method: &'static str,
    /// Whether the call can be made again, with objects: not where an argument may be a handle, which cannot be sent
    /// twice. Such a call is a message only when the peer is known to take them.
    pub may_retry: bool,
    /// Words and pointers of the struct with the parameters.
    pub size: (u16, u16),
    /// Writes the parameters.
    pub write: fn(&mut StructWriter<'_>, &M::Passed<'_>) -> Result<(), ValueError>,
    /// Reads the result.
    pub read: Read<M::Reply>,
}

impl<M: TakesMessages<N>, const N: usize> fmt::Debug for Takes<M, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Takes({N})")
    }
}

impl<M: SendsMessages<N>, const N: usize> fmt::Debug for Sends<M, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sends({N}, {})", self.method)
    }
}

/// Calls go as messages to whoever takes them, as method number `N` of `M` has it.
#[derive(Debug)]
pub struct Messages<M, const N: usize>(PhantomData<M>);

/// Calls go as objects: a message would not be quicker. They may come as messages all the same.
#[derive(Debug)]
pub struct Accepts<M, const N: usize>(PhantomData<M>);

/// What a method gives, and what of it is in a message.
pub trait InMessage<T>: Sized {
    /// The part that is in a message.
    type Reply;

    /// What else is thrown.
    ///
    /// # Errors
    /// That.
    fn reply_of(outcome: Result<T, Self>) -> Result<Self::Reply>;

    /// The reverse.
    fn outcome_of(reply: Self::Reply) -> Result<T, Self>;
}

impl<T> InMessage<T> for Error {
    type Reply = T;

    fn reply_of(outcome: Result<T>) -> Result<T> {
        outcome
    }

    fn outcome_of(reply: T) -> Result<T> {
        Ok(reply)
    }
}

impl<T, E> InMessage<T> for CallError<E> {
    type Reply = Result<T, E>;

    fn reply_of(outcome: Result<T, Self>) -> Result<Result<T, E>> {
        match outcome {
            Ok(value) => Ok(Ok(value)),
            Err(Self::Declared(error)) => Ok(Err(error)),
            Err(Self::Failed(error)) => Err(error),
        }
    }

    fn outcome_of(reply: Result<T, E>) -> Result<T, Self> {
        reply.map_err(Self::Declared)
    }
}

impl<'a, M, T, F, const N: usize> Outgoing<M::Passed<'a>, M::Params, T, F> for Messages<M, N>
where
    M: SendsMessages<N, Params: Arguments<M::Params>>,
    F: InMessage<T, Reply = M::Reply>,
{
    fn message() -> Option<OutgoingMessage<M::Passed<'a>, T, F>> {
        let retry: RetryAsObjects = |from, mode, names| write(mode, names, &(M::TAKES.read)(from)?);
        let (data, pointers) = M::SENDS.size;
        Some(OutgoingMessage {
            method: M::SENDS.method,
            size: StructSize::new(data, pointers),
            write: M::SENDS.write,
            read: |from| (M::SENDS.read)(from).map(F::outcome_of),
            retry: if M::SENDS.may_retry {
                Some(retry)
            } else {
                None
            },
        })
    }
}

impl<A, P, T, F, M, const N: usize> Outgoing<A, P, T, F> for Accepts<M, N> {
    fn message() -> Option<OutgoingMessage<A, T, F>> {
        None
    }
}

impl<M, T, F, const N: usize> Incoming<M::Params, T, F> for Messages<M, N>
where
    M: TakesMessages<N>,
    F: InMessage<T, Reply = M::Reply>,
{
    fn read(message: &Received, method: &'static str) -> Result<M::Params> {
        read_params(message, method, M::TAKES.read)
    }

    fn write(method: &'static str, outcome: Result<T, F>) -> Result<JsValue> {
        let Takes { size, write, .. } = M::TAKES;
        write_reply(method, size, write, &F::reply_of(outcome)?)
    }
}

impl<M, T, F, const N: usize> Incoming<M::Params, T, F> for Accepts<M, N>
where
    M: TakesMessages<N>,
    F: InMessage<T, Reply = M::Reply>,
{
    fn read(message: &Received, method: &'static str) -> Result<M::Params> {
        <Messages<M, N> as Incoming<M::Params, T, F>>::read(message, method)
    }

    fn write(method: &'static str, outcome: Result<T, F>) -> Result<JsValue> {
        <Messages<M, N> as Incoming<M::Params, T, F>>::write(method, outcome)
    }
}
