//! Back ends: each makes code of a schema in which nothing is wrong.
//!
//! A back end is a type that implements [`Backend`], with its own options in it. It lies in one folder here, and the
//! core knows none of them: a front end's builder, or the command line, says which one a run is for.

pub mod capnp_schema;
pub mod rust;

use crate::checked::Checked;
use crate::model::ModuleId;
use crate::options::Output;

/// Makes code of a schema.
pub trait Backend {
    /// What the names of its files end in, after the dot.
    fn extension(&self) -> &'static str;

    /// Whether it has to know how values lie in messages.
    fn needs_layouts(&self, output: &Output) -> bool;

    /// The text of one file. It cannot fail: what is wrong with a schema or with an option was reported before.
    fn render(&self, checked: &Checked, file: &File<'_>) -> String;
}

/// A file to be made.
#[derive(Clone, Debug)]
pub struct File<'a> {
    /// Its name, without the ending.
    pub stem: &'a str,
    /// What goes into it.
    pub modules: Vec<ModuleId>,
}
