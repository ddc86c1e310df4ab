// Types of a user's own, in the place of types of the schema: in forms that the schema knows nothing of.

use rpc_runtime::serde::{self, Deserialize, Deserializer, Serialize, Serializer, de};
use rpc_runtime::{Codec, Reader, Value, ValueError, Writer};

/// A price in one text, `"EUR 250"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// In the currency's smallest unit.
    pub cents: i64,
    /// Its code.
    pub currency: String,
}

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{} {}", self.currency, self.cents))
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: String = Deserialize::deserialize(deserializer)?;
        let (currency, cents) = text.split_once(' ').unwrap_or((&text, "0"));
        Ok(Self {
            cents: cents.parse().map_err(de::Error::custom)?,
            currency: currency.to_owned(),
        })
    }
}

/// What others say; no option, unlike the schema's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(crate = "self::serde")]
pub struct Nickname(pub String);

/// On the wire they are as in serde.
macro_rules! as_in_serde {
    ($($type:ident)*) => {
        $(impl Value for $type {
            fn codec() -> Codec {
                Codec::js()
            }

            fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
                to.serde(self)
            }

            fn read(from: &mut Reader) -> Result<Self, ValueError> {
                from.serde()
            }
        })*
    };
}

as_in_serde!(Price Nickname);
