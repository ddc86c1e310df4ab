//! What schemas become in the model: structure, names, selection.

mod calls;
mod layouts;
mod selection;
mod structure;
mod types;

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use super::SchemaOptions;
use super::{Loaded, load};
use wit_codegen_core::diagnostic::{Diagnostics, Sources};
use wit_codegen_core::model::{Schema, Service, TypeKind};
use wit_codegen_core::names;

/// Files in a folder of their own, which goes away again.
struct Files {
    root: PathBuf,
}

impl Files {
    fn new(files: &[(&str, &str)]) -> Files {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("wit-codegen-test-{}-{count}", std::process::id());
        let root = std::env::temp_dir().join(name);
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Files { root }
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn options() -> SchemaOptions {
    SchemaOptions {
        world: None,
        features: Vec::new(),
        all_features: false,
        deps_paths: Vec::new(),
    }
}

/// Loads the package in the folder of `files`, or gives the report with paths shortened.
fn load_files(files: &[(&str, &str)], options: &SchemaOptions) -> Result<Schema, String> {
    let files = Files::new(files);
    let mut options = options.clone();
    for path in &mut options.deps_paths {
        *path = files.root.join(&*path);
    }
    let mut sources = Sources::default();
    let mut problems = Diagnostics::default();
    let loaded = load(&files.root, &options, &mut sources, &mut problems);
    let report = problems.into_result(&sources);
    let shorten = |text: String| text.replace(&format!("{}/", files.root.display()), "");
    report.map_err(|error| shorten(error.to_string()))?;
    let Loaded { mut schema, .. } = loaded.expect("no schema, and no problem either");
    names::settle(&mut schema);
    Ok(schema)
}

/// Loads one file without options.
fn schema(text: &str) -> Schema {
    load_files(&[("x.wit", text)], &options()).unwrap()
}

/// Loads one file without options, which must fail.
fn report(text: &str) -> String {
    load_files(&[("x.wit", text)], &options()).unwrap_err()
}

/// One line for each module: its path and aliases, its types, its services.
fn outline(schema: &Schema) -> Vec<String> {
    let module = |module: &wit_codegen_core::model::Module| {
        let mut line = module.path.join("::");
        for alias in &module.aliases {
            line += &format!(" = {alias}");
        }
        for id in &module.types {
            let definition = &schema.types[id.0];
            line += &match &definition.kind {
                TypeKind::Use(other) => {
                    let other = &schema.types[other.0];
                    let module = schema.modules[other.module.0].path.join("::");
                    format!(" {}<-{module}::{}", definition.name.rust, other.name.rust)
                }
                _ => format!(" {}", definition.name.rust),
            };
        }
        for service in &module.services {
            line += &format!(" | {}", service_outline(service));
        }
        line
    };
    schema.modules.iter().map(module).collect()
}

fn service_outline(service: &Service) -> String {
    let side = match (service.served, service.called) {
        (true, true) => "both",
        (true, false) => "served",
        (false, true) => "called",
        (false, false) => "neither",
    };
    let functions = service
        .functions
        .iter()
        .map(|function| function.name.rust.as_str());
    let functions: Vec<_> = functions.collect();
    format!("{} {side}: {}", service.trait_name, functions.join(" "))
}
