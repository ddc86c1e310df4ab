//! Copying whatever a pointer leads to from one message into another.

use std::borrow::Cow;

use crate::arena::Arena;
use crate::builder::Builder;
use crate::error::ValueError;
use crate::limits::Limits;
use crate::pointer::{Object, Pointee};
use crate::reader::{PointerReader, StructReader};
use crate::size::{StructSize, WORD};
use crate::slot::Slot;
use crate::writer::{PointerWriter, StructWriter, no_handles, write_root};

type Result<T, E = ValueError> = std::result::Result<T, E>;

/// Cap'n Proto's `AnyPointer`: one whole message, whose root is what the pointer points to.
///
/// The bytes are those of the standard stream framing, a segment table and the segments; none at all are a null
/// pointer. They are not looked at before they are copied into a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(transparent)
)]
pub struct AnyPointer(Vec<u8>);

impl AnyPointer {
    /// What points to the root of a message, given as its bytes.
    pub fn from_message(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Whether it points to nothing.
    pub fn is_null(&self) -> bool {
        self.0.is_empty()
    }

    /// The message; no bytes for a null pointer.
    pub fn as_message(&self) -> &[u8] {
        &self.0
    }

    /// The message; no bytes for a null pointer.
    pub fn into_message(self) -> Vec<u8> {
        self.0
    }
}

impl PointerReader<'_> {
    /// What it points to, whatever it is, copied into a message of its own.
    ///
    /// # Errors
    /// [As above](Self#errors), and if a handle is in it.
    pub fn any(self) -> Result<AnyPointer> {
        self.copy_as(Shape::AsIs)
    }

    /// The same in canonical form: two values that are equal have the same bytes, whoever wrote them. Structs end with
    /// their last word that is not zero (<https://capnproto.org/encoding.html#canonicalization>).
    ///
    /// # Errors
    /// As for [`any`](Self::any).
    pub fn canonical(self) -> Result<AnyPointer> {
        self.copy_as(Shape::Canonical)
    }

    fn copy_as(self, shape: Shape) -> Result<AnyPointer> {
        if self.is_null() {
            return Ok(AnyPointer::default());
        }
        let copied = || {
            let mut message = Builder::new(Limits::DEFAULT, None);
            copy(&self, write_root(&mut message), shape)?;
            message.finish()?;
            message.copy()
        };
        copied().map(AnyPointer).map_err(|error| self.locate(error))
    }
}

impl PointerWriter<'_> {
    /// Copies what the root of a message points to.
    ///
    /// # Errors
    /// [As above](Self#errors), if there is no message in it, and if a handle is.
    pub fn any(self, value: &AnyPointer) -> Result<()> {
        if value.is_null() {
            return Ok(());
        }
        let (slot, limits) = (self.slot, self.builder.limits);
        Arena::new(Cow::Borrowed(value.as_message()), limits, None)
            .and_then(|arena| copy(&PointerReader::root(&arena), self, Shape::AsIs))
            .map_err(|error| slot.locate(error))
    }
}

/// How large the copy of a struct is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// As large as it was.
    AsIs,
    /// As large as it has to be.
    Canonical,
}

fn copy(from: &PointerReader<'_>, to: PointerWriter<'_>, shape: Shape) -> Result<()> {
    match from.pointee()? {
        Pointee::Null => Ok(()),
        Pointee::Capability(_) => Err(no_handles()),
        Pointee::Struct(_) => {
            let from = from.enter(0)?;
            let size = size_of(&from, shape);
            to.structure_with(size, |to| copy_struct(&from, to, shape))
        }
        Pointee::List(object) => copy_list(from, object, to, shape),
    }
}

fn copy_list(
    from: &PointerReader<'_>,
    object: Object<'_>,
    to: PointerWriter<'_>,
    shape: Shape,
) -> Result<()> {
    let (code, list) = (object.list_code(), from.list()?);
    // Each element takes its time, even if it takes no memory.
    from.count(&list, if code == 7 { 8 } else { 0 })?;
    match code {
        7 => {
            let mut size = list.size();
            let list = list.of_structs()?;
            if shape == Shape::Canonical {
                // All elements have one size: that of the largest.
                size = list.iter().fold(StructSize::new(0, 0), |size, item| {
                    size.max(size_of(&item, shape))
                });
            }
            to.structs_with(size, list.iter(), |to, from| copy_struct(&from, to, shape))
        }
        6 => to.pointers_with(list.of_pointers()?.iter(), |to, from| {
            copy(&from, to, shape)
        }),
        _ => to.raw_list(code, list.bits(), list.count as usize, list.raw()),
    }
}

/// The new struct may be smaller by what is zero, or larger.
fn copy_struct(from: &StructReader<'_>, to: &mut StructWriter<'_>, shape: Shape) -> Result<()> {
    for (to, from) in to.section().iter_mut().zip(from.data) {
        *to = *from;
    }
    for index in 0..from.pointers.count.min(to.size.pointers.into()) {
        copy(
            &from.pointer_at(Slot::Root, index),
            to.pointer_at(Slot::Root, index),
            shape,
        )?;
    }
    Ok(())
}

fn size_of(from: &StructReader<'_>, shape: Shape) -> StructSize {
    let (mut data, mut pointers) = (from.data, from.pointers.count);
    if shape == Shape::Canonical {
        while let [rest @ .., 0] = data {
            data = rest;
        }
        let is_null = |index| from.pointer_at(Slot::Root, index).is_null();
        while pointers > 0 && is_null(pointers - 1) {
            pointers -= 1;
        }
    }
    // Both numbers came from 16 bits.
    StructSize::new(data.len().div_ceil(WORD) as u16, pointers as u16)
}

impl StructSize {
    fn max(self, other: Self) -> Self {
        Self::new(self.data.max(other.data), self.pointers.max(other.pointers))
    }
}
