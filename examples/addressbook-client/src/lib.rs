//! A Worker that looks people up in two address books through one client type: one in Rust, which it sends Cap'n Proto
//! messages, and one in JavaScript, which takes objects. The client finds out by itself.
//!
//! `GET /?name=Grace` asks both, and answers with a row of JSON for each call.

rpc_runtime::include_rpc!("addressbook");

use addressbook::person::phone_number::Kind;
use addressbook::{AddressBookClient, Query};
use serde_json::json;
use worker::{Context, Env, Request, Response, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let name = url.query_pairs().find(|(key, _)| key == "name");
    let name = name.map_or_else(String::new, |(_, name)| name.into_owned());
    let mut rows = Vec::new();
    for (direction, binding) in [("Rust → Rust", "BOOK"), ("Rust → JavaScript", "BOOK_JS")] {
        let book: AddressBookClient = env.service(binding)?.into();
        let query = Query {
            name: name.clone(),
            ..Query::default()
        };
        for person in book.find(&query).await? {
            // One round trip: the card is not waited for.
            let label = book.card(person.id).label().await?;
            let number = book.card(person.id).number(Kind::Mobile).await?;
            let call = format!("find(\"{name}\"), card({})", person.id);
            let result = format!("{label}, {} phones, {number}", person.phones.len());
            rows.push(json!({ "direction": direction, "call": call, "result": result }));
        }
    }
    Response::from_json(&rows)
}
