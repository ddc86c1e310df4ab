//! What the other side threw, and what that says about the call.

use std::fmt;

use crate::thread::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::kind::ErrorKind;
use crate::error::known::{
    CANCELLED, DURABLE_OBJECT_RESET, GONE, HUNG, INVALID_PROPS, OBJECT_ENDED, OVERLOADED, REMOTE,
    RESOURCE_DISPOSED, RESOURCE_TRAPPED, RETRYABLE, TRAPPED, is_about_missing_method,
    refused_by_runtime,
};
use crate::js::glue;
use crate::text;

/// What the other side threw.
#[derive(Clone)]
pub struct RemoteError {
    name: Option<String>,
    message: String,
    flags: u32,
    /// The thrown value; only wasm code can hold one.
    thrown: SendWrapper<JsValue>,
    /// What an error has that passes this one on. A pointer, so that who calls nobody has no code of it.
    pass_on: fn(&RemoteError, Option<&str>, String) -> PassedOn,
}

/// An error that passes on what another side threw.
pub(super) struct PassedOn {
    pub(super) name: Option<String>,
    pub(super) message: String,
    pub(super) flags: u32,
}

impl RemoteError {
    pub(crate) fn from_js(thrown: JsValue) -> Self {
        let parts = glue::describe(&thrown);
        let name = parts.get(0).as_string();
        let message = parts.get(1).as_string().unwrap_or_default();
        let flags = parts.get(2).as_f64().map_or(0, |flags| flags as u32);
        Self::of(name, message, flags, thrown)
    }

    /// An error that JavaScript never saw.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn of_host(name: String, message: String, flags: u32) -> Self {
        Self::of(Some(name), message, flags, JsValue::UNDEFINED)
    }

    fn of(name: Option<String>, message: String, flags: u32, thrown: JsValue) -> Self {
        Self {
            name,
            message,
            flags,
            thrown: SendWrapper::new(thrown),
            pass_on: |remote, method, message| PassedOn {
                name: remote.name_to_pass_on(),
                message: match method {
                    Some(method) => remote.message_to_pass_on(method, message),
                    None => message,
                },
                flags: remote.flags,
            },
        }
    }

    /// The error of a call of `method` that passes this one on; `message` is what it says.
    pub(super) fn passed_on(&self, method: Option<&str>, message: String) -> PassedOn {
        (self.pass_on)(self, method, message)
    }

    /// The error's `name`, such as `TypeError`; none if what was thrown is not an object.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The error's `message`, or the thrown value as text if it is not an error. In full and as it came: it may be of
    /// any length, and hold line feeds and escape sequences.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether it was thrown on the other side of an RPC session (`error.remote`), not by the runtime here.
    pub fn is_remote(&self) -> bool {
        self.flags & REMOTE != 0
    }

    /// Whether the runtime says that trying again may help (`error.retryable`).
    ///
    /// Of an error that [is remote](Self::is_remote), this and what follows can be the other side's own words, whatever it
    /// likes: it can set the properties of what it throws.
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
    /// `enhanced_error_serialization`, the default from compatibility date 2026-04-21, and if it can clone all of them: with
    /// a handle or a stream in one, none arrives. What a Durable Object throws has its id as `durableObjectId` (workerd
    /// 2026-11-17).
    pub fn property(&self, name: &str) -> Option<JsValue> {
        if cfg!(not(target_arch = "wasm32")) {
            return None;
        }
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

    /// The name that an error has which passes this one on. Not that of a trap: whoever passes it on is well.
    fn name_to_pass_on(&self) -> Option<String> {
        let name = self.name().filter(|name| *name != "RuntimeError")?;
        Some(text::shown(name, text::NAME))
    }

    /// What an error says that passes this one on: `message`, which has the name of `method` before it. Where that would
    /// be a refusal of this Worker's own, the name is there twice.
    fn message_to_pass_on(&self, method: &str, message: String) -> String {
        match self.is_type_error() && refusal(&message, method).is_some() {
            true => format!("{method}: {message}"),
            false => message,
        }
    }

    /// What it says about the call of `method` that it ended, and what is left to say about that.
    pub(super) fn explain(&self, method: &str) -> (ErrorKind, String) {
        let message = text::shown(&self.message, text::MESSAGE);
        if self.is_type_error()
            && let Some(refusal) = refusal(&message, method)
        {
            return (ErrorKind::RefusedArgument, refusal.to_owned());
        }
        (self.kind(), message)
    }

    fn kind(&self) -> ErrorKind {
        let starts_with_any =
            |texts: &[&str]| texts.iter().any(|text| self.message.starts_with(text));
        if self.lacks(None) {
            ErrorKind::MissingMethod
        } else if self.is_type_error() && starts_with_any(&INVALID_PROPS) {
            ErrorKind::InvalidProps
        } else if self.refused_value().is_some() {
            ErrorKind::Unsupported
        } else if self.message == TRAPPED || self.name() == Some("RuntimeError") {
            ErrorKind::Trapped
        } else if self.message == CANCELLED {
            ErrorKind::Cancelled
        } else if [RESOURCE_TRAPPED, RESOURCE_DISPOSED, OBJECT_ENDED]
            .contains(&self.message.as_str())
        {
            ErrorKind::Gone
        } else if self.is_remote() {
            // What the runtime said to the other side is about the other side's own calls.
            ErrorKind::Remote
        } else if starts_with_any(&[HUNG]) {
            ErrorKind::Hung
        } else if self.is_retryable() || self.is_durable_object_reset() || starts_with_any(&GONE) {
            ErrorKind::Gone
        } else {
            ErrorKind::Remote
        }
    }

    /// Whether it says that there is no method on the wire, of this name if one is given, and so that nothing has run.
    pub(crate) fn lacks(&self, method: Option<&str>) -> bool {
        self.is_type_error() && is_about_missing_method(&self.message, method)
    }

    /// What helps if it says that the runtime does not carry what was to be sent: an argument of this side, or a result of
    /// the other one.
    pub(super) fn refused_value(&self) -> Option<&'static str> {
        let is_refusal = self.name() == Some("DataCloneError");
        is_refusal.then(|| refused_by_runtime(&self.message))?
    }

    fn is_type_error(&self) -> bool {
        self.name() == Some("TypeError")
    }
}

/// What is wrong with an argument, if `message` is what a server of ours says of one that it refuses.
fn refusal<'m>(message: &'m str, method: &str) -> Option<&'m str> {
    let refusal = message.strip_prefix(method)?.strip_prefix(": ")?;
    let is_ours = refusal.starts_with("argument ") || refusal.starts_with("expected ");
    is_ours.then_some(refusal)
}

impl fmt::Display for RemoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = &self.name {
            write!(f, "{}: ", text::shown(name, text::NAME))?;
        }
        f.write_str(&text::shown(&self.message, text::MESSAGE))
    }
}

/// Cut as well: what is shown so mostly goes to a log.
impl fmt::Debug for RemoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            message,
            flags,
            thrown: _,
            pass_on: _,
        } = self;
        let name = name.as_deref().map(|name| text::shown(name, text::NAME));
        f.debug_struct("RemoteError")
            .field("name", &name)
            .field("message", &text::shown(message, text::MESSAGE))
            .field("flags", flags)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for RemoteError {}

#[cfg(test)]
mod tests {
    use wasm_bindgen::JsValue;

    use super::{
        DURABLE_OBJECT_RESET, GONE, HUNG, REMOTE, RESOURCE_DISPOSED, RESOURCE_TRAPPED, RETRYABLE,
        RemoteError, TRAPPED,
    };
    use crate::error::kind::ErrorKind;

    fn remote(name: &str, message: &str, flags: u32) -> RemoteError {
        RemoteError::of(
            Some(name.to_owned()),
            message.to_owned(),
            flags,
            JsValue::UNDEFINED,
        )
    }

    fn explain(name: &str, message: &str, flags: u32) -> (ErrorKind, String) {
        remote(name, message, flags).explain("place-order")
    }

    fn kind(name: &str, message: &str, flags: u32) -> ErrorKind {
        explain(name, message, flags).0
    }

    #[test]
    fn a_refused_argument_is_known_by_its_method() {
        for (refusal, said) in [
            (
                "place-order: argument order: missing",
                "argument order: missing",
            ),
            (
                "place-order: expected 1 argument, got 2",
                "expected 1 argument, got 2",
            ),
        ] {
            let refused = (ErrorKind::RefusedArgument, said.to_owned());
            assert_eq!(explain("TypeError", refusal, REMOTE), refused);
        }
        for (name, message) in [
            // An error of another call, or that was passed on.
            ("TypeError", "find: argument limit: missing"),
            (
                "TypeError",
                "place-order: place-order: argument order: missing",
            ),
            // Other errors.
            ("Error", "place-order: argument order: missing"),
            (
                "TypeError",
                "place-order: cannot read properties of undefined",
            ),
            ("TypeError", "place-orders: argument order: missing"),
            ("TypeError", "place-order"),
            ("TypeError", "argument order: missing"),
        ] {
            assert_eq!(
                explain(name, message, REMOTE),
                (ErrorKind::Remote, message.to_owned())
            );
        }
    }

    #[test]
    fn what_is_passed_on_is_no_refusal() {
        for (name, message) in [
            ("TypeError", "place-order: argument order: missing"),
            // Of a peer in JavaScript, about whatever it likes.
            ("TypeError", "argument order: missing"),
            ("TypeError", "expected 1 argument, got 2"),
            ("TypeError", "x is undefined"),
            ("Error", "argument order: missing"),
        ] {
            let error = remote(name, message, REMOTE);
            let (_, said) = error.explain("place-order");
            let passed_on = error.message_to_pass_on("place-order", format!("place-order: {said}"));
            assert!(passed_on.ends_with(&said), "{passed_on}");
            let (kind, _) = explain(name, &passed_on, REMOTE);
            assert_eq!(kind, ErrorKind::Remote, "{passed_on}");
        }
    }

    #[test]
    fn a_trap_is_known_by_its_name_or_our_text() {
        assert_eq!(kind("Error", TRAPPED, REMOTE), ErrorKind::Trapped);
        assert_eq!(
            kind("RuntimeError", "unreachable", REMOTE),
            ErrorKind::Trapped
        );
        assert_eq!(
            kind("Error", &format!("next: {TRAPPED}"), REMOTE),
            ErrorKind::Remote
        );
        assert_eq!(kind("Error", "unreachable", REMOTE), ErrorKind::Remote);
    }

    #[test]
    fn what_the_runtime_says_counts_on_this_side_only() {
        for text in GONE {
            assert_eq!(kind("Error", text, 0), ErrorKind::Gone, "{text}");
            assert_eq!(kind("Error", text, REMOTE), ErrorKind::Remote, "{text}");
        }
        let hung = format!("{HUNG} and would never generate a response.");
        assert_eq!(kind("Error", &hung, 0), ErrorKind::Hung);
        assert_eq!(kind("Error", &hung, REMOTE), ErrorKind::Remote);
        for flag in [RETRYABLE, DURABLE_OBJECT_RESET] {
            assert_eq!(
                kind("Error", "Network connection lost.", flag),
                ErrorKind::Gone
            );
            assert_eq!(
                kind("Error", "Network connection lost.", flag | REMOTE),
                ErrorKind::Remote
            );
        }
    }

    #[test]
    fn resources_of_ours_say_that_they_are_gone() {
        for text in [RESOURCE_DISPOSED, RESOURCE_TRAPPED] {
            assert_eq!(kind("Error", text, REMOTE), ErrorKind::Gone);
            assert_eq!(
                kind("Error", &format!("title: {text}"), REMOTE),
                ErrorKind::Remote
            );
        }
    }

    #[test]
    fn a_method_is_missing_in_the_runtimes_words_or_ours() {
        let message = "The RPC receiver does not implement the method \"placeOrder\".";
        assert_eq!(kind("TypeError", message, REMOTE), ErrorKind::MissingMethod);
        assert_eq!(kind("Error", message, REMOTE), ErrorKind::Remote);
        let handed_on = format!("place-order: {message}");
        assert_eq!(kind("TypeError", &handed_on, REMOTE), ErrorKind::Remote);
    }

    #[test]
    fn what_the_runtime_does_not_carry_is_known_on_both_sides() {
        let binding = "ServiceStub serialization requires the 'experimental' compat flag.";
        let object = "Could not serialize object of type \"DurableObject\". This type does not support serialization.";
        for message in [binding, object] {
            for flags in [0, REMOTE] {
                let refused = remote("DataCloneError", message, flags);
                assert_eq!(refused.kind(), ErrorKind::Unsupported, "{message}");
                assert!(refused.refused_value().is_some(), "{message}");
            }
            assert_eq!(kind("Error", message, 0), ErrorKind::Remote);
            let passed_on = format!("find: {message}");
            assert_eq!(
                kind("DataCloneError", &passed_on, REMOTE),
                ErrorKind::Remote
            );
        }
        let other = "Could not serialize object of type \"KvNamespace\". This type does not support serialization.";
        assert_eq!(kind("DataCloneError", other, 0), ErrorKind::Remote);
    }

    #[test]
    fn wrong_props_are_a_fault_of_the_binding() {
        for message in [
            "props: missing field \"level\"",
            "props of entrypoint Admin: level: expected u32, got null",
        ] {
            assert_eq!(kind("TypeError", message, REMOTE), ErrorKind::InvalidProps);
            assert_eq!(kind("Error", message, REMOTE), ErrorKind::Remote);
            let handed_on = format!("greet: {message}");
            assert_eq!(kind("TypeError", &handed_on, REMOTE), ErrorKind::Remote);
        }
    }

    #[test]
    fn what_is_shown_of_a_message_is_escaped_and_cut() {
        let (_, shown) = explain("Error", &"a\n".repeat(10_000), REMOTE);
        assert!(
            shown.starts_with("a\\na\\n") && shown.len() < 10_000,
            "{shown}"
        );
    }
}
