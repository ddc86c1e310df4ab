//! The Workers in the checkout that are written in Rust, and how they are built.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::tools::Tools;
use crate::{process, workspace};

/// Where Workers are: each package in one of these that has a `wrangler.toml`.
pub(crate) const EXAMPLES: &str = "examples";
/// Workers that only the end-to-end tests need.
pub(crate) const END_TO_END: &str = "rpc-runtime/tests/e2e";
/// Workers of the soak test, which runs them as they are deployed.
pub(crate) const SOAK: &str = "rpc-runtime/tests/soak";
/// Workers of the benchmark.
pub(crate) const BENCH: &str = "rpc-runtime/bench";

/// Workers that the end-to-end tests run as they are deployed, and why. The others are development builds then, which
/// are made in a fraction of the time and check more of themselves: overflow, debug assertions, what crosses the glue.
const TESTED_AS_DEPLOYED: [(&str, &str); 8] = [
    ("calculator-client", "what is deployed calls"),
    ("calculator-server", "and is called"),
    ("shop-client", "with every type of value"),
    ("shop-server", "in every direction"),
    (
        "failures",
        "its memory is filled, and workerd was seen to collect garbage for ever after that of a development build",
    ),
    ("handles", "its figures of memory are of what is deployed"),
    ("hostile", "so are its limits"),
    (
        "resources",
        "ten thousand handles of each kind take their time",
    ),
];

/// How a Worker is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Profile {
    /// By `worker-build --dev`. Its dependencies on this machine are those of the other tests.
    Development,
    /// By `worker-build --release`, to be deployed.
    Deployed,
}

/// A Worker that `worker-build` builds.
#[derive(Clone, Debug)]
pub(crate) struct RustWorker {
    /// The name of its package.
    package: String,
    /// Its folder, absolute.
    dir: PathBuf,
    /// What it asks of the packages whose features not all Workers agree on.
    features: Vec<String>,
    /// How it is built.
    profile: Profile,
    /// The folder of its workspace, absolute.
    workspace: PathBuf,
}

impl RustWorker {
    /// The name of its package.
    pub(crate) fn package(&self) -> &str {
        &self.package
    }

    /// Its folder, absolute.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The same Worker as the end-to-end tests run it.
    pub(crate) fn for_tests(mut self) -> Self {
        if TESTED_AS_DEPLOYED
            .iter()
            .all(|(name, _)| *name != self.package)
        {
            self.profile = Profile::Development;
        }
        self
    }

    /// The command that builds it into its `build` folder. Cargo compiles all of `group` with it, if that is not done
    /// yet.
    fn build(&self, tools: &Tools, group: &[RustWorker]) -> Result<Command> {
        let mut build = worker_build(tools)?;
        build
            .current_dir(&self.dir)
            .arg(match self.profile {
                Profile::Development => "--dev",
                Profile::Deployed => "--release",
            })
            .args(group.iter().map(|of| format!("--package={}", of.package)));
        if self.workspace != workspace::root() && env::var_os("CARGO_TARGET_DIR").is_none() {
            // Most of what they depend on is the same, and is compiled once.
            build.env("CARGO_TARGET_DIR", workspace::root().join("target"));
        }
        Ok(build)
    }
}

/// `worker-build`, with the programs that it runs.
///
/// # Errors
///
/// When a tool is missing.
pub(crate) fn worker_build(tools: &Tools) -> Result<Command> {
    let mut build = process::command(tools.worker_build()?);
    build
        .env("WASM_BINDGEN_BIN", tools.wasm_bindgen()?)
        .env("WASM_OPT_BIN", tools.wasm_opt()?)
        .env("ESBUILD_BIN", tools.esbuild()?)
        // It would append its own stack trace to the compiler's errors.
        .env_remove("RUST_BACKTRACE");
    Ok(build)
}

/// Builds `workers` into their `build` folders.
///
/// Those that ask for the same profile and the same features are compiled by one Cargo, which has work for every
/// processor then; what `worker-build` does after that is done for several at a time.
///
/// # Errors
///
/// When a tool is missing or a build fails.
pub(crate) fn build(tools: &Tools, workers: &[RustWorker]) -> Result<()> {
    tools.wasm_target()?;
    for group in groups(workers) {
        let Some((first, others)) = group.split_first() else {
            continue;
        };
        let what = match others.len() {
            0 => format!("building {}", workspace::shown(&first.dir)),
            count => format!(
                "building {}, compiling {count} others with it",
                workspace::shown(&first.dir)
            ),
        };
        process::run_quietly(&what, &mut first.build(tools, &group)?)?;
        let builds = others
            .iter()
            .map(|worker| {
                let what = format!("building {}", workspace::shown(&worker.dir));
                Ok((what, worker.build(tools, &group)?))
            })
            .collect::<Result<Vec<_>>>()?;
        process::run_quietly_at_once(builds)?;
    }
    Ok(())
}

/// The Workers of `workers` that one Cargo compiles as it would each by itself: with the same profile, and with
/// dependencies that have the same features.
fn groups(workers: &[RustWorker]) -> Vec<Vec<RustWorker>> {
    let mut groups: BTreeMap<_, Vec<RustWorker>> = BTreeMap::new();
    for worker in workers {
        let group = groups.entry((worker.profile, &worker.features, &worker.workspace));
        group.or_default().push(worker.clone());
    }
    groups.into_values().collect()
}

/// Every Rust Worker under the folders `parents`, in the order of their folders.
///
/// # Errors
///
/// When Cargo cannot tell the packages of the workspace.
pub(crate) fn find(parents: &[&str]) -> Result<Vec<RustWorker>> {
    let parents: Vec<PathBuf> = parents
        .iter()
        .map(|parent| workspace::root().join(parent))
        .collect();
    let mut workers = of_workspace(workspace::root())?;
    workers.retain(|worker| parents.iter().any(|parent| worker.dir.starts_with(parent)));
    Ok(workers)
}

/// Every Rust Worker of the workspace in `root`, in the order of their folders.
///
/// # Errors
///
/// When Cargo cannot tell its packages.
pub(crate) fn of_workspace(root: &Path) -> Result<Vec<RustWorker>> {
    let mut workers = in_metadata(&workspace::metadata_of(root)?)
        .context("`cargo metadata` printed what is not known of it")?;
    workers.retain(|worker| worker.dir.join("wrangler.toml").is_file());
    workers.sort_by(|one, other| one.dir.cmp(&other.dir));
    Ok(workers)
}

/// Every package, as if it were a Worker.
fn in_metadata(metadata: &Value) -> Option<Vec<RustWorker>> {
    let workspace = Path::new(metadata["workspace_root"].as_str()?);
    let packages = metadata["packages"].as_array()?;
    packages
        .iter()
        .map(|package| {
            let mut features = Vec::new();
            for dependency in package["dependencies"].as_array()? {
                let name = dependency["name"].as_str()?;
                let of_worker = dependency["kind"].is_null();
                if of_worker && ["rpc-runtime", "worker"].contains(&name) {
                    for feature in dependency["features"].as_array()? {
                        features.push(format!("{name}/{}", feature.as_str()?));
                    }
                }
            }
            features.sort();
            Some(RustWorker {
                package: package["name"].as_str()?.to_owned(),
                dir: Path::new(package["manifest_path"].as_str()?)
                    .parent()?
                    .to_owned(),
                features,
                profile: Profile::Deployed,
                workspace: workspace.to_owned(),
            })
        })
        .collect()
}

/// What is in `dir`, sorted; nothing if there is no such folder.
///
/// # Errors
///
/// When it cannot be read.
pub(crate) fn sorted_entries(dir: &Path) -> Result<Vec<PathBuf>> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let cannot_read = || format!("cannot read {}", workspace::shown(dir));
    let mut paths = fs::read_dir(dir)
        .with_context(cannot_read)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()
        .with_context(cannot_read)?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worker(package: &str, dir: &str, features: &[&str]) -> RustWorker {
        RustWorker {
            package: package.to_owned(),
            dir: workspace::root().join(dir),
            features: features.iter().map(ToString::to_string).collect(),
            profile: Profile::Deployed,
            workspace: workspace::root().to_owned(),
        }
        .for_tests()
    }

    #[test]
    fn one_cargo_compiles_what_it_compiles_alike() {
        let workers = [
            worker(
                "shop-client",
                "examples/shop-client",
                &["rpc-runtime/worker"],
            ),
            worker("one", "rpc-runtime/tests/e2e/one", &["rpc-runtime/worker"]),
            worker("two", "rpc-runtime/tests/e2e/two", &["rpc-runtime/capnp"]),
            worker(
                "three",
                "rpc-runtime/tests/e2e/three",
                &["rpc-runtime/worker"],
            ),
            worker(
                "handles",
                "rpc-runtime/tests/e2e/handles",
                &["rpc-runtime/worker"],
            ),
        ];
        let groups = groups(&workers);
        let names: Vec<Vec<&str>> = groups
            .iter()
            .map(|group| group.iter().map(RustWorker::package).collect())
            .collect();
        assert_eq!(
            names,
            [
                vec!["two"],
                vec!["one", "three"],
                vec!["shop-client", "handles"]
            ]
        );
    }

    #[test]
    fn features_are_those_of_the_worker_not_of_what_builds_it() -> Result<()> {
        let dependency = |name: &str, kind: Option<&str>, features: &[&str]| serde_json::json!({ "name": name, "kind": kind, "features": features });
        let metadata = serde_json::json!({ "workspace_root": "/examples", "packages": [{
            "name": "shop",
            "manifest_path": "/examples/shop/Cargo.toml",
            "dependencies": [
                dependency("worker", None, &["queue"]),
                dependency("worker", Some("dev"), &["http"]),
                dependency("serde", None, &["derive"]),
                dependency("rpc-runtime", None, &["worker", "capnp"]),
            ],
        }] });
        let workers = in_metadata(&metadata).context("it is what Cargo prints")?;
        let features = ["rpc-runtime/capnp", "rpc-runtime/worker", "worker/queue"];
        assert_eq!(workers[0].features, features);
        assert_eq!(workers[0].dir, Path::new("/examples/shop"));
        Ok(())
    }

    #[test]
    fn what_is_tested_as_deployed_is_there() -> Result<()> {
        let workers = find(&[EXAMPLES, END_TO_END])?;
        for (name, _) in TESTED_AS_DEPLOYED {
            assert!(
                workers.iter().any(|worker| worker.package == name),
                "{name}"
            );
        }
        Ok(())
    }
}
