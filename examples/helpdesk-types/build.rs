//! Generates what `src/lib.rs` shares from the schema.

fn main() -> Result<(), wit_codegen::Error> {
    wit_codegen::configure()
        .messages(true)
        .skip_display("helpdesk:common/types/ticket-id")
        .skip_display("helpdesk:common/types/problem")
        .compile("../../wit/helpdesk/deps/common")
}
