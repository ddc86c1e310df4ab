//! What is made of a schema.

#[allow(missing_docs)]
pub mod capnp_schema;
pub mod rust;
