//! What there is of the crate `worker`, the bindings of workers-rs: conversions from and to its types.
//!
//! This is all that the feature `worker` adds, save the re-exports of that crate and of its types. Without the feature
//! `lib.rs` has `workers_rs/off.rs` in the place of this module; so no other file knows of the feature.

mod context;
mod conversions;
mod http;

/// The crate `worker` has a panic hook of its own, which says in the log what happened.
pub(crate) const LOGS_PANICS: bool = true;

/// Conversion into a generated client from a binding.
#[doc(hidden)]
#[macro_export]
macro_rules! __client_from_worker {
    ($client:ident, $binding:ident) => {
        impl ::core::convert::From<$crate::worker::$binding> for $client {
            fn from(binding: $crate::worker::$binding) -> Self {
                Self::from($crate::Target::from(binding))
            }
        }
    };
}
