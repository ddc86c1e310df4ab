//! The core of the generator: everything between a front end, which reads a schema language, and the code.
//!
//! It is for front ends: the crates `wit-codegen` (WIT) and `capnp-bridge` (Cap'n Proto), which are what a build script
//! uses. A front end writes down what a schema says as a [`model::Schema`]; names, options, checks, layouts of messages
//! and back ends are the same for all of them.

pub mod backends;
mod build;
mod check;
#[allow(missing_docs)] // Each item says what it is for.
pub mod diagnostic;
pub mod elsewhere;
mod error;
mod files;
pub mod front_end;
mod generate;
mod message;
#[allow(missing_docs)] // Each item says what it is for.
pub mod model;
pub mod names;
pub mod options;
pub mod recursion;

pub use elsewhere::Trait;
pub use error::{Error, ErrorKind};
pub use generate::{Checked, Generated};
pub use options::{Options, SerdeForm};
