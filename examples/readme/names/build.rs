//! Generates what `src/lib.rs` uses: the same schema in both forms.

use wit_codegen::SerdeForm;

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::configure()
        .file_name("stall_in_rusts_form")
        .compile("wit")?;
    wit_codegen::configure()
        .serde_form(SerdeForm::Wire)
        .compile("wit")
}
