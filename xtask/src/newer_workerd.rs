//! Whether the registry has a newer workerd than the tests run on: a note for whoever reads the output, and never a
//! failure. Without a network it is silent.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::tools::Tools;
use crate::workspace;

/// How long the registry may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the package is called in the registry, and in `xtask/node/package.json`.
const PACKAGE: &str = "workerd";
const NEWEST: &str = "workerd-newest";

/// Says so, if there is one.
///
/// # Errors
///
/// When `xtask/node/package.json` does not say which one the tests run on.
pub(crate) fn note(tools: &Tools) -> Result<()> {
    let path = workspace::node_dir().join("package.json");
    let text = fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", workspace::shown(&path)))?;
    let tested = pinned(&text)
        .with_context(|| format!("{} has no version of {NEWEST}", workspace::shown(&path)))?;
    let Ok(mut view) = tools.npm() else {
        return Ok(());
    };
    view.args(["view", PACKAGE, "version", "--loglevel=silent"])
        .args(["--fetch-retries=0", "--fetch-timeout=5000"]);
    if let Some(there) = said(&mut view)
        && is_newer(&there, &tested)
    {
        println!(
            "note: there is workerd {there}, and the tests run on {tested}: name it as {NEWEST} in {}, and read what \
             fails",
            workspace::shown(&path)
        );
    }
    Ok(())
}

/// The version that `package.json` names.
fn pinned(package: &str) -> Option<String> {
    let package: Value = serde_json::from_str(package).ok()?;
    let named = package.get("dependencies")?.get(NEWEST)?.as_str()?;
    let (_, version) = named.strip_prefix("npm:")?.rsplit_once('@')?;
    Some(version.to_owned())
}

/// Whether one version, `1.20261117.1`, is later than another.
fn is_newer(version: &str, than: &str) -> bool {
    let numbers = |version: &str| -> Option<Vec<u64>> {
        let parts = version.split('.');
        parts.map(|part| part.parse().ok()).collect()
    };
    match (numbers(version), numbers(than)) {
        (Some(version), Some(than)) => version > than,
        _ => false,
    }
}

/// What a command prints, if it succeeds in time.
fn said(command: &mut Command) -> Option<String> {
    let began = Instant::now();
    let output = command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = output.spawn().ok()?;
    while child.try_wait().ok()?.is_none() {
        if began.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        thread::sleep(Duration::from_millis(50));
    }
    let output = child.wait_with_output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process;

    #[test]
    fn the_version_that_is_tested_is_found() -> Result<()> {
        let text = fs::read_to_string(workspace::node_dir().join("package.json"))?;
        let version = pinned(&text).context("no version")?;
        assert!(is_newer(&version, "1.20260426.1"), "{version}");
        Ok(())
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(is_newer("1.20261118.0", "1.20261117.1"));
        assert!(is_newer("1.20261117.10", "1.20261117.9"));
        assert!(!is_newer("1.20261117.1", "1.20261117.1"));
        assert!(!is_newer("1.20260426.1", "1.20261117.1"));
        assert!(!is_newer("", "1.20261117.1"));
    }

    #[test]
    fn what_fails_or_is_not_there_says_nothing() {
        assert_eq!(said(&mut process::command("no-such-program-as-this")), None);
        let mut cargo = process::command("cargo");
        assert_eq!(said(cargo.arg("no-such-command-as-this")), None);
        let mut cargo = process::command("cargo");
        let version = said(cargo.arg("--version"));
        assert!(version.is_some_and(|version| version.starts_with("cargo ")));
    }
}
