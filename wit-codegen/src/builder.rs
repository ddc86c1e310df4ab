//! The builder: the options of a build script for WIT, and what it does with them.

use std::path::{Path, PathBuf};

use wit_codegen_core::{Error, Generated, Options, SerdeForm, Trait, front_end};

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
    /// Whether to emit clients. On by default.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().client(false).compile("wit")
    /// # }
    /// ```
    pub fn client(mut self, yes: bool) -> Self {
        self.options.client = yes;
        self
    }

    /// Whether to emit what a server needs to export its methods. On by default.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().server(false).compile("wit")
    /// # }
    /// ```
    pub fn server(mut self, yes: bool) -> Self {
        self.options.server = yes;
        self
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
        self.options.out_dir = Some(path.into());
        self
    }

    /// The name of the file to write, without `.rs`, instead of the WIT package's name in snake case.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().file_name("shop_v2").compile("wit")
    /// # }
    /// ```
    pub fn file_name(mut self, stem: impl Into<String>) -> Self {
        self.options.file_name = Some(stem.into());
        self
    }

    /// The Rust path of the crate `rpc-runtime`, for one that is renamed or re-exported. `::rpc_runtime` by
    /// default.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().runtime_path("::my_platform::rpc").compile("wit")
    /// # }
    /// ```
    pub fn runtime_path(mut self, path: impl Into<String>) -> Self {
        self.options.runtime_path = path.into();
        self
    }

    /// Adds a derive to the records, variants, enums and flags that `selector` selects. May be called several
    /// times.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure()
    ///     .derive("rpc:shop/orders/order", "Hash")
    ///     .derive("rpc:shop/orders", "::my_macros::Table")
    ///     .compile("wit")
    /// # }
    /// ```
    pub fn derive(mut self, selector: impl Into<String>, path: impl Into<String>) -> Self {
        self.options.derives.push((selector.into(), path.into()));
        self
    }

    /// Adds an attribute to the records, variants, enums and flags that `selector` selects. May be called
    /// several times.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure()
    ///     .attribute("rpc:shop/orders/status", "#[non_exhaustive]")
    ///     .compile("wit")
    /// # }
    /// ```
    pub fn attribute(mut self, selector: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.options
            .attributes
            .push((selector.into(), attribute.into()));
        self
    }

    /// Leaves `Display` and `std::error::Error` of the records, variants, enums and flags that `selector` selects to
    /// you: the generated file is included in your crate, so you can implement both. May be called several times.
    ///
    /// Every type that a schema can declare as an error (`result<_, problem>`) is an error in Rust, and is shown as
    /// `Debug` shows it. That holds for all of a file's types, since an error may be declared in another crate than its
    /// type. A derive of a trait called `Display` or `Error`, such as `thiserror::Error` with its attribute `#[error("…")]`,
    /// takes the place of the implementation without this option.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().skip_display("rpc:shop/orders/status").compile("wit")
    /// # }
    /// ```
    pub fn skip_display(mut self, selector: impl Into<String>) -> Self {
        self.options.skip_display.push(selector.into());
        self
    }

    /// Uses a type that you already have, instead of generating one. May be called several times.
    ///
    /// For a type, `path` is the Rust type. For an interface, it is a module: the types are taken from there by their
    /// names, and neither trait nor client is generated here. For types that were generated from the same schema in
    /// another crate, use [`with_generated`](Builder::with_generated): nothing is lost then.
    ///
    /// What takes the place of a type has to implement `rpc_runtime::Value` and `Debug`, and:
    ///
    /// - `Clone` and `PartialEq`, unless the type that it replaces holds a handle, a stream or a future,
    /// - `Default`, in the place of a struct, a union or an enum of Cap'n Proto,
    /// - `From<u16>`, in the place of an enum of Cap'n Proto for which the schema has a value.
    ///
    /// In the place of a resource goes a handle that was generated elsewhere, or a type of `rpc_runtime::platform`.
    /// Generated types that hold a replaced one have no `Copy`, `Eq`, `Hash`, nor serde's traits, and `Default` only if
    /// they are Cap'n Proto's; [`with_traits`](Builder::with_traits) says that it has more. It can be a declared error
    /// as it is; where it is to be one in the standard library's sense, it implements `Display` and `Error` itself.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure()
    ///     .with("rpc:shop/money/amount", "my_money::Amount")
    ///     .with("rpc:common/types", "common_schema::types")
    ///     .compile("wit")
    /// # }
    /// ```
    pub fn with(mut self, selector: impl Into<String>, path: impl Into<String>) -> Self {
        self.options.with.push((selector.into(), path.into()));
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
            .with_generated
            .push((selector.into(), path.into()));
        self
    }

    /// Says what types have that [`with`](Builder::with) puts in the place of the schema's, beside what they need to
    /// have: types that hold them are given the same, and clients take what is `Copy` by value. May be called several
    /// times. What is said of a type that does not have it is an error of the compiler, at a line that names the option.
    ///
    /// A type that [`with_generated`](Builder::with_generated) takes from elsewhere has what the schema says. If it was
    /// replaced there in turn, say here what it has instead: that and nothing else is then counted on, nor is it read
    /// in place.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// use wit_codegen::Trait;
    ///
    /// wit_codegen::configure()
    ///     .with("rpc:shop/money/amount", "my_money::Amount")
    ///     .with_traits("rpc:shop/money/amount", [Trait::Copy, Trait::Eq, Trait::Hash])
    ///     .compile("wit")
    /// # }
    /// ```
    pub fn with_traits(
        mut self,
        selector: impl Into<String>,
        traits: impl IntoIterator<Item = Trait>,
    ) -> Self {
        self.options
            .with_traits
            .push((selector.into(), traits.into_iter().collect()));
        self
    }

    /// Gives a function another name on the wire than its own in camel case; its Rust name stays. May be
    /// called several times.
    ///
    /// A field or a flag (`ns:pkg/interface/type.field`) gets another key, a case of a variant or an enum
    /// another tag. Methods, static functions and the constructor of a resource are selected like fields:
    /// `ns:pkg/interface/book.title`, `ns:pkg/interface/book.constructor`. Both sides of a call must agree.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure()
    ///     .rename("rpc:shop/orders/fetch", "fetchOrder")
    ///     .compile("wit")
    /// # }
    /// ```
    pub fn rename(mut self, selector: impl Into<String>, wire_name: impl Into<String>) -> Self {
        self.options
            .renames
            .push((selector.into(), wire_name.into()));
        self
    }

    /// Puts an interface, or a Cap'n Proto file, into another Rust module than the one that is named after it. May be
    /// called several times.
    ///
    /// The generated modules stand in the file that includes them, and there each comes before a crate of the same
    /// name: with an interface `time`, `use time::Date` is ambiguous, and a type `time::Date` is looked for in the
    /// interface. Those of the crates that every Worker has (`worker`, `rpc_runtime`, `std`, `core`, `alloc`) get a
    /// trailing `_` by themselves.
    ///
    /// `path` starts at the root of the generated file. An interface of another package, which is at
    /// `namespace::package::interface` otherwise, may be put elsewhere as well.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure()
    ///     .module("acme:jobs/time", "time_of_day")
    ///     .module("serde:common/types", "common")
    ///     .compile("wit")
    /// # }
    /// ```
    pub fn module(mut self, selector: impl Into<String>, path: impl Into<String>) -> Self {
        self.options.modules.push((selector.into(), path.into()));
        self
    }

    /// Makes declared errors of an interface travel as thrown errors: a function that gives `result<T, E>`
    /// returns the `T`, or throws an `Error` whose property `payload` is the `E`. May be called several times.
    ///
    /// This suits JavaScript callers, and needs a compatibility date of 2026-04-21 or later (or the flag
    /// `enhanced_error_serialization`) on both sides. By default the result travels as data.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().throws("rpc:shop/orders").compile("wit")
    /// # }
    /// ```
    pub fn throws(mut self, selector: impl Into<String>) -> Self {
        self.options.throws.push(selector.into());
        self
    }

    /// Whether generated types implement serde's `Serialize` and `Deserialize`, for the user's own purposes;
    /// calls do not depend on it. On by default. The [`serde_form`](Builder::serde_form) is another option.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().serde(false).compile("wit")
    /// # }
    /// ```
    pub fn serde(mut self, yes: bool) -> Self {
        self.options.serde = yes;
        self
    }

    /// How generated types look in serde: as Rust types (by default), or as values on the wire. Calls do not depend on
    /// it, and without [`serde`](Builder::serde) it has no effect.
    ///
    /// ```no_run
    /// use wit_codegen::SerdeForm;
    ///
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure()
    ///     .serde_form(SerdeForm::Wire)
    ///     .compile("wit")
    /// # }
    /// ```
    pub fn serde_form(mut self, form: SerdeForm) -> Self {
        self.options.serde_form = form;
        self
    }

    /// Whether to emit conversions between the schema's types and Cap'n Proto messages, and readers that take from
    /// a message what is asked for, without copying. Off by default.
    ///
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
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().messages(true).compile("wit")
    /// # }
    /// ```
    pub fn messages(mut self, yes: bool) -> Self {
        self.options.messages = yes;
        self
    }

    /// Whether a call's payload may travel as one Cap'n Proto message, which is faster between two Workers of this
    /// project. Implies [`messages`](Builder::messages), with what that says of changes to the schema and of the
    /// feature `capnp`. Off by default.
    ///
    /// A server takes both messages and objects, on the same entrypoint. A client sends messages to a server that
    /// takes them and falls back to objects by itself where one does not; no method runs twice. Calls that gain
    /// nothing stay objects: those of numbers, strings, bytes and the like, and those whose result is a handle.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wit_codegen::Error> {
    /// wit_codegen::configure().message_wire(true).compile("wit")
    /// # }
    /// ```
    pub fn message_wire(mut self, yes: bool) -> Self {
        self.options.message_wire = yes;
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
        self.options.emit_rerun_if_changed = yes;
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
        let generated = front_end::generate(&self.options, &self.wit(path.as_ref()))?;
        front_end::write(&self.options, &[generated])
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
        front_end::generate(&self.options, &self.wit(path.as_ref()))
    }

    /// Prints the Cap'n Proto schema that is equivalent to the `.wit` file or package folder at `path`, for
    /// whoever reads our messages elsewhere; see [`messages`](Builder::messages). The file belongs into one ending
    /// in `.capnp`.
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
        front_end::generate_capnp(&self.options, &self.wit(path.as_ref()))
    }

    fn wit<'a>(&self, path: &'a Path) -> Wit<'a> {
        Wit {
            path,
            options: self.schema.clone(),
        }
    }
}

impl From<Builder> for Options {
    fn from(builder: Builder) -> Self {
        builder.options
    }
}
