//! `option` and `result`.

use crate::objects::codec::Codec;
use crate::objects::reader::{Reader, misread};
use crate::objects::variant;
#[cfg(not(target_arch = "wasm32"))]
use crate::objects::visitor::Visitor;
use crate::objects::writer::Writer;
use crate::objects::{Value, ValueError, js};

type Result<T, E = ValueError> = std::result::Result<T, E>;

/// `undefined` or the value; where `undefined` is a value already, a variant of `none` and `some`.
impl<T: Value> Value for Option<T> {
    fn codec() -> Codec {
        let some = Codec::of::<T>();
        Codec(match T::OPTIONAL {
            true => {
                let cases = variant::codec("option", &["none", "some"], &[None, Some(some)]);
                js::tagged_option(cases.0)
            }
            false => js::option(some.0),
        })
    }

    fn write(&self, to: &mut Writer) -> Result<()> {
        write_option::<T, _>(self.as_ref(), to, T::write)
    }

    fn read(from: &mut Reader) -> Result<Self> {
        let is_some = match T::OPTIONAL {
            true => from.u32()? == 1,
            false => from.is_there()?,
        };
        if !is_some {
            return Ok(None);
        }
        match T::OPTIONAL {
            true => from.field("val").map(Some),
            false => T::read(from).map(Some),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_absent(&self) -> bool {
        !T::OPTIONAL && self.is_none()
    }

    const OPTIONAL: bool = true;

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(&mut self, visitor: &Visitor) {
        if let Some(value) = self {
            value.visit_handles(visitor);
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        match T::OPTIONAL {
            true => "option object".to_owned(),
            false => T::expected(),
        }
    }
}

/// Writes an option of a `T`, or of what is borrowed of one.
pub(crate) fn write_option<T: Value, V>(
    value: Option<V>,
    to: &mut Writer,
    write: impl FnOnce(V, &mut Writer) -> Result<()>,
) -> Result<()> {
    match T::OPTIONAL {
        true => to.u32(value.is_some().into()),
        false => to.bool(value.is_some()),
    }
    value.map_or(Ok(()), |value| write(value, to))
}

impl<T: Value, E: Value> Value for std::result::Result<T, E> {
    fn codec() -> Codec {
        let payloads = [Some(Codec::of::<T>()), Some(Codec::of::<E>())];
        variant::codec("result", &["ok", "err"], &payloads)
    }

    fn write(&self, to: &mut Writer) -> Result<()> {
        match self {
            Ok(value) => to.case(0, value),
            Err(error) => to.case(1, error),
        }
    }

    fn read(from: &mut Reader) -> Result<Self> {
        match from.u32()? {
            0 => from.field("val").map(Ok),
            1 => from.field("val").map(Err),
            _ => Err(misread()),
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(&mut self, visitor: &Visitor) {
        match self {
            Ok(value) => value.visit_handles(visitor),
            Err(error) => error.visit_handles(visitor),
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "result object".to_owned()
    }
}
