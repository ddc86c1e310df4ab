//! Reads bytes in every way there is: what the fuzz target runs, and the mutation tests.

use rpc_message::{Message, MessageStruct, PointerReader, StructReader, from_bytes, to_bytes};

use crate::types::{Defaults, Everything, Lists, Node, Numbers, Shape};

/// Whatever the bytes are, they are read as values that are written and read as the same again, or there is an
/// error.
pub fn walk(bytes: &[u8]) {
    read::<Numbers>(bytes);
    read::<Defaults>(bytes);
    read::<Lists>(bytes);
    read::<Shape>(bytes);
    read::<Node>(bytes);
    read::<Everything>(bytes);

    let Ok(message) = Message::new(bytes.to_vec()) else {
        return;
    };
    let Ok(root) = message.root() else {
        return;
    };
    let mut steps = 200;
    for index in 0..20 {
        in_place(root.pointer("any", index), &mut steps);
    }
}

fn read<T: MessageStruct>(bytes: &[u8]) {
    let value: T = match from_bytes(bytes) {
        Ok(value) => value,
        Err(error) => {
            assert!(!error.message().is_empty());
            return;
        }
    };
    let written = to_bytes(&value).expect("what was read can be written");
    // What several pointers share is written for each, but what is made of a message is limited.
    let most = 2 * (16 * bytes.len() + (8 << 20));
    assert!(
        written.len() <= most,
        "{} from {}",
        written.len(),
        bytes.len()
    );
    match from_bytes::<T>(&written) {
        // As bytes, which tell apart zeros and equate NaNs.
        Ok(again) => assert!(to_bytes(&again).is_ok_and(|again| again == written)),
        // A smaller message may be made less of.
        Err(error) => assert!(written.len() < bytes.len(), "{error}"),
    }
}

/// Follows a pointer as everything it could be.
fn in_place(pointer: PointerReader<'_>, steps: &mut u32) {
    let Some(left) = steps.checked_sub(1) else {
        return;
    };
    *steps = left;
    let text = pointer.text_ref().map(str::to_owned).ok();
    assert_eq!(pointer.text().ok(), text);
    let data = pointer.data_ref().map(<[u8]>::to_vec).ok();
    assert_eq!(pointer.data().ok(), data);
    let _ = pointer.any();
    if let Ok(list) = pointer.scalar_list::<bool>() {
        let bits: Vec<bool> = list.iter().collect();
        assert_eq!(
            bits.last().copied(),
            list.len().checked_sub(1).and_then(|last| list.get(last))
        );
    }
    if let Ok(list) = pointer.scalar_list::<u16>() {
        let numbers: Vec<u16> = list.iter().collect();
        if let Ok(owned) = pointer.scalars::<u16>() {
            assert_eq!(owned, numbers);
        }
        assert_eq!(list.get(list.len()), None);
    }
    if let Ok(list) = pointer.scalar_list::<f64>() {
        let sum: f64 = list.iter().sum();
        assert!(sum.is_nan() || !sum.is_nan());
    }
    if let Ok(structure) = pointer.struct_reader() {
        in_struct(&structure, steps);
    }
    if let Ok(list) = pointer.struct_list() {
        for structure in list.iter().take(5) {
            in_struct(&structure, steps);
        }
    }
    if let Ok(list) = pointer.pointer_list() {
        for pointer in list.iter().take(5) {
            in_place(pointer, steps);
        }
    }
    let _ = pointer.voids();
}

fn in_struct(structure: &StructReader<'_>, steps: &mut u32) {
    let byte: u8 = structure.data(0);
    assert_eq!(structure.data::<bool>(0), byte & 1 == 1);
    assert_eq!(structure.data::<u64>(u32::MAX), 0);
    assert_eq!(structure.data_or::<i16>(u32::MAX, 7), 7);
    for index in [0, 1, 2, 5, u32::MAX] {
        in_place(structure.pointer("field", index), steps);
    }
}
