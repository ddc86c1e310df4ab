//! The whole pipeline: a front end reads → names → options → checks → layouts of messages → a back end renders.

use std::path::{Path, PathBuf};

use crate::backends::{Backend, File};
use crate::checked::Checked;
use crate::diagnostic::{Diagnostics, Sources};
use crate::error::Error;
use crate::front_end::{FrontEnd, Loaded};
use crate::generated::Generated;
use crate::model::ModuleId;
use crate::names::rust::resolve_collisions;
use crate::options::{self, Options};
use crate::recursion::Recursive;
use crate::{check, files, message};

/// Makes code of what `front_end` reads, all in one file.
///
/// # Errors
///
/// Everything that is wrong with the schema and with the options.
pub fn generate(
    options: &Options,
    front_end: &dyn FrontEnd,
    backend: &dyn Backend,
) -> Result<Generated, Error> {
    Ok(Run::start(options, front_end, backend)?.whole())
}

/// Likewise, in a file for each of the schema's; all in one if that was given a name.
///
/// # Errors
///
/// Everything that is wrong with the schema and with the options.
pub fn generate_files(
    options: &Options,
    front_end: &dyn FrontEnd,
    backend: &dyn Backend,
) -> Result<Vec<Generated>, Error> {
    let run = Run::start(options, front_end, backend)?;
    if run.checked.output.file_name.is_some() {
        return Ok(vec![run.whole()]);
    }
    let schema = &run.checked.schema;
    let files = schema
        .files
        .iter()
        .zip(files::split(schema, &run.checked.names));
    Ok(files
        .map(|(stem, modules)| run.render(&File { stem, modules }))
        .collect())
}

/// Everything but the last step: what `backend` would get.
///
/// # Errors
///
/// Everything that is wrong with the schema and with the options.
pub fn check_only(
    options: &Options,
    front_end: &dyn FrontEnd,
    backend: &dyn Backend,
) -> Result<Checked, Error> {
    Ok(Run::start(options, front_end, backend)?.checked)
}

/// A schema that was read and checked, on its way to files.
struct Run<'a> {
    backend: &'a dyn Backend,
    checked: Checked,
    sources: Sources,
    folders: Vec<PathBuf>,
}

impl<'a> Run<'a> {
    /// Everything before rendering, which starts only when nothing is wrong.
    fn start(
        options: &Options,
        front_end: &dyn FrontEnd,
        backend: &'a dyn Backend,
    ) -> Result<Self, Error> {
        let mut sources = Sources::default();
        let mut problems = Diagnostics::default();

        let options = options::validate(options, &mut problems);
        let Some(loaded) = front_end.load(&mut sources, &mut problems) else {
            return Err(problems.into_error(&sources));
        };
        let Loaded {
            mut schema,
            mut layouts,
            mut elsewhere,
            mut places,
            folders,
        } = loaded;
        options::place(&options.items, &schema, &mut places, &mut problems);
        let names = resolve_collisions(&schema, &places);
        options::check_places(&places, &schema, &names, &mut problems);
        let attributes =
            options::apply(&options, &names, &mut schema, &mut elsewhere, &mut problems);
        elsewhere.mark(&mut schema);
        let recursive = Recursive::of(&schema, &layouts);
        let uncallable = check::check(&schema, &recursive, &options.output, &mut problems);
        if backend.needs_layouts(&options.output) {
            message::derive(&schema, &mut layouts, &mut problems);
        }
        problems.into_result(&sources)?;

        let checked = Checked {
            schema,
            names,
            layouts,
            uncallable,
            attributes,
            elsewhere,
            recursive,
            output: options.output,
        };
        Ok(Run {
            backend,
            checked,
            sources,
            folders,
        })
    }

    /// All code in one file, which has the chosen name, or that of the schema's first file.
    fn whole(&self) -> Generated {
        let Checked { schema, output, .. } = &self.checked;
        let stem = output.file_name.as_ref().or(schema.files.first());
        self.render(&File {
            stem: stem.map_or("", String::as_str),
            modules: (0..schema.modules.len()).map(ModuleId).collect(),
        })
    }

    fn render(&self, file: &File<'_>) -> Generated {
        Generated {
            code: self.backend.render(&self.checked, file),
            file_stem: file.stem.to_owned(),
            extension: self.backend.extension(),
            files_read: self.sources.paths().map(Path::to_path_buf).collect(),
            folders_read: self.folders.clone(),
        }
    }
}
