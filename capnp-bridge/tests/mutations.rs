//! A stored request is input like any other: whatever is in it, there is code or an error, and soon.

use std::fs;
use std::panic;
use std::time::{Duration, Instant};

use capnp_bridge::{CompilerCommand, ErrorKind};

const SCHEMA: &str = "@0xa0e0f1d2c3b4a531;
    using Rust = import \"rust.capnp\";
    struct Person {
      id @0 :UInt32 = 7; name @1 :Text = \"n\"; friend @2 :Person; tags @3 :List(List(Text)) = [[\"a\"], []];
      union { a @4 :Void; b @5 :Map(Text, Person); g :group { x @6 :Float64; u :union { y @7 :Data; z @8 :Int8; } } }
      struct Map(K, V) { entries @0 :List(Entry); struct Entry { key @0 :K; value @1 :V; rev @2 :Map(V, K); } }
      enum Kind { one @0; two @1 $Rust.name(\"zwei\"); }
      kind @9 :Kind = two; any @10 :AnyPointer; cap @11 :Capability; some @12 :Person = (id = 3, g = (u = (z = 2)));
    }
    interface Base(T) { get @0 (key :T, n :Int16 = -1) -> (value :Person, more :Bool); }
    interface Main extends(Base(Data), Other) { run @0 [U] (it :U) -> stream; put @1 Person -> Person; }
    interface Other { close @0 (); }
    const k :Person = (name = \"k\", b = (entries = [(key = \"x\")]));
    const l :List(Float32) = [1.5, -inf];";

/// A request for the schema.
fn request(folder: &std::path::Path) -> Vec<u8> {
    let (schema, request) = (folder.join("mutant.capnp"), folder.join("request.bin"));
    fs::write(&schema, SCHEMA).unwrap();
    CompilerCommand::new()
        .file(schema)
        .raw_code_generator_request_path(&request)
        .generate()
        .unwrap();
    fs::read(request).unwrap()
}

#[test]
fn no_request_makes_it_panic_or_hang() {
    let folder = tempfile::tempdir().unwrap();
    let good = request(folder.path());
    let path = folder.path().join("mutant.bin");
    // Numbers that look random and are the same each time.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 11).unwrap() % below
    };
    let seconds = std::env::var("MUTATION_SECONDS").map_or(5, |it| it.parse().unwrap());
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut accepted, mut refused) = (0, 0);
    while Instant::now() < end {
        let mut bytes = good.clone();
        for _ in 0..=random(3) {
            let at = random(bytes.len());
            match random(6) {
                0 => bytes[at] ^= 1 << random(8),
                1 => bytes[at] = [0, 1, 2, 0x7f, 0x80, 0xff][random(6)],
                // Words that belong elsewhere: ids that go in circles, types of other fields.
                2 | 3 => {
                    let (from, to) = (random(bytes.len() / 8) * 8, at / 8 * 8);
                    bytes.copy_within(from..from + 8, to);
                }
                4 => bytes[at / 8 * 8..][..8].fill(0),
                _ if random(10) == 0 => bytes.truncate(at),
                _ => bytes[at] = bytes[at].wrapping_add(1),
            }
            if bytes.is_empty() {
                break;
            }
        }
        fs::write(&path, &bytes).unwrap();
        let start = Instant::now();
        let run = || {
            CompilerCommand::new()
                .code_generator_request(&path)
                .generate()
        };
        let done = panic::catch_unwind(run).unwrap_or_else(|_| {
            let kept = std::env::temp_dir().join("capnp-bridge-mutant.bin");
            let _ = fs::write(&kept, &bytes);
            panic!("it panicked: see {}", kept.display());
        });
        let took = start.elapsed();
        assert!(took < Duration::from_secs(10), "it took {took:?}");
        match done {
            Ok(_) => accepted += 1,
            Err(error) => {
                refused += 1;
                assert!(error.to_string().starts_with("error: "), "{error}");
            }
        }
    }
    assert!(
        accepted > 0 && refused > 0,
        "{accepted} accepted, {refused} refused"
    );
}

#[test]
fn what_is_no_request_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.bin");
    for bytes in [
        &b""[..],
        b"hello",
        &[0; 7],
        &[0; 16],
        &[0xff; 64],
        SCHEMA.as_bytes(),
    ] {
        fs::write(&path, bytes).unwrap();
        let error = CompilerCommand::new()
            .code_generator_request(&path)
            .generate()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io);
        let text = error.to_string();
        assert!(
            text.contains("none.bin` is no valid CodeGeneratorRequest"),
            "{text}"
        );
    }
}
