//! `cargo xtask test`: every check of the project, as steps that can be run one by one.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::tools::{self, Tools};
use crate::workers::{self, BENCH, END_TO_END, EXAMPLES, RustWorker, SOAK};
use crate::{demo, layers, newer_workerd, process, soak, workspace};

/// One step of the tests.
struct Step {
    /// The word that selects it.
    name: &'static str,
    /// What it checks, for `cargo xtask help`.
    about: &'static str,
    /// Whether it needs more than Cargo.
    tools: bool,
    run: fn(&Tools) -> Result<()>,
}

impl Step {
    /// A step that needs Cargo alone.
    const fn new(name: &'static str, about: &'static str, run: fn(&Tools) -> Result<()>) -> Self {
        Self {
            name,
            about,
            tools: false,
            run,
        }
    }

    const fn with_tools(mut self) -> Self {
        self.tools = true;
        self
    }
}

/// The steps in the order they run: what is quick to fail comes first.
const STEPS: [Step; 15] = [
    Step::new("fmt", "formatting", fmt),
    Step::new(
        "layers",
        "modules that import each other in a circle",
        |_| layers::run(),
    ),
    Step::new("clippy", "lints, for this machine", clippy),
    Step::new("unit", "unit, golden and diagnostics tests", unit),
    Step::new("doc", "the documentation: its examples and its links", doc),
    Step::new(
        "interop",
        "messages, against Cap'n Proto's own implementation",
        interop,
    ),
    Step::new(
        "compiler",
        "Cap'n Proto schemas, with an installed compiler alone",
        compiler,
    ),
    Step::new("fuzz", "messages made of any bytes, for a while", fuzz),
    Step::new("clippy-wasm", "lints, for wasm32", clippy_wasm).with_tools(),
    Step::new(
        "wasm",
        "tests of rpc-runtime and rpc-message on wasm32, in Node.js",
        wasm,
    )
    .with_tools(),
    Step::new("build", "every Worker, with worker-build", build).with_tools(),
    Step::new(
        "newer-workerd",
        "whether npm has a newer workerd than tests run on: a note",
        newer_workerd::note,
    )
    .with_tools(),
    Step::new("e2e", "Workers that call each other on workerd", e2e).with_tools(),
    Step::new(
        "soak",
        "Workers that call each other for a minute, while much goes wrong",
        soak::step,
    )
    .with_tools(),
    Step::new("demo", "the calls that the demo shows", demo::show).with_tools(),
];

/// What a machine may lack that only checks our messages against other implementations. Where [`REQUIRE`] is set, as
/// by `.ci/run`, it must not.
#[derive(Debug)]
struct Unavailable(String);

impl std::fmt::Display for Unavailable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unavailable {}

/// The environment variable that makes every step required.
const REQUIRE: &str = "WORKERS_RPC_REQUIRE_ALL";

/// Runs the steps that `names` names, or all of them.
///
/// # Errors
///
/// When there is no such step, and as soon as one fails.
pub(crate) fn run(tools: &Tools, names: &[String]) -> Result<()> {
    let steps = select(names)?;
    if steps.iter().any(|step| step.tools) {
        tools.check_prerequisites()?;
    }
    let started = Instant::now();
    let mut times = Vec::new();
    for step in &steps {
        println!("== {}", step.name);
        let began = Instant::now();
        if let Err(error) = (step.run)(tools) {
            if let Some(Unavailable(why)) = error.downcast_ref()
                && std::env::var_os(REQUIRE).is_none()
            {
                println!("== {} SKIPPED: {why}\n", step.name);
                times.push(format!("{} (SKIPPED)", step.name));
                continue;
            }
            println!(
                "== {} FAILED after {}",
                step.name,
                process::seconds(began.elapsed())
            );
            return Err(error.context(format!("step `{}`", step.name)));
        }
        let time = process::seconds(began.elapsed());
        println!("== {} passed in {time}\n", step.name);
        times.push(format!("{} ({time})", step.name));
    }
    let total = process::seconds(started.elapsed());
    println!("== passed in {total}: {}", times.join(", "));
    Ok(())
}

/// The steps by name, in the order of [`STEPS`].
fn select(names: &[String]) -> Result<Vec<&'static Step>> {
    if let Some(unknown) = names
        .iter()
        .find(|name| STEPS.iter().all(|step| step.name != **name))
    {
        let known = STEPS.map(|step| step.name).join(", ");
        bail!("there is no test step `{unknown}`: the steps are {known}");
    }
    let chosen = |step: &&Step| names.is_empty() || names.iter().any(|name| name == step.name);
    Ok(STEPS.iter().filter(chosen).collect())
}

/// One line per step.
pub(crate) fn steps_help() -> String {
    STEPS
        .iter()
        .map(|step| format!("  {:<13} {}\n", step.name, step.about))
        .collect()
}

fn fmt(_: &Tools) -> Result<()> {
    process::run(cargo().args(["fmt", "--all", "--check"]))
}

fn clippy(_: &Tools) -> Result<()> {
    let mut clippy = cargo();
    clippy.args(["clippy", "--workspace", "--all-features", "--all-targets"]);
    // Workers that are nothing but that are looked at as such, by `clippy-wasm`.
    let mut clippy = without(clippy, &[BENCH, END_TO_END, SOAK])?;
    process::run(clippy.args(["--", "-D", "warnings"]))
}

fn unit(_: &Tools) -> Result<()> {
    let mut test = cargo();
    // Not all targets: Workers would be built for this machine a second time, as libraries.
    test.args(["test", "--workspace", "--all-features", "--tests"]);
    process::run(&mut without(test, &[BENCH, END_TO_END, SOAK])?)
}

fn doc(_: &Tools) -> Result<()> {
    let mut test = cargo();
    test.args(["test", "--workspace", "--all-features", "--doc"]);
    process::run(&mut without(test, &[EXAMPLES, BENCH, END_TO_END, SOAK])?)?;

    let mut links = cargo();
    links.args([
        "doc",
        "--no-deps",
        "--all-features",
        "-p",
        "capnp-bridge",
        "-p",
        "wit-codegen",
        "-p",
        "wit-codegen-core",
        "-p",
        "rpc-message",
        "-p",
        "rpc-runtime",
    ]);
    process::run(links.env("RUSTDOCFLAGS", "-D warnings"))
}

/// A Cargo command for the workspace without the Workers in the folders `parents`, which have
/// nothing for it.
fn without(mut cargo: Command, parents: &[&str]) -> Result<Command> {
    for worker in workers::find(parents)? {
        cargo.args(["--exclude", worker.package()]);
    }
    Ok(cargo)
}

fn interop(tools: &Tools) -> Result<()> {
    let python = tools
        .python()
        .map_err(|error| Unavailable(format!("{error:#}")))?;
    // The same packages as for `unit`: with others, features differ, and everything is built once more.
    let mut test = cargo();
    test.args(["test", "--workspace", "--all-features"]);
    let mut test = without(test, &[BENCH, END_TO_END, SOAK])?;
    test.args(["--test", "message", "--", "--include-ignored", "interop"]);
    test.env("WORKERS_RPC_PYTHON", &python.program);
    process::run(test.env("PYTHONPATH", &python.packages))
}

/// `capnp-bridge` without the compiler that is built in, and a package that uses it so.
fn compiler(_: &Tools) -> Result<()> {
    if !tools::is_on_path("capnp") {
        let why = "`capnp` was not found (Debian: capnproto)";
        return Err(Unavailable(why.to_owned()).into());
    }
    for package in ["capnp-bridge", "readme-compiler"] {
        process::run(cargo().args(["test", "--no-default-features", "-p", package]))?;
    }
    Ok(())
}

/// How long it looks for bytes that do harm, in seconds.
const FUZZING: u32 = 20;

/// What tells libFuzzer which code was reached. These flags are stable; `cargo fuzz` adds a sanitizer of memory, which
/// is not, and finds nothing more where there is no `unsafe`.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Runs the target of `cargo fuzz` without `cargo fuzz`, from the corpus on. What it finds on the way stays outside
/// of the checkout's files.
fn fuzz(tools: &Tools) -> Result<()> {
    let (package, target) = (
        workspace::root().join("rpc-runtime/message/fuzz"),
        workspace::root().join("target/fuzz"),
    );
    let found = target.join("found");
    std::fs::create_dir_all(&found)
        .with_context(|| format!("cannot make {}", workspace::shown(&found)))?;
    let mut run = cargo();
    run.args(["run", "--release", "--target", &tools.host()?])
        .arg("--manifest-path")
        .arg(package.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        .arg("--")
        .args(["-max_len=4096", "-timeout=10", "-rss_limit_mb=1024"])
        .arg(format!("-max_total_time={FUZZING}"))
        .arg(format!("-artifact_prefix={}/", target.display()))
        .arg(&found)
        .arg(package.join("corpus/messages"))
        .env("RUSTFLAGS", COVERAGE);
    if !["c++", "g++", "clang++"]
        .iter()
        .any(|name| tools::is_on_path(name))
    {
        let why = "libFuzzer needs a C++ compiler to be built (Debian: g++)";
        return Err(Unavailable(why.to_owned()).into());
    }
    process::run_quietly(
        "fuzzing messages (the first build takes 2 minutes)",
        &mut run,
    )
}

fn clippy_wasm(tools: &Tools) -> Result<()> {
    tools.wasm_target()?;
    let mut clippy = cargo();
    clippy.args([
        "clippy",
        "--target",
        "wasm32-unknown-unknown",
        "--all-features",
        "--all-targets",
    ]);
    clippy.args(["-p", "rpc-runtime", "-p", "rpc-message"]);
    for worker in workers::find(&[EXAMPLES, BENCH, END_TO_END, SOAK])? {
        clippy.args(["-p", worker.package()]);
    }
    for dir in workers::sorted_entries(&workspace::root().join("examples/readme"))? {
        let name = dir.file_name().unwrap_or_default().to_string_lossy();
        clippy.args(["-p", &format!("readme-{name}")]);
    }
    process::run(clippy.args(["--", "-D", "warnings"]))?;

    // What stands in for a feature that is off.
    process::run(cargo().args([
        "clippy",
        "--target",
        "wasm32-unknown-unknown",
        "--no-default-features",
        "-p",
        "rpc-runtime",
        "--",
        "-D",
        "warnings",
    ]))
}

fn wasm(tools: &Tools) -> Result<()> {
    tools.wasm_target()?;
    tools.node()?;
    let mut test = cargo();
    test.args([
        "test",
        "-p",
        "rpc-runtime",
        "-p",
        "rpc-message",
        "--all-features",
        "--target",
        "wasm32-unknown-unknown",
        "--lib",
        "--tests",
    ]);
    let runner = tools.wasm_bindgen_test_runner()?;
    process::run(test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner))
}

fn build(tools: &Tools) -> Result<()> {
    let found = workers::find(&[EXAMPLES, END_TO_END])?.into_iter();
    let mut all: Vec<_> = found.map(RustWorker::for_tests).collect();
    all.extend(workers::find(&[SOAK])?);
    workers::build(tools, &all)
}

/// The first line of a suite that runs on the newest workerd, too, which Miniflare does not bring.
const ON_NEWEST: &str = "// Runs on the newest workerd, too.";

fn e2e(tools: &Tools) -> Result<()> {
    let mut suites = Vec::new();
    for folder in workers::sorted_entries(&workspace::root().join(END_TO_END))? {
        suites.extend(workers::sorted_entries(&folder)?);
    }
    suites.retain(|path| path.to_string_lossy().ends_with("test.mjs"));
    run_suites(tools, &suites, "")?;

    let mut on_newest = Vec::new();
    for suite in suites {
        let text = std::fs::read_to_string(&suite)
            .with_context(|| format!("cannot read {}", workspace::shown(&suite)))?;
        if text.lines().next() == Some(ON_NEWEST) {
            on_newest.push(suite);
        }
    }
    println!("-- once more, on the newest workerd: the suites that say so");
    run_suites(tools, &on_newest, "newest")
}

/// Runs end-to-end tests on the workerd that `workerd` names to `xtask/node/miniflare.mjs`.
fn run_suites(tools: &Tools, suites: &[PathBuf], workerd: &str) -> Result<()> {
    let mut test = process::command(tools.node()?);
    test.current_dir(workspace::root())
        .args(["--test", "--test-reporter=spec"])
        // Left to itself, Node.js keeps one processor free.
        .arg(format!("--test-concurrency={}", process::at_once()))
        .env("WORKERS_RPC_NODE_MODULES", tools.node_modules()?)
        .env("WORKERS_RPC_WORKERD", workerd);
    process::run(test.args(suites))
}

/// Cargo, in the root of the checkout.
fn cargo() -> Command {
    let mut cargo = process::command("cargo");
    cargo.current_dir(workspace::root());
    cargo
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(names: &[&str]) -> Result<Vec<&'static str>> {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        Ok(select(&names)?.iter().map(|step| step.name).collect())
    }

    #[test]
    fn steps_run_in_their_own_order() -> Result<()> {
        assert_eq!(selected(&["e2e", "fmt"])?, ["fmt", "e2e"]);
        assert_eq!(selected(&[])?.len(), STEPS.len());
        Ok(())
    }

    #[test]
    fn an_unknown_step_is_told_with_the_known_ones() {
        let error = selected(&["fmt", "lint"]).unwrap_err().to_string();
        assert!(
            error.contains("`lint`") && error.contains("clippy-wasm"),
            "{error}"
        );
    }
}
