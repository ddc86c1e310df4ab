//! What the client makes of a desk, in a plain `cargo test`.

use desk::Desk;
use pollster::block_on;

use super::*;

/// A desk with one ticket of each number, which leaves all to the listener.
struct Patient;

impl Desk for Patient {
    async fn find(&self, id: TicketId) -> Result<Ticket, CallError<Problem>> {
        match id.number {
            0 => Err(Problem::Unknown(id))?,
            _ => Ok(Ticket {
                id,
                title: format!("Ticket {id}"),
                urgency: Urgency::Someday,
            }),
        }
    }

    async fn urge(
        &self,
        ticket: Ticket,
        urgency: Urgency,
        told: Listener,
    ) -> Result<Ticket, CallError<Problem>> {
        let ticket = Ticket { urgency, ..ticket };
        told.changed(&ticket).await?;
        Ok(ticket)
    }

    async fn slots(&self, _at_least: Urgency) -> Result<Vec<Slot>> {
        Ok(Vec::new())
    }
}

#[test]
fn a_problem_is_the_same_from_the_desk_and_from_the_listener() {
    let desk = DeskClient::from_local(Patient);
    let urge = |number| {
        let id = TicketId { year: 2026, number };
        block_on(make_urgent(&desk, id))
    };
    assert_eq!(urge(3).unwrap().urgency, Urgency::Now);
    for number in [0, 4] {
        let error = urge(number).unwrap_err();
        let said = error.declared().map(|problem| refused(problem));
        let expected = format!("refused: there is no ticket 2026-{number}");
        assert_eq!(said, Some(expected), "{error}");
    }
}
