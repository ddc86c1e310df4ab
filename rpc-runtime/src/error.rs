//! What can go wrong with a call, on either side of it.

mod kind;
mod lifetime;
mod remote;

use std::fmt;

use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;

use crate::js::glue;
use crate::text;
use crate::value::{Value, ValueError};

pub use kind::ErrorKind;
#[cfg(feature = "capnp")]
pub(crate) use remote::NO_MESSAGES;
pub use remote::RemoteError;

/// The result of a call, or of serving one.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed.
///
/// On the calling side [`kind`](Self::kind) tells apart what the other side threw from a reply that does not
/// match the schema. On the serving side a method returns one, mostly through [`Error::new`] or `?`, and the
/// caller sees its [`message`](Self::message).
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// What the schema calls the method, where one is known.
    method: Option<&'static str>,
    message: String,
    /// Set if it was thrown by the other side, or by the runtime.
    remote: Option<RemoteError>,
    /// Whether it refuses an argument of the call that came in.
    is_refusal: bool,
    /// An own property that the thrown `Error` gets.
    property: Option<(&'static str, SendWrapper<JsValue>)>,
}

impl Error {
    /// A failure of a server method's own; the caller sees `message`.
    pub fn new(message: impl fmt::Display) -> Self {
        Self::of(ErrorKind::Application, message.to_string())
    }

    /// A failure of a server method's own, from an error and the errors that caused it.
    pub fn from_error(error: &dyn std::error::Error) -> Self {
        let mut message = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            message.push_str(": ");
            message.push_str(&cause.to_string());
            source = cause.source();
        }
        Self::of(ErrorKind::Application, message)
    }

    pub(crate) fn of(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            method: None,
            message: message.into(),
            remote: None,
            is_refusal: false,
            property: None,
        }))
    }

    /// The error that a schema declares, where only an error of this type can be passed on.
    pub(crate) fn declared(error: &impl fmt::Debug) -> Self {
        Self::of(ErrorKind::Declared, shown(error))
    }

    /// Names the method, unless one is named already.
    pub(crate) fn in_method(mut self, method: &'static str) -> Self {
        self.0.method.get_or_insert(method);
        self
    }

    /// An argument that has no form on the wire.
    pub(crate) fn unwritable(method: &'static str, name: &str, why: &str) -> Self {
        Self::of(
            ErrorKind::InvalidArgument,
            format!("argument {name}: {why}"),
        )
        .in_method(method)
    }

    /// The same failure, for another who waits for it. What was thrown stays with the first.
    pub(crate) fn again(&self) -> Self {
        let Inner {
            kind,
            method,
            message,
            remote,
            is_refusal,
            property: _,
        } = &*self.0;
        Self(Box::new(Inner {
            kind: *kind,
            method: *method,
            message: message.clone(),
            remote: remote.clone(),
            is_refusal: *is_refusal,
            property: None,
        }))
    }

    /// The call of `method` that came in is refused: its arguments are not those of the schema. `why` starts with
    /// `argument` or `expected`, by which the caller knows a refusal.
    pub(crate) fn refusal(method: &'static str, why: impl Into<String>) -> Self {
        let mut error = Self::of(ErrorKind::InvalidArgument, why).in_method(method);
        error.0.is_refusal = true;
        error
    }

    /// [`refusal`](Self::refusal) for one argument.
    pub(crate) fn invalid_argument(
        method: &'static str,
        name: &str,
        error: impl fmt::Display,
    ) -> Self {
        Self::refusal(method, format!("argument {name}: {error}"))
    }

    pub(crate) fn invalid_reply(method: &'static str, part: &str, error: &ValueError) -> Self {
        Self::of(ErrorKind::InvalidReply, format!("{part}: {error}")).in_method(method)
    }

    /// Gives the thrown `Error` an own property.
    pub(crate) fn with_property(mut self, name: &'static str, value: JsValue) -> Self {
        self.0.property = Some((name, SendWrapper::new(value)));
        self
    }

    /// Adds what may help to the message.
    pub(crate) fn with_note(mut self, note: &str) -> Self {
        self.0.message = format!("{} ({note})", self.0.message);
        self
    }

    /// What a call's promise was rejected with, or what calling threw.
    pub(crate) fn from_thrown(method: &'static str, thrown: JsValue) -> Self {
        let remote = RemoteError::from_js(thrown);
        let (kind, message) = remote.explain(method);
        // What the other side was told is about what it did itself.
        let note = lifetime::note(&message).filter(|_| !remote.is_remote());
        let error = Self(Box::new(Inner {
            kind,
            method: Some(method),
            message,
            remote: Some(remote),
            is_refusal: false,
            property: None,
        }));
        match note {
            Some(note) => error.with_note(note),
            None => error,
        }
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What the schema calls the method whose call failed (`place-order`), where one is known.
    pub fn method(&self) -> Option<&str> {
        self.0.method
    }

    /// What went wrong, without the method's name. What the other side said is in it escaped and cut to 2,000
    /// characters; [`RemoteError::message`] has it in full.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What the other side threw, or the runtime; none for what was found out here.
    pub fn remote(&self) -> Option<&RemoteError> {
        self.0.remote.as_ref()
    }

    /// The `Error` that a JavaScript caller sees: a `TypeError` for a bad argument or an unknown method, else
    /// an `Error`, with the name and flags of the remote error that caused it.
    ///
    /// Always a new object. A remote `RuntimeError` handed on as it is would look like a trap of this Worker's
    /// own wasm instance, and the bundler's shim would reset it. So it is handed on as an `Error`, and every message of
    /// another side with the name of the method before it that said so.
    pub fn to_js(&self) -> JsValue {
        let is_type_error = match self.kind() {
            ErrorKind::InvalidArgument => self.0.is_refusal,
            ErrorKind::MissingMethod | ErrorKind::InvalidProps => true,
            _ => false,
        };
        let kind = if is_type_error { "TypeError" } else { "Error" };
        let name = self.remote().and_then(RemoteError::name_to_pass_on);
        let flags = self.remote().map_or(0, RemoteError::flags);
        let message = self.to_string();
        let message = match (self.remote(), self.0.method) {
            (Some(remote), Some(method)) => remote.message_to_pass_on(method, message),
            _ => message,
        };
        let error = glue::make_error(kind, name.as_deref(), &message, flags);
        if let Some((name, value)) = &self.0.property {
            // Cannot fail: the error is new, and extensible.
            let _ = js_sys::Reflect::set(&error, &JsValue::from_str(name), value);
        }
        error
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(method) = self.0.method {
            write!(f, "{method}: ")?;
        }
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            kind,
            method,
            message,
            remote,
            is_refusal: _,
            property,
        } = &*self.0;
        let mut out = f.debug_struct("Error");
        out.field("kind", kind);
        if let Some(method) = method {
            out.field("method", method);
        }
        out.field("message", message);
        if let Some(remote) = remote {
            out.field("remote", remote);
        }
        if let Some((name, _)) = property {
            out.field("property", name);
        }
        out.finish()
    }
}

impl std::error::Error for Error {}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        error.to_js()
    }
}

#[cfg(feature = "worker")]
impl From<Error> for worker::Error {
    fn from(error: Error) -> Self {
        Self::RustError(error.to_string())
    }
}

#[cfg(feature = "worker")]
impl From<worker::Error> for Error {
    fn from(error: worker::Error) -> Self {
        Self::new(error)
    }
}

/// Why a call of a method with a declared error (`result<T, E>` in the schema) did not give a `T`.
///
/// Whatever crosses the wire ([`Value`]) can be a declared error, from whichever crate its type is.
///
/// One `?` is enough on both sides: a server returns its declared error with `Err(error.into())` or `?`, a
/// client matches on the two, and in a function that returns [`Error`] or `worker::Error`, `?` turns either into
/// that.
#[derive(Debug)]
pub enum CallError<E> {
    /// The error that the schema declares, as a value.
    Declared(E),
    /// The call itself failed.
    Failed(Error),
}

impl<E> CallError<E> {
    /// The declared error, if it is one.
    pub fn declared(&self) -> Option<&E> {
        match self {
            Self::Declared(error) => Some(error),
            Self::Failed(_) => None,
        }
    }
}

impl<E: fmt::Debug> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declared(error) => f.write_str(&shown(error)),
            Self::Failed(error) => error.fmt(f),
        }
    }
}

/// A declared error as text. It holds what a peer sent, which `Debug` escapes.
fn shown(error: &impl fmt::Debug) -> String {
    text::shown(&format!("{error:?}"), text::MESSAGE)
}

impl<E: fmt::Debug> std::error::Error for CallError<E> {}

impl<E> From<Error> for CallError<E> {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Whatever a schema can declare as an error. It is written for every [`Value`], and not emitted for each declared
/// error: the crate that has a type does not know whose error it is, and no other crate could.
impl<E: Value> From<E> for CallError<E> {
    fn from(error: E) -> Self {
        Self::Declared(error)
    }
}

impl From<&str> for CallError<String> {
    fn from(error: &str) -> Self {
        Self::Declared(error.to_owned())
    }
}

impl<E: fmt::Debug> From<CallError<E>> for Error {
    fn from(error: CallError<E>) -> Self {
        match error {
            CallError::Declared(declared) => Self::declared(&declared),
            CallError::Failed(error) => error,
        }
    }
}

#[cfg(feature = "worker")]
impl<E: fmt::Debug> From<CallError<E>> for worker::Error {
    fn from(error: CallError<E>) -> Self {
        Error::from(error).into()
    }
}

#[cfg(feature = "worker")]
impl<E> From<worker::Error> for CallError<E> {
    fn from(error: worker::Error) -> Self {
        Self::Failed(error.into())
    }
}
