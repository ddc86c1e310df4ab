//! What a schema adds to the build of a Worker: a first one, and one after the schema has changed.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::bench::run::Bench;
use crate::bench::schemas::{self, Language};
use crate::{process, workspace};

/// How many types the schema has.
const TYPES: usize = 20;

/// How often a warm build is measured.
const WARM: usize = 5;

/// Builds a Worker without a schema, with one in each language, and prints what it took; as JSON as well.
///
/// # Errors
///
/// When one does not build.
pub(crate) fn measure(bench: &Bench<'_>) -> Result<Vec<Value>> {
    bench.tools.wasm_target()?;
    println!("\nBuild of a Worker, release, in s     cold   schema changed   code changed");
    let mut rows = Vec::new();
    for schema in [None, Some(Language::Wit), Some(Language::Capnp)] {
        let worker = Worker::write(bench, schema)?;
        let name = schema.map_or("no schema", Language::name);
        let cold = worker.build(&format!("building a Worker from nothing, {name}"))?;
        let changed = match &worker.schema {
            Some(path) => Some(worker.rebuild(path)?),
            None => None,
        };
        let code = worker.rebuild(&worker.dir.join("src/lib.rs"))?;
        let shown = changed.map_or("–".to_owned(), |seconds| format!("{seconds:.1}"));
        println!("  {name:<30}{cold:>10.1}{shown:>17}{code:>15.1}");
        rows.push(json!({ "schema": name, "cold-s": cold, "schema-changed-s": changed, "code-changed-s": code }));
        worker.remove()?;
    }
    let cold = |index: usize| rows[index]["cold-s"].as_f64();
    if let (Some(wit), Some(capnp)) = (cold(1), cold(2)) {
        let ratio = capnp / wit;
        let met = if ratio <= 1.5 { "met" } else { "not met" };
        println!("  cold, Cap'n Proto to WIT: {ratio:.2}   ≤ 1.50   {met}");
    }
    Ok(rows)
}

/// A package that is a workspace of its own, with a target folder of its own.
struct Worker {
    dir: PathBuf,
    schema: Option<PathBuf>,
}

impl Worker {
    fn write(bench: &Bench<'_>, schema: Option<Language>) -> Result<Self> {
        let dir = bench.dir.join("build");
        let this = Self {
            schema: schema.map(|language| dir.join(format!("large.{}", language.extension()))),
            dir,
        };
        this.remove()?;
        fs::create_dir_all(this.dir.join("src"))?;
        let root = workspace::root().display();
        let mut manifest = format!(
            "\
[package]
name = \"built\"
version = \"0.0.0\"
edition = \"2024\"

[lib]
crate-type = [\"cdylib\"]

[dependencies]
worker = \"0.8\"
rpc-runtime = {{ path = \"{root}/rpc-runtime\", features = [\"worker\"] }}

[workspace]
"
        );
        if let (Some(language), Some(path)) = (schema, &this.schema) {
            let front_end = language.front_end();
            manifest += &format!(
                "
[build-dependencies]
{front_end} = {{ path = \"{root}/{front_end}\" }}
"
            );
            fs::write(path, schemas::text(language, TYPES))?;
            fs::write(this.dir.join("build.rs"), build_script(language))?;
        }
        fs::write(this.dir.join("Cargo.toml"), manifest)?;
        let code = if schema.is_some() {
            "rpc_runtime::include_rpc!(\"large\");\n"
        } else {
            "use rpc_runtime as _;\nuse worker as _;\n"
        };
        fs::write(this.dir.join("src/lib.rs"), code)?;
        // The versions that the checkout has.
        fs::copy(
            workspace::root().join("Cargo.lock"),
            this.dir.join("Cargo.lock"),
        )?;
        Ok(this)
    }

    /// Seconds of a build.
    fn build(&self, what: &str) -> Result<f64> {
        let mut cargo = process::command("cargo");
        cargo
            .current_dir(&self.dir)
            .args(["build", "--release", "--target", "wasm32-unknown-unknown"])
            .env("CARGO_TARGET_DIR", self.dir.join("target"));
        let started = Instant::now();
        process::run_quietly(what, &mut cargo)?;
        Ok(started.elapsed().as_secs_f64())
    }

    /// Seconds of a build after `path` has changed: the middle of several.
    fn rebuild(&self, path: &PathBuf) -> Result<f64> {
        let mut times = Vec::new();
        for _ in 0..WARM {
            let text = fs::read_to_string(path)?;
            fs::write(path, text)?;
            times.push(self.build("building it again")?);
        }
        times.sort_by(f64::total_cmp);
        Ok(times[WARM / 2])
    }

    /// It takes hundreds of megabytes.
    fn remove(&self) -> Result<()> {
        if self.dir.exists() {
            fs::remove_dir_all(&self.dir)
                .with_context(|| format!("cannot remove {}", workspace::shown(&self.dir)))?;
        }
        Ok(())
    }
}

fn build_script(language: Language) -> &'static str {
    match language {
        Language::Wit => {
            "\
fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::compile(\"large.wit\")
}
"
        }
        Language::Capnp => {
            "\
fn main() -> Result<(), capnp_bridge::Error> {
    capnp_bridge::CompilerCommand::new().file(\"large.capnp\").run()
}
"
        }
    }
}
