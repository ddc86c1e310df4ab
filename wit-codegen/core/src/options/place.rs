//! The option `module`: where the modules of interfaces and files are. Names depend on it, so it comes before them.

use super::apply::{Seen, inside, parse};
use super::search::Search;
use super::validate::ItemOptions;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{ModuleId, Schema};
use crate::names;

/// A module that was put somewhere, and the path that it is to have.
pub(crate) struct Placed {
    module: ModuleId,
    path: Vec<String>,
}

/// Puts modules where the options say, with what is in them.
pub(crate) fn place(
    options: &ItemOptions,
    schema: &mut Schema,
    problems: &mut Diagnostics,
) -> Vec<Placed> {
    let mut seen = Seen::new("module");
    let mut placed = Vec::new();
    for (selector, text) in &options.modules {
        let path: Vec<String> = text.split("::").map(names::capnp::given).collect();
        let mut search = Search::new(selector);
        let mut moved = Vec::new();
        for (index, module) in schema.modules.iter().enumerate() {
            let item = parse(&module.selector);
            if let Some(item) = item.filter(|it| it.is_module() && search.names(it)) {
                seen.note(&item, text, problems);
                let path = path.clone();
                placed.push(Placed {
                    module: ModuleId(index),
                    path,
                });
                moved.extend(inside(&schema.modules, index));
            }
        }
        for (index, relative) in moved {
            if let Some(module) = schema.modules.get_mut(index) {
                module.path = path.iter().cloned().chain(relative).collect();
            }
        }
        search.finish(
            "module",
            "an interface, a world or a file",
            schema,
            problems,
        );
    }
    placed
}

/// Reports modules that did not get the path which was asked for: something else has it.
pub(crate) fn check_placed(placed: &[Placed], schema: &Schema, problems: &mut Diagnostics) {
    for Placed { module, path } in placed {
        let Some(module) = schema.modules.get(module.0) else {
            continue;
        };
        if module.path != *path {
            let (path, selector) = (path.join("::"), &module.selector);
            problems.error(
                Diagnostic::config(format!("`{selector}` cannot be the module `{path}`"))
                    .rule(
                        "a module has a name of its own, which is not that of a crate that every Worker has \
                         (`worker`, `rpc_runtime`, `std`, `core`, `alloc`)",
                    )
                    .help("give another path to `module`"),
            );
        }
    }
}
