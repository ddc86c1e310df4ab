//! `bench-generator ROUNDS SCHEMA…`: how long the generator takes for each schema, from its file to the code.
//!
//! Schemas take turns, so that whatever else the machine does meets all of them. Prints `SCHEMA<tab>MICROSECONDS`, a line
//! for each in each round.

use std::env;
use std::time::Instant;

use anyhow::{Context, Result, bail};

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let rounds = arguments.next().context("how many rounds?")?;
    let schemas: Vec<String> = arguments.collect();
    for _ in 0..rounds.parse::<u32>()? {
        for schema in &schemas {
            let started = Instant::now();
            let length = generate(schema)?;
            let took = started.elapsed();
            if length == 0 {
                bail!("nothing was generated from {schema}");
            }
            println!("{schema}\t{}", took.as_micros());
        }
    }
    Ok(())
}

/// How much code there is of a schema.
fn generate(schema: &str) -> Result<usize> {
    let generated = if schema.ends_with(".wit") {
        wit_codegen::configure().generate(schema)?
    } else {
        generate_capnp(schema)?
    };
    Ok(generated.code().len())
}

#[cfg(feature = "capnp")]
fn generate_capnp(schema: &str) -> Result<wit_codegen::Generated> {
    Ok(capnp_bridge::CompilerCommand::new()
        .file(schema)
        .generate()?)
}

#[cfg(not(feature = "capnp"))]
fn generate_capnp(schema: &str) -> Result<wit_codegen::Generated> {
    bail!("{schema} needs the feature `capnp`")
}
