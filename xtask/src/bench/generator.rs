//! How long the generator takes for schemas of many sizes, and what it brings into a build.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::bench::build_time;
use crate::bench::results::Results;
use crate::bench::run::Bench;
use crate::bench::schemas::{self, Language};
use crate::bench::statistics::Spread;
use crate::{process, workspace};

/// What asks for it.
pub(crate) const STEP: &str = "generator";

const TYPES: [usize; 4] = [10, 100, 1000, 10_000];

/// What 10,000 types of a WIT schema may take, in seconds.
const BAR: f64 = 1.5;

/// Measures, prints, and writes `target/bench/generator.json`.
///
/// # Errors
///
/// When something does not build, or a schema is not understood.
pub(crate) fn run(bench: &Bench<'_>, _results: &mut Results) -> Result<()> {
    let languages = if bench.quick {
        &Language::ALL[..1]
    } else {
        &Language::ALL[..]
    };
    let runs = measure(bench, languages)?;
    let crates = Language::ALL
        .into_iter()
        .map(|language| Ok((language, packages_of(language)?)))
        .collect::<Result<Vec<_>>>()?;
    print!("{}{}", table(&runs), crates_table(&crates));
    let builds = if bench.quick {
        println!(
            "  --quick leaves out: schemas in Cap'n Proto, and what a cold and a warm build of a Worker take"
        );
        Vec::new()
    } else {
        build_time::measure(bench)?
    };

    let json = json!({
        "generate": runs.iter().map(Timed::json).collect::<Vec<_>>(),
        "crates": crates.iter().map(|(language, crates)| json!({ "schema": language.name(), "crates": crates })).collect::<Vec<_>>(),
        "builds": builds,
    });
    bench.write("generator.json", &json)
}

/// One schema, generated several times.
struct Timed {
    language: Language,
    types: usize,
    /// In milliseconds.
    millis: Spread,
}

impl Timed {
    #[allow(clippy::cast_precision_loss)] // Nobody has so many types.
    fn micros_per_type(&self) -> f64 {
        self.millis.median * 1000.0 / self.types as f64
    }

    fn json(&self) -> Value {
        json!({
            "schema": self.language.name(),
            "types": self.types,
            "ms": self.millis.median,
            "us-per-type": self.micros_per_type(),
        })
    }
}

/// A program that has the front ends of `languages`, as it would be installed.
fn build(languages: &[Language]) -> Result<PathBuf> {
    let mut cargo = process::command("cargo");
    cargo
        .current_dir(workspace::root())
        .args(["build", "--release", "--package=bench-generator"])
        .arg("--message-format=json");
    if languages.contains(&Language::Capnp) {
        cargo.arg("--features=capnp");
    }
    eprintln!("   building the generator …");
    let printed = process::output(&mut cargo)?;
    let messages = printed
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs =
        messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    programs.next_back().context("Cargo built no program")
}

/// Times every language with every number of types.
fn measure(bench: &Bench<'_>, languages: &[Language]) -> Result<Vec<Timed>> {
    let program = build(languages)?;
    let dir = bench.dir.join("generator");
    fs::create_dir_all(&dir)?;
    let mut schemas = Vec::new();
    for language in languages {
        for types in TYPES {
            // The schema compiler of Cap'n Proto is not ours, and takes minutes for more.
            if *language == Language::Capnp && types > 1000 {
                continue;
            }
            let path = dir.join(format!("schema-{types}.{}", language.extension()));
            fs::write(&path, schemas::text(*language, types))?;
            schemas.push((*language, types, path));
        }
    }
    let mut command = process::command(program);
    command
        .arg(if bench.quick { "3" } else { "7" })
        .args(schemas.iter().map(|(_, _, path)| path));
    eprintln!("   generating …");
    let printed = process::output(&mut command)?;
    schemas
        .into_iter()
        .map(|(language, types, path)| {
            let of_it = printed.lines().filter_map(|line| {
                let (schema, micros) = line.split_once('\t')?;
                let micros: f64 = micros.parse().ok()?;
                (Path::new(schema) == path).then_some(micros / 1000.0)
            });
            let millis = Spread::of(&of_it.collect::<Vec<_>>());
            Ok(Timed {
                language,
                types,
                millis: millis.context("bench-generator printed what is not known of it")?,
            })
        })
        .collect()
}

/// How many packages a build script has in its graph, with that of the front end.
fn packages_of(language: Language) -> Result<usize> {
    let mut cargo = process::command("cargo");
    cargo.current_dir(workspace::root()).args([
        "tree",
        "--package",
        language.front_end(),
        "--edges=normal,build",
        "--prefix=none",
        "--format={p}",
    ]);
    let printed = process::output(&mut cargo)?;
    // `name v1.2.3 (path) (*)`.
    let packages = printed.lines().map(|line| {
        let words = line.split_whitespace().take(2);
        words.collect::<Vec<_>>().join(" ")
    });
    Ok(packages.collect::<BTreeSet<_>>().len())
}

fn table(runs: &[Timed]) -> String {
    let mut text = format!(
        "\n{:<30}{:>10}{:>10}{:>16}\n",
        "Generator, release", "types", "ms", "µs per type"
    );
    for run in runs {
        let _ = writeln!(
            text,
            "  {:<28}{:>10}{:>10.1}{:>16.1}",
            run.language.name(),
            run.types,
            run.millis.median,
            run.micros_per_type(),
        );
    }
    let of = |types| {
        runs.iter()
            .find(|run| run.language == Language::Wit && run.types == types)
    };
    if let (Some(many), Some(fewer)) = (of(10_000), of(1000)) {
        let seconds = many.millis.median / 1000.0;
        let met = if seconds <= BAR { "met" } else { "not met" };
        let _ = writeln!(
            text,
            "  10,000 types in WIT: {seconds:.2} s   ≤ {BAR} s   {met}"
        );
        let _ = writeln!(
            text,
            "  ten times as many types take {:.1} times as long",
            many.millis.median / fewer.millis.median
        );
    }
    text
}

fn crates_table(crates: &[(Language, usize)]) -> String {
    let mut text = String::from("\nPackages that a build script compiles\n");
    for (language, crates) in crates {
        let _ = writeln!(text, "  {:<28}{crates:>10}", language.front_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linearity_is_told_of_what_was_measured() {
        let timed = |types, millis| Timed {
            language: Language::Wit,
            types,
            millis: Spread {
                low: millis,
                median: millis,
                high: millis,
            },
        };
        let text = table(&[timed(1000, 100.0), timed(10_000, 1_600.0)]);
        assert!(text.contains("1.60 s   ≤ 1.5 s   not met"), "{text}");
        assert!(text.contains("16.0 times as long"), "{text}");
        assert!(text.contains("160.0\n"), "{text}");
    }
}
