//! Why something could not be converted.

use wit_codegen_core::ErrorKind;
use wit_codegen_core::front_end::Diagnostic;

use crate::compiler::{Compiled, Maker};
use crate::request::Invalid;

pub(super) type Result<T> = std::result::Result<T, Failure>;

/// Why something could not be converted.
#[derive(Debug)]
pub(super) enum Failure {
    /// The request is not what a compiler makes.
    Invalid(Invalid),
    /// The schema cannot be had in Rust.
    Schema(Box<Diagnostic>),
}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Self {
        Failure::Invalid(invalid)
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Failure::Schema(Box::new(diagnostic))
    }
}

impl Failure {
    pub(super) fn into_diagnostic(self, compiled: &Compiled) -> Diagnostic {
        match self {
            Failure::Schema(diagnostic) => *diagnostic,
            Failure::Invalid(Invalid::TooDeep(name)) => {
                let message = format!("types or values in `{name}` are nested too deeply");
                Diagnostic::new(ErrorKind::Schema, message)
                    .help("put some of them into a struct of their own")
            }
            Failure::Invalid(Invalid::Corrupt(why)) => match &compiled.from {
                Maker::BuiltIn => {
                    let message = format!(
                        "the built-in schema compiler made no valid CodeGeneratorRequest: {why}"
                    );
                    Diagnostic::new(ErrorKind::Internal, message)
                        .help("try another one: `.capnp_executable(…)` in build.rs")
                }
                Maker::Executable(path) => {
                    let path = path.display();
                    let message =
                        format!("what `{path}` printed is no valid CodeGeneratorRequest: {why}");
                    Diagnostic::config(message)
                        .rule("`capnp_executable` takes the `capnp` of Cap'n Proto")
                }
                Maker::Stored(path) => {
                    let path = path.display();
                    let message = format!("`{path}` is no valid CodeGeneratorRequest: {why}");
                    Diagnostic::new(ErrorKind::Io, message)
                        .help("make it again, with a current version of the schema compiler")
                }
            },
        }
    }
}

pub(super) fn invalid(why: impl Into<String>) -> Failure {
    Failure::Invalid(Invalid::Corrupt(why.into()))
}
