//! The kinds of failures, and which answer of a gateway fits each.

/// What kind of failure an [`Error`](super::Error) is.
///
/// On the calling side most kinds come from what was thrown. A Worker of this project that passes on the failure of a
/// call of its own puts that method's name before the text, and then the kind here is [`Remote`](Self::Remote): what
/// a kind says is about the call that was made, not about one further down. A Worker in JavaScript that lets such an
/// error through unchanged cannot be told from one that is in the same trouble itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument does not have the type that the schema gives it, or there are too few or too many: in a server,
    /// those of the call that came in; in a client, one that cannot be sent.
    InvalidArgument,
    /// The other side refused an argument of this call, as one that does not have the type that its schema gives it:
    /// the two schemas differ, or a type has a rule of its own.
    ///
    /// A `TypeError` whose message starts as those of this project do: with this method's name in the schema, then
    /// `argument` or how many arguments were expected. A peer in JavaScript may throw the same to say the same.
    RefusedArgument,
    /// The other side was not made for this call, since the `props` of the binding are not those that its entrypoint
    /// declares. Mend the binding.
    InvalidProps,
    /// A binding of this Worker is not there, is of another kind than the code asks for, or is a variable of another
    /// shape: see [`Context`](crate::Context). Mend the Worker's configuration.
    InvalidBinding,
    /// The reply does not have the type that the schema gives it.
    InvalidReply,
    /// The other side threw something that no other kind stands for; see [`Error::remote`](super::Error::remote).
    Remote,
    /// The other side has no such method; or it is in JavaScript and let the same error through from a call of its
    /// own, see the message.
    MissingMethod,
    /// The other side's WebAssembly instance ended while it served the call: a panic, or no memory or stack left.
    /// What happened is in its log, and in no reply. The next call has a new instance; whatever this one had in
    /// memory is lost, and how far the call came is not known.
    Trapped,
    /// What was called is not there any more: a resource or a stub that was disposed, a stub that is used after the
    /// call or request to which it belonged, a resource whose Worker panicked, the stub of a Durable Object that was
    /// reset, a connection that was lost. Ask for a new one.
    ///
    /// What the runtime says on this side, without `error.remote`, or a resource of this project. The same trouble of
    /// the other side with a stub of its own is [`Remote`](Self::Remote).
    Gone,
    /// The other side would never have answered, and the runtime canceled its call: it waits for nothing that can
    /// still happen. (A Durable Object is not canceled so.)
    Hung,
    /// The deadline of the call passed before there was an answer: see [`CallOptions::deadline`](crate::CallOptions::deadline).
    /// How far the call came on the other side is not known.
    DeadlineExceeded,
    /// The call was cancelled by whoever made it. This is what its server is told; nobody waits for it any more.
    Cancelled,
    /// Raised by a server method's own code.
    Application,
    /// The other side answered with the error that the schema declares, where only the call's own failure can
    /// be passed on (see [`CallError`](super::CallError)).
    Declared,
    /// Not possible here: most of what needs the Workers runtime, when running on the host; and what the runtime of the
    /// Worker that was to send it does not carry, such as a binding on one of before July 2026.
    Unsupported,
}

impl ErrorKind {
    /// The status with which a gateway answers a request that failed so, where it has nothing better to say.
    ///
    /// | kinds | status |
    /// |---|---|
    /// | `InvalidArgument`, `RefusedArgument` | 400 Bad Request: what came in went on as it was |
    /// | `MissingMethod` | 501 Not Implemented |
    /// | `Remote`, `InvalidReply`, `Trapped` | 502 Bad Gateway |
    /// | `Gone` | 503 Service Unavailable: a new try, with a new stub, may work |
    /// | `Hung`, `DeadlineExceeded` | 504 Gateway Timeout |
    /// | `Application`, `Cancelled`, `Declared`, `InvalidBinding`, `InvalidProps`, `Unsupported` | 500 Internal Server Error: the gateway's own, or left unhandled there |
    ///
    /// ```
    /// assert_eq!(rpc_runtime::ErrorKind::Gone.http_status(), 503);
    /// ```
    pub const fn http_status(self) -> u16 {
        match self {
            Self::InvalidArgument | Self::RefusedArgument => 400,
            Self::MissingMethod => 501,
            Self::Remote | Self::InvalidReply | Self::Trapped => 502,
            Self::Gone => 503,
            Self::Hung | Self::DeadlineExceeded => 504,
            Self::Application
            | Self::Cancelled
            | Self::Declared
            | Self::InvalidBinding
            | Self::InvalidProps
            | Self::Unsupported => 500,
        }
    }
}
