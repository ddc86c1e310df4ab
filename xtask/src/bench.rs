//! `cargo xtask bench [--quick] [WORK…]`: what calls cost, beside what they cost in JavaScript and written by hand.
//!
//! A step measures one thing. What is a time goes as a [row](results::Row) into `target/bench/results.json`, beside the
//! same work from JavaScript to JavaScript; what is none, into a file of the step's own in that folder. Nothing is
//! asserted: how fast a machine is says nothing about this project, and only ratios of one run compare.

mod bars;
mod before;
mod build_time;
mod calls;
mod cold_start;
mod generator;
mod kept;
mod memory;
mod node;
mod plot;
mod results;
mod rivals;
mod schemas;
mod sizes;
mod statistics;
mod table;
mod variants;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::tools::Tools;
use crate::workers::{self, RustWorker};
use crate::{process, workspace};

use results::Results;

/// What one run of the benchmark knows.
pub(crate) struct Bench<'a> {
    tools: &'a Tools,
    /// Fewer and shorter rounds, for a look.
    quick: bool,
    /// What is measured; everything if it is empty.
    works: Vec<String>,
    /// Where results go.
    dir: PathBuf,
    /// Workers that this run has built, which several steps need.
    built: RefCell<BTreeSet<String>>,
}

/// What measures one thing: it builds what it needs, and adds its rows or writes its files.
struct Step {
    /// What names it on the command line. Works of [`calls`] are asked for by their own names.
    name: &'static str,
    run: fn(&Bench<'_>, &mut Results) -> Result<()>,
}

/// In the order in which they run.
const STEPS: &[Step] = &[
    Step {
        name: calls::STEP,
        run: calls::run,
    },
    Step {
        name: cold_start::STEP,
        run: cold_start::run,
    },
    Step {
        name: memory::STEP,
        run: memory::run,
    },
    Step {
        name: sizes::STEP,
        run: sizes::run,
    },
    Step {
        name: generator::STEP,
        run: generator::run,
    },
];

/// Measures what `arguments` ask for, prints it and writes it to `target/bench`.
///
/// # Errors
///
/// When an argument is not known, a tool is missing, a Worker does not build, a call fails or its answer is wrong.
pub(crate) fn run(tools: &Tools, arguments: &[String]) -> Result<()> {
    let started = Instant::now();
    let (quick, works) = parse(arguments)?;
    let dir = workspace::root().join("target/bench");
    fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", workspace::shown(&dir)))?;
    let bench = Bench {
        tools,
        quick,
        works,
        dir,
        built: RefCell::default(),
    };

    let mut results = Results::default();
    for step in STEPS {
        if bench.wants(step) {
            (step.run)(&bench, &mut results)?;
        }
    }
    if !results.rows().is_empty() {
        bench.write("results.json", &results.json())?;
        print!("{}{}", table::of(&results), bars::of(&results));
    }
    if let Some(svg) = plot::of(&results) {
        bench.write_text("cost.svg", &svg)?;
    }
    let took = process::seconds(started.elapsed());
    println!(
        "\n{} has what came out; this took {took}",
        workspace::shown(&bench.dir)
    );
    Ok(())
}

impl Bench<'_> {
    /// Writes what came out into the file `name`.
    fn write(&self, name: &str, json: &Value) -> Result<()> {
        self.write_text(name, &(serde_json::to_string_pretty(json)? + "\n"))
    }

    fn write_text(&self, name: &str, text: &str) -> Result<()> {
        let path = self.dir.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", workspace::shown(&path)))
    }

    /// Builds those of `workers` that are `wanted`, into their own folders, if this run has not.
    fn build(
        &self,
        mut workers: Vec<RustWorker>,
        wanted: impl Fn(&RustWorker) -> bool,
    ) -> Result<()> {
        workers.retain(|worker| wanted(worker) && self.begins(worker.package()));
        workers::build(self.tools, &workers)
    }

    /// Whether nobody has begun to build `what` in this run. Somebody has, then.
    fn begins(&self, what: &str) -> bool {
        self.built.borrow_mut().insert(what.to_owned())
    }

    /// Whether a step was asked for, by its name or by that of a work.
    fn wants(&self, step: &Step) -> bool {
        self.works.is_empty()
            || self.works.iter().any(|work| work == step.name)
            || step.name == calls::STEP && !self.works_of_calls().is_empty()
    }

    /// What was asked for that is no step.
    fn works_of_calls(&self) -> Vec<&str> {
        let is_step = |name: &str| STEPS.iter().any(|step| step.name == name);
        let works = self.works.iter().map(String::as_str);
        works.filter(|name| !is_step(name)).collect()
    }
}

/// Whether it is to be quick, and the works and steps that are asked for.
fn parse(arguments: &[String]) -> Result<(bool, Vec<String>)> {
    let mut quick = false;
    let mut works = Vec::new();
    for argument in arguments {
        match argument.as_str() {
            "--quick" => quick = true,
            flag if flag.starts_with('-') => {
                bail!("`cargo xtask bench` has no flag `{flag}`: it has `--quick`")
            }
            work => works.push(work.to_owned()),
        }
    }
    Ok((quick, works))
}
