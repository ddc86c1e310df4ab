//! The Worker that looks people up, as the README shows it.

rpc_runtime::include_rpc!("addressbook");

async fn people(env: worker::Env) -> worker::Result<usize> {
    let book: addressbook::AddressBookClient = env.service("BOOK")?.into();
    let people = book.find("Ada", 10).await?;
    Ok(people.len())
}
