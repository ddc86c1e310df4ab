//! Generates what `src/lib.rs` uses from the schema.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::compile("../../wit/library")
}
