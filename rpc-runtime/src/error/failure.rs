//! What is known of a failure, as data. It becomes text where it is shown or thrown.

use rpc_message::{Step, ValueError};

use crate::error::kind::ErrorKind;
use crate::error::remote::RemoteError;

/// One failure.
#[derive(Clone)]
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    /// What the schema calls the method, where one is known.
    pub(crate) method: Option<&'static str>,
    pub(crate) part: Part,
    pub(crate) why: Why,
    /// What may help.
    pub(crate) notes: Vec<&'static str>,
    /// Set if it was thrown by the other side, or by the runtime.
    pub(crate) remote: Option<RemoteError>,
    /// Whether it refuses an argument of the call that came in.
    pub(crate) is_refusal: bool,
}

/// Which part of a call it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The call as a whole.
    Call,
    /// An argument, by its name in the schema.
    Argument(&'static str),
    /// What came back, or is to: `result`, or what stands in its place.
    Reply(&'static str),
    /// The props of the binding: of an entrypoint that declares them, or of one that asks for them.
    Props(Option<&'static str>),
}

/// What is wrong.
#[derive(Clone, Debug)]
pub(crate) enum Why {
    Text(String),
    /// The part is a value that is not what the schema says; where in it is data, too.
    Value(ValueError),
}

impl Failure {
    pub(crate) fn new(kind: ErrorKind, part: Part, why: Why) -> Self {
        Self {
            kind,
            method: None,
            part,
            why,
            notes: Vec::new(),
            remote: None,
            is_refusal: false,
        }
    }

    /// The argument that it is about.
    pub(crate) fn argument(&self) -> Option<&'static str> {
        match self.part {
            Part::Argument(name) => Some(name),
            _ => None,
        }
    }

    /// The way to what is wrong in the part that it is about.
    pub(crate) fn path(&self) -> Option<String> {
        match &self.why {
            Why::Value(error) if error.has_path() => Some(error.path()),
            _ => None,
        }
    }

    /// As text, without the method's name. Put together from its parts, without format strings: this is in every Worker.
    #[inline(never)]
    pub(crate) fn text(&self) -> String {
        let (path, message) = match &self.why {
            Why::Text(text) => (String::new(), text.as_str()),
            Why::Value(error) => (error.path(), error.message()),
        };
        let (before, name) = match self.part {
            Part::Call => ("", ""),
            Part::Argument(name) => ("argument ", name),
            Part::Reply(name) => ("", name),
            Part::Props(None) => ("", "props"),
            Part::Props(Some(entrypoint)) => ("props of entrypoint ", entrypoint),
        };
        let between = match (self.part, &self.why) {
            (Part::Call, _) => "",
            // The element of a tuple belongs to the name: `point.0`.
            (Part::Argument(_) | Part::Reply(_), Why::Value(error))
                if matches!(error.steps().next(), Some(Step::Element(_))) =>
            {
                "."
            }
            _ => ": ",
        };
        let after = if path.is_empty() { "" } else { ": " };
        let mut text = joined(&[before, name, between, &path, after, message]);
        for note in &self.notes {
            text.push_str(&joined(&[" (", note, ")"]));
        }
        text
    }
}

/// One text of several.
#[inline(never)]
pub(super) fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

impl From<&str> for Why {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Why {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<ValueError> for Why {
    fn from(error: ValueError) -> Self {
        Self::Value(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(part: Part, why: impl Into<Why>) -> String {
        Failure::new(ErrorKind::InvalidArgument, part, why.into()).text()
    }

    fn price() -> ValueError {
        let error = ValueError::new("expected f64, got null");
        error.at(Step::Field("price")).at(Step::Index(3))
    }

    #[test]
    fn the_part_comes_before_the_path() {
        let argument = || Part::Argument("order");
        assert_eq!(shown(argument(), "missing"), "argument order: missing");
        assert_eq!(
            shown(argument(), price().at(Step::Field("items"))),
            "argument order: items[3].price: expected f64, got null"
        );
        let whole = ValueError::new("expected an Array");
        assert_eq!(
            shown(Part::Reply("result"), whole),
            "result: expected an Array"
        );
        assert_eq!(
            shown(Part::Reply("payload"), price()),
            "payload: [3].price: expected f64, got null"
        );
        assert_eq!(shown(Part::Call, "no such method"), "no such method");
    }

    #[test]
    fn the_element_of_a_tuple_belongs_to_the_name() {
        let error = || ValueError::new("expected u8, got null").at(Step::Element(1));
        assert_eq!(
            shown(Part::Reply("result"), error()),
            "result.1: expected u8, got null"
        );
        assert_eq!(
            shown(Part::Argument("point"), error().at(Step::Element(0))),
            "argument point.0.1: expected u8, got null"
        );
        assert_eq!(
            shown(Part::Reply("result"), price().at(Step::Element(0))),
            "result.0[3].price: expected f64, got null"
        );
    }

    #[test]
    fn props_are_those_of_an_entrypoint_if_it_declares_them() {
        let error = || ValueError::new("expected u32, got null").at(Step::Field("level"));
        assert_eq!(
            shown(Part::Props(None), error()),
            "props: level: expected u32, got null"
        );
        assert_eq!(
            shown(Part::Props(Some("Admin")), error()),
            "props of entrypoint Admin: level: expected u32, got null"
        );
    }

    #[test]
    fn notes_come_last() {
        let mut failure = Failure::new(ErrorKind::Gone, Part::Call, "gone".into());
        failure.notes = vec!["ask again", "soon"];
        assert_eq!(failure.text(), "gone (ask again) (soon)");
    }

    #[test]
    fn what_it_is_about_is_data() {
        let part = Part::Argument("order");
        let failure = Failure::new(ErrorKind::InvalidArgument, part, price().into());
        assert_eq!(failure.argument(), Some("order"));
        assert_eq!(failure.path().as_deref(), Some("[3].price"));
    }
}
