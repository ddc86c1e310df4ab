//! How large Workers are.

use std::fs;

use anyhow::{Context, Result};

use crate::bench::Bench;
use crate::bench::results::Results;
use crate::workers::{self, BENCH};
use crate::workspace;

/// What asks for it.
pub(crate) const STEP: &str = "sizes";

/// Prints the size of each Worker of the benchmark.
///
/// # Errors
///
/// When one is not built.
pub(crate) fn run(_bench: &Bench<'_>, _results: &mut Results) -> Result<()> {
    println!("size of the same Worker, server and client");
    for worker in &workers::find(&[BENCH])? {
        let wasm = worker.wasm();
        let size = fs::metadata(&wasm)
            .with_context(|| format!("cannot read {}", workspace::shown(&wasm)))?
            .len();
        println!(
            "  {:<26}{:>8.1} KB of wasm",
            worker.package(),
            kilobytes(size)
        );
    }
    Ok(())
}

/// In units of 1000 bytes.
#[allow(clippy::cast_precision_loss)] // No Worker has so many bytes.
fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1000.0
}
