//! Generates what `src/lib.rs` and `src/client.rs` use.

fn main() -> Result<(), capnp_bridge::Error> {
    capnp_bridge::compile("schema/addressbook.capnp")
}
