//! The whole pipeline: a front end reads → the back end's names and options → options → checks → layouts of messages →
//! the back end's checks → it renders.

use std::path::{Path, PathBuf};

use crate::backends::{Backend, File};
use crate::checked::Checked;
use crate::diagnostic::{Diagnostics, Sources};
use crate::error::Error;
use crate::front_end::{FrontEnd, Loaded};
use crate::generated::Generated;
use crate::model::ModuleId;
use crate::options::{self, RunOptions};
use crate::recursion::Recursive;
use crate::{check, message};

/// Makes code of what `front_end` reads, all in one file.
///
/// # Errors
///
/// Everything that is wrong with the schema and with the options.
pub fn generate<B: Backend>(
    options: &RunOptions,
    front_end: &dyn FrontEnd,
    backend: &B,
) -> Result<Generated, Error> {
    Ok(Run::start(options, front_end, backend)?.whole())
}

/// Likewise, in as many files as the back end makes of it; all in one if that was given a name.
///
/// # Errors
///
/// Everything that is wrong with the schema and with the options.
pub fn generate_files<B: Backend>(
    options: &RunOptions,
    front_end: &dyn FrontEnd,
    backend: &B,
) -> Result<Vec<Generated>, Error> {
    let run = Run::start(options, front_end, backend)?;
    if run.checked.selection.file_name.is_some() {
        return Ok(vec![run.whole()]);
    }
    let files = backend.files(&run.checked, &run.tables);
    Ok(files.iter().map(|file| run.render(file)).collect())
}

/// Everything but the last step: what `backend` would get.
///
/// # Errors
///
/// Everything that is wrong with the schema and with the options.
pub fn check_only<B: Backend>(
    options: &RunOptions,
    front_end: &dyn FrontEnd,
    backend: &B,
) -> Result<(Checked, B::Tables), Error> {
    let run = Run::start(options, front_end, backend)?;
    Ok((run.checked, run.tables))
}

/// A schema that was read and checked, on its way to files.
struct Run<'a, B: Backend> {
    backend: &'a B,
    checked: Checked,
    tables: B::Tables,
    sources: Sources,
    folders: Vec<PathBuf>,
}

impl<'a, B: Backend> Run<'a, B> {
    /// Everything before rendering, which starts only when nothing is wrong.
    fn start(
        options: &RunOptions,
        front_end: &dyn FrontEnd,
        backend: &'a B,
    ) -> Result<Self, Error> {
        let mut sources = Sources::default();
        let mut problems = Diagnostics::default();

        let options = options::validate(options, &mut problems);
        let of_backend = backend.validate(&mut problems);
        let Some(mut loaded) = front_end.load(&mut sources, &mut problems) else {
            return Err(problems.into_error(&sources));
        };
        loaded.take_platform();
        let tables = backend.prepare(of_backend, &mut loaded, &mut problems);
        let Loaded {
            mut schema,
            mut layouts,
            rust: _,
            taken,
            folders,
        } = loaded;
        options::apply(&options, &mut schema, &taken, &mut problems);
        let recursive = Recursive::of(&schema, &layouts);
        let uncallable = check::check(&schema, &options.selection, &mut problems);
        if backend.needs_layouts() {
            message::derive(&schema, &mut layouts, &mut problems);
        }
        let checked = Checked {
            schema,
            layouts,
            uncallable,
            taken,
            recursive,
            selection: options.selection,
        };
        backend.check(&checked, &tables, &mut problems);
        problems.into_result(&sources)?;
        Ok(Run {
            backend,
            checked,
            tables,
            sources,
            folders,
        })
    }

    /// All code in one file, which has the chosen name, or that of the schema's first file.
    fn whole(&self) -> Generated {
        let Checked {
            schema, selection, ..
        } = &self.checked;
        let stem = selection.file_name.as_ref().or(schema.files.first());
        self.render(&File {
            stem: stem.cloned().unwrap_or_default(),
            modules: (0..schema.modules.len()).map(ModuleId).collect(),
        })
    }

    fn render(&self, file: &File) -> Generated {
        Generated {
            code: self.backend.render(&self.checked, &self.tables, file),
            file_stem: file.stem.clone(),
            extension: self.backend.extension(),
            files_read: self.sources.paths().map(Path::to_path_buf).collect(),
            folders_read: self.folders.clone(),
        }
    }
}
