//! Finding and reading the files of a schema.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Sources};
use crate::error::ErrorKind;

/// The files of one package (and of the packages nested in it).
#[derive(Debug)]
pub(super) struct Group {
    /// The file or folder.
    pub(super) path: PathBuf,
    /// Never empty.
    pub(super) files: Vec<FileId>,
}

/// All files of a schema.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) main: Group,
    pub(super) deps: Vec<Group>,
    /// Every folder that was searched.
    pub(super) folders: Vec<PathBuf>,
    /// Whether nothing failed to be read.
    pub(super) complete: bool,
}

/// Schemas are kilobytes. A limit keeps positions in 32 bits, as `wit-parser` has them, and keeps a run from
/// swallowing a device or a disk image.
const LARGEST_INPUT: u64 = 64 << 20;

/// Reads the package at `path`, its `deps` folder, and the packages at `deps_paths`.
pub(super) fn read(
    path: &Path,
    deps_paths: &[PathBuf],
    sources: &mut Sources,
    problems: &mut Diagnostics,
) -> Option<Input> {
    let mut reader = Reader {
        sources,
        problems,
        seen: HashSet::new(),
        folders: Vec::new(),
        remaining: LARGEST_INPUT,
        complete: true,
    };
    let main = reader.main(path)?;
    let mut deps = Vec::new();
    if reader.folders.first().is_some_and(|folder| folder == path) {
        let folder = path.join("deps");
        if folder.is_dir() {
            reader.deps_folder(&folder, &mut deps);
        }
    }
    for path in deps_paths {
        reader.deps_path(path, &mut deps);
    }
    Some(Input {
        main,
        deps,
        folders: reader.folders,
        complete: reader.complete,
    })
}

struct Reader<'a> {
    sources: &'a mut Sources,
    problems: &'a mut Diagnostics,
    /// Files that were read, however they were reached.
    seen: HashSet<PathBuf>,
    folders: Vec<PathBuf>,
    /// Bytes that may still be read.
    remaining: u64,
    complete: bool,
}

impl Reader<'_> {
    fn main(&mut self, path: &Path) -> Option<Group> {
        if !self.is_folder(path)? {
            let file = self.file(path)??;
            return Some(Group {
                path: path.to_path_buf(),
                files: vec![file],
            });
        }
        let group = self.folder(path)?;
        if group.is_none() {
            let problem = Diagnostic::new(ErrorKind::Io, format!("there is no .wit file in `{}`", path.display()))
                .rule("a package folder holds the .wit files of one package, and the packages it refers to in `deps`");
            self.fail(if path.join("wit").is_dir() {
                problem.help(format!("did you mean `{}`?", path.join("wit").display()))
            } else {
                problem
            });
        }
        group
    }

    /// A path from the configuration.
    fn deps_path(&mut self, path: &Path, deps: &mut Vec<Group>) {
        match self.is_folder(path) {
            Some(true) => self.deps_folder(path, deps),
            Some(false) => self.single(path, deps),
            None => {}
        }
    }

    /// A folder with one folder or one file for each package.
    fn deps_folder(&mut self, folder: &Path, deps: &mut Vec<Group>) {
        let Some(entries) = self.entries(folder) else {
            return;
        };
        for path in entries {
            match self.is_folder(&path) {
                Some(true) if !is_hidden(&path) => match self.folder(&path) {
                    Some(Some(group)) => deps.push(group),
                    Some(None) => self.fail(
                        Diagnostic::new(
                            ErrorKind::Io,
                            format!("there is no .wit file in `{}`", path.display()),
                        )
                        .rule(format!(
                            "every folder in `{}` holds the .wit files of one package",
                            folder.display()
                        )),
                    ),
                    None => {}
                },
                Some(false) if is_schema(&path) => self.single(&path, deps),
                _ => {}
            }
        }
    }

    fn single(&mut self, path: &Path, deps: &mut Vec<Group>) {
        if let Some(Some(file)) = self.file(path) {
            deps.push(Group {
                path: path.to_path_buf(),
                files: vec![file],
            });
        }
    }

    /// The package in a folder: `Some(None)` when there is no file in it. One whose files were all read before
    /// is not read again, and nothing comes back.
    fn folder(&mut self, folder: &Path) -> Option<Option<Group>> {
        let mut found = false;
        let mut files = Vec::new();
        for path in self.entries(folder)? {
            if is_schema(&path) && self.is_folder(&path) == Some(false) {
                found = true;
                files.extend(self.file(&path).flatten());
            }
        }
        match (found, files.is_empty()) {
            (false, _) => Some(None),
            (true, true) => None,
            (true, false) => Some(Some(Group {
                path: folder.to_path_buf(),
                files,
            })),
        }
    }

    /// What is in a folder, in a fixed order.
    fn entries(&mut self, folder: &Path) -> Option<Vec<PathBuf>> {
        let entries = fs::read_dir(folder).and_then(|entries| {
            entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<io::Result<Vec<_>>>()
        });
        match entries {
            Ok(mut entries) => {
                entries.sort();
                self.folders.push(folder.to_path_buf());
                Some(entries)
            }
            Err(error) => {
                self.cannot_read(folder, &error);
                None
            }
        }
    }

    fn is_folder(&mut self, path: &Path) -> Option<bool> {
        match fs::metadata(path) {
            Ok(metadata) => Some(metadata.is_dir()),
            Err(error) => {
                self.cannot_read(path, &error);
                None
            }
        }
    }

    /// Reads one file: `Some(None)` when it was read before.
    fn file(&mut self, path: &Path) -> Option<Option<FileId>> {
        if let Ok(path) = path.canonicalize()
            && !self.seen.insert(path)
        {
            return Some(None);
        }
        let bytes = match self.bytes(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.cannot_read(path, &error);
                return None;
            }
        };
        if bytes.starts_with(b"\0asm") || has_extension(path, &["wasm", "wat"]) {
            self.fail(
                Diagnostic::new(
                    ErrorKind::Io,
                    format!("`{}` is a package in WebAssembly form", path.display()),
                )
                .rule("packages are read from WIT text, not from their WebAssembly encoding")
                .help(format!(
                    "turn it into text: `wasm-tools component wit {} --out-dir deps`",
                    path.display()
                )),
            );
            return None;
        }
        match String::from_utf8(bytes) {
            Ok(text) => Some(Some(self.sources.add(path.to_path_buf(), text))),
            Err(error) => {
                let valid = error
                    .as_bytes()
                    .get(..error.utf8_error().valid_up_to())
                    .unwrap_or_default();
                let valid = String::from_utf8_lossy(valid);
                let line = valid.matches('\n').count() + 1;
                let column = valid
                    .rsplit('\n')
                    .next()
                    .unwrap_or_default()
                    .chars()
                    .count()
                    + 1;
                self.fail(
                    Diagnostic::new(
                        ErrorKind::Io,
                        format!("`{}:{line}:{column}` is not UTF-8", path.display()),
                    )
                    .rule("WIT files are UTF-8 text"),
                );
                None
            }
        }
    }

    fn bytes(&mut self, path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = File::open(path)?
            .take(self.remaining + 1)
            .read_to_end(&mut bytes)?;
        match u64::try_from(read)
            .ok()
            .and_then(|read| self.remaining.checked_sub(read))
        {
            Some(remaining) => {
                self.remaining = remaining;
                Ok(bytes)
            }
            None => Err(io::Error::other(format!(
                "the schema is larger than {} MiB",
                LARGEST_INPUT >> 20
            ))),
        }
    }

    fn cannot_read(&mut self, path: &Path, error: &io::Error) {
        self.fail(Diagnostic::new(
            ErrorKind::Io,
            format!("cannot read `{}`: {error}", path.display()),
        ));
    }

    fn fail(&mut self, problem: Diagnostic) {
        self.complete = false;
        self.problems.error(problem);
    }
}

/// Files that are packages, or are mistaken for one that can be read.
fn is_schema(path: &Path) -> bool {
    has_extension(path, &["wit", "wasm", "wat"]) && !is_hidden(path)
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension()
        .and_then(OsStr::to_str)
        .is_some_and(|extension| extensions.contains(&extension))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}
