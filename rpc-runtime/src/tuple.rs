//! Tuples of more elements than the standard library has traits for.

use serde::{Deserialize, Serialize};

macro_rules! long_tuples {
    ($($(#[$docs:meta])+ $name:ident: $($type:ident $value:ident),+;)*) => {
        $(
            $(#[$docs])+
            ///
            /// Rust's own tuples end at 12 elements where they are compared, printed or hashed. This one is used like
            /// one of them: its elements are `.0`, `.1` and so on, and it is made from a plain tuple, and into one, by
            /// `into()`. On the wire, and to serde, it is one of them, too.
            #[derive(
                Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
            )]
            pub struct $name<$($type),+>($(
                #[allow(missing_docs)]
                pub $type
            ),+);

            impl<$($type),+> From<($($type,)+)> for $name<$($type),+> {
                fn from(($($value,)+): ($($type,)+)) -> Self {
                    Self($($value),+)
                }
            }

            impl<$($type),+> From<$name<$($type),+>> for ($($type,)+) {
                fn from($name($($value),+): $name<$($type),+>) -> Self {
                    ($($value,)+)
                }
            }
        )*
    };
}

long_tuples! {
    /// A tuple of 13 elements.
    Tuple13: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m;
    /// A tuple of 14 elements.
    Tuple14: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n;
    /// A tuple of 15 elements.
    Tuple15: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n, O o;
    /// A tuple of 16 elements.
    Tuple16: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n, O o, P p;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_tuple_is_like_a_short_one() {
        let plain = (1_u8, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, "x".to_owned());
        let tuple = Tuple13::from(plain.clone());
        assert_eq!((tuple.0, tuple.12.as_str()), (1, "x"));
        let json = serde_json::to_string(&tuple).unwrap();
        assert_eq!(json, serde_json::to_string(&plain).unwrap());
        let read: Tuple13<u8, _, _, _, _, _, _, _, _, _, _, _, String> =
            serde_json::from_str(&json).unwrap();
        assert_eq!(read, tuple);
        let (.., last) = <(u8, _, _, _, _, _, _, _, _, _, _, _, String)>::from(tuple);
        assert_eq!(last, "x");
    }
}
