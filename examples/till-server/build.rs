//! Generates what `src/lib.rs` uses: the trait of its own interface, and the clients of what it calls.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::compile("../../wit/till")?;
    // What may be asked twice.
    for (called, idempotent) in [
        ("../../wit/shop", "rpc:shop/orders/quote"),
        ("../../wit/counter", "rpc:counter/counter/value"),
    ] {
        wit_codegen::configure()
            .server(false)
            .idempotent(idempotent)
            .compile(called)?;
    }
    Ok(())
}
