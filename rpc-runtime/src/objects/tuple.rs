//! Tuples: arrays of exactly their length.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserializer, Serializer};

use crate::objects::Value;
use crate::objects::collections::{Seed, Serialized};
use crate::text::wrong_length;
use crate::tuple::{Tuple13, Tuple14, Tuple15, Tuple16};

struct TupleVisitor<T>(PhantomData<T>);

/// The type of a tuple, which has a name if it is long.
macro_rules! tuple_type {
    ($($type:ident),+) => { ($($type,)+) };
    ($name:ident: $($type:ident),+) => { $name<$($type),+> };
}

macro_rules! tuples {
    ($($length:literal $(= $name:ident)?: $($type:ident $index:tt),+;)*) => {
        $(
            impl<$($type: Value),+> Value for tuple_type!($($name:)? $($type),+) {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    let mut tuple = serializer.serialize_tuple($length)?;
                    $(tuple.serialize_element(&Serialized(&self.$index))?;)+
                    tuple.end()
                }

                fn deserialize<'de, De: Deserializer<'de>>(
                    deserializer: De,
                ) -> Result<Self, De::Error> {
                    deserializer.deserialize_tuple($length, TupleVisitor::<Self>(PhantomData))
                }
            }

            impl<'de, $($type: Value),+> Visitor<'de>
                for TupleVisitor<tuple_type!($($name:)? $($type),+)>
            {
                type Value = tuple_type!($($name:)? $($type),+);

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, "array of {}", $length)
                }

                fn visit_seq<Items: SeqAccess<'de>>(
                    self,
                    mut items: Items,
                ) -> Result<Self::Value, Items::Error> {
                    Ok($($name)?($(
                        match items.next_element_seed(Seed::<$type>::new())? {
                            Some(item) => item,
                            None => return Err(Items::Error::custom(wrong_length($length, $index))),
                        },
                    )+))
                }
            }
        )*
    };
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
