//! The builder: the options of a build script for WIT, and what it does with them.

use std::path::{Path, PathBuf};

use wit_codegen_core::backends::Backend;
use wit_codegen_core::backends::capnp_schema::CapnpSchema;
use wit_codegen_core::options::WithoutEffect;
use wit_codegen_core::{self as core, Error, Generated, Options};

use crate::wit::{SchemaOptions, Wit};

/// Generates code with default options, from a build script.
///
/// `path` is a `.wit` file, or the folder of a WIT package (its `deps` folder included), relative to the
/// package's root. The code goes into `OUT_DIR`, under the name of the WIT package, and is included with
/// `rpc_runtime::include_rpc!`.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), wit_codegen::Error> {
///     wit_codegen::compile("wit")
/// }
/// ```
///
/// # Errors
///
/// Everything that is wrong with the schema, in one [`Error`]; or the path that could not be read or written.
pub fn compile(path: impl AsRef<Path>) -> Result<(), Error> {
    configure().compile(path)
}

/// Starts with the default options; see [`Builder`].
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), wit_codegen::Error> {
///     wit_codegen::configure().server(false).compile("wit/calculator.wit")
/// }
/// ```
pub fn configure() -> Builder {
    Builder::default()
}

/// Options for generating code; made by [`configure`].
///
/// Options that are about some items of the schema take a **selector**: `ns:pkg/interface/item`, as WIT itself
/// names things. `ns:pkg/interface` selects what is in the interface, `ns:pkg` what is in the package. A
/// version may stand after the package or the interface (`ns:pkg/interface@1.0.0/item`); without one, every
/// version is meant. What a world holds directly is `ns:pkg/world/item`, and a field, case or flag is
/// `ns:pkg/interface/type.field`. A selector that selects nothing is an error.
///
/// In Cap'n Proto schemas (see the crate `capnp-bridge`) a selector is the name that the schema compiler shows:
/// `file.capnp:Person.PhoneNumber` for a type, `file.capnp:Person.name` for a field, a method or a case,
/// `file.capnp` for all that a file declares. Folders in front of the file's name may be left away.
///
/// ```no_run
/// fn main() -> Result<(), wit_codegen::Error> {
///     wit_codegen::configure()
///         .derive("rpc:shop/orders/order", "Hash")
///         .rename("rpc:shop/orders/fetch", "fetchOrder")
///         .compile("wit")
/// }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is generated before `compile` or `generate` is called"]
pub struct Builder {
    options: Options,
    schema: SchemaOptions,
}

impl Builder {
    wit_codegen_core::shared_options! {
        /// Each record, variant and flags type implements `rpc_runtime::message::MessageStruct`, so that
        /// `rpc_runtime::message::to_bytes` and `from_bytes` take it; for a record `order` there is an `OrderReader`
        /// besides. The Worker's `rpc-runtime` needs the feature `capnp`.
        ///
        /// A type lies in a message as it would if the schema were the `.capnp` schema that
        /// [`generate_capnp`](Builder::generate_capnp) prints, with ordinals in the order of declaration. So what may
        /// change without misunderstandings between an older and a newer Worker is what is **appended**: fields to a
        /// record, cases to a variant or an enum, flags, parameters of a function. A field that an older Worker did not
        /// send reads as `false`, `0`, empty, none or the first case; a handle or a list of a fixed length has no such
        /// value, so append it as an option. A case that an older Worker does not know is an error there, which lists
        /// the known ones.
        ///
        /// A type that [`with`](Builder::with) replaces has to implement the same trait as the generated one would:
        /// `MessageStruct`, or `Enumerant` for an enum. One that was generated elsewhere with this option does. A
        /// replaced alias or resource travels beside the message, as a JavaScript value.
        messages;
        by value;
        data: "records, variants, enums and flags";
        generated_elsewhere: "use [`with_generated`](Self::with_generated)";
        examples: "no_run", "wit_codegen", ["wit_codegen::configure()"], ".compile(\"wit\")";
        selectors: "rpc:shop/orders/order", "rpc:shop/orders", "rpc:shop/orders/fetch", "rpc:shop/orders/order.id";
    }

    /// The world to generate for: its name, or `ns:pkg/world`, or `ns:pkg/world@1.0.0`.
    ///
    /// A package with one world needs no choice. For a package without worlds, all of its interfaces are both
    /// served and called.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().world("gateway").compile("wit")
    /// # }
    /// ```
    pub fn world(mut self, name: impl Into<String>) -> Self {
        self.schema.world = Some(name.into());
        self
    }

    /// Features to switch on: items marked `@unstable(feature = …)` are left out otherwise. One that no item of the
    /// schema is marked with is an error.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().features(["bulk-orders"]).compile("wit")
    /// # }
    /// ```
    pub fn features<I>(mut self, names: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.schema
            .features
            .extend(names.into_iter().map(Into::into));
        self
    }

    /// Whether to switch every feature on. Off by default.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().all_features(true).compile("wit")
    /// # }
    /// ```
    pub fn all_features(mut self, yes: bool) -> Self {
        self.schema.all_features = yes;
        self
    }

    /// A further place to look for packages that the schema refers to, beside its own `deps` folder. May be
    /// called several times.
    ///
    /// It is a `.wit` file that is a package, or a folder laid out like `deps`: one folder or one `.wit` file
    /// for each package.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().deps_path("../shared/wit").compile("wit")
    /// # }
    /// ```
    pub fn deps_path(mut self, path: impl Into<PathBuf>) -> Self {
        self.schema.deps_paths.push(path.into());
        self
    }

    /// The folder to write to, instead of the build script's `OUT_DIR`. It is made if it is not there.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().out_dir("src/generated").compile("wit")
    /// # }
    /// ```
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.options.run.out_dir = Some(path.into());
        self
    }

    /// Takes the types of a package, or of an interface, from the crate that generated them with this generator. May be
    /// called several times.
    ///
    /// Everything is then as if the types were generated here: what is derived for types that hold them, how clients
    /// take them, how they lie in messages; only that they are the same types in every crate. Functions of the
    /// interfaces are generated here, if this Worker serves or calls them.
    ///
    /// `path` is the module in which the other crate has `rpc_runtime::include_rpc!`, which mostly is its root:
    /// `acme_common`; `::acme` where the crate is called like a module that is generated here. It does not matter whether
    /// the package is the main one of what is generated there, or a dependency of it, nor where the option
    /// [`module`](Builder::module) put its interfaces; the version is to be the same. It has to be generated there, not
    /// taken from another crate in turn. If the package is not found, or was generated without something that this crate
    /// has ([`serde`](Builder::serde), in the same [form](Builder::serde_form), [`messages`](Builder::messages)), the first
    /// error of the compiler says so, at a line that names this option.
    ///
    /// Options for the types themselves ([`derive`](Builder::derive), [`rename`](Builder::rename) and the like) belong
    /// into the build script of the other crate. The counterpart for files of Cap'n Proto is `crate_provides` of
    /// `capnp_bridge::CompilerCommand`.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().with_generated("acme:common", "acme_common").compile("wit")
    /// # }
    /// ```
    pub fn with_generated(mut self, selector: impl Into<String>, path: impl Into<String>) -> Self {
        self.options
            .rust
            .with_generated
            .push((selector.into(), path.into()));
        self
    }

    /// Makes declared errors of an interface travel as thrown errors: a function that gives `result<T, E>`
    /// returns the `T`, or throws an `Error` whose property `payload` is the `E`. May be called several times.
    ///
    /// This suits JavaScript callers, and needs a compatibility date of 2026-04-21 or later (or the flag
    /// `enhanced_error_serialization`) on both sides. What such an error holds has to be data: with a handle, a stream,
    /// a `request`, a `response`, a `blob` or an `abort-signal` in it nothing of the error would arrive, so a schema with
    /// one is refused. By default the result travels as data.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().throws("rpc:shop/orders").compile("wit")
    /// # }
    /// ```
    pub fn throws(mut self, selector: impl Into<String>) -> Self {
        self.options.run.throws.push(selector.into());
        self
    }

    /// Whether [`compile`](Builder::compile) tells cargo to run the build script again when a schema file
    /// changes. On by default.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().emit_rerun_if_changed(false).compile("wit")
    /// # }
    /// ```
    pub fn emit_rerun_if_changed(mut self, yes: bool) -> Self {
        self.options.run.emit_rerun_if_changed = yes;
        self
    }

    /// Generates code from the `.wit` file or package folder at `path` and writes it, from a build script.
    ///
    /// The file is only touched when its contents change. Nothing is written when there is any error.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().compile("wit")
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the schema and with the options, in one [`Error`]; or the path that could
    /// not be read or written.
    pub fn compile(self, path: impl AsRef<Path>) -> Result<(), Error> {
        let generated = self.clone().generate(path)?;
        core::write(&self.options.run, &[generated])
    }

    /// Generates code from the `.wit` file or package folder at `path` and hands it over: nothing is written.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// let generated = wit_codegen::configure().generate("wit/calculator.wit")?;
    /// println!("// {}.rs\n{}", generated.file_stem(), generated.code());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the schema and with the options, in one [`Error`]; or the path that could
    /// not be read.
    pub fn generate(self, path: impl AsRef<Path>) -> Result<Generated, Error> {
        let Options { run, rust, .. } = &self.options;
        core::generate(run, &self.wit(path.as_ref()), rust)
    }

    /// Prints the Cap'n Proto schema that is equivalent to the `.wit` file or package folder at `path`, for
    /// whoever reads our messages elsewhere; see [`messages`](Builder::messages). The file belongs into one ending
    /// in `.capnp`. Options are checked as for Rust, and change nothing: the messages are the same.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// let schema = wit_codegen::configure().generate_capnp("wit/calculator.wit")?;
    /// std::fs::write("calculator.capnp", schema.code()).expect("it can be written");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the schema and with the options, in one [`Error`]; or the path that could
    /// not be read.
    pub fn generate_capnp(self, path: impl AsRef<Path>) -> Result<Generated, Error> {
        let (Options { run, rust, .. }, wit) = (&self.options, self.wit(path.as_ref()));
        core::check_only(run, &wit, rust)?;
        core::generate(run, &wit, &CapnpSchema)
    }

    /// Generates code by another back end than that for Rust from the `.wit` file or package folder at `path`, and hands
    /// it over as one file. What is an option for Rust alone is an error.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the schema and with the options, in one [`Error`]; or the path that could
    /// not be read.
    pub fn generate_with<B: Backend>(
        self,
        path: impl AsRef<Path>,
        backend: &B,
    ) -> Result<Generated, Error> {
        let wit = self.wit(path.as_ref());
        core::generate(&self.options.for_another(), &wit, backend)
    }

    /// Likewise, in as many files as the back end makes of it.
    ///
    /// # Errors
    ///
    /// As for [`generate_with`](Builder::generate_with).
    pub fn generate_files_with<B: Backend>(
        self,
        path: impl AsRef<Path>,
        backend: &B,
    ) -> Result<Vec<Generated>, Error> {
        let wit = self.wit(path.as_ref());
        core::generate_files(&self.options.for_another(), &wit, backend)
    }

    fn wit<'a>(&self, path: &'a Path) -> Wit<'a> {
        Wit {
            path,
            options: self.schema.clone(),
        }
    }
}

/// Starts with options that every schema language has.
impl From<Options> for Builder {
    fn from(options: Options) -> Self {
        Builder {
            options,
            schema: SchemaOptions::default(),
        }
    }
}

/// The options that every schema language has, for `capnp_bridge::CompilerCommand::options`. What only a WIT schema has
/// is an error there.
impl From<Builder> for Options {
    fn from(builder: Builder) -> Self {
        let Builder {
            mut options,
            schema,
        } = builder;
        let SchemaOptions {
            world,
            features,
            all_features,
            deps_paths,
        } = schema;
        let of_wit = [
            ("world", world.is_some()),
            ("features", !features.is_empty()),
            ("all_features", all_features),
            ("deps_path", !deps_paths.is_empty()),
            ("throws", !options.run.throws.is_empty()),
        ];
        let set = of_wit.into_iter().filter(|(_, is_set)| *is_set);
        let without_effect = set.map(|(option, _)| WithoutEffect {
            option,
            rule: "it is an option for WIT schemas",
            help: "take it out, where the schema is not written in WIT",
        });
        options.run.without_effect.extend(without_effect);
        options
    }
}
