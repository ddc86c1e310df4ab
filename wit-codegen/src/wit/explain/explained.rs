//! A problem in our words, before it is known where.

use wit_codegen_core::diagnostic::{Diagnostic, Span};

pub(super) struct Explained {
    pub(super) message: String,
    pub(super) rule: Option<String>,
    pub(super) help: String,
}

impl Explained {
    pub(super) fn new(
        message: impl Into<String>,
        rule: impl Into<String>,
        help: impl Into<String>,
    ) -> Explained {
        Explained {
            message: message.into(),
            rule: Some(rule.into()),
            help: help.into(),
        }
    }

    pub(super) fn at(self, span: Span) -> Diagnostic {
        let problem = Diagnostic::schema(span, self.message);
        let problem = match self.rule {
            Some(rule) => problem.rule(rule),
            None => problem,
        };
        problem.help(self.help)
    }
}
