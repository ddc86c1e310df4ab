//! A folder with everything that a compiler is to see, laid out as it is on disk.
//!
//! A compiler run in place would miss the bundled schemas, refuse an import that leads out of a folder through a
//! symbolic link, and take one schema that it reaches by two ways for two schemas with the same id. Here every
//! file has one place for each way, and what is the same schema is the same file.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;
use wit_codegen_core::front_end;
use wit_codegen_core::{Error, ErrorKind};

use super::{Input, SchemaFile, cannot_read};
use crate::standard;
use crate::text;

/// The folder, and what is in it.
#[derive(Debug)]
pub(crate) struct Stage {
    /// Removed when the stage is dropped.
    _folder: TempDir,
    root: PathBuf,
    staged: Vec<Staged>,
    /// Folders that the paths of imports go through: see [`climbed_to`].
    climbed: Vec<PathBuf>,
    /// Where the files to compile are.
    pub(super) files: Vec<PathBuf>,
    pub(super) import_paths: Vec<PathBuf>,
}

/// A schema file on the stage.
#[derive(Debug)]
pub(super) struct Schema<'s> {
    /// Where the compiler sees it.
    pub(super) place: PathBuf,
    /// As messages show it.
    pub(super) shown: &'s Path,
    pub(super) text: &'s str,
}

/// One file.
#[derive(Debug)]
struct Staged {
    /// Below the stage's root.
    place: PathBuf,
    origin: Origin,
    /// It was looked up on the import path, or imported from beside such a file.
    looked_up: bool,
    /// As messages show it.
    shown: PathBuf,
    display: String,
    bytes: Vec<u8>,
    id: Option<u64>,
}

#[derive(Clone, Debug)]
enum Origin {
    Disk(PathBuf),
    Bundled,
}

/// The part of the stage that is laid out like the disk.
const DISK: &str = "disk";
/// The part with the bundled schemas.
const BUNDLED: &str = "standard";

impl Stage {
    pub(super) fn build(input: &Input) -> Result<Stage, Error> {
        let folder = match std::env::var_os("OUT_DIR").filter(|folder| Path::new(folder).is_dir()) {
            Some(folder) => tempfile::tempdir_in(folder),
            None => tempfile::tempdir(),
        };
        let folder = folder.map_err(|error| cannot_stage(&error))?;
        let root = fs::canonicalize(folder.path()).map_err(|error| cannot_stage(&error))?;
        let mut collector = Collector::new(input)?;
        let mut files = Vec::new();
        for file in &input.files {
            files.push(root.join(collector.request(file)?));
        }
        collector.follow_imports();
        collector.check_texts()?;
        let mut import_paths = Vec::new();
        for path in &collector.import_paths {
            let place = root.join(DISK).join(below_root(path));
            fs::create_dir_all(&place).map_err(|error| cannot_stage(&error))?;
            import_paths.push(place);
        }
        if !input.no_standard_import {
            let place = root.join(BUNDLED);
            fs::create_dir_all(&place).map_err(|error| cannot_stage(&error))?;
            import_paths.push(place);
        }
        let stage = Stage {
            _folder: folder,
            root,
            staged: collector.staged,
            climbed: collector.climbed,
            files,
            import_paths,
        };
        stage.write().map_err(|error| cannot_stage(&error))?;
        Ok(stage)
    }

    /// The prefix that the compiler is to leave away from paths: everything is below it that files import from
    /// beside them, or pass on the way there, so that imports work, and nothing above it, so that a stored request is the same everywhere.
    pub(super) fn src_prefix(&self) -> PathBuf {
        let beside = self.staged.iter().filter(|file| !file.looked_up);
        let folders = beside.filter_map(|file| file.place.parent());
        let folders = folders.chain(self.climbed.iter().map(PathBuf::as_path));
        let common = folders.fold(None, |common: Option<PathBuf>, folder| match common {
            None => Some(folder.to_path_buf()),
            Some(common) => {
                let both = common.components().zip(folder.components());
                Some(both.take_while(|(a, b)| a == b).map(|(a, _)| a).collect())
            }
        });
        self.root.join(common.unwrap_or_default())
    }

    /// The path to show for one in the stage at the start of `line`, and the rest of the line.
    pub(super) fn shown<'l>(&self, line: &'l str) -> Option<(&Path, &'l str)> {
        self.staged.iter().find_map(|file| {
            let place = self.root.join(&file.place);
            let rest = line.strip_prefix(place.to_str()?)?;
            rest.starts_with(':')
                .then_some((file.shown.as_path(), rest))
        })
    }

    /// The files that are text.
    pub(super) fn schemas(&self) -> impl Iterator<Item = Schema<'_>> {
        self.staged.iter().filter_map(|file| {
            Some(Schema {
                place: self.root.join(&file.place),
                shown: &file.shown,
                text: std::str::from_utf8(&file.bytes).ok()?,
            })
        })
    }

    pub(super) fn into_files(self) -> (HashMap<u64, SchemaFile>, Vec<PathBuf>) {
        let mut files = HashMap::new();
        let mut others = Vec::new();
        for file in self.staged {
            let watched = matches!(file.origin, Origin::Disk(_));
            let known = file.id.is_some_and(|id| files.contains_key(&id));
            match (file.id, String::from_utf8(file.bytes)) {
                (Some(id), Ok(text)) if !known => {
                    let file = SchemaFile {
                        path: file.shown,
                        display: file.display,
                        text,
                        watched,
                    };
                    files.insert(id, file);
                }
                _ if watched => others.push(file.shown),
                _ => {}
            }
        }
        (files, others)
    }

    /// Writes every file. What is the same schema becomes one file with several names: the compiler looks at the
    /// file system's number of a file, and at its name.
    fn write(&self) -> io::Result<()> {
        let mut first: HashMap<Identity<'_>, PathBuf> = HashMap::new();
        for file in &self.staged {
            let place = self.root.join(&file.place);
            if let Some(parent) = place.parent() {
                fs::create_dir_all(parent)?;
            }
            if let Some(same) = first.get(&file.identity())
                && fs::hard_link(same, &place).is_ok()
            {
                continue;
            }
            fs::write(&place, &file.bytes)?;
            first.insert(file.identity(), place);
        }
        Ok(())
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Identity<'f> {
    /// A standard schema, whoever's copy it is: the first copy stands for all.
    Standard(u64, Option<&'f std::ffi::OsStr>),
    Contents(&'f [u8], Option<&'f std::ffi::OsStr>),
}

impl Staged {
    fn identity(&self) -> Identity<'_> {
        let name = self.place.file_name();
        match self.id.filter(|id| standard::is_standard(*id)) {
            Some(id) => Identity::Standard(id, name),
            None => Identity::Contents(&self.bytes, name),
        }
    }
}

/// Finds every file that the compiler will ask for.
struct Collector {
    current: PathBuf,
    import_paths: Vec<PathBuf>,
    /// Prefixes to leave away for the display.
    prefixes: Vec<PathBuf>,
    standard: bool,
    staged: Vec<Staged>,
    climbed: Vec<PathBuf>,
    places: HashSet<PathBuf>,
}

impl Collector {
    fn new(input: &Input) -> Result<Collector, Error> {
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
            places: HashSet::new(),
            current,
        })
    }

    /// Takes a file that is to be compiled; gives its place.
    fn request(&mut self, path: &Path) -> Result<PathBuf, Error> {
        let absolute = lexical(&self.current.join(path));
        let bytes = fs::read(path).map_err(|error| cannot_read(path, &error))?;
        let place = Path::new(DISK).join(below_root(&absolute));
        self.add(place.clone(), Origin::Disk(absolute), false, bytes);
        Ok(place)
    }

    /// Takes what the files import, and what that imports. What is not there is the compiler's to report.
    fn follow_imports(&mut self) {
        // `-> stream` imports it without saying so.
        self.import_absolute("capnp/stream.capnp");
        let mut next = 0;
        while let Some(file) = self.staged.get(next) {
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            let (place, origin) = (file.place.clone(), file.origin.clone());
            let looked_up = file.looked_up;
            for path in text::imports(&text::tokens(&text)) {
                match path.strip_prefix('/') {
                    Some(path) => self.import_absolute(path),
                    None => self.import_relative(path, &place, &origin, looked_up),
                }
            }
            next += 1;
        }
    }

    /// The compiler takes any bytes in a text for good ones, and then nobody knows where they were.
    fn check_texts(&self) -> Result<(), Error> {
        for file in &self.staged {
            let is_schema = file.place.extension().is_some_and(|it| it == "capnp");
            if let (true, Err(error)) = (is_schema, std::str::from_utf8(&file.bytes)) {
                let before = file.bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line_start = before.iter().rposition(|byte| *byte == b'\n');
                let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
                let column = before.len() - line_start.map_or(0, |at| at + 1) + 1;
                let path = file.shown.display();
                return Err(front_end::error(
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
                let place = Path::new(DISK).join(below_root(&absolute));
                self.add(place, Origin::Disk(absolute), true, bytes);
                return;
            }
        }
        if self.standard
            && let Some(text) = standard::schema(path)
        {
            let place = Path::new(BUNDLED).join(path);
            self.add(place, Origin::Bundled, true, text.into());
        }
    }

    fn import_relative(&mut self, path: &str, from: &Path, origin: &Origin, looked_up: bool) {
        if let (false, Some(folder)) = (looked_up, from.parent()) {
            self.climbed.push(climbed_to(folder, path));
        }
        let beside = |file: &Path| file.parent().map(|folder| folder.join(path));
        // The compiler takes `..` out of paths without asking the file system; so is the place found here.
        let Some(place) = beside(from).map(|place| lexical(&place)) else {
            return;
        };
        if let Origin::Disk(file) = origin
            && let Some(joined) = beside(file)
            && place.starts_with(DISK)
        {
            let candidates = [lexical(&joined), joined];
            for candidate in candidates {
                if let Ok(bytes) = fs::read(&candidate) {
                    self.add(place, Origin::Disk(candidate), looked_up, bytes);
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
            self.add(place, Origin::Bundled, looked_up, text.into());
        }
    }

    fn add(&mut self, place: PathBuf, origin: Origin, looked_up: bool, bytes: Vec<u8>) {
        if !self.places.insert(place.clone()) {
            return;
        }
        let (shown, display) = match &origin {
            Origin::Disk(path) => (self.show(path), self.display(path)),
            Origin::Bundled => {
                let path = place.strip_prefix(BUNDLED).unwrap_or(&place);
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
            place,
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
fn below_root(path: &Path) -> PathBuf {
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

fn cannot_stage(error: &io::Error) -> Error {
    front_end::error(
        ErrorKind::Io,
        format!("error: cannot make a temporary folder for the schema compiler: {error}"),
    )
}
