//! The options of a run, and its two ends: compile schemas, write code.

use std::path::{Path, PathBuf};

use wit_codegen_core::backends::Backend;
use wit_codegen_core::options::WithoutEffect;
use wit_codegen_core::{self as core, Error, ErrorKind, Generated, Options};

use crate::compiler::{self, Compiled, Input};
use crate::convert::{Capnp, Mapping};

/// Generates code from one schema with default options, from a build script.
///
/// `path` is relative to the package's root. The code goes into `OUT_DIR`, under the schema file's name, and is
/// included with `rpc_runtime::include_rpc!`.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), capnp_bridge::Error> {
///     capnp_bridge::compile("schema/addressbook.capnp")
/// }
/// ```
///
/// # Errors
///
/// What the schema compiler says, word by word, with file, line and column; everything else that is wrong with the
/// schema, in one [`Error`]; or the path that could not be read or written.
pub fn compile(path: impl AsRef<Path>) -> Result<(), Error> {
    CompilerCommand::new().file(path).run()
}

/// Options for generating code from Cap'n Proto schemas, after those of `capnpc::CompilerCommand`.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), capnp_bridge::Error> {
///     capnp_bridge::CompilerCommand::new()
///         .src_prefix("schema")
///         .file("schema/addressbook.capnp")
///         .server(false)
///         .run()
/// }
/// ```
///
/// Options that are about some items of the schema take a **selector**, a name as the schema compiler shows it:
/// `addressbook.capnp:Person.PhoneNumber` is a type, `addressbook.capnp:Person.name` a field,
/// `directory.capnp:Directory.lookup` a method, `addressbook.capnp` what the file declares. Folders in front of the
/// file's name may be left away. A generic is meant with all of its instances. A selector that selects nothing is an
/// error.
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is generated before `run` or `generate` is called"]
pub struct CompilerCommand {
    input: Input,
    mapping: Mapping,
    output_path: Option<PathBuf>,
    request_path: Option<PathBuf>,
    emit_rerun_if_changed: Option<bool>,
    options: Options,
}

impl CompilerCommand {
    /// Starts with the default options.
    pub fn new() -> Self {
        CompilerCommand::default()
    }

    wit_codegen_core::shared_options! {
        /// Each struct implements `rpc_runtime::message::MessageStruct`, so that `rpc_runtime::message::to_bytes` and
        /// `from_bytes` take it; for a struct `Order` there is an `OrderReader` besides. The Worker's `rpc-runtime`
        /// needs the feature `capnp`.
        ///
        /// A type lies in a message as the schema compiler says, and may change as Cap'n Proto allows.
        ///
        /// A type that [`with`](Self::with) replaces has to implement the same trait as the generated one would:
        /// `MessageStruct`, or `Enumerant` for an enum. One that was generated elsewhere with this option does. A
        /// replaced interface travels beside the message, as a JavaScript value.
        messages;
        by reference;
        data: "structs, unions and enums";
        generated_elsewhere: "use [`crate_provides`](Self::crate_provides)";
        examples: "no_run", "capnp_bridge", [
            "capnp_bridge::CompilerCommand::new()",
            "    .file(\"schema/shop.capnp\")"
        ], ".run()";
        selectors: "shop.capnp:Order", "shop.capnp", "shop.capnp:Shop.fetch", "shop.capnp:Order.id";
    }

    /// Adds a schema file. Several files become a generated file each, and refer to each other: they are all included in
    /// one place, at the root of the crate or in one module.
    ///
    /// What they import and is not added goes into the first generated file that imports it. Files whose modules are in
    /// the same outer one ([`default_parent_module`](CompilerCommand::default_parent_module), `$Rust.parentModule`) are
    /// in the generated file of the first of them, since Rust has a module in one place; those of the others are empty.
    /// With [`file_name`](CompilerCommand::file_name), everything is in one file of that name.
    ///
    /// ```no_run
    /// // build.rs
    /// fn main() -> Result<(), capnp_bridge::Error> {
    ///     capnp_bridge::CompilerCommand::new()
    ///         .file("schema/shop.capnp") // for `include_rpc!("shop")`
    ///         .file("schema/money.capnp") // for `include_rpc!("money")`
    ///         .run()
    /// }
    /// ```
    pub fn file(&mut self, path: impl AsRef<Path>) -> &mut Self {
        self.input.files.push(path.as_ref().to_path_buf());
        self
    }

    /// Adds a folder that selectors leave away from the paths of schema files. Without any, the folders of the given
    /// files are left away.
    pub fn src_prefix(&mut self, folder: impl AsRef<Path>) -> &mut Self {
        self.input.src_prefixes.push(folder.as_ref().to_path_buf());
        self
    }

    /// Adds a folder in which imports that start with `/` are looked up, in the order in which folders are added
    /// and before the standard schemas.
    pub fn import_path(&mut self, folder: impl AsRef<Path>) -> &mut Self {
        self.input.import_paths.push(folder.as_ref().to_path_buf());
        self
    }

    /// Leaves the standard schemas away: `/capnp/*.capnp`, `/capnp/compat/*.capnp` and `rust.capnp` are then found
    /// only where they are given.
    pub fn no_standard_import(&mut self) -> &mut Self {
        self.input.no_standard_import = true;
        self
    }

    /// The folder to write to, instead of the build script's `OUT_DIR`. It is made if it is not there.
    pub fn output_path(&mut self, folder: impl AsRef<Path>) -> &mut Self {
        self.output_path = Some(folder.as_ref().to_path_buf());
        self
    }

    /// Runs this `capnp`, a name or a path, instead of the compiler that is built in.
    pub fn capnp_executable(&mut self, path: impl AsRef<Path>) -> &mut Self {
        self.input.executable = Some(path.as_ref().to_path_buf());
        self
    }

    /// Takes a stored `CodeGeneratorRequest` (`capnp compile -o- …`, or
    /// [`raw_code_generator_request_path`](CompilerCommand::raw_code_generator_request_path)) instead of schema
    /// files: no compiler is run. Where the schema files are at hand, problems show their lines.
    pub fn code_generator_request(&mut self, path: impl AsRef<Path>) -> &mut Self {
        self.input.stored = Some(path.as_ref().to_path_buf());
        self
    }

    /// Writes what the compiler made, a `CodeGeneratorRequest`, to this file.
    pub fn raw_code_generator_request_path(&mut self, path: impl AsRef<Path>) -> &mut Self {
        self.request_path = Some(path.as_ref().to_path_buf());
        self
    }

    /// The modules, from the outside in, that the module of a file is put into, unless the file says so itself
    /// (`$Rust.parentModule`).
    pub fn default_parent_module(&mut self, modules: Vec<String>) -> &mut Self {
        self.mapping.parent_module = modules;
        self
    }

    /// Says that the schema files with these ids were generated in another crate, as this crate generates them:
    /// their types are taken from there. `crate_name` is a crate, or the path of a module in it.
    ///
    /// Of a generic, that crate has the instances that its file itself uses; others are generated here. An interface
    /// may extend one of another crate if that one's methods take and give types of other crates only.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), capnp_bridge::Error> {
    /// capnp_bridge::CompilerCommand::new()
    ///     .crate_provides("common_schema", &[0xe6f94f52f7be8fe2])
    ///     .file("schema/shop.capnp")
    ///     .run()
    /// # }
    /// ```
    pub fn crate_provides(&mut self, crate_name: impl Into<String>, files: &[u64]) -> &mut Self {
        let crate_name = crate_name.into();
        let provided = files.iter().map(|id| (*id, crate_name.clone()));
        self.mapping.provided.extend(provided);
        self
    }

    /// Whether [`run`](CompilerCommand::run) tells cargo to run the build script again when a schema file, or one
    /// that it imports, changes. On by default.
    pub fn emit_rerun_if_changed(&mut self, yes: bool) -> &mut Self {
        self.emit_rerun_if_changed = Some(yes);
        self
    }

    /// Takes over what is to be generated from elsewhere: from the builder of `wit-codegen`, where a build script
    /// generates code from both languages with the same options.
    ///
    /// It takes the place of all options of that kind, so that an error tells of those that were set before; others go
    /// on from there. Those that only WIT has (worlds, features, dependencies, thrown errors) are errors as well.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), capnp_bridge::Error> {
    /// # let options = capnp_bridge::Options::default();
    /// capnp_bridge::CompilerCommand::new()
    ///     .file("schema/shop.capnp")
    ///     .options(options)
    ///     .file_name("shop_v2")
    ///     .run()
    /// # }
    /// ```
    pub fn options(&mut self, options: impl Into<Options>) -> &mut Self {
        let before = std::mem::replace(&mut self.options, options.into());
        if before != Options::default() {
            self.options.run.without_effect.push(WithoutEffect {
                option: "options",
                rule: "`options` takes the place of all options about what is generated, and some were set before it",
                help: "call it first",
            });
        }
        self
    }

    /// Generates code and writes it, from a build script.
    ///
    /// There is a file for each [`file`](CompilerCommand::file), which is only touched when its contents change. Nothing is written when there is any error.
    ///
    /// # Errors
    ///
    /// What the schema compiler says, word by word; everything else that is wrong with the schema and the options,
    /// in one [`Error`]; or the path that could not be read or written.
    pub fn run(&mut self) -> Result<(), Error> {
        let generated = self.generate_files()?;
        core::write(&self.all_options().run, &generated)
    }

    /// Generates code and hands it over, that of several files as one, which is named after the first: nothing is
    /// written but the request, if that is asked for.
    ///
    /// # Errors
    ///
    /// As for [`run`](CompilerCommand::run).
    pub fn generate(&mut self) -> Result<Generated, Error> {
        let (Options { run, rust, .. }, compiled) = (self.all_options(), self.compiled()?);
        core::generate(&run, &self.schema(&compiled), &rust)
    }

    /// Generates code and hands over what [`run`](CompilerCommand::run) would write, a file for each
    /// [`file`](CompilerCommand::file).
    ///
    /// # Errors
    ///
    /// As for [`run`](CompilerCommand::run).
    pub fn generate_files(&mut self) -> Result<Vec<Generated>, Error> {
        let (Options { run, rust, .. }, compiled) = (self.all_options(), self.compiled()?);
        core::generate_files(&run, &self.schema(&compiled), &rust)
    }

    /// Generates code by another back end than that for Rust, and hands it over as one file. What is an option for Rust
    /// alone is an error.
    ///
    /// # Errors
    ///
    /// As for [`run`](CompilerCommand::run).
    pub fn generate_with<B: Backend>(&mut self, backend: &B) -> Result<Generated, Error> {
        let (options, compiled) = (self.all_options().for_another(), self.compiled()?);
        core::generate(&options, &self.schema(&compiled), backend)
    }

    /// Likewise, in as many files as the back end makes of it.
    ///
    /// # Errors
    ///
    /// As for [`run`](CompilerCommand::run).
    pub fn generate_files_with<B: Backend>(
        &mut self,
        backend: &B,
    ) -> Result<Vec<Generated>, Error> {
        let (options, compiled) = (self.all_options().for_another(), self.compiled()?);
        core::generate_files(&options, &self.schema(&compiled), backend)
    }

    /// Runs the schema compiler.
    fn compiled(&self) -> Result<Compiled, Error> {
        let compiled = compiler::compile(&self.input)?;
        if let Some(path) = &self.request_path {
            std::fs::write(path, &compiled.request).map_err(|error| {
                let message = format!("error: cannot write `{}`: {error}", path.display());
                Error::new(ErrorKind::Io, message)
            })?;
        }
        Ok(compiled)
    }

    fn schema<'a>(&'a self, compiled: &'a Compiled) -> Capnp<'a> {
        Capnp {
            compiled,
            mapping: &self.mapping,
        }
    }

    fn all_options(&self) -> Options {
        let mut options = self.options.clone();
        if let Some(folder) = &self.output_path {
            options.run.out_dir = Some(folder.clone());
        }
        if let Some(yes) = self.emit_rerun_if_changed {
            options.run.emit_rerun_if_changed = yes;
        }
        options
    }
}
