//! The directory outside the checkout that keeps what takes minutes to build or fetch.
//!
//! An entry either is complete or is not there: it is made in a sibling directory and renamed
//! when it is done, so that an interrupted installation is never taken for a finished one.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The cache directory.
#[derive(Debug)]
pub(crate) struct Cache {
    root: PathBuf,
}

impl Cache {
    /// Finds where the cache is, without making it: `$WORKERS_RPC_CACHE`, else
    /// `$XDG_CACHE_HOME/workers-rpc`, else `~/.cache/workers-rpc`.
    ///
    /// # Errors
    ///
    /// When none of these variables nor a home directory is set.
    pub(crate) fn locate() -> Result<Self> {
        let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let Some(root) = root(variable, env::home_dir()) else {
            bail!(
                "there is no home directory to keep tools in: set WORKERS_RPC_CACHE to a directory"
            )
        };
        // Tools are run from other folders than this one.
        Ok(Self {
            root: std::path::absolute(root).context("cannot tell the current directory")?,
        })
    }

    /// Where the entry `name` is or would be.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The entry `name`, which `fill` makes first if it is not there.
    ///
    /// # Errors
    ///
    /// When `fill` fails or the cache cannot be written to.
    pub(crate) fn get(
        &self,
        name: &str,
        fill: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<PathBuf> {
        let entry = self.path(name);
        if entry.is_dir() {
            return Ok(entry);
        }
        let cannot_write = || format!("cannot write to the cache at {}", self.root.display());
        fs::create_dir_all(parent(&entry)).with_context(cannot_write)?;
        let lock = File::create(beside(&entry, "lock")).with_context(cannot_write)?;
        wait_for(&lock, name)?;
        if entry.is_dir() {
            return Ok(entry); // Another process made it while this one waited.
        }

        let partial = beside(&entry, "partial");
        if partial.exists() {
            fs::remove_dir_all(&partial).with_context(cannot_write)?;
        }
        fs::create_dir(&partial).with_context(cannot_write)?;
        if let Err(error) = fill(&partial) {
            // Its remains are of no use; if they cannot be removed now, the next run does.
            let _ = fs::remove_dir_all(&partial);
            return Err(error);
        }
        fs::rename(&partial, &entry).with_context(cannot_write)?;
        Ok(entry)
    }
}

fn root(variable: impl Fn(&str) -> Option<OsString>, home: Option<PathBuf>) -> Option<PathBuf> {
    if let Some(root) = variable("WORKERS_RPC_CACHE") {
        return Some(root.into());
    }
    let caches = match variable("XDG_CACHE_HOME") {
        Some(caches) => PathBuf::from(caches),
        None => home?.join(".cache"),
    };
    Some(caches.join("workers-rpc"))
}

/// Takes the lock, which is given back when `lock` is closed.
fn wait_for(lock: &File, name: &str) -> Result<()> {
    match lock.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            eprintln!("   waiting for another process that is installing {name}");
            lock.lock()
                .with_context(|| format!("cannot lock {name} in the cache"))
        }
        // Some file systems have no locks; two runs at once are rare enough to go on without.
        Err(TryLockError::Error(_)) => Ok(()),
    }
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// `.NAME.what` beside `path`.
fn beside(path: &Path, what: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".");
    name.push(what);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> Cache {
        let root = env::temp_dir().join(format!("xtask-cache-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        Cache { root }
    }

    #[test]
    fn the_first_variable_that_is_set_wins() {
        let home = || Some(PathBuf::from("/home/me"));
        let none = |_: &str| None;
        let xdg = |name: &str| (name == "XDG_CACHE_HOME").then(|| OsString::from("/xdg"));
        let all = |_: &str| Some(OsString::from("/mine"));
        assert_eq!(
            root(none, home()),
            Some("/home/me/.cache/workers-rpc".into())
        );
        assert_eq!(root(xdg, home()), Some("/xdg/workers-rpc".into()));
        assert_eq!(root(all, home()), Some("/mine".into()));
        assert_eq!(root(none, None), None);
    }

    #[test]
    fn an_entry_is_made_once() -> Result<()> {
        let cache = scratch("once");
        let fill = |dir: &Path| Ok(fs::write(dir.join("made"), "")?);
        let first = cache.get("tools/a-1", fill)?;
        assert!(first.join("made").is_file());
        let second = cache.get("tools/a-1", |_| bail!("made twice"))?;
        assert_eq!(first, second);
        Ok(fs::remove_dir_all(&cache.root)?)
    }

    #[test]
    fn a_failed_or_interrupted_installation_leaves_no_entry() -> Result<()> {
        let cache = scratch("failed");
        let failed = cache.get("a-1", |dir| {
            fs::write(dir.join("half"), "")?;
            bail!("interrupted")
        });
        assert!(failed.is_err());
        assert!(!cache.path("a-1").exists());

        fs::create_dir_all(beside(&cache.path("a-1"), "partial").join("rest"))?;
        let entry = cache.get("a-1", |dir| {
            assert_eq!(fs::read_dir(dir)?.count(), 0, "starts afresh");
            Ok(())
        })?;
        assert!(entry.is_dir());
        Ok(fs::remove_dir_all(&cache.root)?)
    }
}
