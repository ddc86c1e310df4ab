//! The whole pipeline: options → schema → names → checks → layouts of messages → code.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::backends::{capnp_schema, rust};
use crate::check::Uncallable;
use crate::diagnostic::{Diagnostics, Sources};
use crate::elsewhere::Elsewhere;
use crate::error::Error;
use crate::front_end::{FrontEnd, Loaded};
use crate::model::{Layouts, ModuleId, Schema, TypeId};
use crate::names::rust::{RustNames, resolve_collisions};
use crate::options::{self, Attributes, Options, OutputOptions};
use crate::recursion::Recursive;
use crate::{check, files, message};

/// What one run of the generator made.
#[derive(Clone, Debug)]
pub struct Generated {
    code: String,
    file_stem: String,
    files_read: Vec<PathBuf>,
    folders_read: Vec<PathBuf>,
}

impl Generated {
    /// The Rust code, or what else was asked for.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The name of the file that the code belongs in, without its ending.
    #[must_use]
    pub fn file_stem(&self) -> &str {
        &self.file_stem
    }

    /// Every schema file that was read, those of dependencies included.
    #[must_use]
    pub fn files_read(&self) -> &[PathBuf] {
        &self.files_read
    }

    /// Every folder that was searched for schema files: a file added there changes the schema.
    #[must_use]
    pub fn folders_read(&self) -> &[PathBuf] {
        &self.folders_read
    }
}

/// Reads a schema and generates code from it, all in one file. Rendering starts only when nothing is wrong.
pub(crate) fn generate(options: &Options, front_end: &dyn FrontEnd) -> Result<Generated, Error> {
    let checked = checked(options, front_end, options.emits_messages())?;
    Ok(checked.whole())
}

/// Likewise, in a file for each of the schema's; all in one if that was given a name.
pub(crate) fn generate_files(
    options: &Options,
    front_end: &dyn FrontEnd,
) -> Result<Vec<Generated>, Error> {
    let checked = checked(options, front_end, options.emits_messages())?;
    if checked.output.file_name.is_some() {
        return Ok(vec![checked.whole()]);
    }
    let files = checked
        .schema
        .files
        .iter()
        .zip(files::split(&checked.schema, &checked.names));
    Ok(files
        .map(|(stem, modules)| checked.generated(checked.render(&modules, stem), stem))
        .collect())
}

/// Reads a schema and prints the equivalent Cap'n Proto schema.
pub(crate) fn generate_capnp(
    options: &Options,
    front_end: &dyn FrontEnd,
) -> Result<Generated, Error> {
    let checked = checked(options, front_end, true)?;
    let text = capnp_schema::print(&checked).text;
    Ok(checked.generated(text, checked.stem()))
}

/// A schema with which nothing is wrong, and what belongs to it.
#[derive(Debug)]
pub struct Checked {
    pub(crate) schema: Schema,
    pub(crate) names: RustNames,
    pub(crate) layouts: Layouts,
    pub(crate) uncallable: Uncallable,
    pub(crate) attributes: BTreeMap<TypeId, Attributes>,
    pub(crate) elsewhere: Elsewhere,
    pub(crate) recursive: Recursive,
    pub(crate) output: OutputOptions,
    sources: Sources,
    folders: Vec<PathBuf>,
}

impl Checked {
    /// What the schema says, with names and layouts.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// How that lies in messages.
    #[must_use]
    pub fn layouts(&self) -> &Layouts {
        &self.layouts
    }

    /// The name for all that is generated: the chosen one, or that of the schema's first file.
    fn stem(&self) -> &str {
        let chosen = self.output.file_name.as_ref();
        chosen
            .or(self.schema.files.first())
            .map_or("", String::as_str)
    }

    /// All code in one file.
    fn whole(&self) -> Generated {
        let modules: Vec<_> = (0..self.schema.modules.len()).map(ModuleId).collect();
        self.generated(self.render(&modules, self.stem()), self.stem())
    }

    fn render(&self, modules: &[ModuleId], stem: &str) -> String {
        rust::render(self, modules, stem)
    }

    fn generated(&self, code: String, file_stem: &str) -> Generated {
        Generated {
            code,
            file_stem: file_stem.to_owned(),
            files_read: self.sources.paths().map(Path::to_path_buf).collect(),
            folders_read: self.folders.clone(),
        }
    }
}

/// Everything before rendering; with layouts of messages, if they are asked for.
pub(crate) fn checked(
    options: &Options,
    front_end: &dyn FrontEnd,
    messages: bool,
) -> Result<Checked, Error> {
    let mut sources = Sources::default();
    let mut problems = Diagnostics::default();

    let validated = options::validate(options, &mut problems);
    let Some(Loaded {
        mut schema,
        mut layouts,
        mut elsewhere,
        mut places,
        folders,
    }) = front_end.load(&mut sources, &mut problems)
    else {
        return Err(problems.into_error(&sources));
    };
    options::place(&validated.items, &schema, &mut places, &mut problems);
    let names = resolve_collisions(&schema, &places);
    options::check_places(&places, &schema, &names, &mut problems);
    options::put_platform(&validated.output.runtime, &names, &schema, &mut elsewhere);
    let attributes = options::apply(
        &validated.items,
        &names,
        &mut schema,
        &mut elsewhere,
        &mut problems,
    );
    elsewhere.mark(&mut schema);
    let recursive = Recursive::of(&schema, &layouts);
    let uncallable = check::check(&schema, &recursive, &validated.output, &mut problems);
    if messages {
        message::derive(&schema, &mut layouts, &mut problems);
    }
    problems.into_result(&sources)?;
    Ok(Checked {
        schema,
        names,
        layouts,
        uncallable,
        attributes,
        elsewhere,
        recursive,
        output: validated.output,
        sources,
        folders,
    })
}
