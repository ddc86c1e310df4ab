//! Generates the methods whose features are on.

use std::env;

const KINDS: [&str; 7] = [
    "numbers",
    "strings",
    "records",
    "lists",
    "variants",
    "resources",
    "streams",
];

fn main() -> Result<(), wit_codegen::Error> {
    let on = |feature: &str| {
        let variable = format!("CARGO_FEATURE_{}", feature.to_uppercase());
        env::var_os(variable).is_some()
    };
    wit_codegen::configure()
        .features(KINDS.into_iter().filter(|kind| on(kind)))
        .message_wire(on("messages"))
        .compile("wit")
}
