//! The build script's side: where the code goes, and when the build script must run again.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind};
use crate::generated::Generated;
use crate::options::RunOptions;

/// Writes what one run generated, from a build script: every file was made from the same schema.
///
/// # Errors
///
/// If there is no folder to write to, or it cannot be written to.
pub fn write(options: &RunOptions, generated: &[Generated]) -> Result<(), Error> {
    let out_dir = out_dir(options.out_dir.as_deref(), std::env::var_os("OUT_DIR"))?;
    fs::create_dir_all(&out_dir).map_err(|error| cannot_write(&out_dir, &error))?;
    for generated in generated {
        let file = out_dir.join(format!("{}.{}", generated.file_stem, generated.extension));
        write_if_changed(&file, generated.code())?;
    }
    if let (true, Some(any)) = (options.emit_rerun_if_changed, generated.first()) {
        for path in any.files_read().iter().chain(any.folders_read()) {
            println!("cargo:rerun-if-changed={}", path.display());
        }
    }
    Ok(())
}

fn out_dir(chosen: Option<&Path>, from_cargo: Option<OsString>) -> Result<PathBuf, Error> {
    match (chosen, from_cargo) {
        (Some(path), _) => Ok(path.to_path_buf()),
        (None, Some(path)) => Ok(PathBuf::from(path)),
        (None, None) => Err(Error::new(
            ErrorKind::Config,
            "error: there is no folder to write to: the environment variable OUT_DIR is not set\n  \
             = rule: `compile` is called from a build script, where cargo sets it\n  \
             = help: elsewhere, name a folder with `.out_dir(…)`, or take the code from `.generate(…)`"
                .to_owned(),
        )),
    }
}

/// Leaves a file alone that already has these contents, so that nothing is built again because of it.
fn write_if_changed(file: &Path, code: &str) -> Result<(), Error> {
    if fs::read(file).is_ok_and(|old| old == code.as_bytes()) {
        return Ok(());
    }
    fs::write(file, code).map_err(|error| cannot_write(file, &error))
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    Error::new(
        ErrorKind::Io,
        format!("error: cannot write `{}`: {error}", path.display()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_folder_comes_first() {
        let chosen = out_dir(Some(Path::new("a")), Some("b".into())).unwrap();
        assert_eq!(chosen, Path::new("a"));
        assert_eq!(out_dir(None, Some("b".into())).unwrap(), Path::new("b"));
    }

    #[test]
    fn outside_of_a_build_script_a_folder_must_be_named() {
        let error = out_dir(None, None).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(".out_dir"), "{error}");
    }
}
