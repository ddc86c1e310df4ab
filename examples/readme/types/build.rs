//! Puts a type of this crate in the place of one in the schema.

use wit_codegen::Trait;

fn main() -> Result<(), wit_codegen::Error> {
    let cents = "rpc:prices/catalogue/cents";
    wit_codegen::configure()
        .with(cents, "crate::Cents")
        .with_traits(cents, [Trait::Copy, Trait::Eq, Trait::Hash])
        .compile("wit")
}
