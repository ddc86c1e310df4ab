//! `wit-codegen`: generates typed Workers RPC code from a schema, outside of build scripts.
//!
//! ```text
//! wit-codegen rust wit --out src/generated.rs
//! wit-codegen rust schema/addressbook.capnp --out src/addressbook.rs
//! ```
//!
//! Problems go to standard error, the exit status is then 1, and nothing is written.

mod options;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::{error, fs};

use clap::Parser;
use wit_codegen_core::backends::Backend;

use options::{Arguments, Command, Language};

fn main() -> ExitCode {
    let Arguments { command } = Arguments::parse();
    let done = match command {
        Command::Rust(it) => generate(&it.run, &it.backend.backend()),
        Command::Capnp(arguments) => capnp(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // There is nobody left to tell when this fails.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

/// Makes code of a schema in either language.
fn generate<B: Backend>(
    arguments: &options::Run,
    backend: &B,
) -> Result<(), Box<dyn error::Error>> {
    let generated = match arguments.language()? {
        Language::Wit => arguments.wit().generate_with(&arguments.path, backend),
        Language::Capnp => arguments.capnp().generate_with(backend),
    };
    write(generated, arguments.out.as_deref())
}

fn capnp(arguments: &options::Capnp) -> Result<(), Box<dyn error::Error>> {
    arguments.check()?;
    let generated = arguments.builder().generate_capnp(&arguments.path);
    write(generated, arguments.out.as_deref())
}

/// Writes what was generated to `out`, or to standard output.
fn write(
    generated: Result<wit_codegen::Generated, wit_codegen::Error>,
    out: Option<&Path>,
) -> Result<(), Box<dyn error::Error>> {
    let generated = generated?;
    match out {
        Some(out) => {
            fs::write(out, generated.code())
                .map_err(|error| format!("error: cannot write `{}`: {error}", out.display()))?;
        }
        None => match io::stdout().write_all(generated.code().as_bytes()) {
            // `wit-codegen … | head` is no mistake.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            written => written
                .map_err(|error| format!("error: cannot write to standard output: {error}"))?,
        },
    }
    Ok(())
}
