//! Generates what `src/lib.rs` uses.

fn main() -> Result<(), capnp_bridge::Error> {
    capnp_bridge::CompilerCommand::new()
        .file("schema/notes.capnp")
        .file("schema/people.capnp")
        .run()
}
