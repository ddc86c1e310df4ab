//! The stage as a folder on disk, for a compiler that runs by itself.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::stage::{self, Stage};

/// The folder. It is removed when this is dropped.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// A folder with everything that is on the stage.
    pub(super) fn new(stage: &Stage) -> io::Result<Folder> {
        let folder = Folder { root: make()? };
        for path in &stage.import_paths {
            fs::create_dir_all(folder.path(path))?;
        }
        let mut first: HashMap<usize, PathBuf> = HashMap::new();
        for file in stage.files() {
            let path = folder.path(file.path);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            if let Some(same) = first.get(&file.number)
                && fs::hard_link(same, &path).is_ok()
            {
                continue;
            }
            fs::write(&path, file.bytes)?;
            first.insert(file.number, path);
        }
        Ok(folder)
    }

    /// Where something on the stage is.
    pub(super) fn path(&self, on_stage: &Path) -> PathBuf {
        self.root.join(on_stage)
    }

    /// What a compiler said, with paths on the stage in place of those in the folder.
    pub(super) fn said(&self, said: &str, stage: &Stage) -> String {
        let line = |line: &str| {
            stage.files().find_map(|file| {
                let path = self.path(file.path);
                let rest = line.strip_prefix(path.to_str()?)?;
                let is_path = rest.starts_with(':');
                is_path.then(|| stage::absolute(file.path) + rest)
            })
        };
        let lines = said.lines().map(|it| line(it).unwrap_or(it.to_owned()));
        lines.collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays behind is in the way of nothing.
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// Makes an empty folder that is nobody else's.
fn make() -> io::Result<PathBuf> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let out_dir = std::env::var_os("OUT_DIR").map(PathBuf::from);
    let outer = out_dir.filter(|folder| folder.is_dir());
    let outer = fs::canonicalize(outer.unwrap_or_else(std::env::temp_dir))?;
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("capnp-bridge-{}-{number}", std::process::id());
        let folder = outer.join(name);
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            // Of another run with this process's number, which was stopped.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}
