//! The desk in a plain `cargo test`: its client, its types and those that it shares.

use std::cell::RefCell;
use std::collections::HashMap;
use std::error::Error;
use std::rc::Rc;

use helpdesk_types::types::ListenerTarget;
use pollster::block_on;

use super::*;
use crate::desk::DeskClient;

fn id(number: u32) -> TicketId {
    TicketId { year: 2026, number }
}

/// Writes down what it is told, and has something against one ticket.
struct Told(Rc<RefCell<Vec<Ticket>>>);

impl ListenerTarget for Told {
    async fn changed(&self, ticket: Ticket) -> Result<(), CallError<Problem>> {
        if ticket.id == id(1) {
            Err(Problem::Already(Urgency::Now))?;
        }
        self.0.borrow_mut().push(ticket);
        Ok(())
    }
}

#[test]
fn shared_types_go_to_the_desk_and_come_back() {
    let desk = DeskClient::from_local(MyDesk);
    let notes = Rc::default();
    let told = || Listener::new(Told(Rc::clone(&notes)));
    block_on(async {
        let lamp = desk.find(id(3)).await.unwrap();
        assert_eq!(lamp.urgency, Urgency::Today);
        let urgent = desk.urge(&lamp, Urgency::Now, told()).await.unwrap();
        assert_eq!(urgent.urgency, Urgency::Now);
        assert_eq!(*notes.borrow(), [urgent]);

        let refused = desk.urge(&lamp, Urgency::Today, told()).await.unwrap_err();
        let already = Problem::Already(Urgency::Today);
        assert_eq!(refused.declared(), Some(&already));
        // What the listener refuses is the same error of the same crate.
        let door = desk.find(id(1)).await.unwrap();
        let refused = desk.urge(&door, Urgency::Today, told()).await.unwrap_err();
        assert_eq!(refused.declared(), Some(&Problem::Already(Urgency::Now)));
    });
}

#[test]
fn a_shared_error_is_one_everywhere() {
    let desk = DeskClient::from_local(MyDesk);
    let refused = block_on(async { desk.find(id(9)).await }).unwrap_err();
    let Some(problem) = refused.declared() else {
        panic!("{refused}");
    };
    let problem: &dyn Error = problem;
    assert_eq!(problem.to_string(), "there is no ticket 2026-9");
}

#[test]
fn what_is_generated_here_has_the_traits_of_what_it_holds() {
    let slots = block_on(async { MyDesk.slots(Urgency::Today).await }).unwrap();
    // `Copy`, `Eq` and `Hash`, as `Slot` would have with types of this crate.
    let by_slot: HashMap<Slot, u32> = slots.iter().map(|slot| (*slot, slot.minute)).collect();
    let slot = |number, urgency, minute| Slot {
        id: id(number),
        urgency,
        minute,
    };
    assert_eq!(by_slot[&slot(2, Urgency::Now, 0)], 0);
    assert_eq!(by_slot[&slot(3, Urgency::Today, MINUTES)], MINUTES);
    assert_eq!(by_slot.len(), 2);
}
