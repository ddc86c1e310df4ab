//! Generates the servers and the clients that `src` uses.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::configure()
        .throws("e2e:failures/thrown")
        .compile("wit/failures.wit")
}
