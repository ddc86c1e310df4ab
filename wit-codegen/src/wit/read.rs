//! Finding and reading the files of a schema.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use wit_codegen_core::ErrorKind;
use wit_codegen_core::diagnostic::{Diagnostic, Diagnostics, FileId, Sources};

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

/// What became of a file or folder.
enum Found<T> {
    New(T),
    /// Read before, by another path.
    Known,
    /// A folder without schema files.
    Empty,
    /// What stood in the way was reported.
    Failed,
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
        let found = if self.is_folder(path)? {
            self.folder(path)
        } else {
            self.single(path)
        };
        match found {
            Found::New(group) => return Some(group),
            Found::Known | Found::Failed => {}
            Found::Empty => {
                let problem = no_schema(path).rule(
                    "a package folder holds the .wit files of one package, and in `deps` the \
                     packages it refers to",
                );
                let inner = path.join("wit");
                self.fail(if inner.is_dir() {
                    problem.help(format!("did you mean `{}`?", inner.display()))
                } else {
                    problem
                });
            }
        }
        None
    }

    /// A path from the configuration.
    fn deps_path(&mut self, path: &Path, deps: &mut Vec<Group>) {
        match self.is_folder(path) {
            Some(true) => self.deps_folder(path, deps),
            Some(false) => {
                if let Found::New(group) = self.single(path) {
                    deps.push(group);
                }
            }
            None => {}
        }
    }

    /// A folder with one folder or one file for each package.
    fn deps_folder(&mut self, folder: &Path, deps: &mut Vec<Group>) {
        for path in self.entries(folder).unwrap_or_default() {
            let found = match self.is_folder(&path) {
                Some(true) if !is_hidden(&path) => self.folder(&path),
                Some(false) if is_schema(&path) => self.single(&path),
                _ => continue,
            };
            match found {
                Found::New(group) => deps.push(group),
                Found::Known | Found::Failed => {}
                Found::Empty => {
                    let folder = folder.display();
                    self.fail(no_schema(&path).rule(format!(
                        "every folder in `{folder}` holds the .wit files of one package"
                    )));
                }
            }
        }
    }

    /// The package that is one file.
    fn single(&mut self, path: &Path) -> Found<Group> {
        match self.file(path) {
            Found::New(file) => Found::New(Group {
                path: path.to_path_buf(),
                files: vec![file],
            }),
            Found::Known => Found::Known,
            Found::Empty | Found::Failed => Found::Failed,
        }
    }

    /// The package that is the files of a folder.
    fn folder(&mut self, folder: &Path) -> Found<Group> {
        let Some(entries) = self.entries(folder) else {
            return Found::Failed;
        };
        let mut result = Found::Empty;
        let mut files = Vec::new();
        for path in entries {
            if is_schema(&path) && self.is_folder(&path) == Some(false) {
                match self.file(&path) {
                    Found::New(file) => files.push(file),
                    Found::Known => result = Found::Known,
                    Found::Empty | Found::Failed => return Found::Failed,
                }
            }
        }
        if !files.is_empty() {
            result = Found::New(Group {
                path: folder.to_path_buf(),
                files,
            });
        }
        result
    }

    /// What is in a folder, in a fixed order.
    fn entries(&mut self, folder: &Path) -> Option<Vec<PathBuf>> {
        let entries = fs::read_dir(folder).and_then(|entries| {
            let paths = entries.map(|entry| entry.map(|entry| entry.path()));
            paths.collect::<io::Result<Vec<_>>>()
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

    fn file(&mut self, path: &Path) -> Found<FileId> {
        if let Ok(path) = path.canonicalize()
            && !self.seen.insert(path)
        {
            return Found::Known;
        }
        let bytes = match self.bytes(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.cannot_read(path, &error);
                return Found::Failed;
            }
        };
        if bytes.starts_with(b"\0asm") || has_extension(path, &["wasm", "wat"]) {
            self.fail(webassembly(path));
            return Found::Failed;
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                // A byte order mark is no part of the text.
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
                Found::New(self.sources.add(path.to_path_buf(), text))
            }
            Err(error) => {
                self.fail(not_utf8(path, &error));
                Found::Failed
            }
        }
    }

    fn bytes(&mut self, path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = File::open(path)?;
        file.take(self.remaining + 1).read_to_end(&mut bytes)?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.remaining = self.remaining.checked_sub(length).ok_or_else(|| {
            let limit = LARGEST_INPUT >> 20;
            io::Error::other(format!("the schema is larger than {limit} MiB"))
        })?;
        Ok(bytes)
    }

    fn cannot_read(&mut self, path: &Path, error: &io::Error) {
        let message = format!("cannot read `{}`: {error}", path.display());
        self.fail(Diagnostic::new(ErrorKind::Io, message));
    }

    fn fail(&mut self, problem: Diagnostic) {
        self.complete = false;
        self.problems.error(problem);
    }
}

fn no_schema(folder: &Path) -> Diagnostic {
    let message = format!("there is no .wit file in `{}`", folder.display());
    Diagnostic::new(ErrorKind::Io, message)
}

fn webassembly(path: &Path) -> Diagnostic {
    let path = path.display();
    Diagnostic::new(
        ErrorKind::Io,
        format!("`{path}` is a package in WebAssembly form"),
    )
    .rule("packages are read from WIT text, not from their WebAssembly encoding")
    .help(format!(
        "turn it into text: `wasm-tools component wit {path} --out-dir deps`"
    ))
}

fn not_utf8(path: &Path, error: &FromUtf8Error) -> Diagnostic {
    let valid = error.as_bytes().get(..error.utf8_error().valid_up_to());
    let valid = String::from_utf8_lossy(valid.unwrap_or_default());
    let line = valid.matches('\n').count() + 1;
    let last = valid.rsplit('\n').next().unwrap_or_default();
    let column = last.chars().count() + 1;
    let message = format!("`{}:{line}:{column}` is not UTF-8", path.display());
    Diagnostic::new(ErrorKind::Io, message).rule("WIT files are UTF-8 text")
}

/// Files that are packages, or are mistaken for one that can be read.
fn is_schema(path: &Path) -> bool {
    has_extension(path, &["wit", "wasm", "wat"]) && !is_hidden(path)
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|extension| extensions.contains(&extension))
}

fn is_hidden(path: &Path) -> bool {
    let name = path.file_name();
    name.is_some_and(|name| name.to_string_lossy().starts_with('.'))
}
