//! Generates what `src/lib.rs` uses: the trait of its own interface, and the clients of what it calls.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::compile("../../wit/till")?;
    for called in ["../../wit/shop", "../../wit/counter"] {
        wit_codegen::configure().server(false).compile(called)?;
    }
    Ok(())
}
