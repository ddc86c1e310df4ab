//! `cargo xtask demo`: the examples, built, started together on workerd, and called.
//!
//! Which Workers an example has and which calls it shows is one entry of the list in
//! `xtask/node/demo.mjs`; here they are only built and the list is run.

use std::path::PathBuf;

use anyhow::Result;

use crate::tools::Tools;
use crate::workers::{self, EXAMPLES};
use crate::{process, workspace};

/// Builds the Workers of the demo and shows their calls.
///
/// # Errors
///
/// When a tool is missing, a Worker does not build, or a call does not give what it should.
pub(crate) fn run(tools: &Tools) -> Result<()> {
    let names = process::output(process::command(tools.node()?).arg(script()).arg("--list"))?;
    // Before the builds, so that a missing package is not found out after them.
    tools.node_modules()?;

    let mut shown = workers::find(&[EXAMPLES])?;
    let examples = workspace::root().join(EXAMPLES);
    shown.retain(|worker| {
        names
            .lines()
            .any(|name| worker.dir() == examples.join(name))
    });
    workers::build(tools, &shown)?;

    eprintln!();
    show(tools)?;
    println!(
        "
How to go on:
  the smallest example   wit/calculator/calculator.wit, examples/calculator-server/src/lib.rs, -client, -js
  every value type       examples/shop-*;   resources and streams: examples/library-*;   Durable Objects: examples/counter-*
  tests of a server      examples/till-server/src/tests.rs
  shared types           examples/helpdesk-types/build.rs, examples/helpdesk-server/build.rs, -client, -js
  Cap'n Proto            examples/addressbook-server/schema/addressbook.capnp, examples/addressbook-*
  all tests              cargo xtask test"
    );
    Ok(())
}

/// Shows the calls of Workers that are built.
///
/// # Errors
///
/// When one is not built, or a call does not give what it should.
pub(crate) fn show(tools: &Tools) -> Result<()> {
    let mut demo = process::command(tools.node()?);
    demo.arg(script());
    process::run(demo.env("WORKERS_RPC_NODE_MODULES", tools.node_modules()?))
}

fn script() -> PathBuf {
    workspace::node_dir().join("demo.mjs")
}
