//! Generates what `../worker` uses: the same as for `soak-objects`, with messages.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::configure()
        .message_wire(true)
        .idempotent("test:soak/soak/same-text")
        .compile("../wit")
}
