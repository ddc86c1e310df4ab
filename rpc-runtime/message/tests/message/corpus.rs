//! The fuzz target's function, over its corpus and mutations of it.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;

use crate::mutation::Random;
use crate::walk::walk;

const MUTATIONS: usize = 5;

#[test]
fn corpus() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/messages");
    let mut count = 0;
    for entry in fs::read_dir(corpus).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        walk(&bytes);
        let mut random = Random(bytes.len() as u64 + 1);
        for _ in 0..MUTATIONS {
            let mut bytes = bytes.clone();
            random.mutate(&mut bytes);
            walk(&bytes);
        }
        count += 1;
    }
    assert!(count > 100, "{count} files");
}
