//! Programs that `cargo install` builds.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::cache::Cache;
use crate::process;
use crate::tools::program::{executable, named_by, on_path, version_of};

/// Settings of the surrounding build that are not meant for a tool.
const BUILD_SETTINGS: [&str; 8] = [
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_BUILD_TARGET_DIR",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_INSTALL_ROOT",
    "CARGO_TARGET_DIR",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTFLAGS",
];

/// A program at one version, and how it is got.
#[derive(Clone, Debug)]
pub(super) struct CargoTool {
    /// The package that contains it.
    pub(super) package: &'static str,
    /// Its name.
    pub(super) binary: &'static str,
    /// The only version that will do.
    pub(super) version: String,
    /// The environment variable by which a user may name another copy of it.
    pub(super) variable: Option<&'static str>,
    /// What `cargo install` needs to be told besides.
    pub(super) arguments: &'static [&'static str],
    /// How long its installation takes, for the progress line.
    pub(super) takes: &'static str,
}

impl CargoTool {
    /// Looks where the environment variable says, in the cache, on the `PATH`, and installs it
    /// into the cache if it is nowhere.
    pub(super) fn find_or_install(&self, cache: &Cache) -> Result<PathBuf> {
        if let Some(variable) = self.variable
            && let Some(path) = named_by(variable)?
        {
            self.check_version(variable, &path)?;
            return Ok(path);
        }
        let entry = format!("tools/{}-{}", self.package, self.version);
        if !cache.path(&entry).is_dir()
            && let Some(path) = self.on_path()
        {
            return Ok(path);
        }
        let binary = cache
            .get(&entry, |dir| self.install(dir))?
            .join("bin")
            .join(executable(self.binary));
        if !binary.is_file() {
            let entry = cache.path(&entry);
            bail!(
                "{} has no {}: remove that directory and try again",
                entry.display(),
                self.binary
            );
        }
        Ok(binary)
    }

    fn check_version(&self, variable: &str, path: &Path) -> Result<()> {
        let found = version_of(path)?;
        if found != self.version {
            bail!(
                "{variable} is set to {} of version {found}, but Cargo.lock asks for {}: \
                 unset it, or name that version",
                path.display(),
                self.version,
            );
        }
        Ok(())
    }

    /// The program on the `PATH`, if it is of the right version.
    fn on_path(&self) -> Option<PathBuf> {
        on_path(&executable(self.binary))
            .into_iter()
            .find(|path| version_of(path).is_ok_and(|version| version == self.version))
    }

    fn install(&self, dir: &Path) -> Result<()> {
        let Self {
            package,
            version,
            takes,
            ..
        } = self;
        let mut install = process::command("cargo");
        for setting in BUILD_SETTINGS {
            install.env_remove(setting);
        }
        install
            .current_dir(dir) // Away from the workspace and its settings.
            .args(["install", package, "--version", version, "--root"])
            .arg(dir)
            .args(self.arguments)
            .env("CARGO_TARGET_DIR", dir.join("target"));
        let what = format!("installing {package} {version} (about {takes}, once)");
        process::run_quietly(&what, &mut install).with_context(|| {
            let otherwise = match self.variable {
                Some(variable) => format!(", or set {variable} to a copy of it"),
                None => format!(", or put {} {version} on the PATH", self.binary),
            };
            format!(
                "{package} {version} is missing and could not be installed. This needs the network \
                 once: try again with it{otherwise}"
            )
        })?;
        fs::remove_dir_all(dir.join("target")).context("cannot clear up after `cargo install`")
    }
}
