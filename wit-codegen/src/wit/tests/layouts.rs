//! Layouts, compared with what the Cap'n Proto compiler makes of the equivalent schema.

mod random;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use capnp::message::ReaderOptions;
use capnp::schema_capnp::{code_generator_request, field, node};

use wit_codegen_core::backends::capnp_schema::{CapnpSchema, Printed, print};
use wit_codegen_core::model::{Group, ModuleId, Slot, StructLayout};
use wit_codegen_core::{Checked, RunOptions, check_only};

use crate::wit::{SchemaOptions, Wit};

/// The schema of a `.wit` file or folder, with layouts; none if it is refused.
fn schema_of(path: &Path) -> Result<Checked, String> {
    checked(path, Vec::new())
}

/// The same with further packages.
fn checked(path: &Path, deps_paths: Vec<PathBuf>) -> Result<Checked, String> {
    let wit = Wit {
        path,
        options: SchemaOptions {
            all_features: true,
            deps_paths,
            ..SchemaOptions::default()
        },
    };
    let checked = check_only(&RunOptions::default(), &wit, &CapnpSchema);
    checked
        .map(|(checked, ())| checked)
        .map_err(|error| error.to_string())
}

/// A folder of its own, which goes away again.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("wit-codegen-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Prints `schema`, compiles it, and compares every struct. False if there was nothing to compare it with.
#[track_caller]
#[must_use]
fn compare(name: &str, checked: &Checked) -> bool {
    let modules: Vec<_> = (0..checked.schema.modules.len()).map(ModuleId).collect();
    let Printed { text, structs } = print(checked, &modules);
    let folder = Folder::new(name);
    let file = folder.write("schema.capnp", &text);
    let Some(request) = compile(&file, &text) else {
        return false;
    };
    let mut options = ReaderOptions::new();
    options.traversal_limit_in_words(None);
    let request = capnp::serialize::read_message(&request[..], options).unwrap();
    let request: code_generator_request::Reader<'_> = request.get_root().unwrap();
    let nodes = request.get_nodes().unwrap();
    let nodes = Nodes(nodes.iter().map(|node| (node.get_id(), node)).collect());
    for (id, layout) in &structs {
        nodes.compare(*id, layout, &text);
    }
    true
}

/// What the compiler says about a schema. None where it refuses to say: it stops at the few schemas which its
/// releases before 0.6 compiled wrong, unless a variable of the environment is set, which a test cannot do for itself.
#[track_caller]
fn compile(file: &Path, text: &str) -> Option<Vec<u8>> {
    let folder = file.parent()?;
    let request = folder.join("request.bin");
    let built_in = capnp_bridge::CompilerCommand::new()
        .src_prefix(folder)
        .file(file)
        .raw_code_generator_request_path(&request)
        .generate();
    match built_in {
        Err(error) if error.to_string().contains("refuses this union in a union") => {
            let mut command = Command::new("capnp");
            command.args(["compile", "-o-", "schema.capnp"]);
            command.current_dir(folder);
            command.env("CAPNP_IGNORE_ISSUE_344", "1");
            let output = command.output().ok()?;
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{told}\n{text}");
            Some(output.stdout)
        }
        // What cannot be generated from the schema, was compiled.
        Err(error) if !request.exists() => panic!("{error}\n{text}"),
        _ => fs::read(request).ok(),
    }
}

struct Nodes<'a>(std::collections::HashMap<u64, node::Reader<'a>>);

impl Nodes<'_> {
    fn compare(&self, id: u64, layout: &StructLayout, text: &str) {
        let node = self.0.get(&id);
        let node = node.unwrap_or_else(|| panic!("{id:016x} is missing in\n{text}"));
        let name = node.get_display_name().unwrap().to_str().unwrap();
        let Ok(node::Struct(found)) = node.which() else {
            panic!("{name} is no struct");
        };
        assert_eq!(
            (found.get_data_word_count(), found.get_pointer_count()),
            (layout.data_words, layout.pointers),
            "size of {name} in\n{text}"
        );
        self.compare_group(found, &layout.group, name, text);
    }

    fn compare_group(
        &self,
        found: node::struct_::Reader<'_>,
        group: &Group,
        name: &str,
        text: &str,
    ) {
        let mut slots: Vec<(u16, &Slot)> = Vec::new();
        slots.extend(
            group
                .slots
                .iter()
                .map(|slot| (field::NO_DISCRIMINANT, slot)),
        );
        if let Some(union) = &group.union {
            assert_eq!(
                found.get_discriminant_offset(),
                union.discriminant,
                "discriminant of {name} in\n{text}"
            );
            slots.extend(union.cases.iter().map(|(number, slot)| (*number, slot)));
        }
        let mut fields: Vec<_> = found.get_fields().unwrap().iter().collect();
        fields.sort_by_key(|field| field.get_code_order());
        // One more member makes a union of a variant with one case.
        let placeholder = usize::from(group.union.as_ref().is_some_and(|it| it.cases.len() == 1));
        assert_eq!(fields.len(), slots.len() + placeholder, "members of {name}");
        for (field, (number, slot)) in fields.iter().zip(slots) {
            let member = field.get_name().unwrap().to_str().unwrap();
            let name = format!("{name}.{member}");
            assert_eq!(field.get_discriminant_value(), number, "number of {name}");
            match (field.which().unwrap(), slot) {
                (field::Slot(found), slot) => {
                    use capnp::schema_capnp::type_;
                    let offset = found.get_offset();
                    let expected = match found.get_type().unwrap().which().unwrap() {
                        type_::Void(()) => Slot::Void,
                        type_::Text(())
                        | type_::Data(())
                        | type_::List(_)
                        | type_::Struct(_)
                        | type_::Interface(_)
                        | type_::AnyPointer(_) => Slot::Pointer { index: offset },
                        _ => Slot::Data { offset, default: 0 },
                    };
                    assert_eq!(*slot, expected, "{name} in\n{text}");
                }
                (field::Group(found), Slot::Group(Some(group))) => {
                    let Ok(node::Struct(found)) = self.0[&found.get_type_id()].which() else {
                        panic!("{name} is no group");
                    };
                    self.compare_group(found, group, &name, text);
                }
                (field::Group(_), slot) => panic!("{name} is a group, and {slot:?}"),
            }
        }
    }
}

#[must_use]
fn compare_wit(name: &str, wit: &str) -> bool {
    let folder = Folder::new(&format!("{name}-wit"));
    let file = folder.write("schema.wit", wit);
    compare(name, &schema_of(&file).unwrap())
}

#[test]
fn goldens_lie_as_the_compiler_says() {
    let goldens = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut count = 0;
    for entry in fs::read_dir(goldens).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "wit") {
            let name = path.file_stem().unwrap().to_str().unwrap();
            let deps = match name {
                "sharing" | "provider" | "borrower" => vec![path.with_file_name("common.wit")],
                _ => Vec::new(),
            };
            let compared = compare(name, &checked(&path, deps).unwrap());
            assert!(compared, "the compiler has nothing to say about {name}");
            count += 1;
        }
    }
    assert!(count > 5);
}

/// Schemas from elsewhere: every `.wit` file and package folder in the folder that the variable names.
#[test]
#[ignore = "the folder is named by WIT_CORPUS"]
fn schemas_of_a_corpus_lie_as_the_compiler_says() {
    let corpus = std::env::var_os("WIT_CORPUS").expect("WIT_CORPUS names the folder");
    let mut count = 0;
    for entry in fs::read_dir(corpus).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        match schema_of(&path) {
            Ok(schema) => match compare(&name, &schema) {
                true => count += 1,
                false => println!("{name}: the compiler has nothing to say about it"),
            },
            Err(error) => println!("{name} is refused: {error}"),
        }
    }
    println!("{count} schemas");
    assert!(count > 0);
}

#[test]
fn names_that_mean_something_to_cap_n_proto() {
    let compared = compare_wit(
        "names",
        "package a:b;
        interface text { enum text { %union, group, void, true, false, inf, nan } }
        interface %list {
          use text.{text as words};
          record data { %list: list<words>, %record: text }
          record text { %enum: u8, %struct: bool, %interface: s8, using: u16, %import: string,
            annotation: char, %const: f32, extends: f64, of: s64, in: u32, on: s16, to: u64, %from: s32,
            a-1: u8, is-XML: string, v-1-2x: bool, %union: u8, group: u8, %none: option<u8> }
          variant %any-pointer { some(list<option<text>>), ok(result), int32 }
          record beside { x: stream<u8> }
          resource u-int8 { constructor(); text: func() -> text; %list: static func(data: data) -> u-int8; }
          data-params: func() -> data;
          send: func(text: text, %list: list<list<tuple<words, text>>>) -> result<list<u8>, any-pointer>;
        }",
    );
    assert!(compared);
}

#[test]
fn a_union_of_one_case_has_its_discriminant() {
    let folder = Folder::new("one-case");
    let file = folder.write(
        "one.wit",
        "package a:b; interface i { variant one { only(u32) } variant two { only(u32), other(u64) } }",
    );
    let schema = schema_of(&file).unwrap();
    let union = |index: usize| {
        let layout = schema.layouts.types.values().nth(index).unwrap();
        layout.group.union.clone().unwrap()
    };
    let (one, two) = (union(0), union(1));
    assert_eq!(one.discriminant, two.discriminant);
    assert_eq!(one.cases[0], two.cases[0]);
    assert!(compare("one-case", &schema));
}

#[test]
fn what_is_appended_moves_nothing() {
    let folder = Folder::new("appended");
    let schema = |text: &str| schema_of(&folder.write("a.wit", text)).unwrap();
    let old = schema(
        "package a:b; interface i {
          record r { a: bool, b: u32, c: option<u8>, d: string }
          variant v { a(u8), b(tuple<u16, option<u32>>) }
          flags f { a, b }
          g: func(a: u8, b: option<u64>) -> r;
        }",
    );
    let new = schema(
        "package a:b; interface i {
          record r { a: bool, b: u32, c: option<u8>, d: string, e: u8, f: result<u64, string> }
          variant v { a(u8), b(tuple<u16, option<u32>>), c(u64), d(list<r>) }
          flags f { a, b, c }
          g: func(a: u8, b: option<u64>, c: u16, d: list<u8>) -> r;
        }",
    );
    for (id, old) in &old.layouts.types {
        let (old, new) = (&old.group, &new.layouts.types[id].group);
        assert_eq!(old.slots[..], new.slots[..old.slots.len()]);
        if let (Some(old), Some(new)) = (&old.union, &new.union) {
            assert_eq!(old.discriminant, new.discriminant);
            assert_eq!(old.cases[..], new.cases[..old.cases.len()]);
        }
    }
    let params = |checked: &Checked| {
        let function = &checked.schema.modules[0].services[0].functions[0];
        let layout = checked.layouts.of_function(function);
        layout.unwrap().params.group.slots.clone()
    };
    assert_eq!(params(&old)[..], params(&new)[..2]);
}

#[test]
fn what_no_message_can_hold_is_refused_with_its_place() {
    let folder = Folder::new("large");
    let mut aliases = "enum e { a } type t0 = tuple<e>;".to_owned();
    for level in 1..=40 {
        let below = level - 1;
        aliases += &format!("type t{level} = tuple<t{below}, t{below}>;");
    }
    let file = folder.write(
        "large.wit",
        &format!("package a:b; interface i {{ {aliases} record r {{ a: t40 }} f: func(a: t39); }}"),
    );
    let error = schema_of(&file).unwrap_err();
    assert_eq!(
        error.matches("too large for a message").count(),
        2,
        "{error}"
    );
    assert!(error.contains("large.wit:1:"), "{error}");
    assert!(error.contains("at most 65535 words of data"), "{error}");
}
