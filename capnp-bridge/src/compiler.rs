//! Running a schema compiler, or doing without: from `.capnp` files to a `CodeGeneratorRequest`.

mod collect;
#[cfg(feature = "embedded")]
mod embedded;
mod folder;
mod input;
mod report;
mod stage;
mod system;
mod unions;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use wit_codegen_core::{Error, ErrorKind};

use self::input::cannot_read;
use self::report::Failure;
use self::stage::Stage;
use crate::text;

pub(crate) use self::input::{Input, SchemaFile};

/// What a compiler made of schema files.
#[derive(Debug)]
pub(crate) struct Compiled {
    /// A `CodeGeneratorRequest` as a message in segments.
    pub(crate) request: Vec<u8>,
    pub(crate) from: Maker,
    /// The schema files by their ids.
    pub(crate) files: HashMap<u64, SchemaFile>,
    /// Everything else that was read.
    pub(crate) other_files: Vec<PathBuf>,
}

/// Where a request comes from.
#[derive(Clone, Debug)]
pub(crate) enum Maker {
    BuiltIn,
    Executable(PathBuf),
    Stored(PathBuf),
}

/// Compiles.
pub(crate) fn compile(input: &Input) -> Result<Compiled, Error> {
    if let Some(path) = &input.stored {
        if let Some(file) = input.files.first() {
            return Err(Error::new(
                ErrorKind::Config,
                format!(
                    "error: both a schema, `{}`, and a stored request, `{}`, are given\n  \
                     = rule: a stored request holds the schemas that it was made from\n  \
                     = help: leave `.file(…)` or `.code_generator_request(…)` away",
                    file.display(),
                    path.display()
                ),
            ));
        }
        return stored(path, input);
    }
    if input.files.is_empty() {
        return Err(Error::new(
            ErrorKind::Config,
            "error: no schema is given\n  = help: name a schema with `.file(…)`".to_owned(),
        ));
    }
    let stage = Stage::build(input)?;
    let executable = match &input.executable {
        None if !cfg!(feature = "embedded") => Some(Path::new("capnp")),
        executable => executable.as_deref(),
    };
    let request = run(executable, &stage).map_err(|failure| match failure {
        Failure::NotRun(error) => error,
        Failure::Said(said) if unions::are_refused(&said) => {
            let compile = |stage: &Stage| match run(executable, stage) {
                Ok(_) => None,
                Err(Failure::Said(said)) => Some(said),
                Err(Failure::NotRun(error)) => Some(error.to_string()),
            };
            unions::explain(&stage, compile)
        }
        Failure::Said(said) => report::error(&said, &stage),
    })?;
    let from = match executable {
        Some(executable) => Maker::Executable(executable.to_path_buf()),
        None => Maker::BuiltIn,
    };
    let (files, other_files) = stage.into_files();
    Ok(Compiled {
        request,
        from,
        files,
        other_files,
    })
}

/// Runs this `capnp`, or the compiler that is built in.
fn run(executable: Option<&Path>, stage: &Stage) -> Result<Vec<u8>, Failure> {
    match executable {
        Some(executable) => system::run(executable, stage),
        #[cfg(feature = "embedded")]
        None => embedded::run(stage).map_err(Failure::Said),
        #[cfg(not(feature = "embedded"))]
        None => system::run(Path::new("capnp"), stage),
    }
}

/// Reads a request. The schema files are not needed; where they are at hand, problems show their lines.
fn stored(path: &Path, input: &Input) -> Result<Compiled, Error> {
    let request = fs::read(path).map_err(|error| cannot_read(path, &error))?;
    let folders = input.src_prefixes.iter().chain(&input.import_paths);
    let folders = folders.map(PathBuf::as_path).chain([Path::new("")]);
    let mut files = HashMap::new();
    for name in crate::request::file_names(&request) {
        let candidates = folders.clone().map(|folder| folder.join(&name));
        let found = candidates.into_iter().find_map(|path| {
            let text = fs::read_to_string(&path).ok()?;
            Some((text::file_id(&text::tokens(&text))?, path, text))
        });
        if let Some((id, path, text)) = found {
            let file = SchemaFile {
                path,
                display: name,
                text,
                watched: false,
            };
            files.insert(id, file);
        }
    }
    Ok(Compiled {
        request,
        from: Maker::Stored(path.to_path_buf()),
        files,
        other_files: vec![path.to_path_buf()],
    })
}
