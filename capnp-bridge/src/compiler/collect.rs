//! Finding every file that a compiler will ask for: what is to be compiled, and what that imports.

use std::collections::HashSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use wit_codegen_core::{Error, ErrorKind};

use super::input::{Input, cannot_read, cannot_stage};
use crate::standard;
use crate::text;

/// One file.
#[derive(Clone, Debug)]
pub(super) struct Staged {
    /// Below the stage's root.
    pub(super) path: PathBuf,
    pub(super) origin: Origin,
    /// It was looked up on the import path, or imported from beside such a file.
    pub(super) looked_up: bool,
    /// As messages show it.
    pub(super) shown: PathBuf,
    pub(super) display: String,
    pub(super) bytes: Vec<u8>,
    pub(super) id: Option<u64>,
}

#[derive(Clone, Debug)]
pub(super) enum Origin {
    Disk(PathBuf),
    Bundled,
}

/// The part of the stage that is laid out like the disk.
pub(super) const DISK: &str = "disk";
/// The part with the bundled schemas.
pub(super) const BUNDLED: &str = "standard";

/// Finds every file that the compiler will ask for.
pub(super) struct Collector {
    current: PathBuf,
    pub(super) import_paths: Vec<PathBuf>,
    /// Prefixes to leave away for the display.
    prefixes: Vec<PathBuf>,
    standard: bool,
    pub(super) staged: Vec<Staged>,
    /// Folders that the paths of imports go through: see [`climbed_to`].
    pub(super) climbed: Vec<PathBuf>,
    /// Paths on the stage that are taken.
    taken: HashSet<PathBuf>,
}

impl Collector {
    pub(super) fn new(input: &Input) -> Result<Collector, Error> {
        let current = std::env::current_dir().map_err(|error| cannot_stage(&error))?;
        let absolute = |path: &PathBuf| lexical(&current.join(path));
        let import_paths: Vec<PathBuf> = input.import_paths.iter().map(absolute).collect();
        let mut prefixes: Vec<PathBuf> = input.src_prefixes.iter().map(absolute).collect();
        if prefixes.is_empty() {
            let parents = input.files.iter().map(absolute);
            prefixes.extend(parents.filter_map(|file| file.parent().map(Path::to_path_buf)));
        }
        prefixes.extend(import_paths.iter().cloned());
        Ok(Collector {
            import_paths,
            prefixes,
            standard: !input.no_standard_import,
            staged: Vec::new(),
            climbed: Vec::new(),
            taken: HashSet::new(),
            current,
        })
    }

    /// Takes a file that is to be compiled; gives its path on the stage.
    pub(super) fn request(&mut self, path: &Path) -> Result<PathBuf, Error> {
        let absolute = lexical(&self.current.join(path));
        let bytes = fs::read(path).map_err(|error| cannot_read(path, &error))?;
        let on_stage = Path::new(DISK).join(below_root(&absolute));
        self.add(on_stage.clone(), Origin::Disk(absolute), false, bytes);
        Ok(on_stage)
    }

    /// Takes what the files import, and what that imports. What is not there is the compiler's to report.
    pub(super) fn follow_imports(&mut self) {
        // `-> stream` imports it without saying so.
        self.import_absolute("capnp/stream.capnp");
        let mut next = 0;
        while let Some(file) = self.staged.get(next) {
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            let (on_stage, origin) = (file.path.clone(), file.origin.clone());
            let looked_up = file.looked_up;
            for path in text::imports(&text::tokens(&text)) {
                match path.strip_prefix('/') {
                    Some(path) => self.import_absolute(path),
                    None => self.import_relative(path, &on_stage, &origin, looked_up),
                }
            }
            next += 1;
        }
    }

    /// The compiler takes any bytes in a text for good ones, and then nobody knows where they were.
    pub(super) fn check_texts(&self) -> Result<(), Error> {
        for file in &self.staged {
            let is_schema = file.path.extension().is_some_and(|it| it == "capnp");
            if let (true, Err(error)) = (is_schema, std::str::from_utf8(&file.bytes)) {
                let before = file.bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line_start = before.iter().rposition(|byte| *byte == b'\n');
                let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
                let column = before.len() - line_start.map_or(0, |at| at + 1) + 1;
                let path = file.shown.display();
                return Err(Error::new(
                    ErrorKind::Schema,
                    format!("{path}:{line}:{column}: error: This is not UTF-8."),
                ));
            }
        }
        Ok(())
    }

    fn import_absolute(&mut self, path: &str) {
        for folder in self.import_paths.clone() {
            let absolute = lexical(&folder.join(path));
            if let Ok(bytes) = fs::read(&absolute) {
                let on_stage = Path::new(DISK).join(below_root(&absolute));
                self.add(on_stage, Origin::Disk(absolute), true, bytes);
                return;
            }
        }
        if self.standard
            && let Some(text) = standard::schema(path)
        {
            let on_stage = Path::new(BUNDLED).join(path);
            self.add(on_stage, Origin::Bundled, true, text.into());
        }
    }

    fn import_relative(&mut self, path: &str, from: &Path, origin: &Origin, looked_up: bool) {
        if let (false, Some(folder)) = (looked_up, from.parent()) {
            self.climbed.push(climbed_to(folder, path));
        }
        let beside = |file: &Path| file.parent().map(|folder| folder.join(path));
        // The compiler takes `..` out of paths without asking the file system; so is the path found here.
        let Some(on_stage) = beside(from).map(|on_stage| lexical(&on_stage)) else {
            return;
        };
        if let Origin::Disk(file) = origin
            && let Some(joined) = beside(file)
            && on_stage.starts_with(DISK)
        {
            let candidates = [lexical(&joined), joined];
            for candidate in candidates {
                if let Ok(bytes) = fs::read(&candidate) {
                    self.add(on_stage, Origin::Disk(candidate), looked_up, bytes);
                    return;
                }
            }
        }
        // Annotations for Rust are imported from beside the schema, where users keep a copy.
        let name = Path::new(path).file_name().and_then(|name| name.to_str());
        if self.standard
            && let Some(text) = name
                .filter(|name| *name == "rust.capnp")
                .and_then(standard::schema)
        {
            self.add(on_stage, Origin::Bundled, looked_up, text.into());
        }
    }

    fn add(&mut self, on_stage: PathBuf, origin: Origin, looked_up: bool, bytes: Vec<u8>) {
        if !self.taken.insert(on_stage.clone()) {
            return;
        }
        let (shown, display) = match &origin {
            Origin::Disk(path) => (self.show(path), self.display(path)),
            Origin::Bundled => {
                let path = on_stage.strip_prefix(BUNDLED).unwrap_or(&on_stage);
                let name = path.file_name().unwrap_or_default();
                let path = if path.starts_with(DISK) {
                    Path::new(name)
                } else {
                    path
                };
                (Path::new("/").join(path), slashed(path))
            }
        };
        let text = std::str::from_utf8(&bytes).ok();
        let id = text.and_then(|text| text::file_id(&text::tokens(text)));
        self.staged.push(Staged {
            path: on_stage,
            origin,
            looked_up,
            shown,
            display,
            bytes,
            id,
        });
    }

    /// Relative to the current folder if it is in there.
    fn show(&self, path: &Path) -> PathBuf {
        let path = path.strip_prefix(&self.current).unwrap_or(path);
        path.to_path_buf()
    }

    fn display(&self, path: &Path) -> String {
        let path = lexical(path);
        let shortest = self
            .prefixes
            .iter()
            .filter_map(|prefix| path.strip_prefix(prefix).ok())
            .min_by_key(|rest| rest.components().count());
        match shortest {
            Some(rest) => slashed(rest),
            None => slashed(Path::new(path.file_name().unwrap_or_default())),
        }
    }
}

fn slashed(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// `path` without `.` and `..`, by its text alone.
fn lexical(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                result.pop();
            }
            part => result.push(part),
        }
    }
    result
}

/// The highest folder on the way from `folder` to `path`. The compiler knows no name for what is above its prefix, not
/// even on the way back down: `../here/a.capnp`.
fn climbed_to(folder: &Path, path: &str) -> PathBuf {
    let mut highest = folder.to_path_buf();
    let mut at = folder.to_path_buf();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir => {
                at.pop();
            }
            Component::Normal(name) => at.push(name),
            _ => {}
        }
        if highest.starts_with(&at) {
            highest.clone_from(&at);
        }
    }
    highest
}

/// An absolute path as one below something else. A drive letter becomes a folder.
pub(super) fn below_root(path: &Path) -> PathBuf {
    path.components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(PathBuf::from(name)),
            Component::Prefix(prefix) => {
                let name = prefix.as_os_str().to_string_lossy();
                Some(PathBuf::from(name.replace([':', '\\', '?'], "")))
            }
            _ => None,
        })
        .collect()
}
