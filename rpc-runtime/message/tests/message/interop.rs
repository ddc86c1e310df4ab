//! What the crate `capnp` makes of our messages, and we of its.
#![cfg(not(target_arch = "wasm32"))]

use std::cell::RefCell;

use capnp::message::{AllocationStrategy, Builder, HeapAllocator, ReaderOptions};
use rpc_message::{
    AnyPointer, Message, MessageStruct, StructReader, StructSize, StructWriter, ValueError,
    from_bytes, to_bytes,
};

use crate::strategies::{self, for_each};
use crate::types::*;

fn everything() -> Vec<Everything> {
    let values = RefCell::new(Vec::new());
    for_each(strategies::everything(), |value| {
        values.borrow_mut().push(value)
    });
    values.into_inner()
}

fn segments(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) + usize::from(bytes[1]) * 256 + 1
}

fn deep() -> ReaderOptions {
    ReaderOptions {
        nesting_limit: 128,
        ..ReaderOptions::new()
    }
}

/// The message as the crate `capnp` copies it, in segments of this many words or what one object needs.
fn copied(bytes: &[u8], words: u32) -> Vec<u8> {
    let reader = capnp::serialize::read_message(bytes, deep()).unwrap();
    let root: capnp::any_pointer::Reader<'_> = reader.get_root().unwrap();
    let allocator = HeapAllocator::new()
        .first_segment_words(words)
        .allocation_strategy(AllocationStrategy::FixedSize);
    let mut builder = Builder::new(allocator);
    builder.set_root(root).unwrap();
    capnp::serialize::write_message_to_words(&builder)
}

#[test]
fn the_crate_capnp_copies_what_we_write() {
    for value in everything() {
        let bytes = to_bytes(&value).unwrap();
        let large = copied(&bytes, 1 << 16);
        assert_eq!(segments(&large), 1);
        let small = copied(&bytes, 1);
        assert!(segments(&small) > 8);
        for copy in [large, small] {
            let read = from_bytes::<Everything>(&copy).unwrap();
            // As bytes, which tell apart zeros and equate NaNs.
            assert_eq!(to_bytes(&read).unwrap(), bytes);
        }
    }
}

/// What a pointer of any type copies, and what it reads in place, is what the crate `capnp` finds.
#[test]
fn pointers_of_any_type_hold_whole_messages() {
    struct Any(AnyPointer);

    impl MessageStruct for Any {
        const SIZE: StructSize = StructSize::new(0, 1);

        fn write(&self, to: &mut StructWriter<'_>) -> Result<(), ValueError> {
            to.pointer("any", 0).any(&self.0)
        }

        fn read(from: &StructReader<'_>) -> Result<Self, ValueError> {
            from.pointer("any", 0).any().map(Self)
        }
    }

    for value in everything() {
        let bytes = to_bytes(&value).unwrap();
        for given in [bytes.clone(), copied(&bytes, 1)] {
            let any = Any(AnyPointer::from_message(given));
            let message = Message::new(copied(&to_bytes(&any).unwrap(), 3)).unwrap();
            let read = message.read::<Any>().unwrap().0;
            let read = from_bytes::<Everything>(read.as_message()).unwrap();
            assert_eq!(to_bytes(&read).unwrap(), bytes);
        }
    }
}

/// What is equal has the same bytes, and they are those that the crate `capnp` makes.
#[test]
fn canonical_form_is_that_of_the_crate_capnp() {
    for value in everything() {
        let bytes = to_bytes(&value).unwrap();
        let ours = Message::new(bytes.clone()).unwrap();
        let ours = ours.root_pointer().canonical().unwrap();
        let reader = capnp::serialize::read_message(&*bytes, deep()).unwrap();
        let words = reader.canonicalize().unwrap();
        let theirs = capnp::Word::words_to_bytes(&words);
        assert_eq!(ours.as_message().len() - 8, theirs.len());
        // Theirs says how large the elements of an empty list would be.
        let framed = [&ours.as_message()[..8], theirs].concat();
        let theirs = Message::new(framed).unwrap();
        assert_eq!(theirs.root_pointer().canonical().unwrap(), ours);
        let copy = Message::new(copied(&bytes, 1)).unwrap();
        assert_eq!(copy.root_pointer().canonical().unwrap(), ours);
        // Nothing is lost but what is the default, which matters in a pointer of any type alone.
        let read = from_bytes::<Everything>(ours.as_message()).unwrap();
        let shown = |value| {
            let any = AnyPointer::default();
            format!("{:?}", Everything { any, ..value })
        };
        assert_eq!(shown(read), shown(value));
    }
}
