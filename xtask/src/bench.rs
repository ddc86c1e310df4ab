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
mod plot;
mod results;
mod rivals;
mod run;
mod schemas;
mod sizes;
mod statistics;
mod table;
mod variants;

use std::fs;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::tools::Tools;
use crate::{process, workspace};

use results::Results;
use run::Bench;

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
    let (quick, asked) = parse(arguments)?;
    let is_step = |name: &&String| STEPS.iter().any(|step| step.name == *name);
    let works = asked
        .iter()
        .filter(|name| !is_step(name))
        .cloned()
        .collect();
    let dir = workspace::root().join("target/bench");
    fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", workspace::shown(&dir)))?;
    let bench = Bench::new(tools, quick, works, dir);

    let mut results = Results::default();
    for step in STEPS {
        if wanted(step, &asked, &bench.works) {
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

/// Whether `step` was asked for: everything if nothing is, else by its name or that of a work.
fn wanted(step: &Step, asked: &[String], works: &[String]) -> bool {
    asked.is_empty()
        || asked.iter().any(|name| name == step.name)
        || step.name == calls::STEP && !works.is_empty()
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
