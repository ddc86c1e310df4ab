//! Copying whatever a pointer leads to from one message into another.

use std::borrow::Cow;

use crate::message::StructSize;
use crate::message::arena::Arena;
use crate::message::builder::Builder;
use crate::message::place::{self, Place};
use crate::message::pointer::{Object, PointerReader, Target};
use crate::message::structure::StructReader;
use crate::message::whole::root;
use crate::message::writer::{PointerWriter, StructWriter};
use crate::value::{AnyPointer, ValueError};

/// Makes a message of what a pointer leads to.
pub(crate) fn read_any(from: PointerReader<'_>) -> Result<AnyPointer, ValueError> {
    if from.is_null() {
        return Ok(AnyPointer::default());
    }
    let mut message = Builder::new(None);
    copy(&from, message.root())?;
    message.finish()?;
    Ok(AnyPointer::from_message(message.copy()?))
}

/// Copies what the root of a message points to.
pub(crate) fn write_any(from: &AnyPointer, to: PointerWriter<'_>) -> Result<(), ValueError> {
    if from.is_null() {
        return Ok(());
    }
    let arena = Arena::new(Cow::Borrowed(from.as_message()), None)?;
    copy(&root(&arena), to)
}

fn copy(from: &PointerReader<'_>, to: PointerWriter<'_>) -> Result<(), ValueError> {
    match from.target()? {
        Target::Null => Ok(()),
        Target::Capability(_) => Err(place::no_bytes()),
        Target::Struct(_) => {
            let from = from.enter(0)?;
            to.structure_with(size_of(&from), |to| copy_struct(&from, to))
        }
        Target::List(object) => copy_list(from, object, to),
    }
}

fn copy_list(
    from: &PointerReader<'_>,
    object: Object<'_>,
    to: PointerWriter<'_>,
) -> Result<(), ValueError> {
    let (code, list) = (object.list_code(), from.list()?);
    // Each element takes its time, even if it takes no place.
    from.count(&list, if code == 7 { 8 } else { 0 })?;
    match code {
        7 => {
            let (size, list) = (list.size(), list.of_structs()?);
            to.structs_with(size, list.iter(), |to, from| copy_struct(&from, to))
        }
        6 => to.pointers_with(list.of_pointers()?.iter(), |to, from| copy(&from, to)),
        _ => to.raw_list(code, list.bits(), list.count as usize, list.raw()),
    }
}

fn copy_struct(from: &StructReader<'_>, to: &mut StructWriter<'_>) -> Result<(), ValueError> {
    to.section().copy_from_slice(from.data);
    for index in 0..from.pointers.count {
        copy(
            &from.pointer_at(Place::Root, index),
            to.pointer_at(Place::Root, index),
        )?;
    }
    Ok(())
}

/// Both numbers came from 16 bits.
fn size_of(from: &StructReader<'_>) -> StructSize {
    StructSize::new((from.data.len() / 8) as u16, from.pointers.count as u16)
}
