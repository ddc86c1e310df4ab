//! What a compiler said, as the user is to read it.

use wit_codegen_core::{Error, ErrorKind};

use super::stage::Stage;

/// Why there is no request.
pub(super) enum Failure {
    /// No compiler was run.
    NotRun(Error),
    /// What the compiler said.
    Said(String),
}

/// The compiler's own messages, with the paths that the user knows.
pub(super) fn error(said: &str, stage: &Stage) -> Error {
    let mut lines = Vec::new();
    for line in said.lines() {
        match stage.shown(line) {
            Some((path, rest)) => lines.push(format!("{}{rest}", path.display())),
            None if is_about_the_compiler(line) => {}
            None => lines.push(line.to_owned()),
        }
    }
    let text = lines.join("\n").trim().to_owned();
    if !text.is_empty() {
        return Error::new(ErrorKind::Schema, text);
    }
    // It failed by itself: whatever it said is all that is known.
    let said: Vec<&str> = said.lines().filter_map(without_place).collect();
    let why = match said.join("\n").trim() {
        "" => "did not say why".to_owned(),
        said => format!("said only:\n{said}"),
    };
    Error::new(
        ErrorKind::Internal,
        format!("error: the Cap'n Proto compiler failed and {why}"),
    )
}

/// What the compiler says about itself, not about a schema: where in its own source it gave up or is worried (by one
/// file under two paths, for one, which is how the stage is meant to be), and its stack.
fn is_about_the_compiler(line: &str) -> bool {
    without_place(line) != Some(line)
}

/// What is left of a line without the place in the compiler's own source; of its stack, nothing.
fn without_place(line: &str) -> Option<&str> {
    if line.starts_with("stack: ") || line.starts_with("*** ") {
        return None;
    }
    let mut places = line.match_indices(".c++:").chain(line.match_indices(".h:"));
    let said = places.find_map(|(at, mark)| {
        let number = line.get(at + mark.len()..)?;
        let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < number.len()).then(|| rest.trim_start_matches([':', ' ']))
    });
    Some(said.unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_compiler_says_about_itself_is_known() {
        for line in [
            "*** Uncaught exception ***",
            "kj/filesystem.c++:315: failed: expected parts.size() > 0; can't use \"..\" to break out of starting directory",
            "stack: 7f83 7f84",
            "/src/capnp/compiler/module-loader.c++:90: warning: a file under two names",
            "kj/common.h:12: failed: no",
        ] {
            assert!(is_about_the_compiler(line), "{line}");
        }
        for line in [
            "a.capnp:3:1: error: Not defined: X",
            "no stack: here",
            "a.h: b",
        ] {
            assert!(!is_about_the_compiler(line), "{line}");
        }
        let failed = "kj/filesystem.c++:315: failed: can't use \"..\"";
        assert_eq!(without_place(failed), Some("failed: can't use \"..\""));
    }
}
