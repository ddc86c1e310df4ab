//! Generates what `src/lib.rs` uses from the schema.

fn main() -> Result<(), capnp_bridge::Error> {
    capnp_bridge::CompilerCommand::new()
        .file("schema/addressbook.capnp")
        .message_wire(true)
        .run()
}
