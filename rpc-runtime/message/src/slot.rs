//! Which part of a value a pointer is, for the path of an error.

use crate::error::{Step, ValueError};

/// What a pointer is to the value that holds it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slot {
    /// The value itself: a message's root.
    Root,
    /// A field; an empty name is none, as for the value itself. `point.0` is an element of a tuple that lies in the same
    /// struct as the field would.
    Field(&'static str),
    Index(u32),
}

impl Slot {
    /// The error, seen from the value that holds what is here.
    #[cold]
    pub(crate) fn locate(self, error: ValueError) -> ValueError {
        match self {
            Self::Root | Self::Field("") => error,
            Self::Field(name) => within(name, error),
            Self::Index(index) => error.at(Step::Index(index)),
        }
    }
}

/// No name has a dot in it but those of a tuple's elements.
fn within(name: &'static str, error: ValueError) -> ValueError {
    match name.rsplit_once('.') {
        None => match name.parse() {
            // Of a tuple that has no name.
            Ok(index) => error.at(Step::Element(index)),
            Err(_) => error.at(Step::Field(name)),
        },
        Some((tuple, index)) => match index.parse() {
            Ok(index) => within(tuple, error.at(Step::Element(index))),
            Err(_) => error.at(Step::Field(name)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_of_a_tuple_is_a_step_of_its_own() {
        let located = |name| Slot::Field(name).locate(ValueError::new("wrong"));
        let steps = |name| located(name).steps().cloned().collect::<Vec<_>>();
        assert_eq!(steps("point"), [Step::Field("point")]);
        assert_eq!(
            steps("point.0.12"),
            [Step::Field("point"), Step::Element(0), Step::Element(12)]
        );
        assert_eq!(steps("1"), [Step::Element(1)]);
        assert_eq!(steps(""), []);
        for name in ["point", "point.0.12", "1", "a.b"] {
            assert_eq!(located(name).path(), name);
        }
    }
}
