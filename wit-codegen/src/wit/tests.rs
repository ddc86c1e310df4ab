//! What schemas become in the model: structure, names, selection.

mod calls;
mod layouts;
mod selection;
mod structure;
mod types;

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use wit_codegen_core::diagnostic::{Diagnostics, Sources};
use wit_codegen_core::model::{ModuleId, Schema, Service, TypeKind};
use wit_codegen_core::names::rust::{ModulePlaces, RustNames, resolve_collisions};

use super::SchemaOptions;
use super::{Loaded, Wit, load};

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
    let Loaded { schema, .. } = loaded.expect("no schema, and no problem either");
    Ok(schema)
}

/// What the schema is called in Rust.
fn names(schema: &Schema) -> RustNames {
    resolve_collisions(schema, &ModulePlaces::default())
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
    let names = names(schema);
    let path = |module: ModuleId| names.path(module).join("::");
    let module = |(index, module): (usize, &wit_codegen_core::model::Module)| {
        let mut line = path(ModuleId(index));
        for alias in names.aliases(ModuleId(index)) {
            line += &format!(" = {alias}");
        }
        for id in &module.types {
            let definition = &schema.types[id.0];
            line += &format!(" {}", names.of(&definition.name));
            if let TypeKind::Use(other) = &definition.kind {
                let other = &schema.types[other.0];
                line += &format!("<-{}::{}", path(other.module), names.of(&other.name));
            }
        }
        for service in &module.services {
            line += &format!(" | {}", service_outline(&names, service));
        }
        line
    };
    schema.modules.iter().enumerate().map(module).collect()
}

fn service_outline(names: &RustNames, service: &Service) -> String {
    let side = match (service.served, service.called) {
        (true, true) => "both",
        (true, false) => "served",
        (false, true) => "called",
        (false, false) => "neither",
    };
    let functions = service
        .functions
        .iter()
        .map(|function| names.of(&function.name));
    let functions: Vec<_> = functions.collect();
    format!(
        "{} {side}: {}",
        names.trait_of(&service.name),
        functions.join(" ")
    )
}
