//! Everything that a compiler is to see, laid out as it is on disk.
//!
//! A compiler that looked at the disk would miss the bundled schemas, refuse an import that leads out of a folder through a
//! symbolic link, and take one schema that it reaches by two ways for two schemas with the same id. Here every
//! file has one path for each way, and what is the same schema is the same file.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use wit_codegen_core::Error;

use super::collect::{BUNDLED, Collector, DISK, Origin, Staged, below_root};
use super::input::{Input, SchemaFile};
use crate::standard;

/// What a compiler is to see. All paths are below its root.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stage {
    staged: Vec<Staged>,
    /// For each, the first that is the same file under another name, or itself.
    same: Vec<usize>,
    /// Folders that the paths of imports go through.
    climbed: Vec<PathBuf>,
    /// Where the files to compile are.
    pub(super) files: Vec<PathBuf>,
    pub(super) import_paths: Vec<PathBuf>,
}

/// A file on the stage, as a compiler sees it.
#[derive(Debug)]
pub(super) struct File<'s> {
    pub(super) path: &'s Path,
    pub(super) bytes: &'s [u8],
    /// The number of the file that it is: the same under all its names.
    pub(super) number: usize,
}

/// A schema file on the stage.
#[derive(Debug)]
pub(super) struct Schema<'s> {
    /// The number of the file.
    pub(super) number: usize,
    /// As messages show it.
    pub(super) shown: &'s Path,
    pub(super) text: &'s str,
}

impl Stage {
    pub(super) fn build(input: &Input) -> Result<Stage, Error> {
        let mut collector = Collector::new(input)?;
        let mut files = Vec::new();
        for file in &input.files {
            files.push(collector.request(file)?);
        }
        collector.follow_imports();
        collector.check_texts()?;
        let on_disk = collector.import_paths.iter();
        let mut import_paths: Vec<PathBuf> = on_disk
            .map(|path| Path::new(DISK).join(below_root(path)))
            .collect();
        if !input.no_standard_import {
            import_paths.push(PathBuf::from(BUNDLED));
        }
        Ok(Stage {
            same: same(&collector.staged),
            staged: collector.staged,
            climbed: collector.climbed,
            files,
            import_paths,
        })
    }

    /// The prefix that the compiler is to leave away from paths. Everything is below it that files import from the
    /// folders they are in, or pass on the way there: so imports work. It is as long as that allows: so a stored
    /// request is the same everywhere.
    pub(super) fn src_prefix(&self) -> PathBuf {
        let beside = self.staged.iter().filter(|file| !file.looked_up);
        let folders = beside.filter_map(|file| file.path.parent());
        let folders = folders.chain(self.climbed.iter().map(PathBuf::as_path));
        let common = folders.fold(None, |common: Option<PathBuf>, folder| match common {
            None => Some(folder.to_path_buf()),
            Some(common) => {
                let both = common.components().zip(folder.components());
                Some(both.take_while(|(a, b)| a == b).map(|(a, _)| a).collect())
            }
        });
        common.unwrap_or_default()
    }

    /// The path to show for one on the stage at the start of `line`, and the rest of the line.
    pub(super) fn shown<'l>(&self, line: &'l str) -> Option<(&Path, &'l str)> {
        self.staged.iter().find_map(|file| {
            let rest = line.strip_prefix(&absolute(&file.path))?;
            rest.starts_with(':')
                .then_some((file.shown.as_path(), rest))
        })
    }

    /// Everything on the stage. What has several names is there under each.
    pub(super) fn files(&self) -> impl Iterator<Item = File<'_>> {
        self.staged.iter().zip(&self.same).map(|(file, same)| File {
            path: &file.path,
            bytes: self.staged.get(*same).map_or(&[], |same| &same.bytes),
            number: *same,
        })
    }

    /// The files that are text, each once.
    pub(super) fn schemas(&self) -> impl Iterator<Item = Schema<'_>> {
        let files = self.staged.iter().zip(&self.same).enumerate();
        files.filter_map(|(number, (file, same))| {
            let text = std::str::from_utf8(&file.bytes).ok()?;
            (number == *same).then_some(Schema {
                number,
                shown: &file.shown,
                text,
            })
        })
    }

    /// Gives a file other contents.
    pub(super) fn replace(&mut self, number: usize, text: String) {
        if let Some(file) = self.staged.get_mut(number) {
            file.bytes = text.into_bytes();
        }
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
}

/// A path on the stage as the compiler names it.
pub(super) fn absolute(path: &Path) -> String {
    parts(path).fold(String::new(), |path, part| path + "/" + &part)
}

/// The names that a path on the stage is made of.
pub(super) fn parts(path: &Path) -> impl Iterator<Item = String> {
    path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    })
}

/// For each file, the first that is the same schema: the compiler is to see one file with several names, which it
/// knows by the file system's number of a file, and by its name.
fn same(staged: &[Staged]) -> Vec<usize> {
    let mut first = HashMap::new();
    let numbered = staged.iter().enumerate();
    numbered
        .map(|(number, file)| *first.entry(file.identity()).or_insert(number))
        .collect()
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Identity<'f> {
    /// A standard schema, whoever's copy it is: the first copy stands for all.
    Standard(u64, Option<&'f std::ffi::OsStr>),
    Contents(&'f [u8], Option<&'f std::ffi::OsStr>),
}

impl Staged {
    fn identity(&self) -> Identity<'_> {
        let name = self.path.file_name();
        match self.id.filter(|id| standard::is_standard(*id)) {
            Some(id) => Identity::Standard(id, name),
            None => Identity::Contents(&self.bytes, name),
        }
    }
}
