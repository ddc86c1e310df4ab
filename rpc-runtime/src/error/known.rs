//! What errors are known by: their flags, and fixed texts.
//!
//! A name and a message are all of an error that arrives whatever the compatibility dates of both sides. So a server of
//! ours says what happened in fixed words, and what the runtime says is known by its own. What the files in
//! `js` have as well is there under the same name; a test compares the two.

/// It was thrown on the other side of an RPC session (`error.remote`).
pub(crate) const REMOTE: u32 = 1;
/// Trying again may help (`error.retryable`).
pub(crate) const RETRYABLE: u32 = 2;
/// A Durable Object has too much to do (`error.overloaded`).
pub(crate) const OVERLOADED: u32 = 4;
/// A Durable Object was reset (`error.durableObjectReset`).
pub(crate) const DURABLE_OBJECT_RESET: u32 = 8;

// Our own texts. The first six are thrown by the files in `js`.

/// A call whose wasm instance ended.
pub(crate) const TRAPPED: &str = "The Worker's instance ended while it served this call, by a panic or for want of \
                                  memory or stack: its log says more.";
/// A call that its caller has cancelled.
pub(crate) const CANCELLED: &str = "The call was cancelled.";
/// A call of a Durable Object that the runtime has ended meanwhile.
pub(crate) const OBJECT_ENDED: &str = "The Durable Object is gone: the runtime has ended it.";
/// A method of a resource whose wasm instance ended.
pub(crate) const RESOURCE_TRAPPED: &str = "The resource is gone: its Worker's instance ended.";
/// A method of a resource that was disposed.
pub(crate) const RESOURCE_DISPOSED: &str = "The resource was disposed.";
/// How messages start about a method that an object of this Worker does not have; its name in quotes follows.
pub(crate) const MISSING_HERE: &str = "The target has no method ";
/// A number that stands for no method, or for nothing that has any.
pub(crate) const NO_SUCH_METHOD: &str = "no such method";
/// How messages about a method that takes no messages start.
pub(crate) const NO_MESSAGES: &str = "no method that takes messages is called ";
/// How messages about the props of a binding start: of an entrypoint that declares them, and of one that asks for them.
pub(crate) const INVALID_PROPS: [&str; 2] = ["props of entrypoint ", "props: "];

// Texts of the runtime: `io-context.c++`, `io-context.h` and `worker-rpc.c++` of workerd.

/// How messages start about a method that is not there; its name in quotes follows.
const MISSING_THERE: &str = "The RPC receiver does not implement the method ";

/// Code that waits for nothing which can still happen.
pub(crate) const HUNG: &str = "The Workers runtime canceled this request because it detected that your Worker's code \
                               had hung";

pub(crate) const STUB_DISPOSED: &str = "RPC stub used after being disposed.";
const PROMISE_DISPOSED: &str = "RPC promise used after being disposed.";
const OF_ANOTHER: &str = "Cannot perform I/O on behalf of a different ";
const OF_ANOTHER_REQUEST: &str = "Cannot perform I/O on behalf of a different request.";
const OF_ANOTHER_OBJECT: &str = "Cannot perform I/O on behalf of a different Durable Object.";
pub(crate) const CONTEXT_ENDED: &str =
    "The execution context which hosts this callback is no longer running.";
const CONTEXT_CANCELED: &str = "The execution context responding to this call was canceled.";

/// How messages start of what was called and is no more.
pub(crate) const GONE: [&str; 5] = [
    STUB_DISPOSED,
    PROMISE_DISPOSED,
    // A stub that belongs to another request, or to another Durable Object.
    OF_ANOTHER,
    // What came out of a call whose context has ended.
    CONTEXT_ENDED,
    CONTEXT_CANCELED,
];

/// What helps with a stub that is used where, or when, it does not work: the runtime says what happened, in words that
/// name nothing of the user's.
const NOTES: [(&str, &str); 4] = [
    (
        OF_ANOTHER_REQUEST,
        "a handle that came in a call is of that call: keep it in a Durable Object, or in a resource that the call \
         returns, and use it there",
    ),
    (
        OF_ANOTHER_OBJECT,
        "a handle works in the Durable Object that it came to",
    ),
    (
        CONTEXT_ENDED,
        "it works as long as the request of whoever implements it",
    ),
    (
        STUB_DISPOSED,
        "a handle that is an argument ends when the method returns: to keep it, make a duplicate with `dup`",
    ),
];

/// What helps with what the runtime told the other side about the call itself.
const NOTES_OF_OTHERS: [(&str, &str); 3] = [
    (
        "Could not serialize object of type \"Object\".",
        "it has no prototype, as what `Object.groupBy` and `Object.create(null)` make: let the other side send \
         `{ ...object }`",
    ),
    (
        "Could not serialize object of type ",
        "an instance of a class does not cross: let the other side send a plain object, `{ ...instance }`",
    ),
    (
        "Attempted to call RPC function ",
        "a Worker that exports plain functions takes exactly one argument in each: let it export a class that extends \
         `WorkerEntrypoint`",
    ),
];

/// What helps whoever is told `message` by the runtime, here or, if it `is_remote`, on the other side.
pub(crate) fn note(message: &str, is_remote: bool) -> Option<&'static str> {
    let notes = match is_remote {
        true => NOTES_OF_OTHERS.as_slice(),
        // What the other side was told is about what it did itself.
        false => NOTES.as_slice(),
    };
    let (_, note) = notes.iter().find(|(start, _)| message.starts_with(start))?;
    Some(note)
}

/// How messages start about what is sent and this runtime, or that of the other side, does not carry; with what helps.
const REFUSED: [(&str, &str); 4] = [
    ("ServiceStub serialization requires ", BINDING_REFUSED),
    (
        "Could not serialize object of type \"DurableObject\".",
        BINDING_REFUSED,
    ),
    ("Could not serialize object of type \"Blob\".", BLOB_REFUSED),
    ("AbortSignal serialization is not enabled.", SIGNAL_REFUSED),
];

const BINDING_REFUSED: &str = "the sender's runtime, of before July 2026, hands on no service binding and no stub of a \
                               Durable Object: update it, or hand on a resource of the Worker's own that calls it";
const BLOB_REFUSED: &str =
    "the sender's runtime, of before July 2026, sends no `Blob`: update it, or send bytes";
const SIGNAL_REFUSED: &str = "the Worker that sends it needs the compatibility flag `enable_abortsignal_rpc`, which is \
                              experimental: set it, or send a resource that tells of the end";

/// What helps whoever is told `message` about a value that the runtime did not send.
pub(crate) fn refused_by_runtime(message: &str) -> Option<&'static str> {
    let (_, note) = REFUSED
        .iter()
        .find(|(start, _)| message.starts_with(start))?;
    Some(note)
}

/// Whether a message says, in full, that there is no such method: of this name on the wire, if one is given. Then nothing
/// has run.
pub(crate) fn is_about_missing_method(message: &str, name: Option<&str>) -> bool {
    let quoted = |text: &str| -> Option<bool> {
        let found = text.strip_prefix('"')?.strip_suffix("\".")?;
        Some(name.is_none_or(|name| name == found))
    };
    let said = [MISSING_THERE, MISSING_HERE]
        .iter()
        .find_map(|start| quoted(message.strip_prefix(start)?));
    // A server that takes messages, but not for that method.
    said.unwrap_or_else(|| name.is_none() && message.starts_with(NO_MESSAGES))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Those that have any.
    const FILES: [&str; 4] = [
        include_str!("../js/calls.js"),
        include_str!("../js/errors.js"),
        include_str!("../js/serving.js"),
        include_str!("../js/targets.js"),
    ];

    /// What they say that `name` is.
    fn in_javascript(name: &str) -> &'static str {
        let start = format!("const {name} =");
        let mut found = FILES.iter().filter_map(|file| file.split_once(&start));
        let (_, rest) = found
            .next()
            .unwrap_or_else(|| panic!("{name} is not there"));
        assert!(found.next().is_none(), "{name} is there twice");
        rest.split_once(";\n").unwrap().0.trim()
    }

    #[test]
    fn javascript_has_the_same_flags() {
        for (name, flag) in [
            ("REMOTE", REMOTE),
            ("RETRYABLE", RETRYABLE),
            ("OVERLOADED", OVERLOADED),
            ("DURABLE_OBJECT_RESET", DURABLE_OBJECT_RESET),
        ] {
            assert_eq!(in_javascript(name), flag.to_string(), "{name}");
        }
    }

    #[test]
    fn javascript_has_the_same_texts() {
        for (name, text) in [
            ("TRAPPED", TRAPPED),
            ("CANCELLED", CANCELLED),
            ("OBJECT_ENDED", OBJECT_ENDED),
            ("RESOURCE_TRAPPED", RESOURCE_TRAPPED),
            ("RESOURCE_DISPOSED", RESOURCE_DISPOSED),
            ("MISSING_HERE", MISSING_HERE),
        ] {
            assert_eq!(in_javascript(name), format!("\"{text}\""), "{name}");
        }
        // And none in other words: each is thrown by its name.
        for text in [
            "The resource",
            "The Worker's instance",
            "The target has",
            "The call was",
            "The Durable Object",
        ] {
            let found: usize = FILES.iter().map(|file| file.matches(text).count()).sum();
            assert_eq!(found, in_constants(text), "{text}");
        }
    }

    fn in_constants(start: &str) -> usize {
        let texts = [
            TRAPPED,
            CANCELLED,
            OBJECT_ENDED,
            RESOURCE_TRAPPED,
            RESOURCE_DISPOSED,
            MISSING_HERE,
        ];
        texts.iter().filter(|text| text.starts_with(start)).count()
    }

    #[test]
    fn notes_are_for_whom_they_help() {
        let bare = "Could not serialize object of type \"Object\". This type does not support serialization.";
        let instance = "Could not serialize object of type \"Objects\". This type does not support serialization.";
        assert!(note(bare, true).is_some_and(|note| note.contains("`{ ...object }`")));
        assert!(note(instance, true).is_some_and(|note| note.contains("`{ ...instance }`")));
        assert_eq!(note(bare, false), None);
        assert!(note(STUB_DISPOSED, false).is_some());
        assert_eq!(note(STUB_DISPOSED, true), None);
    }

    #[test]
    fn a_missing_method_is_known_by_the_whole_text() {
        let runtime = "The RPC receiver does not implement the method \"placeOrder\".";
        let ours = "The target has no method \"placeOrder\".";
        for text in [runtime, ours] {
            assert!(is_about_missing_method(text, None), "{text}");
            assert!(is_about_missing_method(text, Some("placeOrder")), "{text}");
            assert!(!is_about_missing_method(text, Some("place")), "{text}");
            for other in [
                &format!("{text} Or so."),
                &format!("place-order: {text}"),
                &text[..text.len() - 1],
            ] {
                assert!(!is_about_missing_method(other, None), "{other}");
                assert!(
                    !is_about_missing_method(other, Some("placeOrder")),
                    "{other}"
                );
            }
        }
        let no_messages = "no method that takes messages is called \"placeOrder\"";
        assert!(is_about_missing_method(no_messages, None));
        assert!(!is_about_missing_method(no_messages, Some("placeOrder")));
    }
}
