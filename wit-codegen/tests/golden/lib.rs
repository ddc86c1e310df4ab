//! Every golden as a module: they compile without warnings, on the host and for wasm32.
#![deny(warnings)]

macro_rules! goldens {
    ($($name:ident),* $(,)?) => {
        $(
            #[doc = concat!("`", stringify!($name), ".wit`")]
            pub mod $name {
                include!(concat!(stringify!($name), ".rs"));
            }
        )*
    };
}

goldens!(
    calculator,
    names,
    primitives,
    resources,
    streams,
    values,
    values_client_only,
    values_configured,
    values_server_only,
    worlds,
);

/// What `values_configured.rs` uses in place of a type of the schema.
pub mod mapped {
    use rpc_runtime::Value;
    use rpc_runtime::serde::{Deserializer, Serializer};

    /// A point, as a pair on the wire.
    #[derive(Debug, Clone, PartialEq, PartialOrd)]
    pub struct Point(f64, f64);

    impl Value for Point {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            Value::serialize(&(self.0, self.1), serializer)
        }

        fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let (x, y) = Value::deserialize(deserializer)?;
            Ok(Self(x, y))
        }
    }
}
