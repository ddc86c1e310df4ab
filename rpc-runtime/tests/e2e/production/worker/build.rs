//! Generates the traits and clients of `wit/production.wit`.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::configure()
        .message_wire(true)
        .idempotent("tests:production/desk/find")
        .idempotent("tests:production/office/visit")
        .compile("wit")
}
