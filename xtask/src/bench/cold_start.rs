//! How long it takes from a fresh isolate to its first answer: `xtask/node/bench/cold-start.mjs` tells.

use anyhow::{Context, Result};
use serde_json::json;

use crate::bench::calls;
use crate::bench::results::Results;
use crate::bench::run::Bench;
use crate::bench::variants::{self, Glue, Variant};
use crate::node;
use crate::workers::{self, BENCH, EXAMPLES};
use crate::workspace;

/// What asks for it.
pub(crate) const STEP: &str = "cold-start";

const CLIENT: &str = "calculator-client";

/// Builds the Workers, and adds a row for each way.
///
/// # Errors
///
/// When a Worker does not build, or answers wrongly.
pub(crate) fn run(bench: &Bench<'_>, results: &mut Results) -> Result<()> {
    bench.build(workers::find(&[EXAMPLES])?, |worker| {
        worker.package() == CLIENT
    })?;
    // Who calls.
    bench.build(workers::find(&[BENCH])?, |worker| {
        worker.package() == "bench-objects"
    })?;
    // The calculators of the examples log their calls, in Rust alone, which a fresh isolate takes its time for.
    let servers = [
        Variant::new(Glue::Generated, &[]),
        Variant::new(Glue::ByHand, &["add"]),
    ];
    let client = Variant::new(Glue::ByHand, &[CLIENT]);
    variants::build(bench, &servers)?;
    variants::build(bench, std::slice::from_ref(&client))?;

    let [generated, by_hand] = servers.map(|server| server.dir(bench));
    let example = workspace::root().join(format!("{EXAMPLES}/{CLIENT}/build"));
    let input = json!({
        "rounds": if bench.quick { 7 } else { 15 },
        "generated": { "server": generated, "client": example },
        "byHand": { "server": by_hand, "client": client.dir(bench) },
    });
    calls::add(
        results,
        &node::run(bench.tools, "bench/cold-start.mjs", &input)?,
    )
    .context("cold-start.mjs printed what is not known of it")
}
