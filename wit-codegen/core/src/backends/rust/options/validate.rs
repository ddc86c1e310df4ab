//! Options that do not depend on the schema are checked before it is read.

use syn::parse::Parser;

use super::{Emit, ItemOptions, Rust, Validated};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::options::{Selector, pairs, selector, selectors};

/// Parses `options`; what is wrong is reported, and left out.
pub(in crate::backends::rust) fn validate(options: &Rust, problems: &mut Diagnostics) -> Validated {
    let Rust {
        runtime_path,
        derives,
        attributes,
        skip_display,
        with,
        with_generated,
        with_traits,
        modules,
        serde,
        serde_form,
        messages: _,
        message_wire,
    } = options;
    if let (false, Some(_)) = (serde, serde_form) {
        problems.error(
            Diagnostic::config("`serde_form` has no effect without `serde`")
                .rule("it says how types look in serde, and with `serde(false)` they have none of its traits")
                .help("take one of both out"),
        );
    }
    Validated {
        items: ItemOptions {
            derives: pairs("derive", derives, PATH, check_path, problems),
            attributes: pairs(
                "attribute",
                attributes,
                ATTRIBUTE,
                check_attribute,
                problems,
            ),
            skip_display: selectors("skip_display", skip_display, problems),
            with: pairs("with", with, PATH, check_with, problems),
            with_generated: generated(with_generated, problems),
            with_traits: with_traits
                .iter()
                .filter_map(|(text, traits)| {
                    Some((selector("with_traits", text, problems)?, traits.clone()))
                })
                .collect(),
            modules: pairs("module", modules, MODULE, check_module, problems),
        },
        emit: Emit {
            serde: serde.then(|| serde_form.unwrap_or_default()),
            messages: options.has_messages(),
            message_wire: *message_wire,
            runtime: runtime(runtime_path, problems),
        },
    }
}

/// What is taken from where it was generated. Cap'n Proto files have an option of their own, since what another crate
/// calls their types depends on more than the file.
fn generated(given: &[(String, String)], problems: &mut Diagnostics) -> Vec<(Selector, String)> {
    let mut pairs = pairs("with_generated", given, PATH, check_generated, problems);
    pairs.retain(|(selector, _)| {
        if selector.is_capnp() {
            let message = format!("`{selector}`, given to `with_generated`, is of Cap'n Proto");
            problems.error(
                Diagnostic::config(message)
                    .rule("`with_generated` takes a WIT package or interface")
                    .help("for files of Cap'n Proto there is `CompilerCommand::crate_provides`, which takes their ids"),
            );
        }
        !selector.is_capnp()
    });
    pairs
}

const PATH: &str = "a Rust path";
const ATTRIBUTE: &str = "an attribute such as `#[non_exhaustive]`";
const MODULE: &str = "the path of a module";

fn check_path(text: &str) -> Result<(), String> {
    let parsed = syn::Path::parse_mod_style.parse_str(text);
    parsed.map(drop).map_err(|error| match text.contains('-') {
        // A crate is called so in Cargo.toml.
        true => format!("{error}; in Rust it is `{}`", text.replace('-', "_")),
        false => error.to_string(),
    })
}

/// What is generated lies in modules of its own, in which `self` is nothing of the user's.
fn check_with(text: &str) -> Result<(), String> {
    check_path(text)?;
    match first_segment(text) {
        "self" | "Self" => {
            Err("`self` is the generated module itself; start with `crate`".to_owned())
        }
        _ => Ok(()),
    }
}

/// Names with `::` between them; keywords are escaped later.
fn check_module(text: &str) -> Result<(), String> {
    let starts_well = |name: &str| name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_name = |name: &str| {
        starts_well(name) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    match text.split("::").find(|name| !is_name(name) || *name == "_") {
        None => Ok(()),
        Some("") => Err("it starts at the root of the generated file, with a name".to_owned()),
        Some(name) => Err(format!("`{name}` cannot be the name of a module")),
    }
}

/// A package has several modules, at several depths.
fn check_generated(text: &str) -> Result<(), String> {
    check_with(text)?;
    match first_segment(text) {
        "super" => Err(
            "`super` is another module in each interface; start with `crate` or the name of a crate"
                .to_owned(),
        ),
        _ => Ok(()),
    }
}

fn first_segment(path: &str) -> &str {
    path.split("::").next().unwrap_or_default().trim()
}

fn check_attribute(text: &str) -> Result<(), String> {
    let parsed = syn::Attribute::parse_outer.parse_str(text);
    match parsed.map_err(|error| error.to_string())?.is_empty() {
        true => Err("it is empty".to_owned()),
        false => Ok(()),
    }
}

fn runtime(text: &str, problems: &mut Diagnostics) -> syn::Path {
    if matches!(first_segment(text), "self" | "Self" | "super") {
        problems.error(
            Diagnostic::config(format!(
                "`{text}` is not the path of the crate `rpc-runtime` everywhere"
            ))
            .rule(
                "`runtime_path` is written into modules at several depths, where `self` and `super` \
                 are not the same",
            )
            .help("start with `crate` or with the name of a crate: `crate::rt`, `::rpc_runtime`"),
        );
    }
    let parsed = syn::Path::parse_mod_style.parse_str(text);
    parsed.unwrap_or_else(|error| {
        problems.error(
            Diagnostic::config(format!("`{text}` is not {PATH}: {error}"))
                .rule("`runtime_path` is the path of the crate `rpc-runtime`: `::rpc_runtime`"),
        );
        // Not used: nothing is emitted after an error.
        syn::Path {
            leading_colon: None,
            segments: Default::default(),
        }
    })
}
