//! The options of a run that every schema language and every back end has, and what back ends check their own with.
//!
//! A back end's own options are in the type that implements [`Backend`](crate::backends::Backend).

mod apply;
mod given;
mod idempotent;
mod search;
mod selector;
mod suggest;
mod validate;

pub(crate) use apply::apply;
pub use given::{pairs, selector, selectors};
pub(crate) use search::parse;
pub use search::{Search, Seen};
pub use selector::Selector;
pub use suggest::closest;
pub use validate::Selection;
pub(crate) use validate::validate;

use std::path::PathBuf;

/// What a user asks of any run, as it was given: [`generate`](crate::generate) checks it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RunOptions {
    /// Emit clients.
    pub client: bool,
    /// Emit what a server needs to export its methods.
    pub server: bool,
    /// The folder to write to, instead of the build script's `OUT_DIR`.
    pub out_dir: Option<PathBuf>,
    /// The name of the file to write, without its ending.
    pub file_name: Option<String>,
    /// Other names on the wire.
    pub renames: Vec<(String, String)>,
    /// Selects the interfaces whose declared errors are thrown.
    pub throws: Vec<String>,
    /// Selects functions whose calls may be made again.
    pub idempotent: Vec<String>,
    /// Tell cargo to run the build script again when a schema file changes.
    pub emit_rerun_if_changed: bool,
    /// Options that were set although they have no effect on this run: each is an error.
    pub without_effect: Vec<WithoutEffect>,
}

/// An option that was set although it has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithoutEffect {
    /// Its name: `world`.
    pub option: &'static str,
    /// When it has an effect, as a sentence.
    pub rule: &'static str,
    /// What to do about it.
    pub help: &'static str,
}

impl Default for RunOptions {
    fn default() -> Self {
        RunOptions {
            client: true,
            server: true,
            out_dir: None,
            file_name: None,
            renames: Vec::new(),
            throws: Vec::new(),
            idempotent: Vec::new(),
            emit_rerun_if_changed: true,
            without_effect: Vec::new(),
        }
    }
}
