//! A Worker that reads in two libraries through one client type: one in Rust, one in JavaScript.
//!
//! `GET /?subject=Tea&place=7` answers with a row of JSON for each thing it does in each.

rpc_runtime::include_rpc!("library");

use futures_channel::mpsc;
use futures_util::StreamExt;
use library::{LibraryClient, Observer, ObserverTarget, Refusal};
use rpc_runtime::{ByteStream, CallError, Result};
use serde_json::json;
use worker::{Context, Env, Request, Response, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let parameter = |wanted| {
        let mut pairs = url.query_pairs();
        pairs.find_map(|(key, value)| (key == wanted).then(|| value.into_owned()))
    };
    let subject = parameter("subject").unwrap_or_else(|| "Tea".to_owned());
    let place = parameter("place").and_then(|place| place.parse().ok());
    let place = place.unwrap_or(7);

    let mut rows = Vec::new();
    for (direction, binding) in [
        ("Rust → Rust", "LIBRARY"),
        ("Rust → JavaScript", "LIBRARY_JS"),
    ] {
        let library = env.service(binding)?.into();
        for (call, result) in [
            (
                "open().find().title()",
                title(&library, &subject, place).await?,
            ),
            (
                "open().find().text()",
                pages(&library, &subject, place).await?,
            ),
            ("open(), watch(), add()", added(&library, &subject).await?),
        ] {
            rows.push(json!({ "direction": direction, "call": call, "result": result }));
        }
    }
    Response::from_json(&rows)
}

/// A chain of three calls, which takes one round trip: each is sent before the handle that it needs is here.
async fn title(library: &LibraryClient, subject: &str, place: u32) -> Result<String> {
    library.open(subject).find(place).title().await
}

/// Reads a stream; no more of it is in memory than a chunk.
async fn pages(library: &LibraryClient, subject: &str, place: u32) -> Result<String> {
    let mut text = library.open(subject).find(place).text().await?;
    let mut pages = 0;
    while let Some(chunk) = text.next().await {
        pages += chunk?.iter().filter(|byte| **byte == b'\n').count();
    }
    Ok(format!("{pages} pages"))
}

/// What the library tells this Worker goes to a value of this Worker, which answers at once.
struct Notes(mpsc::UnboundedSender<String>);

impl ObserverTarget for Notes {
    async fn added(&self, title: String, place: u32) -> Result<()> {
        // Nobody may be there to read it any more.
        let _ = self.0.unbounded_send(format!("{title} at {place}"));
        Ok(())
    }
}

async fn added(library: &LibraryClient, subject: &str) -> Result<String> {
    let (notes, mut told) = mpsc::unbounded();
    let shelf = library.open(subject).await?;
    shelf.watch(Observer::new(Notes(notes))).await?;
    let mut said = Vec::new();
    for title in ["Notes", "More notes", "Too many notes"] {
        let text = ByteStream::from(format!("Of {title}.\n").into_bytes());
        match shelf.add(title, text).await {
            // The book is there; that the observer is told may come a little later.
            Ok(_) => said.extend(told.next().await),
            Err(CallError::Declared(Refusal::Full)) => said.push("then it is full".to_owned()),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(said.join(", "))
}
