//! The conversions that `rpc-runtime` checks against other implementations, as they are generated now.

use std::fs;
use std::path::Path;

use capnp_bridge::{CompilerCommand, Error};

#[test]
fn what_the_runtime_is_tested_with_is_what_is_generated() -> Result<(), Error> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rpc-runtime/tests/message");
    let generated = CompilerCommand::new()
        .file(folder.join("everything.capnp"))
        .messages(true)
        .serde(false)
        .generate()?;
    let file = folder.join("everything.rs");
    let new = file.with_extension("rs.new");
    if fs::read_to_string(&file).unwrap_or_default() == generated.code() {
        let _ = fs::remove_file(new);
    } else {
        fs::write(&new, generated.code()).expect("the folder of tests can be written");
        panic!(
            "it has changed: compare {} with the file beside it",
            new.display()
        );
    }
    Ok(())
}
