//! Generates what `src/lib.rs` uses.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::compile("../../wit/scores")
}
