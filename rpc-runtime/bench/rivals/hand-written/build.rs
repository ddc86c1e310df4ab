//! Has `worker-codegen` make a client.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=calls.wit");
    let code = worker_codegen::wit::expand_wit_source("calls.wit").expect("it is what it knows");
    let out = std::env::var("OUT_DIR").expect("Cargo sets it");
    std::fs::write(Path::new(&out).join("calls.rs"), code).expect("Cargo made the folder");
}
