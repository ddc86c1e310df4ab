//! Has `connectrpc` make messages, a client and a trait of the server. `protox` stands in for `protoc`.

use std::path::PathBuf;

fn main() {
    println!("cargo::rerun-if-changed=proto");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("Cargo sets it"));
    let set = out.join("bench.bin");
    let mut compiler = protox::Compiler::new(["proto"]).expect("the folder is there");
    compiler.include_imports(true);
    compiler.open_file("bench.proto").expect("it is valid");
    std::fs::write(&set, compiler.encode_file_descriptor_set()).expect("Cargo made the folder");
    connectrpc_build::Config::new()
        .files(&["bench.proto"])
        .descriptor_set(set)
        .generate_json(false)
        // They would name files that are not there, so that it would run each time.
        .emit_rerun_directives(false)
        .include_file("bench_connect.rs")
        .compile()
        .expect("the descriptors are valid");
}
