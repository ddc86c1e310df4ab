//! Generates what `../worker` uses.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::compile("../wit")
}
