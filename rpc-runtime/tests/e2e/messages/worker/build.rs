//! Generates servers and clients whose calls may travel as messages, also for what two other Workers serve without.

fn main() -> Result<(), wit_codegen::Error> {
    let configure = || wit_codegen::configure().message_wire(true);
    configure()
        .throws("test:messages/thrown")
        .compile("wit/messages.wit")?;
    configure().compile("older/older.wit")?;
    configure().compile("../../values/worker/wit/values.wit")?;
    configure().compile("../../resources/worker/wit/resources.wit")
}
