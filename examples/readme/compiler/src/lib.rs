//! The Worker with notes, as the README shows it.
#![allow(dead_code, reason = "a context that no method needs")]

rpc_runtime::include_rpc!("notes");
rpc_runtime::include_rpc!("people");

use notes::Notes;
use people::Person;

struct MyNotes {
    ctx: rpc_runtime::Context,
}

impl Notes for MyNotes {
    async fn count(&self, author: Person) -> rpc_runtime::Result<u32> {
        Ok(u32::from(author.name == "Ada"))
    }
}

notes::notes::export!(MyNotes);

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use super::*;

    #[test]
    fn counts() -> rpc_runtime::Result<()> {
        pollster::block_on(async {
            let ctx = rpc_runtime::Context::detached();
            let notes = notes::NotesClient::new(MyNotes { ctx });
            let ada = Person {
                name: "Ada".to_owned(),
            };
            assert_eq!(notes.count(&ada).await?, 1);
            Ok(())
        })
    }
}
