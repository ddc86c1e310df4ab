//! A Worker that asks two help desks through one client type: one in Rust, one in JavaScript. What it passes and gets is
//! of `helpdesk-types`, as in the desk that is written in Rust.
//!
//! `GET /?ticket=2026-3` answers with a row of JSON for each thing it does at each.

rpc_runtime::include_rpc!("desk");

#[cfg(all(test, not(target_family = "wasm")))]
mod tests;

use desk::{DeskClient, Slot};
use helpdesk_types::types::{Listener, ListenerTarget, Problem, Ticket, TicketId, Urgency};
use rpc_runtime::{CallError, Result};
use serde_json::json;
use worker::{Context, Env, Request, Response, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let id = url.query_pairs().find(|(key, _)| key == "ticket");
    let Some(Ok(id)) = id.map(|(_, text)| text.parse::<TicketId>()) else {
        return Response::error("which ticket? ?ticket=2026-3", 400);
    };
    let mut rows = Vec::new();
    for (direction, binding) in [("Rust → Rust", "DESK"), ("Rust → JavaScript", "DESK_JS")] {
        let desk: DeskClient = env.service(binding)?.into();
        let urged = match make_urgent(&desk, id).await {
            Ok(ticket) => format!("{} is urgent", ticket.title),
            Err(CallError::Declared(problem)) => refused(&problem),
            Err(CallError::Failed(error)) => return Err(error.into()),
        };
        let soon = in_words(&desk.slots(Urgency::Today).await?);
        for (call, result) in [
            (format!("find({id}), urge(now)"), urged),
            ("slots(today)".to_owned(), soon),
        ] {
            rows.push(json!({ "direction": direction, "call": call, "result": result }));
        }
    }
    Response::from_json(&rows)
}

/// One `?` for both calls: they declare the same `Problem`.
async fn make_urgent(desk: &DeskClient, id: TicketId) -> Result<Ticket, CallError<Problem>> {
    let ticket = desk.find(id).await?;
    let ticket = desk
        .urge(&ticket, Urgency::Now, Listener::new(Limit(3)))
        .await?;
    Ok(ticket)
}

/// Has something against tickets with a higher number, and the desk hears why. A Worker that is called back has the
/// types of the same crate.
struct Limit(u32);

impl ListenerTarget for Limit {
    async fn changed(&self, ticket: Ticket) -> Result<(), CallError<Problem>> {
        match ticket.id.number <= self.0 {
            true => Ok(()),
            false => Err(Problem::Unknown(ticket.id).into()),
        }
    }
}

/// A declared error is an error like any other, whichever crate declares it.
fn refused(problem: &dyn std::error::Error) -> String {
    format!("refused: {problem}")
}

/// When tickets are looked at. `Slot` is generated here, and `Copy` since what it holds is.
fn in_words(slots: &[Slot]) -> String {
    let slots = slots.iter().copied();
    let slots = slots.map(|Slot { id, minute, .. }| format!("{id} in {minute} min"));
    slots.collect::<Vec<_>>().join(", ")
}
