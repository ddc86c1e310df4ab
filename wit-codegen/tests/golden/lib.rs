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
    use rpc_runtime::message::{MessageStruct, StructReader, StructSize, StructWriter};
    use rpc_runtime::serde::{Deserializer, Serializer};
    use rpc_runtime::{Value, ValueError};

    /// A point in steps of a tenth, which can be compared.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct Place {
        /// Both of its coordinates.
        pub tenths: i32,
    }

    impl Value for Place {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.tenths.serialize(serializer)
        }

        fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let tenths = Value::deserialize(deserializer)?;
            Ok(Self { tenths })
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
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            Value::serialize(&(self.0, self.1), serializer)
        }

        fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let (x, y) = Value::deserialize(deserializer)?;
            Ok(Self(x, y))
        }
    }
}

/// What `serde_wire.rs` uses in place of types of the schema.
pub mod serde_mapped {
    include!("../../../rpc-runtime/tests/serde_form/mapped.rs");
}

/// What is taken from another crate is as if it were generated here.
#[cfg(test)]
mod shares {
    use std::hash::Hash;

    use rpc_runtime::message::{self, Message};
    use rpc_runtime::serde::{Serialize, de::DeserializeOwned};
    use rpc_runtime::{CallError, Result};

    use crate::common::ledger::{Book, BookTarget, Entry};
    use crate::common::types::{Grade, Problem, Rights, Span};
    use crate::mapped::Place;
    use crate::sharing::archive::{
        Archive, ArchiveClient, Mark, Report, ReportReader, Request, Spot,
    };

    const SPAN: Span = Span { first: 1, last: 2 };

    struct Shelf;

    impl Archive for Shelf {
        async fn rate(
            &self,
            grade: Grade,
            at: Span,
            names: Vec<String>,
            _spot: Spot,
        ) -> Result<Mark, CallError<Problem>> {
            match names.first() {
                Some(name) => Err(Problem::Unknown(name.clone()))?,
                None => Ok(Mark { grade, r#where: at }),
            }
        }

        async fn search(&self, request: Request) -> Result<Vec<Report>, CallError<Problem>> {
            Err(Problem::Taken(request.r#where).into())
        }

        async fn open(&self, _rights: Rights) -> Result<Book, CallError<Problem>> {
            Ok(Book::new(Shelf))
        }
    }

    impl BookTarget for Shelf {
        async fn read(&self, at: Span) -> Result<Vec<Entry>, CallError<Problem>> {
            Ok(vec![Entry {
                at,
                text: "here".to_owned(),
            }])
        }
    }

    #[test]
    fn types_that_hold_others_have_what_those_have() {
        fn plain<T: Copy + Eq + Hash>() {}
        fn stored<T: Default + Eq + Serialize + DeserializeOwned>() {}
        plain::<Mark>();
        plain::<Spot>();
        stored::<Request>();
    }

    #[test]
    fn an_error_of_another_crate_is_one() {
        fn error<E: std::error::Error>() {}
        error::<Problem>();
        let archive = ArchiveClient::from_local(Shelf);
        let spot = Spot {
            at: Place { tenths: 1 },
            grade: Grade::Fair,
        };
        let graded = |names: &[String]| {
            pollster::block_on(async { archive.rate(Grade::Good, SPAN, names, spot).await })
        };
        assert_eq!(graded(&[]).unwrap().grade, Grade::Good);
        let refused = graded(&["Ada".to_owned()]).unwrap_err();
        assert_eq!(
            refused.declared(),
            Some(&Problem::Unknown("Ada".to_owned()))
        );
        let taken = pollster::block_on(async { archive.search(&Request::default()).await });
        assert_eq!(
            taken.unwrap_err().declared().map(Problem::to_string),
            Some("Taken(Span { first: 0, last: 0 })".to_owned())
        );
        let read = pollster::block_on(async { archive.open(Rights::READ).read(SPAN).await });
        assert_eq!(read.unwrap().len(), 1);
    }

    /// The same path leads to a package that is the main one there, and to a dependency, wherever that was put.
    #[test]
    fn types_are_found_whichever_way_a_crate_has_them() {
        use crate::borrower::desk::Note;
        use crate::provider::levels::{Grade, Problem};

        fn plain<T: Copy + Eq + Hash>() {}
        plain::<Note>();
        let note = Note {
            grade: Grade::Fair,
            page: 1,
        };
        let grade: crate::borrower::golden::common::types::Grade = note.grade;
        assert_eq!(grade, Grade::Fair);
        let problem: Problem = crate::borrower::desk::Problem::Unknown(String::new());
        assert_eq!(problem.to_string(), "Unknown(\"\")");
    }

    #[test]
    fn readers_of_another_crate_read_in_place() {
        let report = Report {
            entry: Entry {
                at: SPAN,
                text: "a line".to_owned(),
            },
            problem: Some(Problem::Unknown("Ada".to_owned())),
            mark: Mark {
                grade: Grade::Poor,
                r#where: SPAN,
            },
        };
        let message = Message::new(message::to_bytes(&report).unwrap()).unwrap();
        let reader = ReportReader::from(message.root().unwrap());
        assert_eq!(reader.entry().unwrap().text().unwrap(), "a line");
        assert_eq!(Report::try_from(reader).unwrap(), report);
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
