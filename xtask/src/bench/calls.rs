//! Times calls between Workers: `xtask/node/bench/calls.mjs` does, on one workerd; here its Workers are built.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::bench::results::{Direction, Results, Wire};
use crate::bench::run::Bench;
use crate::bench::{before, rivals};
use crate::node;
use crate::workers::{self, BENCH};

/// What asks for all works at once.
pub(crate) const STEP: &str = "calls";

/// Builds the Workers, and adds a row for each work in each direction on each wire.
///
/// # Errors
///
/// When a Worker does not build, a work is not known, a call fails or its answer is wrong.
pub(crate) fn run(bench: &Bench<'_>, results: &mut Results) -> Result<()> {
    // Before the builds, so that a wrong name or a missing package is not found out after them.
    let known = node::run(bench.tools, "bench/calls.mjs", &json!({ "list": true }))?;
    check(&bench.works, &known)?;
    let rivals = rivals::workers(bench)?;
    let before = before::workers(bench)?;
    bench.build(workers::find(&[BENCH])?, |_| true)?;
    eprintln!();
    let input = json!({
        "quick": bench.quick,
        "works": bench.works,
        "rivals": rivals,
        "before": before,
    });
    add(results, &node::run(bench.tools, "bench/calls.mjs", &input)?)
        .context("calls.mjs printed what is not known of it")
}

/// Says which of `works` nobody knows.
fn check(works: &[String], known: &Value) -> Result<()> {
    let known: Vec<&str> = known
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    match works.iter().find(|work| !known.contains(&work.as_str())) {
        None => Ok(()),
        Some(work) => bail!(
            "there is no step or work called `{work}`; works are {}",
            known.join(", ")
        ),
    }
}

/// Adds what a script measured: `{ rows: [{ work, direction, wire, samples }], compared: { work: other }, notes }`.
///
/// # Errors
///
/// When it is something else.
pub(crate) fn add(results: &mut Results, measured: &Value) -> Result<()> {
    let array = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for row in array(&measured["rows"]) {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let (work, direction, wire) = (text("work"), text("direction"), text("wire"));
        let samples = array(&row["samples"]);
        let samples: Option<Vec<f64>> = samples.iter().map(Value::as_f64).collect();
        let direction = Direction::ALL.into_iter().find(|it| it.name() == direction);
        let wire = Wire::ALL.into_iter().find(|it| it.name() == wire);
        let (Some(direction), Some(wire), Some(samples)) = (direction, wire, samples) else {
            bail!("{row}");
        };
        results.add(&work, direction, wire, &samples)?;
    }
    for (work, other) in measured["compared"].as_object().into_iter().flatten() {
        results.compare(work, other.as_str().unwrap_or_default());
    }
    for note in array(&measured["notes"]) {
        results.note(note.as_str().unwrap_or_default());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_work_that_nobody_knows_is_told() {
        let known = json!(["add", "tree"]);
        assert!(check(&["tree".to_owned()], &known).is_ok());
        let error = check(&["tree".to_owned(), "three".to_owned()], &known).unwrap_err();
        assert!(
            error.to_string().contains("`three`; works are add, tree"),
            "{error}"
        );
    }

    #[test]
    fn what_is_measured_becomes_rows() -> Result<()> {
        let mut results = Results::default();
        let row = |wire| json!({ "work": "add", "direction": "js-js", "wire": wire, "samples": [40.0, 42.5, 41.0] });
        let measured =
            json!({ "rows": [row("object"), row("capnweb")], "compared": {}, "notes": ["a"] });
        add(&mut results, &measured)?;
        assert_eq!(results.rows().len(), 2);
        assert_eq!(
            results.ratio_of("add", Direction::JsJs, Wire::CapnWeb),
            Some(1.0)
        );
        assert_eq!(results.notes(), ["a"]);
        assert!(add(&mut results, &json!({ "rows": [row("smoke signals")] })).is_err());
        Ok(())
    }
}
