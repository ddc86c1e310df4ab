//! The Worker with an address book, as the README shows it.
#![allow(dead_code, reason = "a context that no method needs")]

mod client;

rpc_runtime::include_rpc!("addressbook");

use addressbook::{AddressBook, Person};

struct MyBook {
    ctx: rpc_runtime::Context,
}

impl AddressBook for MyBook {
    async fn find(&self, name: String, limit: u16) -> rpc_runtime::Result<Vec<Person>> {
        let ada = Person {
            id: 1,
            name: "Ada".to_owned(),
            ..Person::default()
        };
        let found = [ada].into_iter().filter(|person| person.name == name);
        Ok(found.take(limit.into()).collect())
    }
}

addressbook::address_book::export!(MyBook);

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use super::*;

    #[test]
    fn finds() -> rpc_runtime::Result<()> {
        pollster::block_on(async {
            let ctx = rpc_runtime::Context::detached();
            let book = addressbook::AddressBookClient::new(MyBook { ctx });
            assert_eq!(book.find("Ada", 10).await?.len(), 1);
            Ok(())
        })
    }
}
