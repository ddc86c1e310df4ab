//! JavaScript of the runtime, as functions of Rust; and what JavaScript knows by a number.

pub(crate) mod glue;
pub(crate) mod numbered;
