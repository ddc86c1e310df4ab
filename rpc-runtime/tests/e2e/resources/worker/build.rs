//! Generates the server and the client.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::compile("wit")
}
