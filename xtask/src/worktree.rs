//! Other commits of this repository, checked out beside it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::{process, workspace};

/// A checkout of another commit, which goes away when it is dropped.
pub(crate) struct Worktree {
    path: PathBuf,
}

impl Worktree {
    /// Checks `commit` out into `path`, whatever was there.
    ///
    /// # Errors
    ///
    /// When there is no such commit in this repository.
    pub(crate) fn of(path: &Path, commit: &str) -> Result<Self> {
        let this = Self {
            path: path.to_owned(),
        };
        this.remove();
        process::output(
            git()
                .args(["worktree", "add", "--detach"])
                .arg(path)
                .arg(commit),
        )?;
        Ok(this)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What a run that was stopped left behind, as well.
    fn remove(&self) {
        let _ = process::output(
            git()
                .args(["worktree", "remove", "--force"])
                .arg(&self.path),
        );
        let _ = process::output(git().args(["worktree", "prune"]));
    }
}

impl Drop for Worktree {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Whether this repository has `commit`: a shallow clone has few.
pub(crate) fn has(commit: &str) -> bool {
    let commit = format!("{commit}^{{commit}}");
    process::output(git().args(["cat-file", "-e", &commit])).is_ok()
}

fn git() -> Command {
    let mut git = process::command("git");
    git.current_dir(workspace::root());
    git
}
