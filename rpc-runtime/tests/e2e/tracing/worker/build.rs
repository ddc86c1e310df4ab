//! Generates the server and the client that `src/lib.rs` uses.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::compile("wit")
}
