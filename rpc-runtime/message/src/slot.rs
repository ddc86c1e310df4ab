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
    let (tuple, last) = match name.bytes().rposition(|byte| byte == b'.') {
        Some(dot) => (Some(&name[..dot]), &name[dot + 1..]),
        None => (None, name),
    };
    match (tuple, number(last)) {
        (Some(tuple), Some(index)) => within(tuple, error.at(Step::Element(index))),
        // Of a tuple that has no name.
        (None, Some(index)) => error.at(Step::Element(index)),
        (_, None) => error.at(Step::Field(name)),
    }
}

/// By hand: what the standard library has for it is larger than the rest of this file.
fn number(digits: &str) -> Option<u32> {
    let number = digits.bytes().try_fold(0u32, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        match digit < 10 {
            true => number.checked_mul(10)?.checked_add(digit.into()),
            false => None,
        }
    });
    number.filter(|_| !digits.is_empty())
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
