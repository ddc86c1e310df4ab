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
    borrower,
    calculator,
    common,
    docs,
    letters,
    message_wire,
    messages,
    names,
    newer,
    older,
    primitives,
    provider,
    resources,
    resources_mapped,
    serde_wire,
    sharing,
    streams,
    tuples,
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
    /// `serde_wire.capnp`
    pub mod serde_wire {
        include!("../../../capnp-bridge/tests/golden/serde_wire.rs");
    }
    /// `several/shop.capnp` and `several/money.capnp`, a file each
    pub mod several {
        include!("../../../capnp-bridge/tests/golden/several/shop.rs");
        include!("../../../capnp-bridge/tests/golden/several/money.rs");
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

/// What `values_configured.rs` uses in place of a type of the schema.
pub mod mapped {
    use rpc_runtime::message::{MessageStruct, StructReader, StructSize, StructWriter};
    use rpc_runtime::{Codec, Reader, Value, ValueError, Writer};

    /// A point in steps of a tenth, which can be compared.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct Place {
        /// Both of its coordinates.
        pub tenths: i32,
    }

    impl Value for Place {
        fn codec() -> Codec {
            Codec::of::<i32>()
        }

        fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
            self.tenths.write(to)
        }

        fn read(from: &mut Reader) -> Result<Self, ValueError> {
            i32::read(from).map(|tenths| Self { tenths })
        }
    }

    impl MessageStruct for Place {
        const SIZE: StructSize = StructSize::new(1, 0);

        fn write(&self, to: &mut StructWriter<'_>) -> Result<(), ValueError> {
            to.data(0, self.tenths);
            Ok(())
        }

        fn read(from: &StructReader<'_>) -> Result<Self, ValueError> {
            let tenths = from.data(0);
            Ok(Self { tenths })
        }
    }

    /// A point, as a pair on the wire.
    #[derive(Debug, Clone, PartialEq, PartialOrd)]
    pub struct Point(f64, f64);

    impl Value for Point {
        fn codec() -> Codec {
            Codec::of::<(f64, f64)>()
        }

        fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
            (self.0, self.1).write(to)
        }

        fn read(from: &mut Reader) -> Result<Self, ValueError> {
            <(f64, f64)>::read(from).map(|(x, y)| Self(x, y))
        }
    }
}

/// What `serde_wire.rs` uses in place of types of the schema.
pub mod serde_mapped {
    include!("../../../rpc-runtime/tests/serde_form/mapped.rs");
}
