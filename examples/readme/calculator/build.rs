//! Generates what `src/lib.rs` and `src/client.rs` use.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::compile("wit")
}
