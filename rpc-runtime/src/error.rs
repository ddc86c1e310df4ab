//! What can go wrong with a call, on either side of it.

mod kind;

use std::fmt;

use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};

use crate::glue;
use crate::value::{Value, ValueError};

pub use kind::ErrorKind;

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
    /// Set for [`ErrorKind::Remote`] and [`ErrorKind::MissingMethod`].
    remote: Option<RemoteError>,
    /// An own property that the thrown `Error` gets.
    property: Option<(&'static str, SendWrapper<JsValue>)>,
}

/// What the other side threw.
#[derive(Clone, Debug)]
pub struct RemoteError {
    name: Option<String>,
    message: String,
    flags: u32,
    /// The thrown value; only wasm code can hold one.
    thrown: SendWrapper<JsValue>,
}

const REMOTE: u32 = 1;
const RETRYABLE: u32 = 2;
const OVERLOADED: u32 = 4;
const DURABLE_OBJECT_RESET: u32 = 8;

impl RemoteError {
    fn from_js(thrown: JsValue) -> Self {
        let parts = glue::describe(&thrown);
        let name = parts.get(0).as_string();
        let message = parts.get(1).as_string().unwrap_or_default();
        let flags = parts.get(2).as_f64().map_or(0, |flags| flags as u32);
        Self {
            name,
            message,
            flags,
            thrown: SendWrapper::new(thrown),
        }
    }

    /// The error's `name`, such as `TypeError`; none if what was thrown is not an object.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The error's `message`, or the thrown value as text if it is not an error.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether it was thrown on the other side of an RPC session (`error.remote`), not by the runtime here.
    pub fn is_remote(&self) -> bool {
        self.flags & REMOTE != 0
    }

    /// Whether the runtime says that trying again may help (`error.retryable`).
    ///
    /// See <https://developers.cloudflare.com/durable-objects/best-practices/error-handling/>.
    pub fn is_retryable(&self) -> bool {
        self.flags & RETRYABLE != 0
    }

    /// Whether a Durable Object is overloaded (`error.overloaded`); trying again makes that worse.
    pub fn is_overloaded(&self) -> bool {
        self.flags & OVERLOADED != 0
    }

    /// Whether a Durable Object was reset, by a code update for instance (`error.durableObjectReset`). Its
    /// stub is broken: make a new one.
    pub fn is_durable_object_reset(&self) -> bool {
        self.flags & DURABLE_OBJECT_RESET != 0
    }

    /// An own property of the thrown error.
    ///
    /// The runtime carries an error's own properties only where both sides have
    /// `enhanced_error_serialization`, the default from compatibility date 2026-04-21.
    pub fn property(&self, name: &str) -> Option<JsValue> {
        let thrown: &js_sys::Object = self.thrown.dyn_ref()?;
        let key = JsValue::from_str(name);
        let own = js_sys::Reflect::get_own_property_descriptor(thrown, &key).ok()?;
        if own.is_undefined() {
            return None;
        }
        js_sys::Reflect::get(thrown, &key).ok()
    }

    /// The thrown value itself.
    pub fn thrown(&self) -> &JsValue {
        &self.thrown
    }
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
            property: None,
        }))
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
            ..
        } = &*self.0;
        Self(Box::new(Inner {
            kind: *kind,
            method: *method,
            message: message.clone(),
            remote: remote.clone(),
            property: None,
        }))
    }

    pub(crate) fn invalid_argument(method: &'static str, name: &str, error: &ValueError) -> Self {
        Self::of(
            ErrorKind::InvalidArgument,
            format!("argument {name}: {error}"),
        )
        .in_method(method)
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
        let kind = if is_missing_method(&remote) {
            ErrorKind::MissingMethod
        } else {
            ErrorKind::Remote
        };
        let message = remote.message.clone();
        Self(Box::new(Inner {
            kind,
            method: Some(method),
            message,
            remote: Some(remote),
            property: None,
        }))
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What the schema calls the method whose call failed (`place-order`), where one is known.
    pub fn method(&self) -> Option<&str> {
        self.0.method
    }

    /// What went wrong, without the method's name.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What the other side threw, for the kinds `Remote` and `MissingMethod`.
    pub fn remote(&self) -> Option<&RemoteError> {
        self.0.remote.as_ref()
    }

    /// The `Error` that a JavaScript caller sees: a `TypeError` for a bad argument or an unknown method, else
    /// an `Error`, with the name and flags of the remote error that caused it.
    ///
    /// Always a new object. A remote `RuntimeError` handed on as it is would look like a trap of this Worker's
    /// own wasm instance, and the bundler's shim would reset it.
    pub fn to_js(&self) -> JsValue {
        let kind = match self.kind() {
            ErrorKind::InvalidArgument | ErrorKind::MissingMethod => "TypeError",
            _ => "Error",
        };
        let name = self.remote().and_then(RemoteError::name);
        let flags = self.remote().map_or(0, |remote| remote.flags);
        let error = glue::make_error(kind, name, &self.to_string(), flags);
        if let Some((name, value)) = &self.0.property {
            // Cannot fail: the error is new, and extensible.
            let _ = js_sys::Reflect::set(&error, &JsValue::from_str(name), value);
        }
        error
    }
}

/// The words that workerd uses when a method does not exist on the other side (`worker-rpc.c++`), and ours.
fn is_missing_method(error: &RemoteError) -> bool {
    error.name() == Some("TypeError")
        && (error
            .message
            .starts_with("The RPC receiver does not implement the method")
            || error.message.starts_with("The target has no method"))
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

impl fmt::Display for RemoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = &self.name {
            write!(f, "{name}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for RemoteError {}

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
            Self::Declared(error) => write!(f, "{error:?}"),
            Self::Failed(error) => error.fmt(f),
        }
    }
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
            CallError::Declared(declared) => Self::of(ErrorKind::Declared, format!("{declared:?}")),
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
