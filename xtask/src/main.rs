//! `cargo xtask`: the demo, the tests and the set-up of what they need.
//!
//! Each command sets up only the tools it uses, keeps them in a cache outside the checkout
//! (see [`cache`]) and says what it is doing while it does it.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::tools::Tools;

mod bench;
mod cache;
mod compile_time;
mod demo;
mod layers;
mod newer_workerd;
mod node;
mod process;
#[cfg(test)]
mod readme;
mod schema_compiler;
#[cfg(test)]
mod snippets;
mod soak;
mod test;
mod tools;
mod workers;
mod workspace;
mod worktree;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  because: {cause}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Runs the command that `arguments` names.
fn dispatch(arguments: &[String]) -> Result<()> {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{}", help());
        return Ok(());
    };
    if rest
        .iter()
        .any(|argument| matches!(argument.as_str(), "-h" | "--help"))
    {
        print!("{}", help());
        return Ok(());
    }
    match command.as_str() {
        "demo" => {
            no_arguments(command, rest)?;
            demo::run(&Tools::new()?)
        }
        "test" => test::run(&Tools::new()?, rest),
        "bench" => bench::run(&Tools::new()?, rest),
        "soak" => soak::run(&Tools::new()?, rest),
        "layers" => {
            no_arguments(command, rest)?;
            layers::run()
        }
        "schema-compiler" => schema_compiler::run(rest),
        "compile-time" => compile_time::run(&Tools::new()?, rest),
        "setup" => {
            no_arguments(command, rest)?;
            Tools::new()?.set_up()
        }
        "help" | "-h" | "--help" => {
            print!("{}", help());
            Ok(())
        }
        other => bail!("there is no command `{other}`: try `cargo xtask help`"),
    }
}

fn no_arguments(command: &str, rest: &[String]) -> Result<()> {
    match rest.first() {
        None => Ok(()),
        Some(argument) => bail!("`cargo xtask {command}` takes no argument, got `{argument}`"),
    }
}

fn help() -> String {
    format!(
        "\
Usage: cargo xtask COMMAND

Commands:
  demo           build the examples, run them on workerd and print the calls they make
  test [STEP…]   run every test step, or only those named, in the order below
  bench [--quick] [WORK…]
                 measure calls against JavaScript's and others', or only the works that are named
  soak [--seconds N] [--seed S]
                 have Workers call each other for a while, and see what is left of it
  layers         print which modules import each other in a circle
  compile-time [COMMIT]
                 measure how long rustc takes for generated code, here and at a commit
  schema-compiler [--replace]
                 compare the schema compiler in capnp-bridge with the package that it is from
  setup          install every tool that demo and test use
  help           print this

Test steps:
{}
Environment:
  WORKERS_RPC_CACHE    where tools are kept (default: $XDG_CACHE_HOME/workers-rpc,
                       else ~/.cache/workers-rpc)
  WASM_BINDGEN_BIN, WASM_OPT_BIN, ESBUILD_BIN
                       use these programs, as worker-build itself does
  WORKERS_RPC_REQUIRE_ALL
                       fail where a test step would be skipped for want of Python or a C++ compiler
",
        test::steps_help()
    )
}
