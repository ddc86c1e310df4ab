//! What a compiler said, as the user is to read it.

use wit_codegen::front_end;
use wit_codegen::{Error, ErrorKind};

use super::stage::Stage;

/// The compiler's own messages, with the paths that the user knows.
pub(super) fn error(said: &str, stage: &Stage) -> Error {
    let lines: Vec<String> = said
        .lines()
        .filter(|line| !is_about_the_run(line))
        .map(|line| match stage.shown(line) {
            Some((path, rest)) => format!("{}{rest}", path.display()),
            None => line.to_owned(),
        })
        .collect();
    let text = lines.join("\n").trim_end().to_owned();
    if text.is_empty() {
        return front_end::error(
            ErrorKind::Internal,
            "error: the Cap'n Proto compiler failed and did not say why".to_owned(),
        );
    }
    front_end::error(ErrorKind::Schema, text)
}

/// What the compiler's own source says about how it is run: one file under two paths, which is how the stage is
/// meant to be.
fn is_about_the_run(line: &str) -> bool {
    line.contains(".c++:") && line.contains(": warning: ")
}
