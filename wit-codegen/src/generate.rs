//! The whole pipeline: options → schema → names → checks → code.

use std::path::{Path, PathBuf};

use quote::ToTokens;

use crate::config::{self, Builder};
use crate::diagnostic::{Diagnostics, Sources};
use crate::error::Error;
use crate::front_end::{FrontEnd, Loaded};
use crate::{check, names, rust, wit};

/// What one run of the generator made; see [`Builder::generate`].
#[derive(Clone, Debug)]
pub struct Generated {
    code: String,
    file_stem: String,
    files_read: Vec<PathBuf>,
    folders_read: Vec<PathBuf>,
}

impl Generated {
    /// The Rust code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The name of the file that the code belongs in, without `.rs`.
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

/// Reads a schema and generates code from it. Rendering starts only when nothing is wrong.
pub(crate) fn generate(builder: &Builder, front_end: &dyn FrontEnd) -> Result<Generated, Error> {
    let mut sources = Sources::default();
    let mut problems = Diagnostics::default();

    let options = config::validate(builder, &mut problems);
    let Some(Loaded {
        mut schema,
        folders,
    }) = front_end.load(&mut sources, &mut problems)
    else {
        return Err(problems.into_error(&sources));
    };
    names::settle(&mut schema);
    wit::platform::map(
        &mut schema,
        &options
            .output
            .runtime
            .to_token_stream()
            .to_string()
            .replace(' ', ""),
    );
    config::apply(&options.items, &mut schema, &mut problems);
    check::check(&mut schema, &mut problems);
    problems.into_result(&sources)?;

    let output = options.output;
    let code = rust::render(
        &schema,
        &rust::Options {
            runtime: output.runtime,
            client: output.client,
            server: output.server,
            serde: output.serde,
        },
    );
    Ok(Generated {
        code,
        file_stem: output.file_name.unwrap_or(schema.file_stem),
        files_read: sources.paths().map(Path::to_path_buf).collect(),
        folders_read: folders,
    })
}
