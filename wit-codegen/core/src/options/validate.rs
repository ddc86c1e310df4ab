//! Options that do not depend on the schema are checked before it is read.

use syn::parse::Parser;

use super::{Options, Selector, SerdeForm, WithoutEffect};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::elsewhere::Trait;
use crate::names;

/// The options of a run, parsed.
pub(crate) struct Validated {
    pub(crate) items: ItemOptions,
    pub(crate) output: Output,
}

/// What is changed about selected items.
#[derive(Debug)]
pub(crate) struct ItemOptions {
    pub(crate) derives: Vec<(Selector, String)>,
    pub(crate) attributes: Vec<(Selector, String)>,
    pub(crate) skip_display: Vec<Selector>,
    pub(crate) with: Vec<(Selector, String)>,
    pub(crate) with_generated: Vec<(Selector, String)>,
    pub(crate) with_traits: Vec<(Selector, Vec<Trait>)>,
    pub(crate) renames: Vec<(Selector, String)>,
    pub(crate) modules: Vec<(Selector, String)>,
    pub(crate) throws: Vec<Selector>,
}

/// What is emitted.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Output {
    /// Clients.
    pub client: bool,
    /// What serving needs.
    pub server: bool,
    /// The form of serde's traits; without one, types have none of them.
    pub serde: Option<SerdeForm>,
    /// Conversions from and to Cap'n Proto messages.
    pub messages: bool,
    /// Calls that may be messages; `messages` is then on.
    pub message_wire: bool,
    /// The path of the runtime crate.
    pub runtime: syn::Path,
    /// The chosen name of the file, without its ending.
    pub file_name: Option<String>,
}

/// Parses `options`; what is wrong is reported, and left out.
pub(crate) fn validate(options: &Options, problems: &mut Diagnostics) -> Validated {
    let Options {
        client,
        server,
        out_dir: _,
        file_name,
        runtime_path,
        derives,
        attributes,
        skip_display,
        with,
        with_generated,
        with_traits,
        renames,
        modules,
        throws,
        serde,
        serde_form,
        messages,
        message_wire,
        emit_rerun_if_changed: _,
        without_effect,
    } = options;
    for WithoutEffect { option, rule, help } in without_effect {
        let message = format!("`{option}` has no effect here");
        problems.error(Diagnostic::config(message).rule(*rule).help(*help));
    }
    if let (false, Some(_)) = (serde, serde_form) {
        problems.error(
            Diagnostic::config("`serde_form` has no effect without `serde`")
                .rule("it says how types look in serde, and with `serde(false)` they have none of its traits")
                .help("take one of both out"),
        );
    }
    if let Some(stem) = file_name {
        check_file_name(stem, problems);
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
            renames: pairs("rename", renames, WIRE_NAME, check_wire_name, problems),
            modules: pairs("module", modules, MODULE, check_module, problems),
            throws: selectors("throws", throws, problems),
        },
        output: Output {
            client: *client,
            server: *server,
            serde: serde.then(|| serde_form.unwrap_or_default()),
            messages: *messages || *message_wire,
            message_wire: *message_wire,
            runtime: runtime(runtime_path, problems),
            file_name: file_name.clone(),
        },
    }
}

/// Parses selectors, and checks with `check` that what belongs to each is `what`.
fn pairs(
    option: &str,
    given: &[(String, String)],
    what: &str,
    check: impl Fn(&str) -> Result<(), String>,
    problems: &mut Diagnostics,
) -> Vec<(Selector, String)> {
    let mut pairs = Vec::new();
    for (text, value) in given {
        let selector = selector(option, text, problems);
        match check(value) {
            Ok(()) => pairs.extend(selector.map(|selector| (selector, value.clone()))),
            Err(why) => problems.error(
                Diagnostic::config(format!("`{value}` is not {what}: {why}"))
                    .rule(format!("`{option}` takes a selector and {what}")),
            ),
        }
    }
    pairs
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

fn selectors(option: &str, given: &[String], problems: &mut Diagnostics) -> Vec<Selector> {
    let selectors = given.iter();
    selectors
        .filter_map(|text| selector(option, text, problems))
        .collect()
}

fn selector(option: &str, text: &str, problems: &mut Diagnostics) -> Option<Selector> {
    let parsed = Selector::parse(text);
    if let Err(why) = parsed {
        let message = format!("`{text}`, given to `{option}`, is not a selector: {why}");
        problems.error(Diagnostic::config(message).rule(
            "a selector looks like `ns:pkg/interface/item`, or `ns:pkg/interface@1.0.0/item` with \
             a version; for Cap'n Proto, like `file.capnp:Type.field`",
        ));
    }
    parsed.ok()
}

const PATH: &str = "a Rust path";
const ATTRIBUTE: &str = "an attribute such as `#[non_exhaustive]`";
const WIRE_NAME: &str = "a name on the wire";
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

/// A tag is a string and may have hyphens; whether it is a tag is known once the schema is read.
fn check_wire_name(text: &str) -> Result<(), String> {
    if text.starts_with(names::MESSAGES) {
        return Err(
            "names that start with `$capnp` are those of methods that take messages".to_owned(),
        );
    }
    let starts_well = |c: char| c.is_ascii_alphabetic() || c == '_' || c == '$';
    let goes_on_well = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '-');
    if text.starts_with(starts_well) && text.chars().all(goes_on_well) {
        Ok(())
    } else {
        Err("it is letters, digits, `_` and `$`, and does not start with a digit".to_owned())
    }
}

fn check_file_name(stem: &str, problems: &mut Diagnostics) {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if stem.is_empty() || stem.starts_with('.') || !stem.chars().all(is_plain) {
        problems.error(
            Diagnostic::config(format!("`{stem}` cannot be the name of a generated file"))
                .rule(
                    "`file_name` takes letters, digits, `_`, `-` and `.`, without folder or ending",
                )
                .help("`out_dir` is for the folder"),
        );
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
