//! How generated code has flags in JavaScript: an object of booleans.

use crate::objects::codec::{Codec, array_of, number_of};
use crate::objects::reader::Reader;
use crate::objects::writer::Writer;
use crate::objects::{ValueError, js};

/// More than the 32 that the component model allows.
const MOST: usize = 128;

/// A set of flags, by its flags.
pub trait Flags: bitflags::Flags + Copy {
    /// Every flag and its name on the wire.
    const FLAGS: &'static [(&'static str, Self)];

    #[doc(hidden)]
    const PADDED_NAMES: &'static [&'static str; MOST] = &{
        let mut names = [""; MOST];
        let mut index = 0;
        while index < <Self as Flags>::FLAGS.len() {
            names[index] = <Self as Flags>::FLAGS[index].0;
            index += 1;
        }
        names
    };

    #[doc(hidden)]
    const NAMES: &'static [&'static str] =
        Self::PADDED_NAMES.split_at(<Self as Flags>::FLAGS.len()).0;
}

/// The codec of a set of flags. Of one that arrives, a flag that is not there is not set. One that is unknown is ignored if
/// it is not set, as a newer peer's are; set, it is an error, for it may be a flag that is written in another way.
pub fn flags_codec<T: Flags>() -> Codec {
    Codec(js::flags(
        number_of(T::NAMES),
        array_of(T::NAMES.iter().copied()),
    ))
}

/// Writes every flag, whether it is set or not.
pub fn write_flags<T: Flags>(flags: &T, to: &mut Writer) {
    for (_, flag) in <T as Flags>::FLAGS {
        to.bool(flags.contains(*flag));
    }
}

/// Reads a set of flags.
///
/// # Errors
/// If there is nothing left.
pub fn read_flags<T: Flags>(from: &mut Reader) -> Result<T, ValueError> {
    let mut flags = T::empty();
    for (_, flag) in <T as Flags>::FLAGS {
        if from.is_there()? {
            flags.insert(*flag);
        }
    }
    Ok(flags)
}
