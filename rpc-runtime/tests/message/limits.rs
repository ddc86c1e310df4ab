//! What a message may be read into is said for the whole Worker.

use rpc_runtime::message::{Message, from_bytes};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::types::Lists;

#[test]
fn an_error_says_how_to_allow_more() {
    // The root is a struct with one pointer, to a list of half a billion nothings.
    let words: [u64; 3] = [2 << 32, 1 << 48, 0xffff_fff8_0000_0001];
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    let expected = "voids: describes far more than fits into a message of this size; \
        `rpc_runtime::limits::read_up_to` allows more";
    let error = from_bytes::<Lists>(&bytes).map(drop).unwrap_err();
    assert_eq!(error.to_string(), expected);
    let message = Message::new(bytes).unwrap();
    let error = message.read::<Lists>().map(drop).unwrap_err();
    assert_eq!(error.to_string(), expected);
    let root = message.root().unwrap();
    let error = root.pointer("voids", 0).voids().unwrap_err();
    assert_eq!(error.to_string(), expected);
}
