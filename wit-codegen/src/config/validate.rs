//! Options that do not depend on the schema are checked before it is read.

use std::path::PathBuf;

use syn::parse::Parser;

use super::{Builder, Selector};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// The options of a run, parsed.
pub(crate) struct Validated {
    pub(crate) schema: SchemaOptions,
    pub(crate) items: ItemOptions,
    pub(crate) output: OutputOptions,
}

/// What decides which items are read.
#[derive(Clone, Debug)]
pub(crate) struct SchemaOptions {
    pub(crate) world: Option<String>,
    pub(crate) features: Vec<String>,
    pub(crate) all_features: bool,
    pub(crate) deps_paths: Vec<PathBuf>,
}

/// What is changed about selected items.
#[derive(Debug)]
pub(crate) struct ItemOptions {
    pub(crate) derives: Vec<(Selector, String)>,
    pub(crate) attributes: Vec<(Selector, String)>,
    pub(crate) with: Vec<(Selector, String)>,
    pub(crate) renames: Vec<(Selector, String)>,
    pub(crate) throws: Vec<Selector>,
}

/// What is emitted.
pub(crate) struct OutputOptions {
    pub(crate) client: bool,
    pub(crate) server: bool,
    pub(crate) serde: bool,
    pub(crate) runtime: syn::Path,
    pub(crate) file_name: Option<String>,
}

/// Parses the options of `builder`; what is wrong is reported, and left out.
pub(crate) fn validate(builder: &Builder, problems: &mut Diagnostics) -> Validated {
    let Builder {
        client,
        server,
        world,
        features,
        all_features,
        deps_paths,
        out_dir: _,
        file_name,
        runtime_path,
        derives,
        attributes,
        with,
        renames,
        throws,
        serde,
        emit_rerun_if_changed: _,
    } = builder;
    if let Some(stem) = file_name {
        check_file_name(stem, problems);
    }
    Validated {
        schema: SchemaOptions {
            world: world.clone(),
            features: features.clone(),
            all_features: *all_features,
            deps_paths: deps_paths.clone(),
        },
        items: ItemOptions {
            derives: pairs("derive", derives, problems, check_path),
            attributes: pairs("attribute", attributes, problems, check_attribute),
            with: pairs("with", with, problems, check_path),
            renames: pairs("rename", renames, problems, check_wire_name),
            throws: throws
                .iter()
                .filter_map(|text| selector("throws", text, problems))
                .collect(),
        },
        output: OutputOptions {
            client: *client,
            server: *server,
            serde: *serde,
            runtime: runtime(runtime_path, problems),
            file_name: file_name.clone(),
        },
    }
}

/// Parses selectors, and checks what belongs to each with `check`.
fn pairs(
    option: &str,
    given: &[(String, String)],
    problems: &mut Diagnostics,
    check: impl Fn(&str) -> Result<(), String>,
) -> Vec<(Selector, String)> {
    let mut pairs = Vec::new();
    for (text, value) in given {
        let selector = selector(option, text, problems);
        match check(value) {
            Ok(()) => pairs.extend(selector.map(|selector| (selector, value.clone()))),
            Err(why) => problems.error(Diagnostic::config(format!("`{value}` is not {why}")).rule(
                format!(
                    "the second argument of `.{option}(\"{text}\", …)` must be {}",
                    why.split(':').next().unwrap_or_default()
                ),
            )),
        }
    }
    pairs
}

fn selector(option: &str, text: &str, problems: &mut Diagnostics) -> Option<Selector> {
    match Selector::parse(text) {
        Ok(selector) => Some(selector),
        Err(why) => {
            problems.error(
                Diagnostic::config(format!("`{text}`, given to `{option}`, is not a selector: {why}"))
                    .rule("a selector looks like `ns:pkg/interface/item`, with an optional version: `ns:pkg/interface@1.0.0/item`"),
            );
            None
        }
    }
}

fn check_path(text: &str) -> Result<(), String> {
    match syn::Path::parse_mod_style.parse_str(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("a Rust path: {error}")),
    }
}

fn check_attribute(text: &str) -> Result<(), String> {
    match syn::Attribute::parse_outer.parse_str(text) {
        Ok(attributes) if !attributes.is_empty() => Ok(()),
        Ok(_) => Err("an attribute such as `#[non_exhaustive]`".to_owned()),
        Err(error) => Err(format!("an attribute such as `#[non_exhaustive]`: {error}")),
    }
}

fn check_wire_name(text: &str) -> Result<(), String> {
    let mut chars = text.chars();
    let starts_well = chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_' || c == '$');
    // A tag is a string and may have hyphens; whether it is a tag is known once the schema is read.
    if starts_well && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '-')) {
        Ok(())
    } else {
        Err("a name: letters, digits, `_` and `$`, not starting with a digit".to_owned())
    }
}

fn check_file_name(stem: &str, problems: &mut Diagnostics) {
    let plain = !stem.is_empty()
        && stem
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if !plain || stem.starts_with('.') {
        problems.error(
            Diagnostic::config(format!("`{stem}` cannot be the name of a generated file"))
                .rule("`file_name` takes a name without folder and without `.rs`: letters, digits, `_`, `-` and `.`")
                .help("use `out_dir` for the folder"),
        );
    }
}

fn runtime(text: &str, problems: &mut Diagnostics) -> syn::Path {
    match syn::Path::parse_mod_style.parse_str(text) {
        Ok(path) => path,
        Err(error) => {
            problems.error(
                Diagnostic::config(format!("`{text}` is not a Rust path: {error}"))
                    .rule("`runtime_path` must be the path of the crate `rpc-runtime`, such as `::rpc_runtime`"),
            );
            // Not used: nothing is emitted after an error.
            syn::Path {
                leading_colon: None,
                segments: Default::default(),
            }
        }
    }
}
