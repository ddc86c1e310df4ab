//! Where the tickets of a help desk are: the interface `desk` in `wit/helpdesk`, whose types are those of
//! `helpdesk-types`.

rpc_runtime::include_rpc!("desk");

#[cfg(all(test, not(target_family = "wasm")))]
mod tests;

use std::cmp::Reverse;

use desk::{Desk, Slot};
use helpdesk_types::types::{Listener, Problem, Ticket, TicketId, Urgency};
use rpc_runtime::{CallError, Result};

/// How long somebody needs for a ticket, in minutes.
const MINUTES: u32 = 15;

#[derive(Debug)]
struct MyDesk;

impl Desk for MyDesk {
    async fn find(&self, id: TicketId) -> Result<Ticket, CallError<Problem>> {
        let mut tickets = tickets().into_iter();
        let found = tickets.find(|ticket| ticket.id == id);
        // The error is of another crate, and `?` hands it on as if it were of this one.
        Ok(found.ok_or(Problem::Unknown(id))?)
    }

    async fn urge(
        &self,
        ticket: Ticket,
        urgency: Urgency,
        told: Listener,
    ) -> Result<Ticket, CallError<Problem>> {
        if ticket.urgency >= urgency {
            return Err(Problem::Already(ticket.urgency).into());
        }
        let ticket = Ticket { urgency, ..ticket };
        // So does what the listener has against it.
        told.changed(&ticket).await?;
        Ok(ticket)
    }

    async fn slots(&self, at_least: Urgency) -> Result<Vec<Slot>> {
        let tickets = tickets().into_iter();
        let mut urgent: Vec<_> = tickets.filter(|it| it.urgency >= at_least).collect();
        urgent.sort_by_key(|ticket| Reverse(ticket.urgency));
        let slots = (0..).step_by(MINUTES as usize).zip(urgent);
        let slots = slots.map(|(minute, Ticket { id, urgency, .. })| Slot {
            id,
            urgency,
            minute,
        });
        Ok(slots.collect())
    }
}

desk::export!(MyDesk = |_ctx| MyDesk);

fn tickets() -> Vec<Ticket> {
    let ticket = |number, title: &str, urgency| Ticket {
        id: TicketId { year: 2026, number },
        title: title.to_owned(),
        urgency,
    };
    vec![
        ticket(1, "The door squeaks", Urgency::Someday),
        ticket(2, "No coffee", Urgency::Now),
        ticket(3, "The lamp is dark", Urgency::Today),
        ticket(4, "A pen is missing", Urgency::Someday),
    ]
}
