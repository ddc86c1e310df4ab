//! Which calls fail, and how.

use std::cell::RefCell;
use std::fmt;
use std::ops::RangeBounds;
use std::rc::Rc;

use super::fault::Fault;
use super::faulty;
use super::plan::{Injected, Plan, Rule, When};
use super::random::Random;
use crate::handles::handle::Callable;

/// Faults for the calls of a client over a local server, which fail as calls of another Worker do.
///
/// ```ignore
/// let faults = rpc_runtime::testing::faults()
///     .nth(3, Fault::Disconnected)        // the third call
///     .seed(7)
///     .often(0.05, Fault::Overloaded);    // and one of twenty of the others
/// let client = faults.over(CalculatorClient::from_local(MyCalculator));
/// for n in 0..100 {
///     let _ = client.add(n, 1).await;
/// }
/// assert_eq!(faults.log()[0], (3, "add", Fault::Disconnected));
/// ```
///
/// They are put where the wire would be: below deadlines, retries and interceptors, so that each try of a call is a call
/// here. They are there for calls of the client, of its clones, and of all the handles that calls return, wherever in a
/// result these are. Of a call that is chained to one that failed, nothing arrives: it is not counted.
///
/// Which calls fail depends on their order, the rules and the seed alone: a test that makes the same calls sees the same
/// faults each time.
pub fn faults() -> Faults {
    Faults {
        plan: Rc::default(),
    }
}

/// Which calls fail, and how: see [`faults`]. A clone is the same faults, with the same log.
#[derive(Clone)]
#[must_use = "`over` puts it before a server"]
pub struct Faults {
    plan: Rc<RefCell<Plan>>,
}

impl Faults {
    /// What the calls that fail by chance depend on; without it, 0.
    pub fn seed(self, seed: u64) -> Self {
        self.plan.borrow_mut().random = Random::of(seed);
        self
    }

    /// For calls of the method alone that the schema calls so (`place-order`); given again, for that one, too. Calls of
    /// others are neither counted nor touched.
    pub fn only(self, method: impl Into<String>) -> Self {
        self.plan.borrow_mut().methods.push(method.into());
        self
    }

    /// The `nth` call fails so, counted from 1.
    pub fn nth(self, nth: u64, fault: Fault) -> Self {
        self.calls(nth..=nth, fault)
    }

    /// These calls fail so, counted from 1: `1..=2`, `3..`, or `..` for all.
    ///
    /// Of rules that are for one call, the first counts; those by chance come after all others.
    pub fn calls(self, calls: impl RangeBounds<u64>, fault: Fault) -> Self {
        let when = When::Calls(calls.start_bound().cloned(), calls.end_bound().cloned());
        self.rule(when, fault)
    }

    /// A call fails so by chance: with 0.05, one of twenty.
    ///
    /// # Panics
    /// If the probability is not one: from 0 to 1.
    pub fn often(self, probability: f64, fault: Fault) -> Self {
        assert!(
            (0.0..=1.0).contains(&probability),
            "a probability is from 0 to 1, and not {probability}"
        );
        self.rule(When::Often(probability), fault)
    }

    fn rule(self, when: When, fault: Fault) -> Self {
        self.plan.borrow_mut().rules.push(Rule { when, fault });
        self
    }

    /// What was injected so far, in the order of calls.
    pub fn log(&self) -> Vec<Injected> {
        self.plan.borrow().log.clone()
    }

    /// How many calls were counted so far.
    pub fn counted(&self) -> u64 {
        self.plan.borrow().calls
    }

    /// A client of the same server, whose calls fail so: a client of a service binding, or of a stub.
    ///
    /// Once a Durable Object was reset, its stub is broken for good: see [`over_object`](Self::over_object).
    pub fn over<C: Callable>(&self, client: C) -> C {
        let wrap = faulty::over(Rc::clone(&self.plan));
        C::from_handle(client.handle().by_way_of(&wrap))
    }

    /// A client of the same server, as of a Durable Object that is called through its namespace, by `from_namespace` or
    /// [`Context::durable_object`](crate::Context::durable_object): after an error of the runtime it calls a new stub.
    /// Handles that came from the old one are broken.
    ///
    /// In a context that [`context`](super::context) fills, what is given to
    /// [`durable_object`](super::ContextBuilder::durable_object) is called so.
    pub fn over_object<C: Callable>(&self, client: C) -> C {
        let wrap = faulty::over_object(Rc::clone(&self.plan));
        C::from_handle(client.handle().by_way_of(&wrap))
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plan = self.plan.borrow();
        f.debug_struct("Faults")
            .field("calls", &plan.calls)
            .field("log", &plan.log)
            .finish_non_exhaustive()
    }
}
