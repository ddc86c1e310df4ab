//! What every step of one run needs to know.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::tools::Tools;
use crate::workers::{self, RustWorker};
use crate::workspace;

/// What one run of the benchmark knows.
pub(crate) struct Bench<'a> {
    pub(crate) tools: &'a Tools,
    /// Fewer and shorter rounds, for a look.
    pub(crate) quick: bool,
    /// The works that are asked for by name; every one if there is none.
    pub(crate) works: Vec<String>,
    /// Where results go.
    pub(crate) dir: PathBuf,
    /// Workers that this run has built, which several steps need.
    built: RefCell<BTreeSet<String>>,
}

impl<'a> Bench<'a> {
    pub(crate) fn new(tools: &'a Tools, quick: bool, works: Vec<String>, dir: PathBuf) -> Self {
        Self {
            tools,
            quick,
            works,
            dir,
            built: RefCell::default(),
        }
    }

    /// Writes what came out into the file `name`.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(crate) fn write(&self, name: &str, json: &Value) -> Result<()> {
        self.write_text(name, &(serde_json::to_string_pretty(json)? + "\n"))
    }

    /// As [`write`](Self::write), of what is no JSON.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(crate) fn write_text(&self, name: &str, text: &str) -> Result<()> {
        let path = self.dir.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", workspace::shown(&path)))
    }

    /// Builds those of `workers` that are `wanted`, into their own folders, if this run has not.
    ///
    /// # Errors
    ///
    /// When a tool is missing or a build fails.
    pub(crate) fn build(
        &self,
        mut workers: Vec<RustWorker>,
        wanted: impl Fn(&RustWorker) -> bool,
    ) -> Result<()> {
        workers.retain(|worker| wanted(worker) && self.begins(worker.package()));
        workers::build(self.tools, &workers)
    }

    /// Whether nobody has begun to build `what` in this run. Somebody has, then.
    pub(crate) fn begins(&self, what: &str) -> bool {
        self.built.borrow_mut().insert(what.to_owned())
    }
}
