//! What the Workers of the help desk share: the package `helpdesk:common`, generated once.
//!
//! It is a library like any other, so what the types can do beside what is generated is written here, once as well.

rpc_runtime::include_rpc!("common");

use std::error::Error;
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use types::{Problem, TicketId};

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.year, self.number)
    }
}

impl FromStr for TicketId {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        let (year, number) = text.split_once('-').unwrap_or((text, ""));
        Ok(Self {
            year: year.parse()?,
            number: number.parse()?,
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(id) => write!(f, "there is no ticket {id}"),
            Self::Already(urgency) => write!(f, "it is {urgency} already"),
        }
    }
}

impl Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_written_as_it_is_read() {
        let id = "2026-7".parse::<TicketId>().unwrap();
        assert_eq!((id.year, id.number), (2026, 7));
        assert_eq!(id.to_string(), "2026-7");
        for wrong in ["", "2026", "2026-x", "x-7", "2026-7-1", "70000-1"] {
            assert!(wrong.parse::<TicketId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_problem_is_an_error_with_words_of_its_own() {
        let id = TicketId {
            year: 2026,
            number: 7,
        };
        let problem: Box<dyn Error> = Problem::Unknown(id).into();
        assert_eq!(problem.to_string(), "there is no ticket 2026-7");
    }
}
