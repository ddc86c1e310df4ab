//! How a call fails: what the caller is told, and whether the method has run.

use std::fmt;
use std::time::Duration;

use rpc_message::ValueError;

use crate::calls::reply_type::ReplyType;
use crate::error::known::{DURABLE_OBJECT_RESET, HUNG, OVERLOADED, REMOTE, RETRYABLE, TRAPPED};
use crate::error::{Error, RemoteError};

/// How a call fails, as the runtime has it fail: see [`faults`](super::faults).
///
/// The errors are those that a Worker gets: of the same kind, with the same flags
/// ([`RemoteError::is_retryable`](crate::RemoteError::is_retryable), …) and words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The connection is lost before the call has arrived: "Network connection lost.", retryable. A handle that was
    /// called is broken, as is whatever calls on it have returned.
    Disconnected,
    /// The same, once the method has run: its answer does not arrive. The caller cannot tell one from the other.
    DroppedReply,
    /// The call does not come to the Durable Object, by trouble that is expected to pass, and is said to be retryable.
    Retryable,
    /// A Durable Object has too much to do, and does not run the method. To try again would make that worse.
    Overloaded,
    /// A Durable Object starts anew while it runs the method, since its code was updated: retryable. The stub is broken,
    /// with all the handles that it has returned: whatever else is called on them fails the same.
    DurableObjectReset,
    /// The answer arrives that much later.
    Late(Duration),
    /// The method runs, and the reply is not of the type that the schema gives it.
    WrongValue,
    /// The other side's instance ends while it runs the method, by a panic or another trap. The calls that are under way
    /// fail the same; handles that came from it are gone. The next call through the binding has a new instance; what the
    /// server has in memory is the test's.
    Trapped,
    /// The other side waits for nothing that can still happen, and the runtime cancels the call.
    Hung,
    /// What the other side, or the runtime, throws otherwise. The method does not run.
    Thrown(Thrown),
}

impl Fault {
    /// Whether the method runs all the same.
    pub(super) fn runs_method(&self) -> bool {
        matches!(self, Self::DroppedReply | Self::Late(_) | Self::WrongValue)
    }

    /// What is thrown.
    pub(super) fn thrown(&self) -> Option<Thrown> {
        Some(match self {
            Self::Disconnected | Self::DroppedReply => {
                Thrown::new("Network connection lost.").retryable()
            }
            Self::Retryable => {
                Thrown::new("Cannot resolve Durable Object due to transient issue on remote node.")
                    .retryable()
            }
            Self::Overloaded => {
                Thrown::new("Durable Object is overloaded. Too many requests queued.").overloaded()
            }
            Self::DurableObjectReset => {
                Thrown::new("Durable Object reset because its code was updated.")
                    .retryable()
                    .durable_object_reset()
            }
            Self::Trapped => Thrown::new(TRAPPED).remote(),
            Self::Hung => Thrown::new(format!(
                "{HUNG} and would never generate a response. Refer to: \
                 https://developers.cloudflare.com/workers/observability/errors/"
            )),
            Self::Thrown(thrown) => thrown.clone(),
            Self::Late(_) | Self::WrongValue => return None,
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Thrown(thrown) => thrown.fmt(f),
            other => write!(f, "{other:?}"),
        }
    }
}

/// An error that is thrown, with the flags of the runtime: to have one fail that was seen in production, say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thrown {
    name: String,
    message: String,
    flags: u32,
}

impl Thrown {
    /// An `Error` of the runtime on this side, without flags.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            name: "Error".to_owned(),
            message: message.into(),
            flags: 0,
        }
    }

    fn flagged(mut self, flag: u32) -> Self {
        self.flags |= flag;
        self
    }

    /// The error's `name`, such as `TypeError`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Thrown on the other side: `error.remote`.
    #[must_use]
    pub fn remote(self) -> Self {
        self.flagged(REMOTE)
    }

    /// `error.retryable`.
    #[must_use]
    pub fn retryable(self) -> Self {
        self.flagged(RETRYABLE)
    }

    /// `error.overloaded`.
    #[must_use]
    pub fn overloaded(self) -> Self {
        self.flagged(OVERLOADED)
    }

    /// `error.durableObjectReset`. The stub is broken from then on.
    #[must_use]
    pub fn durable_object_reset(self) -> Self {
        self.flagged(DURABLE_OBJECT_RESET)
    }

    pub(super) fn is_durable_object_reset(&self) -> bool {
        self.flags & DURABLE_OBJECT_RESET != 0
    }

    pub(super) fn is_trap(&self) -> bool {
        self.message == TRAPPED
    }

    /// What a call of `method` fails with.
    pub(super) fn error(&self, method: &'static str, reply: &ReplyType) -> Error {
        let remote = RemoteError::of_host(self.name.clone(), self.message.clone(), self.flags);
        reply.failed(Error::from_remote(method, remote))
    }
}

impl fmt::Display for Thrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.message)
    }
}

/// The error for a reply that is of another type: a number, or what is not one where a number belongs.
pub(super) fn wrong_value(method: &'static str, reply: &ReplyType) -> Error {
    let expected = reply.expected();
    let got = match expected.as_str() {
        "u8" | "u16" | "u32" | "u64" | "s8" | "s16" | "s32" | "s64" | "f32" | "f64" => {
            "string \"wrong\""
        }
        "name or number of a case" => "boolean false",
        _ => "number 0",
    };
    let error = match expected.as_str() {
        // Any value of JavaScript may be one.
        "" => ValueError::new("the value is not what its type takes"),
        expected => ValueError::new(format_args!("expected {expected}, got {got}")),
    };
    Error::invalid_reply(method, "result", error)
}
