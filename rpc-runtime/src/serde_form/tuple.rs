//! Tuples that are longer than `serde_with` and the standard library know them: each is its own marker, of markers.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_with::de::DeserializeAsWrap;
use serde_with::ser::SerializeAsWrap;
use serde_with::{DeserializeAs, SerializeAs};

use crate::tuple::{Tuple13, Tuple14, Tuple15, Tuple16};

macro_rules! long_tuples {
    ($($name:ident: $($type:ident $marker:ident $value:ident),+;)*) => {
        $(
            impl<$($type, $marker),+> SerializeAs<$name<$($type),+>> for $name<$($marker),+>
            where
                $($marker: SerializeAs<$type>),+
            {
                fn serialize_as<Z: Serializer>(
                    tuple: &$name<$($type),+>,
                    serializer: Z,
                ) -> Result<Z::Ok, Z::Error> {
                    let $name($($value),+) = tuple;
                    $name($(SerializeAsWrap::<$type, $marker>::new($value)),+).serialize(serializer)
                }
            }

            impl<'de, $($type, $marker),+> DeserializeAs<'de, $name<$($type),+>> for $name<$($marker),+>
            where
                $($marker: DeserializeAs<'de, $type>),+
            {
                fn deserialize_as<Z: Deserializer<'de>>(
                    deserializer: Z,
                ) -> Result<$name<$($type),+>, Z::Error> {
                    let $name($($value),+) =
                        $name::<$(DeserializeAsWrap<$type, $marker>),+>::deserialize(deserializer)?;
                    Ok($name($($value.into_inner()),+))
                }
            }
        )*
    };
}

long_tuples! {
    Tuple13: A Ma a, B Mb b, C Mc c, D Md d, E Me e, F Mf f, G Mg g, H Mh h, I Mi i, J Mj j, K Mk k, L Ml l, M Mm m;
    Tuple14: A Ma a, B Mb b, C Mc c, D Md d, E Me e, F Mf f, G Mg g, H Mh h, I Mi i, J Mj j, K Mk k, L Ml l, M Mm m,
        N Mn n;
    Tuple15: A Ma a, B Mb b, C Mc c, D Md d, E Me e, F Mf f, G Mg g, H Mh h, I Mi i, J Mj j, K Mk k, L Ml l, M Mm m,
        N Mn n, O Mo o;
    Tuple16: A Ma a, B Mb b, C Mc c, D Md d, E Me e, F Mf f, G Mg g, H Mh h, I Mi i, J Mj j, K Mk k, L Ml l, M Mm m,
        N Mn n, O Mo o, P Mp p;
}
