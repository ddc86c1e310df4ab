//! Tuples: arrays of exactly their length.

use crate::objects::codec::Codec;
use crate::objects::reader::Reader;
#[cfg(not(target_arch = "wasm32"))]
use crate::objects::visitor::Visitor;
use crate::objects::writer::Writer;
use crate::objects::{Step, Value, ValueError, js};
use crate::tuple::{Tuple13, Tuple14, Tuple15, Tuple16};

type Result<T, E = ValueError> = std::result::Result<T, E>;

/// The type of a tuple, which has a name if it is long.
macro_rules! tuple_type {
    ($($type:ident),+) => { ($($type,)+) };
    ($name:ident: $($type:ident),+) => { $name<$($type),+> };
}

macro_rules! tuples {
    ($($length:literal $(= $name:ident)?: $($type:ident $index:tt),+;)*) => {
        $(
            impl<$($type: Value),+> Value for tuple_type!($($name:)? $($type),+) {
                fn codec() -> Codec {
                    Codec(js::tuple(&[$(Codec::of::<$type>().0),+]))
                }

                fn write(&self, to: &mut Writer) -> Result<()> {
                    $(self.$index.write(to)?;)+
                    Ok(())
                }

                fn read(from: &mut Reader) -> Result<Self> {
                    Ok($($name)?($(element::<$type>(from, $index)?,)+))
                }

                #[cfg(not(target_arch = "wasm32"))]
                fn visit_handles(&mut self, visitor: &Visitor) {
                    $(self.$index.visit_handles(visitor);)+
                }

                #[cfg(not(target_arch = "wasm32"))]
                fn expected() -> String {
                    concat!("array of ", $length).to_owned()
                }
            }
        )*
    };
}

fn element<T: Value>(from: &mut Reader, index: u32) -> Result<T> {
    T::read(from).map_err(|error| error.at(Step::Index(index)))
}

tuples! {
    1: A 0;
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
    5: A 0, B 1, C 2, D 3, E 4;
    6: A 0, B 1, C 2, D 3, E 4, F 5;
    7: A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
    9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8;
    10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9;
    11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10;
    12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11;
    13 = Tuple13: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12;
    14 = Tuple14: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13;
    15 = Tuple15: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14;
    16 = Tuple16: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15;
}
