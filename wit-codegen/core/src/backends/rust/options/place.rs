//! The option `module`: where the modules of interfaces and files are. Names depend on it, so it comes before them.

use super::ItemOptions;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{ModuleId, Schema};
use crate::names::rust::{self, ModulePlaces, RustNames};
use crate::options::{Search, Seen, parse};

/// Puts modules where the options say, with what is in them.
pub(super) fn place(
    options: &ItemOptions,
    schema: &Schema,
    places: &mut ModulePlaces,
    problems: &mut Diagnostics,
) {
    let mut seen = Seen::new("module");
    for (selector, text) in &options.modules {
        let path: Vec<String> = text.split("::").map(rust::given).collect();
        let mut search = Search::new(selector);
        for (index, module) in schema.modules.iter().enumerate() {
            let item = parse(&module.selector);
            if let Some(item) = item.filter(|it| it.is_module() && search.names(it)) {
                seen.note(&item, text, problems);
                places.paths.insert(ModuleId(index), path.clone());
            }
        }
        search.finish(
            "module",
            "an interface, a world or a file",
            schema,
            problems,
        );
    }
}

/// Reports modules that did not get the path which was asked for: something else has it.
pub(super) fn check_places(
    places: &ModulePlaces,
    schema: &Schema,
    names: &RustNames,
    problems: &mut Diagnostics,
) {
    for (module, path) in &places.paths {
        if names.path(*module) != path {
            let (path, selector) = (path.join("::"), &schema.modules[module.0].selector);
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
