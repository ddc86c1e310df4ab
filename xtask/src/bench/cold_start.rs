//! How long it takes from a fresh isolate to its first answer: `xtask/node/bench/cold-start.mjs` tells.

use anyhow::{Context, Result};
use serde_json::json;

use crate::bench::results::Results;
use crate::bench::variants::{self, Glue, Variant};
use crate::bench::{Bench, calls, node};
use crate::workers::{self, BENCH, EXAMPLES};

/// What asks for it.
pub(crate) const STEP: &str = "cold-start";

const CALCULATORS: [&str; 2] = ["calculator-server", "calculator-client"];

/// Builds the Workers, and adds a row for each way.
///
/// # Errors
///
/// When a Worker does not build, or answers wrongly.
pub(crate) fn run(bench: &Bench<'_>, results: &mut Results) -> Result<()> {
    bench.build(workers::find(&[EXAMPLES])?, |worker| {
        CALCULATORS.contains(&worker.package())
    })?;
    // Who calls.
    bench.build(workers::find(&[BENCH])?, |worker| {
        worker.package() == "bench-objects"
    })?;
    let by_hand = CALCULATORS.map(|name| Variant::new(Glue::ByHand, &[name]));
    variants::build(bench, &by_hand)?;

    let [server, client] = by_hand.map(|variant| variant.dir(bench));
    let rounds = if bench.quick { 7 } else { 25 };
    let input = json!({ "rounds": rounds, "byHand": { "server": server, "client": client } });
    calls::add(results, &node::run(bench, "cold-start.mjs", &input)?)
        .context("cold-start.mjs printed what is not known of it")
}
