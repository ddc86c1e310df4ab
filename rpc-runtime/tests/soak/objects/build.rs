//! Generates what `../worker` uses.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::configure()
        .idempotent("test:soak/soak/same-text")
        .compile("../wit")
}
