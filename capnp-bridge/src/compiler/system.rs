//! The `capnp` that is installed.

use std::io;
use std::path::Path;
use std::process::Command;

use wit_codegen_core::{Error, ErrorKind};

use super::folder::Folder;
use super::input::cannot_stage;
use super::report::Failure;
use super::stage::Stage;

/// Compiles what is on the stage.
pub(super) fn run(executable: &Path, stage: &Stage) -> Result<Vec<u8>, Failure> {
    let folder = Folder::new(stage).map_err(|error| Failure::NotRun(cannot_stage(&error)))?;
    let mut command = Command::new(executable);
    command.args(["compile", "-o-", "--no-standard-import"]);
    let mut option = |name: &str, on_stage: &Path| {
        let mut argument = std::ffi::OsString::from(name);
        argument.push(folder.path(on_stage));
        command.arg(argument);
    };
    for path in &stage.import_paths {
        option("--import-path=", path);
    }
    option("--src-prefix=", &stage.src_prefix());
    // It would complain about one that is out of date.
    let output = command
        .env_remove("PWD")
        .args(stage.files.iter().map(|path| folder.path(path)))
        .output()
        .map_err(|error| Failure::NotRun(cannot_run(executable, &error)))?;
    if !output.status.success() || output.stdout.is_empty() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::Said(folder.said(&said, stage)));
    }
    Ok(output.stdout)
}

fn cannot_run(executable: &Path, error: &io::Error) -> Error {
    Error::new(
        ErrorKind::Io,
        format!(
            "error: cannot run the Cap'n Proto compiler `{}`: {error}\n  \
             = help: install it (Debian: `capnproto`), name it with `.capnp_executable(…)`, or use the built-in \
             one: feature `embedded` of `capnp-bridge`",
            executable.display()
        ),
    )
}
