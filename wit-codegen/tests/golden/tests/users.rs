//! What generated code is to its users, and crates to each other.
#![cfg(not(target_arch = "wasm32"))]

/// What extends an interface of another crate is one of those.
mod extends {
    use wit_codegen_goldens::capnp::common::common::SvcClient;
    use wit_codegen_goldens::capnp::extending::extending::MineClient;

    #[test]
    fn a_client_is_one_of_another_crates_interface() {
        let _: fn(MineClient) -> SvcClient = SvcClient::from;
    }
}

/// What is taken from another crate is as if it were generated here.
mod shares {
    use std::hash::Hash;

    use rpc_runtime::message::{self, Message};
    use rpc_runtime::serde::{Serialize, de::DeserializeOwned};
    use rpc_runtime::{CallError, Result};

    use wit_codegen_goldens::common::ledger::{Book, BookTarget, Entry};
    use wit_codegen_goldens::common::types::{Grade, Problem, Rights, Span};
    use wit_codegen_goldens::mapped::Place;
    use wit_codegen_goldens::sharing::archive::{
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
        use wit_codegen_goldens::borrower::desk::Note;
        use wit_codegen_goldens::provider::levels::{Grade, Problem};

        fn plain<T: Copy + Eq + Hash>() {}
        plain::<Note>();
        let note = Note {
            grade: Grade::Fair,
            page: 1,
        };
        let grade: wit_codegen_goldens::borrower::golden::common::types::Grade = note.grade;
        assert_eq!(grade, Grade::Fair);
        let problem: Problem = wit_codegen_goldens::borrower::desk::Problem::Unknown(String::new());
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
mod send {
    use wit_codegen_goldens::calculator::calculator::CalculatorClient;
    use wit_codegen_goldens::resources::library::LibraryClient;
    use wit_codegen_goldens::values::store::StoreClient;

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
