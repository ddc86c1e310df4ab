//! The object wire in a JavaScript engine, as in `values.rs`: how much memory a value may be read into.

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::js::{accepts, js, structured_clone};
use crate::support::{Item, Sparse};
use rpc_runtime::private::from_js;
use rpc_runtime::{Value, limits};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test as test;

/// What it starts with.
const FREE: usize = 8 << 20;

/// What arrives in another Worker.
fn sent(expression: &str) -> JsValue {
    structured_clone(&js(expression)).unwrap()
}

/// Counts the memory that is in use.
struct Counting;

static USED: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: it is the system's allocator, and counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let used = USED.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        MOST.fetch_max(used, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[track_caller]
fn refused<T: Value>(expression: &str, message: &str) {
    match from_js::<T>(sent(expression)) {
        Ok(_) => panic!("{expression} was read"),
        Err(error) => assert_eq!(error.to_string(), message, "from {expression}"),
    }
}

fn too_much(at: &str, mebibytes: u32) -> String {
    format!(
        "{at}: takes more than {mebibytes} MiB of memory, the limit for what arrived; \
         `rpc_runtime::limits::read_up_to` allows more"
    )
}

#[test]
fn what_is_referred_to_often_is_read_as_often_within_what_arrived() {
    accepts("(a => [a, a])(['x'])", vec![vec!["x".to_owned()]; 2]);
    // What arrives is a small part of what it stands for.
    let numbers = "Array(3300).fill(new Float64Array(10000))";
    refused::<Vec<Vec<f64>>>(numbers, &too_much("[126]", 9));
    let bytes = "Array(400).fill(new Uint8Array(2 ** 20))";
    refused::<Vec<Vec<u8>>>(bytes, &too_much("[24]", 24));
    let views = "(buffer => Array.from(Array(400), () => new Uint8Array(buffer)))(new ArrayBuffer(2 ** 20))";
    refused::<Vec<Vec<u8>>>(views, &too_much("[24]", 24));
    let array = "Array(400).fill(Array(250000).fill(7))";
    refused::<Vec<Vec<u32>>>(array, &too_much("[40]", 38));
    // A megabyte, and 10¹² strings.
    refused::<Vec<Vec<Vec<Vec<String>>>>>(
        "[1, 2, 3, 4].reduce(part => Array(1000).fill(part), 'x'.repeat(1000))",
        &too_much("[0][0][24][608]", 23),
    );
    refused::<BTreeMap<String, Vec<u8>>>(
        "(bytes => new Map(Array.from(Array(400), (_, i) => [`${i}`, bytes])))(new Uint8Array(2 ** 20))",
        &too_much("[\"24\"]", 24),
    );
    refused::<Vec<Item>>(
        "Array(300000).fill({ sku: 'x'.repeat(1000), count: 1, price: 1, color: 'red' })",
        &too_much("[43991].sku", 44),
    );
}

#[test]
fn what_is_refused_takes_little_and_leaves_nothing() {
    let numbers = sent("Array(3300).fill(new Float64Array(10000))");
    let refused = || drop(from_js::<Vec<Vec<f64>>>(numbers.clone()).unwrap_err());
    // What is made once.
    refused();
    let before = USED.load(Ordering::Relaxed);
    MOST.store(before, Ordering::Relaxed);
    refused();
    let most = MOST.load(Ordering::Relaxed) - before;
    // It is refused before any of it is here: what takes memory is the error.
    assert!(most > 0 && most < 4096, "{most} bytes");
    assert_eq!(USED.load(Ordering::Relaxed), before);
}

#[test]
fn what_arrived_in_full_is_read() {
    let bytes: Vec<u8> = from_js(sent("new Uint8Array(60_000_000).fill(7)")).unwrap();
    assert_eq!((bytes.len(), bytes.last()), (60_000_000, Some(&7)));
    drop(bytes);
    let numbers: Vec<f64> = from_js(sent("new Float64Array(7_500_000).fill(7)")).unwrap();
    assert_eq!(numbers.len(), 7_500_000);
    drop(numbers);
    let strings: Vec<String> = from_js(sent("Array(1_000_000).fill('seven')")).unwrap();
    assert_eq!(strings.len(), 1_000_000);
    drop(strings);
    let empty: Vec<String> = from_js(sent("Array(1_000_000).fill('')")).unwrap();
    assert_eq!(empty.len(), 1_000_000);
    drop(empty);
    let flat: Vec<bool> = from_js(sent("Array(1_000_000).fill(true)")).unwrap();
    assert_eq!(flat.len(), 1_000_000);
    drop(flat);
    let items: Vec<Item> = from_js(sent(
        "Array.from(Array(1_000_000), (_, i) => ({ sku: `${i}`, count: i, price: 1, color: 'red' }))",
    ))
    .unwrap();
    assert_eq!(items[999_999].sku, "999999");
    drop(items);
    let sparse: Vec<Sparse> = from_js(sent("Array.from(Array(100_000), () => ({}))")).unwrap();
    assert_eq!(sparse.len(), 100_000);
    drop(sparse);
    let absent: Vec<Option<Item>> = from_js(sent("Array(1_000_000).fill(undefined)")).unwrap();
    assert_eq!(absent.len(), 1_000_000);
}

#[test]
fn a_worker_can_allow_more() {
    let repeated = "Array(20000).fill(Array(100).fill('x'))";
    refused::<Vec<Vec<String>>>(repeated, &too_much("[8357][21]", 10));
    limits::read_up_to(FREE << 2);
    let read = from_js::<Vec<Vec<String>>>(sent(repeated));
    limits::read_up_to(FREE);
    assert_eq!(read.unwrap().len(), 20_000);
}
