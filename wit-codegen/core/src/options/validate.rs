//! Options that do not depend on the schema are checked before it is read.

use super::{RunOptions, Selector, WithoutEffect, pairs, selectors};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::names;

/// The options of a run, parsed.
pub(crate) struct Validated {
    pub(super) renames: Vec<(Selector, String)>,
    pub(super) throws: Vec<Selector>,
    pub(super) idempotent: Vec<Selector>,
    pub(crate) selection: Selection,
}

/// Which sides of a schema are asked for, and in which file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Selection {
    /// Clients.
    pub client: bool,
    /// What serving needs.
    pub server: bool,
    /// The chosen name of the file, without its ending.
    pub file_name: Option<String>,
}

/// Parses `options`; what is wrong is reported, and left out.
pub(crate) fn validate(options: &RunOptions, problems: &mut Diagnostics) -> Validated {
    let RunOptions {
        client,
        server,
        out_dir: _,
        file_name,
        renames,
        throws,
        idempotent,
        emit_rerun_if_changed: _,
        without_effect,
    } = options;
    for WithoutEffect { option, rule, help } in without_effect {
        let message = format!("`{option}` has no effect here");
        problems.error(Diagnostic::config(message).rule(*rule).help(*help));
    }
    if let Some(stem) = file_name {
        check_file_name(stem, problems);
    }
    Validated {
        renames: pairs(
            "rename",
            renames,
            "a name on the wire",
            check_wire_name,
            problems,
        ),
        throws: selectors("throws", throws, problems),
        idempotent: selectors("idempotent", idempotent, problems),
        selection: Selection {
            client: *client,
            server: *server,
            file_name: file_name.clone(),
        },
    }
}

/// A tag is a string and may have hyphens; whether it is a tag is known once the schema is read.
fn check_wire_name(text: &str) -> Result<(), String> {
    if text.starts_with(names::MESSAGES) {
        return Err(
            "names that start with `$capnp` are those of methods that take messages".to_owned(),
        );
    }
    if text == names::CANCELLATION {
        return Err("`$cancel` is the key of what says that a call is cancelled".to_owned());
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
