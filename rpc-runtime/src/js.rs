//! JavaScript of the runtime, as functions of Rust; and what JavaScript knows by a number.

pub(crate) mod glue;
#[cfg(feature = "capnp")]
pub(crate) mod messages;
pub(crate) mod numbered;
