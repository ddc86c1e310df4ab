//! Which module goes into which generated file.
//!
//! Schema files of Cap'n Proto become a file each. Rust has a module in one place, so modules that are in the same
//! outermost one are in the same file.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::model::{Module, ModuleId, Schema};

/// The modules of each of the schema's files, in the schema's order.
///
/// Where files share an outermost module it goes into the first of them; what is only imported counts last.
pub(crate) fn split(schema: &Schema) -> Vec<Vec<ModuleId>> {
    let mut homes: HashMap<Option<&String>, (Reverse<bool>, usize)> = HashMap::new();
    for module in &schema.modules {
        let home = (Reverse(module.is_requested), module.file);
        let known = homes.entry(outermost(module)).or_insert(home);
        *known = home.min(*known);
    }
    let modules_of = |file| {
        let is_here = |module: &Module| {
            let home = homes.get(&outermost(module));
            home.is_some_and(|(_, home)| *home == file)
        };
        let modules = schema.modules.iter().enumerate();
        modules
            .filter(|(_, module)| is_here(module))
            .map(|(index, _)| ModuleId(index))
            .collect()
    };
    (0..schema.files.len()).map(modules_of).collect()
}

fn outermost(module: &Module) -> Option<&String> {
    module.path.first()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Files with these modules: the path, the file, whether that is only imported.
    fn files(count: usize, modules: &[(&[&str], usize, bool)]) -> Vec<Vec<usize>> {
        let module = |(path, file, is_imported): &(&[&str], usize, bool)| Module {
            path: path.iter().map(|name| (*name).to_owned()).collect(),
            selector: String::new(),
            file: *file,
            is_requested: !is_imported,
            docs: Default::default(),
            types: Vec::new(),
            services: Vec::new(),
            aliases: Vec::new(),
            constants: Vec::new(),
        };
        let schema = Schema {
            files: vec![String::new(); count],
            modules: modules.iter().map(module).collect(),
            types: Vec::new(),
            layouts: BTreeMap::new(),
        };
        let ids = |modules: &Vec<ModuleId>| modules.iter().map(|id| id.0).collect();
        split(&schema).iter().map(ids).collect()
    }

    #[test]
    fn each_module_is_in_one_file() {
        let modules: [(&[&str], usize, bool); 4] = [
            (&["a"], 0, false),
            (&["b"], 1, false),
            (&["b", "inner"], 1, false),
            (&["imported"], 1, true),
        ];
        assert_eq!(files(2, &modules), [vec![0], vec![1, 2, 3]]);
    }

    #[test]
    fn an_outer_module_is_not_split() {
        let modules: [(&[&str], usize, bool); 5] = [
            (&["a"], 0, false),
            (&["common", "imported"], 0, true),
            (&["common", "b"], 1, false),
            (&["common", "c"], 2, false),
            (&["d"], 3, false),
        ];
        assert_eq!(
            files(4, &modules),
            [vec![0], vec![1, 2, 3], vec![], vec![4]]
        );
    }
}
