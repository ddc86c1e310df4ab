//! What the builders of all front ends have: the options of a run and those of the Rust back end, which a builder is
//! for, and a method for each, written once.

use crate::backends::rust::Rust;
use crate::options::{RunOptions, WithoutEffect};

/// The options of a builder, whatever the schema is written in.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// Those that every back end has.
    pub run: RunOptions,
    /// Those of the Rust back end.
    pub rust: Rust,
}

impl Options {
    /// The options of a run for another back end than Rust's, on which options of that have no effect.
    #[must_use]
    pub fn for_another(&self) -> RunOptions {
        let mut run = self.run.clone();
        let set = self.rust.set().into_iter();
        run.without_effect.extend(set.map(|option| WithoutEffect {
            option,
            rule: "it is an option for Rust",
            help: "take it out, where no Rust is generated",
        }));
        run
    }
}

/// Defines the methods that set [`Options`](crate::Options) on a front end's builder, which has them in a field
/// `options`, with documentation and an example for each.
///
/// ```
/// use wit_codegen_core::{Options, shared_options};
///
/// /// A builder of `my_front_end`.
/// #[derive(Default)]
/// pub struct Builder {
///     options: Options,
/// }
///
/// impl Builder {
///     shared_options! {
///         /// … and what is to be known of messages in this language.
///         messages;
///         by value; // or `by reference`: how a method takes the builder and gives it back
///         data: "records";
///         generated_elsewhere: "say so in the schema";
///         // Examples start with this builder and end with this call. They have the selectors of a type, of what
///         // holds it, of a method and of a field, and …
///         examples: "text", "my_front_end", ["my_front_end::Builder::default()"], ".compile()";
///         selectors: "shop/order", "shop", "shop/fetch", "shop/order.id";
///     }
/// }
///
/// let builder = Builder::default().server(false).derive("shop/order", "Hash");
/// assert!(!builder.options.run.server);
/// ```
#[macro_export]
macro_rules! shared_options {
    (
        $(#[$messages:meta])* messages;
        by $by:ident;
        data: $data:literal;
        generated_elsewhere: $elsewhere:literal;
        examples: $block:literal, $crate_name:literal, [$($start:literal),*], $end:literal;
        selectors: $ty:literal, $module:literal, $method:literal, $field:literal;
    ) => {
        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            /// Whether to emit clients. On by default.
            [".client(false)"]
            client(options, yes: bool) { options.run.client = yes; }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            /// Whether to emit what a server needs to export its methods. On by default.
            [".server(false)"]
            server(options, yes: bool) { options.run.server = yes; }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            /// The name of the file to write, without `.rs`, instead of that which the schema gives, in snake case.
            [".file_name(\"shop_v2\")"]
            file_name(options, stem: impl Into<String>) { options.run.file_name = Some(stem.into()); }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            /// The Rust path of the crate `rpc-runtime`, for one that is renamed or re-exported. `::rpc_runtime` by
            /// default.
            [".runtime_path(\"::my_platform::rpc\")"]
            runtime_path(options, path: impl Into<String>) { options.rust.runtime_path = path.into(); }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            #[doc = concat!("Adds a derive to the ", $data, " that `selector` selects. May be called several times.")]
            [
                concat!(".derive(\"", $ty, "\", \"Hash\")"),
                concat!(".derive(\"", $module, "\", \"::my_macros::Table\")")
            ]
            derive(options, selector: impl Into<String>, path: impl Into<String>) {
                options.rust.derives.push((selector.into(), path.into()));
            }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            #[doc = concat!(
                "Adds an attribute to the ", $data, " that `selector` selects. May be called several times."
            )]
            [concat!(".attribute(\"", $ty, "\", \"#[non_exhaustive]\")")]
            attribute(options, selector: impl Into<String>, attribute: impl Into<String>) {
                options.rust.attributes.push((selector.into(), attribute.into()));
            }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            #[doc = concat!(
                "Leaves `Display` and `std::error::Error` of the ", $data, " that `selector` selects to you:"
            )]
            /// the generated file is included in your crate, so you can implement both. May be called several times.
            ///
            /// Every type that a schema can declare as an error (`result<_, problem>` in WIT) is an error in Rust, and
            /// is shown as `Debug` shows it. That holds for all of a file's types, since an error may be declared in
            /// another crate than its type. A derive of a trait called `Display` or `Error`, such as
            /// `thiserror::Error` with its attribute `#[error("…")]`, takes the place of the implementation without
            /// this option.
            [concat!(".skip_display(\"", $ty, "\")")]
            skip_display(options, selector: impl Into<String>) { options.rust.skip_display.push(selector.into()); }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            /// Uses a type that you already have, instead of generating one. May be called several times.
            ///
            /// For a type, `path` is the Rust type. For an interface of WIT or a file of Cap'n Proto, it is a module:
            /// the types are taken from there by their names, and neither trait nor client is generated here. For types
            #[doc = concat!(
                "that were generated from the same schema in another crate, ", $elsewhere, ": nothing is lost then."
            )]
            ///
            /// What takes the place of a type has to implement `rpc_runtime::Value` and `Debug`, and:
            ///
            /// - `Clone`, unless the type that it replaces holds a handle, a stream, a future, a `request` or a `response`,
            /// - `PartialEq`, unless it holds one of these or another object of the platform,
            /// - `Default`, in the place of a struct, a union or an enum of Cap'n Proto,
            /// - `From<u16>`, in the place of an enum of Cap'n Proto for which the schema has a value.
            ///
            /// In the place of a resource goes a handle that was generated elsewhere, or a type of
            /// `rpc_runtime::platform`. Generated types that hold a replaced one have no `Copy`, `Eq`, `Hash`, nor
            /// serde's traits, and `Default` only if they are Cap'n Proto's; [`with_traits`](Self::with_traits) says that
            /// it has more. It can be a declared error as it is; where it is to be one in the standard library's sense,
            /// it implements `Display` and `Error` itself.
            [
                concat!(".with(\"", $ty, "\", \"my_types::Order\")"),
                concat!(".with(\"", $module, "\", \"common_schema::types\")")
            ]
            with(options, selector: impl Into<String>, path: impl Into<String>) {
                options.rust.with.push((selector.into(), path.into()));
            }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            /// Says what types have that are taken from elsewhere, beside what they need to have: types that hold them
            /// are given the same, and clients take what is `Copy` by value. May be called several times. What is said
            /// of a type that does not have it is an error of the compiler, at a line that names the option.
            ///
            /// What [`with`](Self::with) puts in the place of a type is known to have nothing else. A type of another
            /// crate that was generated from the same schema has what the schema says. If it was replaced there in
            /// turn, say here what it has instead: that and nothing else is then counted on, nor is it read in place.
            (concat!("use ", $crate_name, "::Trait;"))
            [
                concat!(".with(\"", $ty, "\", \"my_types::Order\")"),
                concat!(".with_traits(\"", $ty, "\", [Trait::Copy, Trait::Eq, Trait::Hash])")
            ]
            with_traits(options, selector: impl Into<String>, traits: impl IntoIterator<Item = $crate::Trait>) {
                options.rust.with_traits.push((selector.into(), traits.into_iter().collect()));
            }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            /// Gives a method, a field, a flag or a case another name on the wire; its Rust name stays. May be called
            /// several times. Both sides of a call must agree.
            ///
            /// In WIT, a function has its own name in camel case otherwise. A field or a flag
            /// (`ns:pkg/interface/type.field`) gets another key, a case of a variant or an enum another tag. Methods,
            /// static functions and the constructor of a resource are selected like fields:
            /// `ns:pkg/interface/book.title`, `ns:pkg/interface/book.constructor`.
            [
                concat!(".rename(\"", $method, "\", \"fetchOrder\")"),
                concat!(".rename(\"", $field, "\", \"orderNumber\")")
            ]
            rename(options, selector: impl Into<String>, wire_name: impl Into<String>) {
                options.run.renames.push((selector.into(), wire_name.into()));
            }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            /// Says that a call of a function that failed may be made again: it does no harm if it runs twice. A function
            /// is selected, or what has functions: an interface, a resource. May be called several times.
            ///
            /// Clients make such calls again if they have a policy for it (`rpc_runtime::RetryPolicy`). The wire is the
            /// same. A function with a parameter that can be sent once, such as a stream or a handle, is refused. Types of
            /// your own in its parameters have to be `Clone`.
            [concat!(".idempotent(\"", $method, "\")")]
            idempotent(options, selector: impl Into<String>) {
                options.run.idempotent.push(selector.into());
            }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            /// Puts an interface of WIT, or a Cap'n Proto file, into another Rust module than the one that is named after
            /// it. May be called several times.
            ///
            /// The generated modules stand in the file that includes them, and there each comes before a crate of the
            /// same name: with an interface `time`, `use time::Date` is ambiguous, and a type `time::Date` is looked for
            /// in the interface. Those of the crates that every Worker has (`worker`, `rpc_runtime`, `std`, `core`,
            /// `alloc`) get a trailing `_` by themselves.
            ///
            /// `path` starts at the root of the generated file. An interface of another package, which is at
            /// `namespace::package::interface` otherwise, may be put elsewhere as well.
            [concat!(".module(\"", $module, "\", \"the::orders\")")]
            module(options, selector: impl Into<String>, path: impl Into<String>) {
                options.rust.modules.push((selector.into(), path.into()));
            }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            /// Whether generated types implement serde's `Serialize` and `Deserialize`, for the user's own purposes;
            /// calls do not depend on it. On by default. The [`serde_form`](Self::serde_form) is another option.
            [".serde(false)"]
            serde(options, yes: bool) { options.rust.serde = yes; }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            /// How generated types look in serde: as Rust types (by default), or as values on the wire. Calls do not
            /// depend on it, and without [`serde`](Self::serde) it is an error.
            (concat!("use ", $crate_name, "::SerdeForm;"))
            [".serde_form(SerdeForm::Wire)"]
            serde_form(options, form: $crate::SerdeForm) { options.rust.serde_form = Some(form); }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            /// Whether to emit conversions between the schema's types and Cap'n Proto messages, and readers that take
            /// from a message what is asked for, without copying. Off by default.
            ///
            $(#[$messages])*
            [".messages(true)"]
            messages(options, yes: bool) { options.rust.messages = yes; }
        }

        $crate::shared_options! { @method $by ($block, $crate_name, [$($start),*], $end)
            /// Whether a call's payload may travel as one Cap'n Proto message, which is faster between two Workers of
            /// this project. Implies [`messages`](Self::messages), with what that says of changes to the schema and of
            /// the feature `capnp`. Off by default.
            ///
            /// A server takes both messages and objects, on the same entrypoint. A client sends messages to a server
            /// that takes them and falls back to objects by itself where one does not; no method runs twice. Calls that
            /// gain nothing stay objects: those of numbers, strings, bytes and the like, and those whose result is a
            /// handle.
            [".message_wire(true)"]
            message_wire(options, yes: bool) { options.rust.message_wire = yes; }
        }
    };

    (@method value $example:tt $($rest:tt)*) => {
        $crate::shared_options! { @documented (mut self) (Self) $example $($rest)* }
    };
    (@method reference $example:tt $($rest:tt)*) => {
        $crate::shared_options! { @documented (&mut self) (&mut Self) $example $($rest)* }
    };
    (@documented $receiver:tt $given:tt
        ($block:literal, $crate_name:literal, [$($start:literal),*], $end:literal)
        $(#[$docs:meta])*
        $(($import:expr))?
        [$($call:expr),*]
        $($method:tt)*
    ) => {
        $crate::shared_options! { @defined $receiver $given
            [
                $(#[$docs])*
                ///
                #[doc = concat!("```", $block)]
                #[doc = concat!("# fn main() -> Result<(), ", $crate_name, "::Error> {")]
                $(#[doc = $import] ///
                )?
                $(#[doc = $start])*
                $(#[doc = concat!("    ", $call)])*
                #[doc = concat!("    ", $end)]
                #[doc = "# }"]
                #[doc = "```"]
            ]
            $($method)*
        }
    };
    (@defined (mut self) (Self) [$($docs:tt)*]
        $name:ident($options:ident, $($arg:ident: $ty:ty),*) $body:block
    ) => {
        $($docs)*
        pub fn $name(mut self, $($arg: $ty),*) -> Self {
            let $options = &mut self.options;
            $body
            self
        }
    };
    (@defined (&mut self) (&mut Self) [$($docs:tt)*]
        $name:ident($options:ident, $($arg:ident: $ty:ty),*) $body:block
    ) => {
        $($docs)*
        pub fn $name(&mut self, $($arg: $ty),*) -> &mut Self {
            let $options = &mut self.options;
            $body
            self
        }
    };
}
