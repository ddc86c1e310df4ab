//! `cargo xtask compile-time`: how long rustc takes for generated code, beside how long it took at another commit.
//!
//! A schema is made, and a crate that has nothing but what is generated from it; once with the generator and the
//! runtime of this checkout, once with those of the other commit. Dependencies are built first. What is measured is
//! `cargo check` of the one crate for wasm32, in turns, so that whatever else the machine does meets both.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::tools::Tools;
use crate::worktree::Worktree;
use crate::{process, workspace};

/// What the schema has, and how often each is measured.
const RECORDS: usize = 200;
const METHODS: usize = 100;
const ROUNDS: usize = 7;

/// What a build script says beyond the defaults.
const SETTINGS: [(&str, &str); 2] = [
    ("messages", ".messages(true)"),
    ("calls as messages", ".message_wire(true)"),
];

/// Measures this checkout, and the commit that `arguments` names beside it.
///
/// # Errors
///
/// When there is no such commit, or something does not compile.
pub(crate) fn run(tools: &Tools, arguments: &[String]) -> Result<()> {
    let base = match arguments {
        [] => None,
        [base] => Some(base),
        _ => bail!(
            "`cargo xtask compile-time` takes one commit, got {}",
            arguments.len()
        ),
    };
    tools.wasm_target()?;
    let dir = workspace::root().join("target/compile-time");
    let schema = dir.join("schema");
    write(&schema.join("large.wit"), &schema_text())?;

    let now = Side::new(&dir, "now", workspace::root().to_owned(), &schema)?;
    let base = base.map(|commit| {
        let worktree = Worktree::of(&dir.join("base-checkout"), commit)?;
        let side = Side::new(&dir, "base", worktree.path().to_owned(), &schema)?;
        anyhow::Ok((side, worktree))
    });
    let base = base.transpose()?;

    for (index, (name, _)) in SETTINGS.iter().enumerate() {
        let mut sides = vec![(&now, Vec::new())];
        sides.extend(base.as_ref().map(|(side, _)| (side, Vec::new())));
        for (side, _) in &sides {
            side.check(index)?;
        }
        for _ in 0..ROUNDS {
            for (side, times) in &mut sides {
                times.push(side.time(index)?);
            }
        }
        let medians: Vec<Duration> = sides.iter_mut().map(|(_, times)| median(times)).collect();
        print!(
            "{RECORDS} records, {METHODS} methods, {name}: {:.2} s",
            medians[0].as_secs_f64()
        );
        match medians.get(1) {
            Some(base) => println!(
                ", {:.2} s at the base: {:.2} of it",
                base.as_secs_f64(),
                medians[0].as_secs_f64() / base.as_secs_f64()
            ),
            None => println!(),
        }
    }
    Ok(())
}

/// The crates of one checkout: one for each of [`SETTINGS`].
struct Side {
    crates: Vec<PathBuf>,
    target: PathBuf,
}

impl Side {
    fn new(dir: &Path, name: &str, checkout: PathBuf, schema: &Path) -> Result<Self> {
        let mut crates = Vec::new();
        for (index, (_, options)) in SETTINGS.iter().enumerate() {
            // Cargo tells packages apart by their names, where each is a workspace of its own.
            let name = format!("{name}-{index}");
            let path = dir.join(&name);
            write(&path.join("Cargo.toml"), &manifest(&name, &checkout))?;
            write(&path.join("build.rs"), &build_script(options, schema))?;
            write(
                &path.join("src/lib.rs"),
                "rpc_runtime::include_rpc!(\"large\");\n",
            )?;
            // The versions that the checkout has.
            fs::copy(checkout.join("Cargo.lock"), path.join("Cargo.lock"))
                .with_context(|| format!("no lock file in {}", workspace::shown(&checkout)))?;
            crates.push(path);
        }
        // One for both sides, which have most dependencies in common.
        let target = dir.join("target");
        Ok(Self { crates, target })
    }

    /// Checks a crate and all that it depends on.
    fn check(&self, index: usize) -> Result<()> {
        let dir = &self.crates[index];
        let what = format!("checking {}", workspace::shown(dir));
        process::run_quietly(&what, &mut self.command(index))
    }

    /// How long it takes to check a crate alone.
    fn time(&self, index: usize) -> Result<Duration> {
        let source = self.crates[index].join("src/lib.rs");
        let text = fs::read_to_string(&source)?;
        write(&source, &text)?;
        let started = Instant::now();
        process::output(&mut self.command(index))?;
        Ok(started.elapsed())
    }

    fn command(&self, index: usize) -> Command {
        let mut cargo = process::command("cargo");
        cargo
            .current_dir(&self.crates[index])
            .args(["check", "--target", "wasm32-unknown-unknown"])
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0");
        cargo
    }
}

fn manifest(name: &str, checkout: &Path) -> String {
    let checkout = checkout.display();
    format!(
        "\
[package]
name = \"{name}\"
version = \"0.0.0\"
edition = \"2024\"

[dependencies]
rpc-runtime = {{ path = \"{checkout}/rpc-runtime\", features = [\"capnp\"] }}

[build-dependencies]
wit-codegen = {{ path = \"{checkout}/wit-codegen\" }}

[workspace]
"
    )
}

fn build_script(options: &str, schema: &Path) -> String {
    format!(
        "\
fn main() -> Result<(), wit_codegen::Error> {{
    wit_codegen::configure(){options}.compile({:?})
}}
",
        schema.display().to_string()
    )
}

/// Records of what schemas are made of, some of which hold others, and methods that take and give them.
fn schema_text() -> String {
    const FIELDS: [&str; 12] = [
        "string",
        "u64",
        "option<string>",
        "list<string>",
        "f64",
        "bool",
        "option<u32>",
        "list<u8>",
        "list<f32>",
        "tuple<u32, string>",
        "s16",
        "option<bool>",
    ];
    let mut text = "package test:large;\n\ninterface large {\n".to_owned();
    for record in 0..RECORDS {
        let _ = writeln!(text, "    record item-{record} {{");
        for field in 0..5 {
            let ty = FIELDS[(record * 5 + field) % FIELDS.len()];
            let _ = writeln!(text, "        part-{field}: {ty},");
        }
        if record % 2 == 1 {
            let _ = writeln!(text, "        inner: item-{},", record - 1);
        }
        if record % 4 == 3 {
            let _ = writeln!(text, "        others: list<item-{}>,", record - 3);
        }
        text.push_str("    }\n");
    }
    for method in 0..METHODS {
        let (item, other) = (method * 2, method * 2 + 1);
        let params = format!("id: u64, item: item-{item}, note: option<string>");
        let result = match method % 3 {
            0 => format!("item-{other}"),
            1 => format!("list<item-{other}>"),
            _ => format!("result<item-{other}, string>"),
        };
        let _ = writeln!(text, "    call-{method}: func({params}) -> {result};");
    }
    text.push_str("}\n");
    text
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", workspace::shown(path)))
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
