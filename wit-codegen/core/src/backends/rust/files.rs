//! Which module goes into which generated file.
//!
//! Schema files of Cap'n Proto become a file each. Rust has a module in one place, so modules that are in the same
//! outermost one are in the same file.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::backends::File;
use crate::model::{ModuleId, Schema};
use crate::names::rust::RustNames;

/// The modules of each of the schema's files, in the schema's order.
///
/// Where files share an outermost module it goes into the first of them; what is only imported counts last.
pub(super) fn split(schema: &Schema, names: &RustNames) -> Vec<File> {
    let mut homes: HashMap<Option<&String>, (Reverse<bool>, usize)> = HashMap::new();
    let outermost = |index: usize| names.path(ModuleId(index)).first();
    for (index, module) in schema.modules.iter().enumerate() {
        let home = (Reverse(module.is_requested), module.file);
        let known = homes.entry(outermost(index)).or_insert(home);
        *known = home.min(*known);
    }
    let modules_of = |file| {
        let is_here = |index: &usize| {
            let home = homes.get(&outermost(*index));
            home.is_some_and(|(_, home)| *home == file)
        };
        let modules = (0..schema.modules.len()).filter(is_here);
        modules.map(ModuleId).collect()
    };
    let file = |(index, stem): (usize, &String)| File {
        stem: stem.clone(),
        modules: modules_of(index),
    };
    schema.files.iter().enumerate().map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Module;
    use crate::names::rust::{ModulePlaces, resolve_collisions};

    /// Files with these modules: the path, the file, whether that is only imported.
    fn files(count: usize, modules: &[(&'static [&'static str], usize, bool)]) -> Vec<Vec<usize>> {
        let text = |name: &&str| (*name).to_owned();
        let mut paths: Vec<&[&str]> = Vec::new();
        let mut module = |(path, file, is_imported): &(&'static [&'static str], usize, bool)| {
            let (name, around) = path.split_last().unwrap();
            let parent = paths.iter().position(|it| *it == around);
            paths.push(path);
            Module {
                name: text(name),
                parent: parent.map(ModuleId),
                packages: around.iter().map(text).collect(),
                selector: String::new(),
                file: *file,
                is_requested: !is_imported,
                docs: Default::default(),
                types: Vec::new(),
                services: Vec::new(),
                aliases: Vec::new(),
                constants: Vec::new(),
            }
        };
        let modules = modules.iter().map(&mut module).collect();
        let schema = Schema::new(vec![String::new(); count], modules, Vec::new());
        let names = resolve_collisions(&schema, &ModulePlaces::default());
        let ids = |file: &File| file.modules.iter().map(|id| id.0).collect();
        split(&schema, &names).iter().map(ids).collect()
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
