//! Booleans, characters, text, and nothing.

use crate::objects::codec::Codec;
use crate::objects::reader::{Reader, misread};
use crate::objects::writer::{ELSEWHERE, Writer};
use crate::objects::{Value, ValueError, js};

type Result<T, E = ValueError> = std::result::Result<T, E>;

impl Value for bool {
    fn codec() -> Codec {
        Codec(js::boolean())
    }

    #[inline]
    fn write(&self, to: &mut Writer) -> Result<()> {
        to.bool(*self);
        Ok(())
    }

    #[inline]
    fn read(from: &mut Reader) -> Result<Self> {
        from.is_there()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "bool".to_owned()
    }
}

impl Value for char {
    fn codec() -> Codec {
        Codec(js::character())
    }

    fn write(&self, to: &mut Writer) -> Result<()> {
        to.u32((*self).into());
        Ok(())
    }

    fn read(from: &mut Reader) -> Result<Self> {
        from.u32()?.try_into().map_err(|_| misread())
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "char".to_owned()
    }
}

impl Value for String {
    fn codec() -> Codec {
        Codec(js::text())
    }

    fn write(&self, to: &mut Writer) -> Result<()> {
        to.text(self);
        Ok(())
    }

    #[inline(never)]
    fn read(from: &mut Reader) -> Result<Self> {
        match from.u32()? {
            ELSEWHERE => from.part().as_string().ok_or_else(misread),
            length => {
                let text = str::from_utf8(from.bytes(length as usize)?);
                text.map(str::to_owned).map_err(|_| misread())
            }
        }
    }

    const IS_STRING: bool = true;

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "string".to_owned()
    }
}

/// What a function without a result returns, and the missing side of a `result`.
impl Value for () {
    fn codec() -> Codec {
        Codec(js::unit())
    }

    #[inline]
    fn write(&self, _: &mut Writer) -> Result<()> {
        Ok(())
    }

    #[inline]
    fn read(_: &mut Reader) -> Result<Self> {
        Ok(())
    }

    /// In a list, nothing is `null`.
    fn list_codec() -> Codec {
        Codec(js::list(null().0, 0))
    }

    fn absent() -> Option<Self> {
        Some(())
    }

    fn is_absent(&self) -> bool {
        true
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "nothing".to_owned()
    }
}

/// That of nothing which is written as `null`.
pub fn null() -> Codec {
    Codec(js::null())
}
