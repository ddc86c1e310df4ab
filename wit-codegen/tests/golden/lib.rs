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
    docs,
    letters,
    message_wire,
    messages,
    names,
    newer,
    older,
    primitives,
    resources,
    resources_mapped,
    streams,
    values,
    values_client_only,
    values_configured,
    values_server_only,
    worlds,
);

/// The goldens of Cap'n Proto schemas, beside those in `capnp-bridge/tests/golden`.
pub mod capnp {
    /// `capabilities.capnp`
    pub mod capabilities {
        include!("../../../capnp-bridge/tests/golden/capabilities.rs");
    }
    /// `common.capnp`
    pub mod common {
        include!("../../../capnp-bridge/tests/golden/common.rs");
    }
    /// `defaults.capnp`
    pub mod defaults {
        include!("../../../capnp-bridge/tests/golden/defaults.rs");
    }
    /// `extending.capnp`
    pub mod extending {
        include!("../../../capnp-bridge/tests/golden/extending.rs");
    }
    /// `interfaces.capnp`
    pub mod interfaces {
        include!("../../../capnp-bridge/tests/golden/interfaces.rs");
    }
    /// `json_rpc.capnp`
    pub mod json_rpc {
        include!("../../../capnp-bridge/tests/golden/json_rpc.rs");
    }
    /// `names.capnp`
    pub mod names {
        include!("../../../capnp-bridge/tests/golden/names.rs");
    }
    /// `values.capnp`
    pub mod values {
        include!("../../../capnp-bridge/tests/golden/values.rs");
    }
    /// `voids.capnp`
    pub mod voids {
        include!("../../../capnp-bridge/tests/golden/voids.rs");
    }
}

/// What extends an interface of another crate is one of those.
#[cfg(test)]
mod extends {
    use crate::capnp::common::common::SvcClient;
    use crate::capnp::extending::extending::MineClient;

    #[test]
    fn a_client_is_one_of_another_crates_interface() {
        let _: fn(MineClient) -> SvcClient = SvcClient::from;
    }
}

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

/// What a handler that has to be `Send` (axum's, for one) can hold across an `.await`.
#[cfg(test)]
mod send {
    use crate::calculator::calculator::CalculatorClient;
    use crate::resources::library::LibraryClient;
    use crate::values::store::StoreClient;

    fn is_send<T: Send>(value: T) -> T {
        value
    }

    #[test]
    fn clients_calls_and_handles_are_send() {
        async fn handler(calculator: CalculatorClient, library: LibraryClient, store: StoreClient) {
            let sum = calculator.add(1, 2);
            let shelf = library.open("s").await;
            let _ = store.ping().await;
            let _ = (sum.await, shelf);
        }
        let _ = |calculator, library, store| is_send(handler(calculator, library, store));
    }
}
