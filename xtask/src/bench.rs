//! `cargo xtask bench`: how fast calls are, and how large Workers.
//!
//! What is measured, and how, is in `xtask/node/bench.mjs`; here the Workers are built, and their sizes told.

use std::fs;

use anyhow::{Context, Result};

use crate::tools::Tools;
use crate::workers::{self, BENCH};
use crate::{process, workspace};

/// Builds the Workers of the benchmark, measures them and prints what came out.
///
/// # Errors
///
/// When a tool is missing, a Worker does not build, or a call fails.
pub(crate) fn run(tools: &Tools) -> Result<()> {
    let modules = tools.node_modules()?;
    let workers = workers::find(&[BENCH])?;
    workers::build(tools, &workers)?;
    eprintln!();
    let mut bench = process::command(tools.node()?);
    bench
        .arg(workspace::node_dir().join("bench.mjs"))
        .env("WORKERS_RPC_NODE_MODULES", modules);
    process::run(&mut bench)?;

    println!("size of the same Worker, server and client");
    for worker in &workers {
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
