//! Generates what `src/lib.rs` serves and calls: from WIT, whose handles go as objects, and from Cap'n Proto, whose go in
//! messages as well.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    wit_codegen::compile("wit")?;
    capnp_bridge::CompilerCommand::new()
        .file("schema/carrying.capnp")
        .message_wire(true)
        .run()?;
    Ok(())
}
