//! The platform's own objects that a schema can name: `workers:platform/types`, in `wit/platform`.
//!
//! They cross the wire as the JavaScript objects they are. The schema's `request`, `response` and `headers` are the
//! types of the crate `worker` (feature `worker`), `date` is [`Date`], `blob` [`Blob`] and `abort-signal` [`AbortSignal`].

mod abort_signal;
mod blob;
mod date;

pub use abort_signal::{AbortController, AbortSignal};
pub use blob::Blob;
pub use date::Date;
#[cfg(feature = "worker")]
pub use worker::{Headers, Request, Response};
