//! A folder with everything that a compiler is to see, laid out as it is on disk.
//!
//! A compiler that runs where the files are would miss the bundled schemas, refuse an import that leads out of a folder through a
//! symbolic link, and take one schema that it reaches by two ways for two schemas with the same id. Here every
//! file has one path for each way, and what is the same schema is the same file.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use wit_codegen_core::Error;

use super::collect::{BUNDLED, Collector, DISK, Origin, Staged, below_root};
use super::input::{Input, SchemaFile, cannot_stage};
use crate::standard;

/// The folder, and what is in it.
#[derive(Debug)]
pub(crate) struct Stage {
    /// Removed when the stage is dropped.
    _folder: TempDir,
    root: PathBuf,
    staged: Vec<Staged>,
    /// Folders that the paths of imports go through.
    climbed: Vec<PathBuf>,
    /// Where the files to compile are.
    pub(super) files: Vec<PathBuf>,
    pub(super) import_paths: Vec<PathBuf>,
}

/// A schema file on the stage.
#[derive(Debug)]
pub(super) struct Schema<'s> {
    /// Where the compiler sees it.
    pub(super) path: PathBuf,
    /// As messages show it.
    pub(super) shown: &'s Path,
    pub(super) text: &'s str,
}

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
            let on_stage = root.join(DISK).join(below_root(path));
            fs::create_dir_all(&on_stage).map_err(|error| cannot_stage(&error))?;
            import_paths.push(on_stage);
        }
        if !input.no_standard_import {
            let on_stage = root.join(BUNDLED);
            fs::create_dir_all(&on_stage).map_err(|error| cannot_stage(&error))?;
            import_paths.push(on_stage);
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
        self.root.join(common.unwrap_or_default())
    }

    /// The path to show for one in the stage at the start of `line`, and the rest of the line.
    pub(super) fn shown<'l>(&self, line: &'l str) -> Option<(&Path, &'l str)> {
        self.staged.iter().find_map(|file| {
            let on_stage = self.root.join(&file.path);
            let rest = line.strip_prefix(on_stage.to_str()?)?;
            rest.starts_with(':')
                .then_some((file.shown.as_path(), rest))
        })
    }

    /// The files that are text.
    pub(super) fn schemas(&self) -> impl Iterator<Item = Schema<'_>> {
        self.staged.iter().filter_map(|file| {
            Some(Schema {
                path: self.root.join(&file.path),
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
            let on_stage = self.root.join(&file.path);
            if let Some(parent) = on_stage.parent() {
                fs::create_dir_all(parent)?;
            }
            if let Some(same) = first.get(&file.identity())
                && fs::hard_link(same, &on_stage).is_ok()
            {
                continue;
            }
            fs::write(&on_stage, &file.bytes)?;
            first.insert(file.identity(), on_stage);
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
        let name = self.path.file_name();
        match self.id.filter(|id| standard::is_standard(*id)) {
            Some(id) => Identity::Standard(id, name),
            None => Identity::Contents(&self.bytes, name),
        }
    }
}
