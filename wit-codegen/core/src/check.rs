//! What a schema may not contain, although it is good WIT: what cannot cross an RPC boundary as it stands.

mod size;
mod wire;

use crate::diagnostic::Diagnostics;
use crate::model::Schema;
use crate::options::OutputOptions;

/// Reports every problem of `schema`. What passes can be rendered.
pub(crate) fn check(schema: &mut Schema, output: &OutputOptions, problems: &mut Diagnostics) {
    wire::mark_uncallable(schema, output);
    wire::check_wire_names(schema, output, problems);
    size::check_sizes(schema, problems);
}
