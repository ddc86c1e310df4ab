//! How much memory a Worker has after calls, and after a hundred times as many: `xtask/node/bench/memory.mjs` tells.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::bench::results::Results;
use crate::bench::run::Bench;
use crate::node;
use crate::workers::{self, BENCH};

/// What asks for it.
pub(crate) const STEP: &str = "memory";

const FEW: usize = 1_000;
const MANY: usize = 100_000;
/// As many as a quick run has time for.
const FEWER: usize = 10_000;

/// Builds the Workers, has them call, prints their memory and writes it to `target/bench/memory.json`.
///
/// # Errors
///
/// When a Worker does not build, or a call fails.
pub(crate) fn run(bench: &Bench<'_>, _results: &mut Results) -> Result<()> {
    let sides = [("object", "bench-objects"), ("message", "bench-messages")];
    bench.build(workers::find(&[BENCH])?, |worker| {
        sides
            .iter()
            .any(|(_, package)| worker.package() == *package)
    })?;
    let many = if bench.quick { FEWER } else { MANY };
    let folders =
        sides.map(|(wire, package)| (wire.to_owned(), format!("{BENCH}/{package}").into()));
    let folders: serde_json::Map<String, Value> = folders.into_iter().collect();
    let input = json!({ "sides": folders, "calls": [FEW, many] });
    eprintln!("   calling {many} times on each wire …");
    let measured = node::run(bench.tools, "bench/memory.mjs", &input)?;
    print!(
        "{}",
        table(&measured, many).context("memory.mjs printed what is not known of it")?
    );
    if bench.quick {
        println!("  --quick leaves out: {MANY} calls");
    }
    let json = json!({ "calls": [FEW, many], "memory": measured });
    bench.write("memory.json", &json)
}

/// Of `[{ wire, part, bytes: [few, many] }]`.
fn table(measured: &Value, many: usize) -> Option<String> {
    let mut text = format!(
        "\n{:<30}{:>16}{:>16}\n",
        "Memory of the wasm, KiB",
        format!("{FEW} calls"),
        format!("{many} calls")
    );
    for row in measured.as_array()? {
        let what = format!("{}, {}", row["part"].as_str()?, row["wire"].as_str()?);
        let kib = |index: usize| Some(row["bytes"][index].as_u64()? / 1024);
        let _ = write!(text, "  {what:<28}{:>16}{:>16}", kib(0)?, kib(1)?);
        text += if kib(0) == kib(1) {
            "   met\n"
        } else {
            "   not met\n"
        };
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_that_grows_is_told() {
        let row = |bytes: [u64; 2]| json!({ "wire": "object", "part": "server", "bytes": bytes });
        let measured = json!([row([1 << 20, 1 << 20]), row([1 << 20, 1 << 21])]);
        let text = table(&measured, 10_000).unwrap_or_default();
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert!(lines[0].ends_with("1024            1024   met"), "{text}");
        assert!(lines[1].ends_with("2048   not met"), "{text}");
        assert!(table(&json!([{ "wire": 1 }]), 1).is_none());
    }
}
