//! Says which calls may be made again.

// build.rs
fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::configure()
        .idempotent("rpc:stock/stock/count")
        .compile("wit")
}
