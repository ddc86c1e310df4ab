//! The core of the generator: everything between a front end, which reads a schema language, and the code.
//!
//! It is for front ends: the crates `wit-codegen` (WIT) and `capnp-bridge` (Cap'n Proto), which are what a build script
//! uses. A front end writes down what a schema says as a [`model::Schema`], and has a builder around
//! [`Options`]. Names,
//! checks and layouts of messages are the same for all of them, and so is each of the [`backends`]: [`generate`] is the
//! way from one to the other.

pub mod backends;
mod build;
mod builder;
mod check;
mod checked;
#[allow(missing_docs)] // Each item says what it is for.
pub mod diagnostic;
mod error;
pub mod front_end;
mod generate;
mod generated;
mod message;
#[allow(missing_docs)] // Each item says what it is for.
pub mod model;
pub mod names;
pub mod options;
pub mod recursion;
pub mod taken;

pub use backends::rust::SerdeForm;
pub use build::write;
pub use builder::Options;
pub use check::Uncallable;
pub use checked::Checked;
pub use error::{Error, ErrorKind};
pub use generate::{check_only, generate, generate_files};
pub use generated::Generated;
pub use names::rust::Trait;
pub use options::RunOptions;
