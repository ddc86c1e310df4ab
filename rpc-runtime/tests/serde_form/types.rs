//! What is generated with the wire's form, from a schema of either language.

include!("../../../wit-codegen/tests/golden/serde_wire.rs");
include!("../../../capnp-bridge/tests/golden/serde_wire.rs");
#[allow(unused_imports)]
pub use {serde_wire::*, values::*};
