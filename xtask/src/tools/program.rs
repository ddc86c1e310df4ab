//! Programs that are there already: on the `PATH`, or named by a variable.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{process, workspace};

/// The program that the environment variable `variable` names, if it is set.
///
/// # Errors
///
/// When it is set to something that cannot be run.
pub(super) fn named_by(variable: &str) -> Result<Option<PathBuf>> {
    let Some(path) = env::var_os(variable).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let path = PathBuf::from(path);
    version_of(&path).with_context(|| {
        format!(
            "{variable} is set to {}, which cannot be run: correct or unset it",
            path.display()
        )
    })?;
    Ok(Some(path))
}

/// What `program --version` says, without the program's name.
pub(super) fn version_of(program: &Path) -> Result<String> {
    let line = process::output(process::command(program).arg("--version"))?;
    let version = line.split_whitespace().find(|word| {
        word.trim_start_matches('v')
            .starts_with(|first: char| first.is_ascii_digit())
    });
    match version {
        Some(version) => Ok(version.trim_start_matches('v').to_owned()),
        None => bail!("`{} --version` names no version", program.display()),
    }
}

/// Whether the program `name` is on the `PATH`.
pub(crate) fn is_on_path(name: &str) -> bool {
    !on_path(&executable(name)).is_empty()
}

/// Every program with this file name on the `PATH`.
pub(super) fn on_path(file_name: &str) -> Vec<PathBuf> {
    let Some(directories) = env::var_os("PATH") else {
        return Vec::new();
    };
    env::split_paths(&directories)
        .map(|directory| directory.join(file_name))
        .filter(|path| path.is_file())
        .collect()
}

/// The file name of the program `name` on this system.
pub(super) fn executable(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

/// A command that runs in the root of the checkout.
pub(super) fn at_root(program: &str) -> Command {
    let mut command = process::command(program);
    command.current_dir(workspace::root());
    command
}
