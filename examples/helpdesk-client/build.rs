//! Generates what `src/lib.rs` uses from the schema.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::configure()
        .with_generated("helpdesk:common", "helpdesk_types")
        .message_wire(true)
        .compile("../../wit/helpdesk")
}
