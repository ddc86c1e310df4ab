//! Which call fails how, and which have.

use std::fmt;
use std::ops::{Bound, RangeBounds};

use super::fault::Fault;
use super::random::Random;

/// Which calls fail, and how.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) random: Random,
    /// Those that the faults are for; all of them, if there are none.
    pub(super) methods: Vec<String>,
    pub(super) rules: Vec<Rule>,
    pub(super) calls: u64,
    pub(super) log: Vec<Injected>,
}

pub(super) struct Rule {
    pub(super) when: When,
    pub(super) fault: Fault,
}

pub(super) enum When {
    /// These calls, counted from 1.
    Calls(Bound<u64>, Bound<u64>),
    /// Any call, this often.
    Often(f64),
}

impl Plan {
    /// How the call of `method` fails that is made now. One that fails anyway is counted alone.
    pub(super) fn next(&mut self, method: &'static str, fails_anyway: bool) -> Option<Fault> {
        if !self.methods.is_empty() && !self.methods.iter().any(|one| one == method) {
            return None;
        }
        self.calls += 1;
        let call = self.calls;
        // One number for each rule by chance, whether it is needed or not: what a call gets depends on no other rule.
        let mut by_chance = None;
        let mut by_number = None;
        for Rule { when, fault } in &self.rules {
            let (found, applies) = match when {
                When::Calls(start, end) => (&mut by_number, (*start, *end).contains(&call)),
                When::Often(probability) => (&mut by_chance, self.random.fraction() < *probability),
            };
            if applies && found.is_none() {
                *found = Some(fault.clone());
            }
        }
        let fault = by_number.or(by_chance).filter(|_| !fails_anyway)?;
        self.log.push(Injected {
            call,
            method,
            fault: fault.clone(),
        });
        Some(fault)
    }
}

/// A fault that a call had.
///
/// It is equal to a tuple of its parts: `(3, "add", Fault::Disconnected)`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Injected {
    /// Which call it was, counted from 1.
    pub call: u64,
    /// What the schema calls the method.
    pub method: &'static str,
    /// How it failed.
    pub fault: Fault,
}

impl PartialEq<(u64, &str, Fault)> for Injected {
    fn eq(&self, (call, method, fault): &(u64, &str, Fault)) -> bool {
        self.call == *call && self.method == *method && self.fault == *fault
    }
}

impl fmt::Display for Injected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            call,
            method,
            fault,
        } = self;
        write!(f, "call {call}, {method}: {fault}")
    }
}
