//! Generates the traits and clients of `wit/platform.wit`.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::compile("wit")
}
