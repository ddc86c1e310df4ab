//! A back end that is not in the core, against what that makes public alone: it lists interfaces, methods and types with
//! their docs as text.
//!
//! ```text
//! # rpc:shop/orders
//! What is bought.
//!
//! ## place(item: Item) -> u32
//! Gives its number.
//! ```
//!
//! It has what any back end needs: an option of its own, names of its own, things that it cannot express, and several
//! files.

mod shapeless;
mod spelling;

use std::collections::BTreeMap;

use wit_codegen_core::backends::{Backend, File};
use wit_codegen_core::diagnostic::{Diagnostic, Diagnostics};
use wit_codegen_core::front_end::Loaded;
use wit_codegen_core::model::{Docs, Function, ItemId, Module, ModuleId, Schema, TypeId};
use wit_codegen_core::options::{Search, Seen, Selector, pairs};
use wit_codegen_core::{Checked, names};

use spelling::Spelling;

/// Lists what a schema has, as text, a file for each module that declares something.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// Remarks on types, each with a selector: a line of text.
    pub(crate) remarks: Vec<(String, String)>,
}

/// What a listing knows of a schema beside it.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    /// What types are called, by their numbers.
    names: BTreeMap<ItemId, String>,
    /// What is remarked on types.
    remarks: BTreeMap<TypeId, String>,
}

impl Backend for Listing {
    type Options = Vec<(Selector, String)>;
    type Tables = Tables;

    fn extension(&self) -> &'static str {
        "d.txt"
    }

    fn needs_layouts(&self) -> bool {
        false
    }

    fn validate(&self, problems: &mut Diagnostics) -> Self::Options {
        let is_line = |text: &str| match text.contains(char::is_control) {
            true => Err("it has control characters".to_owned()),
            false => Ok(()),
        };
        pairs("remark", &self.remarks, "a line of text", is_line, problems)
    }

    fn prepare(
        &self,
        options: Self::Options,
        loaded: &mut Loaded,
        problems: &mut Diagnostics,
    ) -> Tables {
        let schema = &loaded.schema;
        let mut tables = Tables::default();
        for definition in &schema.types {
            let name = names::pascal(definition.name.base());
            tables.names.insert(definition.name.item(), name);
        }
        let mut seen = Seen::new("remark");
        for (selector, text) in options {
            let mut search = Search::new(&selector);
            let of_schema = schema.types.iter().enumerate();
            // A struct comes before its union without a name, which is selected alike.
            let found = of_schema.filter_map(|(index, definition)| {
                let item = Selector::parse(&definition.selector).ok()?;
                search.names(&item).then_some((TypeId(index), item))
            });
            if let Some((id, item)) = found.collect::<Vec<_>>().first() {
                seen.note(item, &text, problems);
                tables.remarks.insert(*id, text.clone());
            }
            search.finish("remark", "a type", schema, problems);
        }
        tables
    }

    fn check(&self, checked: &Checked, _: &Tables, problems: &mut Diagnostics) {
        for (span, what) in shapeless::of(&checked.schema) {
            problems.error(
                Diagnostic::schema(span.clone(), format!("a listing cannot have {what}"))
                    .rule("a listing has values that are there at once, and of which it is known what they are"),
            );
        }
    }

    fn files(&self, checked: &Checked, _: &Tables) -> Vec<File> {
        let modules = checked.schema.modules.iter().enumerate();
        modules
            .filter(|(_, module)| declares(module))
            .map(|(index, module)| File {
                stem: module.selector.replace([':', '/', '.'], "-"),
                modules: vec![ModuleId(index)],
            })
            .collect()
    }

    fn render(&self, checked: &Checked, tables: &Tables, file: &File) -> String {
        let schema = &checked.schema;
        let modules = file.modules.iter().map(|id| &schema.modules[id.0]);
        let listed = modules.filter(|module| declares(module)).map(|module| {
            Page {
                checked,
                tables,
                spelling: Spelling {
                    schema,
                    names: &tables.names,
                },
            }
            .of(module)
        });
        listed.collect::<Vec<_>>().join("\n")
    }
}

fn declares(module: &Module) -> bool {
    !module.types.is_empty() || !module.services.is_empty()
}

/// What is written of a module.
struct Page<'a> {
    checked: &'a Checked,
    tables: &'a Tables,
    spelling: Spelling<'a>,
}

impl Page<'_> {
    fn of(&self, module: &Module) -> String {
        let mut text = format!("# {}\n{}", module.selector, shown(&module.docs));
        for id in &module.types {
            text.push_str(&self.of_type(*id));
        }
        for service in &module.services {
            for function in &service.functions {
                text.push_str(&self.of_function("##", function));
            }
        }
        text
    }

    fn of_type(&self, id: TypeId) -> String {
        let definition = &self.schema().types[id.0];
        let name = self.spelling.name(id);
        let mut text = format!(
            "\n## {name} = {}\n",
            self.spelling.of_kind(&definition.kind)
        );
        text.push_str(&shown(&definition.docs));
        if let Some(remark) = self.tables.remarks.get(&id) {
            text.push_str(&format!("({remark})\n"));
        }
        for function in definition.kind.functions() {
            text.push_str(&self.of_function("###", function));
        }
        text
    }

    fn of_function(&self, heading: &str, function: &Function) -> String {
        let docs = shown(&self.checked.uncallable.docs(function));
        format!(
            "\n{heading} {}\n{docs}",
            self.spelling.of_function(function)
        )
    }

    fn schema(&self) -> &Schema {
        &self.checked.schema
    }
}

fn shown(docs: &Docs) -> String {
    let text = docs
        .text
        .iter()
        .map(|text| format!("{}\n", text.trim_end()));
    let deprecated = docs
        .deprecated
        .iter()
        .map(|why| format!("Deprecated: {why}\n"));
    text.chain(deprecated).collect()
}
