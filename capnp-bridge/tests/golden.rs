//! What is generated, compared with what is kept in `tests/golden`, as in `wit-codegen/tests/README.md`.
//!
//! That the goldens compile without warnings, for the host and for wasm32, is shown by the package
//! `wit-codegen-goldens`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use capnp_bridge::{CompilerCommand, Error, SerdeForm};

/// Schemas and what is generated from them are called the same.
const GOLDENS: &[&str] = &[
    "capabilities",
    "common",
    "defaults",
    "extending",
    "interfaces",
    "json_rpc",
    "names",
    "serde_wire",
    "values",
    "voids",
];

/// Those whose calls may be messages.
const WITH_MESSAGE_WIRE: &[&str] = &[
    "capabilities",
    "common",
    "defaults",
    "extending",
    "json_rpc",
    "voids",
];

/// Schemas in the folder `several` that are generated together, a file each.
const SEVERAL: &[&str] = &["shop", "money"];

/// The id of `common.capnp`, which `extending.capnp` takes for another crate's.
const COMMON: u64 = 0xb7f1_c0a2_d3e4_f5a1;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn generate(name: &str) -> Result<String, Error> {
    let path = folder().join(name).with_extension("capnp");
    let mut command = CompilerCommand::new();
    command.file(path);
    if WITH_MESSAGE_WIRE.contains(&name) {
        command.message_wire(true);
    }
    if name == "serde_wire" {
        command.serde_form(SerdeForm::Wire);
    }
    if name == "extending" {
        command.crate_provides("crate::capnp::common", &[COMMON]);
    }
    let generated = command.generate()?;
    Ok(generated.code().to_owned())
}

/// The files of [`SEVERAL`], from one run.
fn generate_several() -> Result<Vec<(PathBuf, String)>, Error> {
    let folder = folder().join("several");
    let mut command = CompilerCommand::new();
    for name in SEVERAL {
        command.file(folder.join(name).with_extension("capnp"));
    }
    let generated = command.message_wire(true).generate_files()?;
    let files = generated.iter().map(|generated| {
        let path = folder.join(generated.file_stem()).with_extension("rs");
        (path, generated.code().to_owned())
    });
    Ok(files.collect())
}

#[test]
fn generated_code_is_as_accepted() {
    let several = generate_several().unwrap_or_else(|error| panic!("{SEVERAL:?}: {error}"));
    let single = GOLDENS.iter().map(|name| {
        let file = folder().join(name).with_extension("rs");
        let generated = generate(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        (file, generated)
    });
    let mut wrong = Vec::new();
    for (file, generated) in single.chain(several) {
        let new = file.with_extension("rs.new");
        if fs::read_to_string(&file).unwrap_or_default() == generated {
            let _ = fs::remove_file(new);
        } else {
            fs::write(&new, generated).expect("the folder of goldens can be written");
            wrong.push(new.display().to_string());
        }
    }
    assert!(
        wrong.is_empty(),
        "generated code has changed; compare each with the file beside it, and rename it if it is right:\n  {}",
        wrong.join("\n  ")
    );
}

#[test]
fn generating_twice_gives_the_same_bytes() -> Result<(), Error> {
    for name in GOLDENS {
        assert_eq!(generate(name)?, generate(name)?, "{name}");
    }
    assert_eq!(generate_several()?, generate_several()?);
    Ok(())
}

#[test]
fn every_file_of_the_folder_is_a_golden() {
    for (folder, names) in [(folder(), GOLDENS), (folder().join("several"), SEVERAL)] {
        let expected: BTreeSet<_> = names.iter().map(|name| format!("{name}.rs")).collect();
        let found = fs::read_dir(folder).expect("the folder of goldens can be read");
        let found: BTreeSet<_> = found
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".rs"))
            .collect();
        assert_eq!(found, expected);
    }
}
