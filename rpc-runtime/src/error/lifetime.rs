//! What to do about a stub that is used where, or when, it does not work. The runtime says what happened, in words that
//! name nothing of the user's.

/// How the runtime's messages start (`io-context.c++` and `worker-rpc.c++` of workerd), and what helps.
const NOTES: [(&str, &str); 4] = [
    (
        "Cannot perform I/O on behalf of a different request.",
        "a handle that came in a call is of that call: keep it in a Durable Object, or in a resource that the call \
         returns, and use it there",
    ),
    (
        "Cannot perform I/O on behalf of a different Durable Object.",
        "a handle works in the Durable Object that it came to",
    ),
    (
        "The execution context which hosts this callback is no longer running.",
        "it works as long as the request of whoever implements it",
    ),
    (
        "RPC stub used after being disposed.",
        "a handle that is an argument ends when the method returns: to keep it, make a duplicate with `dup`",
    ),
];

/// What helps whoever is told `message` by the runtime.
pub(super) fn note(message: &str) -> Option<&'static str> {
    let (_, note) = NOTES.iter().find(|(start, _)| message.starts_with(start))?;
    Some(note)
}
