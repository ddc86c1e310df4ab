//! What a run of the generator can fail with.

use std::fmt;

/// Why nothing was generated.
///
/// [`Display`](fmt::Display) gives the whole report: every problem of the run, those in a schema with their
/// file, line, column, source line, the rule they break and a hint. [`Debug`] gives the same text, because
/// that is what cargo shows when `fn main() -> Result<(), Error>` of a build script fails.
///
/// ```
/// use wit_codegen_core::{Error, ErrorKind};
///
/// let error = Error::new(ErrorKind::Io, "error: cannot read `shop.wit`".to_owned());
/// assert_eq!(error.kind(), ErrorKind::Io);
/// assert!(error.to_string().contains("shop.wit"));
/// ```
pub struct Error {
    kind: ErrorKind,
    text: String,
}

/// What sort of problem an [`Error`] reports; with several problems, the sort of the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder could not be read or written.
    Io,
    /// Something is wrong in a schema, or a schema needs what cannot be done yet.
    Schema,
    /// An option of the configuration is wrong, or fits nothing in the schema.
    Config,
    /// A bug in this crate or in a parser it uses.
    Internal,
}

impl Error {
    /// An error with this report.
    #[must_use]
    pub fn new(kind: ErrorKind, text: String) -> Error {
        Error { kind, text }
    }

    /// What sort of problem it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `main` prints `Error: {:?}`; the report starts on a line of its own.
        write!(f, "\n{}", self.text)
    }
}

impl std::error::Error for Error {}
