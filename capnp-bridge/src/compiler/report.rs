//! What a compiler said, as the user is to read it.

use wit_codegen::front_end;
use wit_codegen::{Error, ErrorKind};

use super::stage::Stage;

/// The compiler's own messages, with the paths that the user knows.
pub(super) fn error(said: &str, stage: &Stage) -> Error {
    let lines: Vec<String> = said
        .lines()
        .filter(|line| !is_about_the_stage(line))
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

/// One file under two paths is how the stage is meant to be.
fn is_about_the_stage(line: &str) -> bool {
    line.contains("warning: Found exactly the same source file mapped at two different paths")
}
