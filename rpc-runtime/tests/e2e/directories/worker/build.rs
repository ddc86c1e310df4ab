//! Generates what `src/lib.rs` serves and calls.

fn main() -> Result<(), capnp_bridge::Error> {
    capnp_bridge::compile("schema/directories.capnp")
}
