//! Calls that may be made again: what they send has to be there for that.

use super::held::{Reported, held};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Function, Param, Platform, Schema};

/// Reports every parameter of such a call that can be sent once.
pub(super) fn check_idempotent(schema: &Schema, problems: &mut Diagnostics) {
    for function in schema.functions().filter(|it| it.is_idempotent) {
        for param in &function.params {
            check_param(param, function, schema, problems);
        }
    }
}

fn check_param(param: &Param, function: &Function, schema: &Schema, problems: &mut Diagnostics) {
    let found = held(schema, &param.span, &param.ty, SENT_ONCE);
    let Some((place, what)) = found.first() else {
        return;
    };
    let (name, method) = (&param.name.schema, &function.name.schema);
    let message = format!("a call of `{method}` cannot be made again");
    let mut problem = Diagnostic::schema(param.span.clone(), message)
        .label(format!("`{name}` holds {what}, which can be sent once"))
        .rule("a call of a method that is `idempotent` may be made again, with the same arguments")
        .help(format!(
            "leave `{method}` out of `.idempotent(…)` in build.rs, of `--idempotent` on the command line"
        ));
    if **place != param.span {
        problem = problem.related((*place).clone(), "it is here");
    }
    problems.error(problem);
}

const SENT_ONCE: Reported = Reported {
    of_platform: sent_once,
    // What stands for it holds as much.
    in_opaque: true,
};

/// What of the platform has a body, which is read once.
const fn sent_once(platform: Platform) -> Option<&'static str> {
    match platform {
        Platform::Request => Some("a `request`"),
        Platform::Response => Some("a `response`"),
        Platform::Headers | Platform::Date | Platform::Blob | Platform::AbortSignal => None,
    }
}
