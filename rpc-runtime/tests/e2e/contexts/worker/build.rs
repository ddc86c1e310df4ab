//! Generates the traits that `src/lib.rs` implements.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::compile("wit")
}
