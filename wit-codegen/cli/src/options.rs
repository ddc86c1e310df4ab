//! The command line.

mod pair;
mod rust;

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};
use wit_codegen_core::Options;

use self::pair::pair;
use self::rust::Rust;

/// Generates typed Workers RPC code from WIT and Cap'n Proto schemas.
#[derive(Debug, Parser)]
#[command(name = "wit-codegen", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generates Rust servers and clients
    Rust(Box<Of<Rust>>),
    /// Prints, for a WIT schema, the Cap'n Proto schema of the messages that stand for its values and calls
    Capnp(Capnp),
}

/// Which part of which schema.
#[derive(Args, Debug)]
pub(crate) struct Capnp {
    /// A .wit file, or the folder of a WIT package (its `deps` folder included)
    pub(crate) path: PathBuf,

    /// Where to write the schema [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// The world to print for: `name`, `ns:pkg/name` or `ns:pkg/name@1.0.0`
    #[arg(long)]
    world: Option<String>,

    /// Features to switch on, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    features: Vec<String>,

    /// Switch every feature on
    #[arg(long)]
    all_features: bool,

    /// A further place to look for packages: a .wit file, or a folder laid out like `deps`
    #[arg(long = "deps", value_name = "PATH")]
    deps: Vec<PathBuf>,
}

impl Capnp {
    /// Refuses what is no WIT schema, and says what this command is for.
    pub(crate) fn check(&self) -> Result<(), String> {
        let path = self.path.display();
        match is_capnp(&self.path) {
            false => Ok(()),
            true => Err(format!(
                "error: `{path}` is a Cap'n Proto schema already\n  \
                 = rule: `wit-codegen capnp` takes a WIT schema, and prints the Cap'n Proto schema of the messages \
                 that stand for its values and calls\n  \
                 = help: Rust is generated from a Cap'n Proto schema by `wit-codegen rust {path}`"
            )),
        }
    }

    pub(crate) fn builder(&self) -> wit_codegen::Builder {
        let Capnp {
            path: _,
            out: _,
            world,
            features,
            all_features,
            deps,
        } = self;
        let mut builder = wit_codegen::configure()
            .features(features)
            .all_features(*all_features);
        if let Some(world) = world {
            builder = builder.world(world);
        }
        for path in deps {
            builder = builder.deps_path(path);
        }
        builder
    }
}

/// What a back end is run on, and its own options.
#[derive(Args, Debug)]
pub(crate) struct Of<T: Args> {
    #[command(flatten)]
    pub(crate) run: Run,

    #[command(flatten)]
    pub(crate) backend: T,
}

/// What is generated, and of which schema, whatever it becomes. Options as in a build script; see the documentation of
/// the library for each.
#[derive(Args, Debug)]
pub(crate) struct Run {
    /// A .wit file, the folder of a WIT package (its `deps` folder included), or a .capnp file
    pub(crate) path: PathBuf,

    /// Where to write the code [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// The world to generate for: `name`, `ns:pkg/name` or `ns:pkg/name@1.0.0`
    #[arg(long)]
    world: Option<String>,

    /// Emit no servers
    #[arg(long, conflicts_with = "server_only")]
    client_only: bool,

    /// Emit no clients
    #[arg(long)]
    server_only: bool,

    /// Features to switch on, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    features: Vec<String>,

    /// Switch every feature on
    #[arg(long)]
    all_features: bool,

    /// A further place to look for packages: a .wit file, or a folder laid out like `deps`
    #[arg(long = "deps", value_name = "PATH")]
    deps: Vec<PathBuf>,

    /// Cap'n Proto: a folder in which imports that start with `/` are looked up
    #[arg(long = "import-path", short = 'I', value_name = "FOLDER")]
    import_paths: Vec<PathBuf>,

    /// Cap'n Proto: the schema compiler to run, instead of the one that is built in
    #[arg(long, value_name = "COMMAND")]
    capnp: Option<PathBuf>,

    /// Give a function, field, flag or case another name on the wire: `ns:pkg/interface/fetch=fetchOrder`
    #[arg(long, value_name = "SELECTOR=NAME", value_parser = pair)]
    rename: Vec<(String, String)>,

    /// Let declared errors of an interface travel as thrown errors
    #[arg(long, value_name = "SELECTOR")]
    throws: Vec<String>,

    /// Say that calls of a function may be made again: `ns:pkg/interface/find`
    #[arg(long, value_name = "SELECTOR")]
    idempotent: Vec<String>,
}

/// What a schema is written in.
pub(crate) enum Language {
    Wit,
    Capnp,
}

impl Run {
    /// What the schema is written in, by the ending of its name. Options that only the other language has are
    /// refused.
    pub(crate) fn language(&self) -> Result<Language, String> {
        let (language, this, other) = match is_capnp(&self.path) {
            true => (Language::Capnp, "Cap'n Proto", "WIT"),
            false => (Language::Wit, "WIT", "Cap'n Proto"),
        };
        let others = match language {
            Language::Capnp => vec![
                ("--world", self.world.is_some()),
                ("--features", !self.features.is_empty()),
                ("--all-features", self.all_features),
                ("--deps", !self.deps.is_empty()),
                ("--throws", !self.throws.is_empty()),
            ],
            Language::Wit => vec![
                ("--import-path", !self.import_paths.is_empty()),
                ("--capnp", self.capnp.is_some()),
            ],
        };
        match others.iter().find(|(_, is_given)| *is_given) {
            None => Ok(language),
            Some((option, _)) => Err(format!(
                "error: `{option}` does not apply to `{}`\n  = rule: `{option}` is an option for {other} schemas, and \
                 this is a {this} schema",
                self.path.display()
            )),
        }
    }

    /// The builder for a Cap'n Proto schema.
    pub(crate) fn capnp(&self) -> capnp_bridge::CompilerCommand {
        let mut command = capnp_bridge::CompilerCommand::new();
        command.file(&self.path).options(self.options());
        for folder in &self.import_paths {
            command.import_path(folder);
        }
        if let Some(executable) = &self.capnp {
            command.capnp_executable(executable);
        }
        command
    }

    /// The builder for a WIT schema.
    pub(crate) fn wit(&self) -> wit_codegen::Builder {
        let mut builder = wit_codegen::Builder::from(self.options())
            .features(&self.features)
            .all_features(self.all_features);
        if let Some(world) = &self.world {
            builder = builder.world(world);
        }
        for path in &self.deps {
            builder = builder.deps_path(path);
        }
        builder
    }

    fn options(&self) -> Options {
        let Self {
            path: _,
            out: _,
            world: _,
            client_only,
            server_only,
            features: _,
            all_features: _,
            deps: _,
            import_paths: _,
            capnp: _,
            rename,
            throws,
            idempotent,
        } = self;
        let mut options = Options::default();
        options.run.client = !server_only;
        options.run.server = !client_only;
        options.run.renames.clone_from(rename);
        options.run.throws.clone_from(throws);
        options.run.idempotent.clone_from(idempotent);
        options
    }
}

/// Whether a schema is one of Cap'n Proto, by the ending of its name.
fn is_capnp(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "capnp")
}
