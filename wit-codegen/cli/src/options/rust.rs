//! The options of the Rust back end.

use clap::{Args, ValueEnum};
use wit_codegen_core::Trait;
use wit_codegen_core::backends::rust;

use super::pair::pair;

/// Options as in a build script; see the documentation of the library for each.
#[derive(Args, Debug)]
pub(crate) struct Rust {
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

    /// Put an interface or a file into another Rust module: `ns:pkg/interface=path::of::module`
    #[arg(long, value_name = "SELECTOR=PATH", value_parser = pair)]
    module: Vec<(String, String)>,
}

impl Rust {
    /// The back end with these options.
    pub(crate) fn backend(&self) -> rust::Rust {
        let Self {
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
            module,
        } = self;
        let mut backend = rust::Rust::default();
        backend.runtime_path.clone_from(runtime_path);
        backend.serde = !no_serde;
        backend.serde_form = serde_form.map(Into::into);
        backend.messages = *messages;
        backend.message_wire = *message_wire;
        backend.derives.clone_from(derive);
        backend.attributes.clone_from(attribute);
        backend.skip_display.clone_from(skip_display);
        backend.with.clone_from(with);
        backend.with_generated.clone_from(with_generated);
        backend.with_traits.clone_from(with_traits);
        backend.modules.clone_from(module);
        backend
    }
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

impl From<SerdeForm> for rust::SerdeForm {
    fn from(form: SerdeForm) -> Self {
        match form {
            SerdeForm::Rust => Self::Rust,
            SerdeForm::Wire => Self::Wire,
        }
    }
}
