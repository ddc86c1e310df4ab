//! Schemas that are found without being given: those that come with Cap'n Proto, and the annotations for Rust.
//!
//! They say the same as the originals (ids, ordinals and types are facts that both sides of a wire share), in as
//! few words as the compiler needs.

/// Path on the import path, file id, text.
const SCHEMAS: &[(&str, u64, &str)] = &[
    (
        "capnp/c++.capnp",
        0xbdf8_7d7b_b830_4e81,
        include_str!("standard/c++.capnp"),
    ),
    (
        "capnp/persistent.capnp",
        0xb863_0836_983f_eed7,
        include_str!("standard/persistent.capnp"),
    ),
    (
        "capnp/rpc.capnp",
        0xb312_981b_2552_a250,
        include_str!("standard/rpc.capnp"),
    ),
    (
        "capnp/rpc-twoparty.capnp",
        0xa184_c788_5cda_f2a1,
        include_str!("standard/rpc-twoparty.capnp"),
    ),
    (
        "capnp/rust.capnp",
        RUST,
        include_str!("standard/rust.capnp"),
    ),
    ("rust.capnp", RUST, include_str!("standard/rust.capnp")),
    (
        "capnp/schema.capnp",
        0xa93f_c509_624c_72d9,
        include_str!("standard/schema.capnp"),
    ),
    (
        "capnp/stream.capnp",
        0x86c3_66a9_1393_f3f8,
        include_str!("standard/stream.capnp"),
    ),
    (
        "capnp/compat/byte-stream.capnp",
        0x8f5d_14e1_c273_738d,
        include_str!("standard/byte-stream.capnp"),
    ),
    (
        "capnp/compat/http-over-capnp.capnp",
        0xb665_280a_aff2_e632,
        include_str!("standard/http-over-capnp.capnp"),
    ),
    (
        "capnp/compat/json.capnp",
        0x8ef9_9297_a43a_5e34,
        include_str!("standard/json.capnp"),
    ),
    (
        "capnp/compat/json-rpc.capnp",
        0xd042_9980_0d67_25ba,
        include_str!("standard/json-rpc.capnp"),
    ),
];

const RUST: u64 = 0x83b3_c14c_3c8d_d083;

/// The text of the schema at `path` on the import path.
pub(crate) fn schema(path: &str) -> Option<&'static str> {
    let found = SCHEMAS.iter().find(|(known, _, _)| *known == path);
    found.map(|(_, _, text)| *text)
}

/// Tells whether a file with this id is one of these schemas, or somebody's copy of it.
pub(crate) fn is_standard(id: u64) -> bool {
    SCHEMAS.iter().any(|(_, known, _)| *known == id)
}
