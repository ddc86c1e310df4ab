//! The command line.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use wit_codegen_core::{Options, Trait};

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
    Rust(Box<Rust>),
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

/// Options as in a build script; see the documentation of the library for each.
#[derive(Args, Debug)]
pub(crate) struct Rust {
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

    /// The Rust path of the crate `rpc-runtime`
    #[arg(long, value_name = "PATH", default_value = "::rpc_runtime")]
    runtime_path: String,

    /// Do not derive serde's traits
    #[arg(long)]
    no_serde: bool,

    /// How types look in serde: as in Rust (which they do by themselves), or as on the wire
    #[arg(long, value_enum, value_name = "FORM", conflicts_with = "no_serde")]
    serde_form: Option<SerdeForm>,

    /// Emit conversions from and to Cap'n Proto messages
    #[arg(long)]
    messages: bool,

    /// Let calls travel as Cap'n Proto messages
    #[arg(long)]
    message_wire: bool,

    /// Add a derive to types: `ns:pkg/interface/type=Hash`, `file.capnp:Type=Hash`
    #[arg(long, value_name = "SELECTOR=PATH", value_parser = pair)]
    derive: Vec<(String, String)>,

    /// Add an attribute to types: `ns:pkg/interface/type=#[non_exhaustive]`
    #[arg(long, value_name = "SELECTOR=ATTRIBUTE", value_parser = pair)]
    attribute: Vec<(String, String)>,

    /// Leave `Display` and `Error` of types to others: `ns:pkg/interface/type`
    #[arg(long, value_name = "SELECTOR")]
    skip_display: Vec<String>,

    /// Use a type, or a module with types: `ns:pkg/interface/type=my_crate::Type`
    #[arg(long, value_name = "SELECTOR=PATH", value_parser = pair)]
    with: Vec<(String, String)>,

    /// Take the types of a package or an interface from the crate that generated them: `ns:pkg=my_crate`
    #[arg(long, value_name = "SELECTOR=PATH", value_parser = pair)]
    with_generated: Vec<(String, String)>,

    /// Say what types from elsewhere have: `ns:pkg/interface/type=Copy,Eq,Hash,Default,Serde`
    #[arg(long, value_name = "SELECTOR=TRAITS", value_parser = traits)]
    with_traits: Vec<(String, Vec<Trait>)>,

    /// Give a function, field, flag or case another name on the wire: `ns:pkg/interface/fetch=fetchOrder`
    #[arg(long, value_name = "SELECTOR=NAME", value_parser = pair)]
    rename: Vec<(String, String)>,

    /// Put an interface or a file into another Rust module: `ns:pkg/interface=path::of::module`
    #[arg(long, value_name = "SELECTOR=PATH", value_parser = pair)]
    module: Vec<(String, String)>,

    /// Let declared errors of an interface travel as thrown errors
    #[arg(long, value_name = "SELECTOR")]
    throws: Vec<String>,
}

/// What a schema is written in.
pub(crate) enum Language {
    Wit,
    Capnp,
}

impl Rust {
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

    /// What is generated, for both.
    fn options(&self) -> Options {
        let Rust {
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
            runtime_path,
            no_serde,
            serde_form,
            messages,
            message_wire,
            derive,
            attribute,
            skip_display,
            with,
            with_generated,
            with_traits,
            rename,
            module,
            throws,
        } = self;
        let mut options = Options::default();
        options.client = !server_only;
        options.server = !client_only;
        options.runtime_path.clone_from(runtime_path);
        options.serde = !no_serde;
        options.serde_form = serde_form.map(Into::into);
        options.messages = *messages;
        options.message_wire = *message_wire;
        options.derives.clone_from(derive);
        options.attributes.clone_from(attribute);
        options.skip_display.clone_from(skip_display);
        options.with.clone_from(with);
        options.with_generated.clone_from(with_generated);
        options.with_traits.clone_from(with_traits);
        options.renames.clone_from(rename);
        options.modules.clone_from(module);
        options.throws.clone_from(throws);
        options
    }
}

/// Whether a schema is one of Cap'n Proto, by the ending of its name.
fn is_capnp(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "capnp")
}

/// A selector and what its types have.
fn traits(text: &str) -> Result<(String, Vec<Trait>), String> {
    let (selector, traits) = pair(text)?;
    let traits = traits.split(',').map(|name| name.trim().parse());
    Ok((selector, traits.collect::<Result<_, String>>()?))
}

/// How types look in serde.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum SerdeForm {
    Rust,
    Wire,
}

impl From<SerdeForm> for wit_codegen_core::SerdeForm {
    fn from(form: SerdeForm) -> Self {
        match form {
            SerdeForm::Rust => Self::Rust,
            SerdeForm::Wire => Self::Wire,
        }
    }
}

/// A selector and what belongs to it.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((selector, value)) => Ok((selector.trim().to_owned(), value.trim().to_owned())),
        None => Err("expected `selector=value`".to_owned()),
    }
}
