//! What options are given for: selectors, alone and with a value each.

use super::Selector;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Parses selectors, and checks with `check` that what belongs to each is `what`. What is not is reported, and left out.
pub fn pairs(
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

/// Parses selectors; what is none is reported, and left out.
pub fn selectors(option: &str, given: &[String], problems: &mut Diagnostics) -> Vec<Selector> {
    let selectors = given.iter();
    selectors
        .filter_map(|text| selector(option, text, problems))
        .collect()
}

/// Parses a selector that `option` is given, or reports that it is none.
pub fn selector(option: &str, text: &str, problems: &mut Diagnostics) -> Option<Selector> {
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
