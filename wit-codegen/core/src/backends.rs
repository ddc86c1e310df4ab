//! Back ends: each makes code of a schema in which nothing is wrong.
//!
//! A back end is a type that implements [`Backend`], with its own options in it. It lies in one folder here, and the
//! core knows none of them: a front end's builder, or the command line, says which one a run is for.

pub mod capnp_schema;
pub mod rust;

use crate::checked::Checked;
use crate::diagnostic::Diagnostics;
use crate::front_end::Loaded;
use crate::model::ModuleId;

/// Makes code of a schema.
///
/// A run asks it in this order; what is wrong is reported on the way, and nothing is rendered then.
pub trait Backend {
    /// Its options, checked.
    type Options;

    /// What it knows of a schema beside that: names in its language, what its options say of items.
    type Tables;

    /// What the names of its files end in, after the dot.
    fn extension(&self) -> &'static str;

    /// Whether it has to know how values lie in messages.
    fn needs_layouts(&self) -> bool;

    /// Checks its options, before the schema is read: so the problems of both are reported at once.
    fn validate(&self, problems: &mut Diagnostics) -> Self::Options;

    /// Names what was read, and applies its options to it. What it takes from elsewhere it tells by [`Loaded::take`].
    ///
    /// There may already be problems in the schema.
    fn prepare(
        &self,
        options: Self::Options,
        loaded: &mut Loaded,
        problems: &mut Diagnostics,
    ) -> Self::Tables;

    /// Reports what it cannot express, at the span of each.
    ///
    /// There may already be problems in the schema.
    fn check(&self, checked: &Checked, tables: &Self::Tables, problems: &mut Diagnostics);

    /// The files of a run that makes several: for instance one for each of the schema's ([`files_of_schema`]), or one for
    /// each module. Every module is in one of them.
    fn files(&self, checked: &Checked, tables: &Self::Tables) -> Vec<File>;

    /// The text of one file. It cannot fail: what is wrong with a schema or with an option was reported before.
    fn render(&self, checked: &Checked, tables: &Self::Tables, file: &File) -> String;
}

/// A file to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, without the ending.
    pub stem: String,
    /// What goes into it.
    pub modules: Vec<ModuleId>,
}

/// A file for each of the schema's, with the modules of that.
#[must_use]
pub fn files_of_schema(checked: &Checked) -> Vec<File> {
    let schema = &checked.schema;
    let file = |(index, stem): (usize, &String)| {
        let ids = (0..schema.modules.len()).map(ModuleId);
        File {
            stem: stem.clone(),
            modules: ids
                .filter(|id| schema.modules[id.0].file == index)
                .collect(),
        }
    };
    schema.files.iter().enumerate().map(file).collect()
}
