//! What can go wrong with a call, on either side of it.

mod call_error;
mod failure;
mod kind;
pub(crate) mod known;
mod remote;

use std::fmt;
use std::sync::OnceLock;

use crate::thread::SendWrapper;
use rpc_message::ValueError;
use wasm_bindgen::JsValue;

use crate::error::failure::{Failure, Part, Why, joined};
use crate::js::glue;
use crate::text;

pub use call_error::{CallError, CallFailure};
pub use kind::ErrorKind;
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
    failure: Failure,
    /// The failure as text, once somebody asked for it.
    message: OnceLock<String>,
    /// An own property that the thrown `Error` gets.
    property: Option<(&'static str, SendWrapper<JsValue>)>,
}

impl Error {
    /// A failure of a server method's own; the caller sees `message`.
    pub fn new(message: impl fmt::Display) -> Self {
        Self::of(ErrorKind::Application, format!("{message}"))
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

    fn from_failure(failure: Failure) -> Self {
        Self(Box::new(Inner {
            failure,
            message: OnceLock::new(),
            property: None,
        }))
    }

    pub(crate) fn of(kind: ErrorKind, message: impl Into<Why>) -> Self {
        Self::about(kind, Part::Call, message.into())
    }

    #[inline(never)]
    fn about(kind: ErrorKind, part: Part, why: Why) -> Self {
        Self::from_failure(Failure::new(kind, part, why))
    }

    /// Whatever is called here has no such method: of a number that JavaScript gave for it.
    pub(crate) fn missing_method() -> Self {
        Self::of(ErrorKind::MissingMethod, known::NO_SUCH_METHOD)
    }

    /// The error that a schema declares, where only an error of this type can be passed on.
    pub(crate) fn declared(error: &impl fmt::Debug) -> Self {
        Self::of(ErrorKind::Declared, shown(error))
    }

    /// Names the method, unless one is named already.
    pub(crate) fn in_method(mut self, method: &'static str) -> Self {
        self.0.failure.method.get_or_insert(method);
        self
    }

    /// An argument that has no form on the wire.
    pub(crate) fn unwritable(
        method: &'static str,
        name: &'static str,
        why: impl Into<Why>,
    ) -> Self {
        let part = Part::Argument(name);
        Self::about(ErrorKind::InvalidArgument, part, why.into()).in_method(method)
    }

    /// The same failure, for another who waits for it. What was thrown stays with the first.
    #[inline(never)]
    pub(crate) fn duplicate(&self) -> Self {
        Self::from_failure(self.0.failure.clone())
    }

    /// The call of `method` that came in is refused: its arguments are not those of the schema. `why` starts with
    /// `expected`, by which the caller knows a refusal.
    pub(crate) fn refusal(method: &'static str, why: impl Into<Why>) -> Self {
        Self::refused(method, Part::Call, why.into())
    }

    /// [`refusal`](Self::refusal) of one argument, which is said first; then `why` may be anything.
    pub(crate) fn invalid_argument(
        method: &'static str,
        name: &'static str,
        why: impl Into<Why>,
    ) -> Self {
        Self::refused(method, Part::Argument(name), why.into())
    }

    #[inline(never)]
    fn refused(method: &'static str, part: Part, why: Why) -> Self {
        let mut failure = Failure::new(ErrorKind::InvalidArgument, part, why);
        failure.is_refusal = true;
        Self::from_failure(failure).in_method(method)
    }

    /// What came back, or is to, does not have the type that the schema gives it.
    #[inline(never)]
    pub(crate) fn invalid_reply(
        method: &'static str,
        part: &'static str,
        error: ValueError,
    ) -> Self {
        let part = Part::Reply(part);
        Self::about(ErrorKind::InvalidReply, part, error.into()).in_method(method)
    }

    /// The props of the binding do not have the type that is asked for.
    pub(crate) fn invalid_props(error: impl Into<Why>) -> Self {
        Self::about(ErrorKind::InvalidProps, Part::Props(None), error.into())
    }

    /// It is about the props that this entrypoint declares.
    pub(crate) fn of_entrypoint(mut self, name: &'static str) -> Self {
        self.0.failure.part = Part::Props(Some(name));
        self.0.message = OnceLock::new();
        self
    }

    /// Gives the thrown `Error` an own property.
    pub(crate) fn with_property(mut self, name: &'static str, value: JsValue) -> Self {
        self.0.property = Some((name, SendWrapper::new(value)));
        self
    }

    /// Adds what may help to the message.
    pub(crate) fn with_note(mut self, note: &'static str) -> Self {
        self.0.failure.notes.push(note);
        self.0.message = OnceLock::new();
        self
    }

    /// What a call's promise was rejected with, or what calling threw.
    pub(crate) fn from_thrown(method: &'static str, thrown: JsValue) -> Self {
        Self::from_remote(method, RemoteError::from_js(thrown))
    }

    /// What is known of an error that a call of `method` ended with.
    #[inline(never)]
    pub(crate) fn from_remote(method: &'static str, remote: RemoteError) -> Self {
        let (kind, message) = remote.explain(method);
        let note = remote.refused_value();
        let note = note.or_else(|| known::note(&message, remote.is_remote()));
        let mut failure = Failure::new(kind, Part::Call, message.into());
        failure.method = Some(method);
        failure.notes.extend(note);
        failure.remote = Some(remote);
        Self::from_failure(failure)
    }

    /// A stub that the runtime has disposed, in its words.
    #[cold]
    pub(crate) fn stub_disposed(method: &'static str) -> Self {
        let text = known::STUB_DISPOSED;
        let mut failure = Failure::new(ErrorKind::Gone, Part::Call, text.into());
        failure.method = Some(method);
        failure.notes.extend(known::note(text, false));
        Self::from_failure(failure)
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.failure.kind
    }

    /// What the schema calls the method whose call failed (`place-order`), where one is known.
    pub fn method(&self) -> Option<&str> {
        self.0.failure.method
    }

    /// What the schema calls the argument that is wrong (`order`), if it is one and this side found out.
    pub fn argument(&self) -> Option<&str> {
        self.0.failure.argument()
    }

    /// The way to what is wrong in an argument or in the reply (`items[3].price`), if it is a part of it and this side
    /// found out.
    pub fn path(&self) -> Option<String> {
        self.0.failure.path()
    }

    /// What went wrong, without the method's name. What the other side said is in it escaped and cut to 2,000
    /// characters; [`RemoteError::message`] has it in full.
    pub fn message(&self) -> &str {
        let Inner {
            failure, message, ..
        } = &*self.0;
        message.get_or_init(|| failure.text())
    }

    /// What went wrong, with the method's name.
    pub(crate) fn text(&self) -> String {
        let message = self.0.failure.text();
        match self.0.failure.method {
            Some(method) => joined(&[method, ": ", &message]),
            None => message,
        }
    }

    /// What the other side threw, or the runtime; none for what was found out here.
    pub fn remote(&self) -> Option<&RemoteError> {
        self.0.failure.remote.as_ref()
    }

    /// The `Error` that a JavaScript caller sees: a `TypeError` for a bad argument or an unknown method, else
    /// an `Error`, with the name and flags of the remote error that caused it.
    ///
    /// Always a new object. A remote `RuntimeError` handed on as it is would look like a trap of this Worker's
    /// own wasm instance, and the bundler's shim would reset it. So it is handed on as an `Error`, and every message of
    /// another side with the name of the method before it that said so.
    pub fn to_js(&self) -> JsValue {
        let is_type_error = match self.kind() {
            ErrorKind::InvalidArgument => self.0.failure.is_refusal,
            ErrorKind::MissingMethod | ErrorKind::InvalidProps => true,
            _ => false,
        };
        let message = self.text();
        let error = match self.remote() {
            Some(remote) => {
                let passed_on = remote.passed_on(self.0.failure.method, message);
                let name = passed_on.name.as_deref();
                glue::make_error(is_type_error, name, &passed_on.message, passed_on.flags)
            }
            None => glue::make_error(is_type_error, None, &message, 0),
        };
        if let Some((name, value)) = &self.0.property {
            // Cannot fail: the error is new, and extensible.
            let _ = js_sys::Reflect::set(&error, &JsValue::from_str(name), value);
        }
        error
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("kind", &self.kind());
        if let Some(method) = self.method() {
            out.field("method", &method);
        }
        out.field("message", &self.0.failure.text());
        if let Some(remote) = self.remote() {
            out.field("remote", remote);
        }
        if let Some((name, _)) = &self.0.property {
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

/// A declared error as text. It holds what a peer sent, which `Debug` escapes.
pub(crate) fn shown(error: &impl fmt::Debug) -> String {
    text::shown(&format!("{error:?}"), text::MESSAGE)
}
