//! Clients whose calls fail as the runtime has them fail.

#[allow(missing_docs, unreachable_pub)]
mod generated {
    include!("../../../wit-codegen/tests/golden/calculator.rs");
    include!("../../../wit-codegen/tests/golden/resources.rs");
}

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::{Duration, Instant};

use futures_util::future::join;
use generated::calculator::{Calculator, CalculatorClient};
use generated::library::{
    Book, BookTarget, Item, Library, LibraryClient, Loan, Shelf, ShelfError, ShelfTarget, Token,
};
use generated::watching::Observer;
use pollster::block_on;
use rpc_runtime::testing::{Fault, Faults, Thrown, faults};
use rpc_runtime::{
    CallError, CallInfo, CallOptions, Error, ErrorKind, Interceptor, Next, Reply, Result,
};

/// Counts how often it was run.
#[derive(Clone, Default)]
struct Adder(Rc<Cell<u32>>);

impl Calculator for Adder {
    async fn add(&self, a: u32, b: u32) -> Result<u32> {
        self.0.set(self.0.get() + 1);
        Ok(a + b)
    }
}

/// What calls of `add` give with these faults, and how often the method has run.
fn outcomes(faults: &Faults, calls: usize) -> (Vec<Result<u32>>, u32) {
    let adder = Adder::default();
    let client = faults.over(CalculatorClient::from_local(adder.clone()));
    let outcomes = (0..calls).map(|_| block_on(client.add(1, 2))).collect();
    (outcomes, adder.0.get())
}

fn failure(fault: Fault) -> (Error, u32) {
    let (mut outcomes, runs) = outcomes(&faults().nth(1, fault), 1);
    (outcomes.remove(0).unwrap_err(), runs)
}

#[test]
fn the_nth_call_fails_and_no_other() {
    let faults = faults()
        .nth(2, Fault::Disconnected)
        .calls(4.., Fault::Overloaded);
    let (outcomes, runs) = outcomes(&faults, 5);
    let kinds: Vec<_> = outcomes
        .iter()
        .map(|outcome| outcome.as_ref().map_err(Error::kind))
        .collect();
    assert_eq!(
        kinds,
        [
            Ok(&3),
            Err(ErrorKind::Gone),
            Ok(&3),
            Err(ErrorKind::Remote),
            Err(ErrorKind::Remote)
        ]
    );
    assert_eq!((runs, faults.counted()), (2, 5));
    assert_eq!(
        faults.log(),
        [
            (2, "add", Fault::Disconnected),
            (4, "add", Fault::Overloaded),
            (5, "add", Fault::Overloaded)
        ]
    );
    assert_eq!(faults.log()[0].to_string(), "call 2, add: Disconnected");
}

#[test]
fn a_seed_gives_the_same_faults_each_time() {
    let run = |seed| {
        let faults = faults()
            .seed(seed)
            .often(0.2, Fault::Disconnected)
            .often(0.1, Fault::DroppedReply);
        outcomes(&faults, 1_000);
        faults.log()
    };
    let log = run(7);
    assert_eq!(log, run(7));
    assert_ne!(log, run(8));
    let dropped = log.iter().filter(|one| one.fault == Fault::DroppedReply);
    // What is left of the tenth by the fifth.
    assert!((40..=120).contains(&dropped.count()));
    assert!((230..=330).contains(&log.len()), "{}", log.len());

    // What is scripted takes nothing from chance.
    let faults = faults()
        .seed(7)
        .nth(1, Fault::Hung)
        .often(0.2, Fault::Disconnected)
        .often(0.1, Fault::DroppedReply);
    outcomes(&faults, 1_000);
    assert_eq!(faults.log()[0], (1, "add", Fault::Hung));
    let others = |log: &[rpc_runtime::testing::Injected]| {
        let others = log.iter().filter(|one| one.call > 1).cloned();
        others.collect::<Vec<_>>()
    };
    assert_eq!(others(&faults.log()), others(&log));
}

#[test]
fn faults_are_for_the_methods_that_are_named() {
    let faults = faults()
        .only("open")
        .only("title")
        .calls(.., Fault::Disconnected);
    let library = faults.over(library());
    block_on(async {
        let shelf = library.new_shelf("a").await.unwrap();
        let book = shelf.find(1).await.unwrap();
        assert_eq!(book.title().await.unwrap_err().kind(), ErrorKind::Gone);
        assert_eq!(library.open("a").await.unwrap_err().kind(), ErrorKind::Gone);
    });
    assert_eq!(
        faults.log(),
        [
            (1, "title", Fault::Disconnected),
            (2, "open", Fault::Disconnected)
        ]
    );
}

#[test]
#[should_panic(expected = "a probability is from 0 to 1, and not 5")]
fn a_probability_is_one() {
    let _ = faults().often(5.0, Fault::Disconnected);
}

#[test]
fn errors_are_those_of_the_runtime() {
    // (kind, message, remote, retryable, overloaded, reset), and whether the method has run.
    let lost = "Network connection lost.";
    for (fault, kind, message, flags, runs) in [
        (
            Fault::Disconnected,
            ErrorKind::Gone,
            lost,
            [false, true, false, false],
            0,
        ),
        (
            Fault::DroppedReply,
            ErrorKind::Gone,
            lost,
            [false, true, false, false],
            1,
        ),
        (
            Fault::Retryable,
            ErrorKind::Gone,
            "Cannot resolve Durable Object due to transient issue on remote node.",
            [false, true, false, false],
            0,
        ),
        (
            Fault::Overloaded,
            ErrorKind::Remote,
            "Durable Object is overloaded. Too many requests queued.",
            [false, false, true, false],
            0,
        ),
        (
            Fault::DurableObjectReset,
            ErrorKind::Gone,
            "Durable Object reset because its code was updated.",
            [false, true, false, true],
            0,
        ),
        (
            Fault::Trapped,
            ErrorKind::Trapped,
            "The Worker's instance ended while it served this call, by a panic or for want of memory or stack: its \
             log says more.",
            [true, false, false, false],
            0,
        ),
        (
            Fault::Thrown(Thrown::new("too slow").remote().overloaded()),
            ErrorKind::Remote,
            "too slow",
            [true, false, true, false],
            0,
        ),
    ] {
        let (error, ran) = failure(fault.clone());
        let remote = error.remote().unwrap();
        assert_eq!((error.kind(), error.message()), (kind, message), "{fault}");
        assert_eq!(error.to_string(), format!("add: {message}"));
        assert_eq!(error.method(), Some("add"));
        assert_eq!((remote.name(), remote.message()), (Some("Error"), message));
        let found = [
            remote.is_remote(),
            remote.is_retryable(),
            remote.is_overloaded(),
            remote.is_durable_object_reset(),
        ];
        assert_eq!((found, ran), (flags, runs), "{fault}");
        assert!(remote.property("code").is_none());
    }
    let (error, _) = failure(Fault::Hung);
    assert_eq!(error.kind(), ErrorKind::Hung);
    let (error, _) = failure(Fault::Thrown(
        Thrown::new("x is undefined").name("TypeError"),
    ));
    assert_eq!(error.remote().unwrap().name(), Some("TypeError"));
}

#[test]
fn a_wrong_value_is_said_to_be_what_it_is() {
    let (error, ran) = failure(Fault::WrongValue);
    assert_eq!(error.kind(), ErrorKind::InvalidReply);
    assert_eq!(
        error.to_string(),
        "add: result: expected u32, got string \"wrong\""
    );
    assert!(error.remote().is_none());
    assert_eq!(ran, 1, "the method has run");

    let library = faults().calls(.., Fault::WrongValue).over(library());
    block_on(async {
        let said = [
            library.new_book("a", 1).await.unwrap_err().to_string(),
            library
                .read(&Book::new(Volume(1)), None)
                .await
                .unwrap_err()
                .to_string(),
            library
                .book_best_of(Vec::new())
                .await
                .unwrap_err()
                .to_string(),
            library
                .swap(Item::Empty, None)
                .await
                .unwrap_err()
                .to_string(),
            library
                .lend(Loan {
                    book: Book::new(Volume(1)),
                    days: 1,
                })
                .await
                .unwrap_err()
                .to_string(),
        ];
        assert_eq!(
            said,
            [
                "new-book: result: expected a stub of `golden:resources/library/book`, got number 0",
                "read: result: expected string, got number 0",
                "book-best-of: result: expected a stub of `golden:resources/library/book`, got number 0",
                "swap: result: expected item object, got number 0",
                "lend: result: expected result object, got number 0",
            ]
        );
    });
}

#[test]
fn what_is_late_has_run_and_comes_in_the_end() {
    let how_much = Duration::from_millis(50);
    let faults = faults().nth(1, Fault::Late(how_much));
    let adder = Adder::default();
    let client = faults.over(CalculatorClient::from_local(adder.clone()));
    let begun = Instant::now();
    block_on(async {
        let mut late = client.add(1, 2);
        let first = poll_fn(|cx| Poll::Ready(Pin::new(&mut late).poll(cx))).await;
        assert!(first.is_pending());
        assert_eq!(adder.0.get(), 1);
        assert_eq!(client.add(1, 2).await.unwrap(), 3);
        assert_eq!(late.await.unwrap(), 3);
    });
    assert!(begun.elapsed() >= how_much);
}

struct Shelves;
struct Place;
struct Volume(u32);

fn library() -> LibraryClient {
    LibraryClient::from_local(Shelves)
}

impl BookTarget for Volume {
    async fn title(&self) -> Result<String> {
        Ok(format!("book {}", self.0))
    }

    async fn new_(&self) -> Result<Book> {
        Ok(Book::new(Volume(self.0)))
    }

    async fn local_(&self) -> Result<bool> {
        Ok(true)
    }

    async fn compare(&self, other: Book) -> Result<i32> {
        let other = other
            .local::<Volume>()
            .ok_or_else(|| Error::new("a stranger"))?;
        Ok(self.0 as i32 - other.0 as i32)
    }
}

impl ShelfTarget for Place {
    async fn find(&self, number: u32) -> Result<Book> {
        Ok(Book::new(Volume(number)))
    }

    async fn add(&self, _book: Book) -> Result<u32, CallError<ShelfError>> {
        Err(ShelfError::Closed.into())
    }

    async fn watch(&self, observer: Observer) -> Result<()> {
        // Whoever serves the call knows nothing of the faults.
        observer.notify("watched").await.map_err(Error::from)
    }
}

impl Library for Shelves {
    async fn new_book(&self, _title: String, pages: u32) -> Result<Book> {
        Ok(Book::new(Volume(pages)))
    }

    async fn book_best_of(&self, books: Vec<Book>) -> Result<Option<Book>> {
        Ok(books.into_iter().next())
    }

    async fn new_shelf(&self, _name: String) -> Result<Shelf, CallError<ShelfError>> {
        Ok(Shelf::new(Place))
    }

    async fn open(&self, _name: String) -> Result<Shelf> {
        Ok(Shelf::new(Place))
    }

    async fn lend(&self, loan: Loan) -> Result<Loan, CallError<String>> {
        Ok(loan)
    }

    async fn swap(&self, _item: Item, _token: Option<Token>) -> Result<Item> {
        Ok(Item::Both((Book::new(Volume(1)), Shelf::new(Place))))
    }

    async fn read(&self, book: Book, _page: Option<u32>) -> Result<String> {
        book.title().await
    }
}

/// How a call on a handle fails.
fn kind<T>(outcome: Result<T>) -> Option<ErrorKind> {
    outcome.err().map(|error| error.kind())
}

#[test]
fn faults_reach_handles_wherever_they_are_in_a_result() {
    block_on(async {
        let faults = faults().only("title").calls(.., Fault::Retryable);
        let library = faults.over(library());
        let fails = async |book: &Book| {
            let counted = faults.counted();
            assert_eq!(kind(book.title().await), Some(ErrorKind::Gone));
            assert_eq!(faults.counted(), counted + 1);
        };
        fails(&library.new_book("a", 1).await.unwrap()).await;
        // In an option, a declared result and a record in one, a variant and a tuple in it.
        let best = library.book_best_of(vec![Book::new(Volume(1))]).await;
        fails(&best.unwrap().unwrap()).await;
        let loan = Loan {
            book: Book::new(Volume(1)),
            days: 1,
        };
        fails(&library.lend(loan).await.unwrap().book).await;
        let Item::Both((book, shelf)) = library.swap(Item::Empty, None).await.unwrap() else {
            panic!("it gives both");
        };
        fails(&book).await;
        // Those of a handle, and of its duplicate; and of a call that is chained to others.
        for shelf in [shelf.dup().unwrap(), shelf] {
            fails(&shelf.find(1).await.unwrap().new_().await.unwrap()).await;
        }
        let chained = library.open("a").find(7).new_();
        fails(&chained).await;
        assert!(chained.await.is_ok());
    });
}

#[test]
fn a_chain_fails_with_the_call_that_failed() {
    block_on(async {
        let faults = faults().nth(2, Fault::Overloaded);
        let library = faults.over(library());
        let book = library.open("a").find(7);
        let title = book.title().await.unwrap_err();
        assert_eq!(
            title.to_string(),
            "find: Durable Object is overloaded. Too many requests queued."
        );
        assert!(title.remote().unwrap().is_overloaded());
        assert_eq!(kind(book.await), Some(ErrorKind::Remote));
        // `title` was never sent.
        assert_eq!(faults.counted(), 2);
    });
}

#[test]
fn a_handle_whose_connection_is_lost_is_broken() {
    block_on(async {
        for fault in [Fault::Disconnected, Fault::DroppedReply] {
            let faults = faults().nth(4, fault);
            let library = faults.over(library());
            let (shelf, other) = (
                library.open("a").await.unwrap(),
                library.open("b").await.unwrap(),
            );
            let book = shelf.find(1).await.unwrap();
            let copy = shelf.dup().unwrap();
            let lost = shelf.find(2).await.unwrap_err();
            // All of it says the same.
            for error in [
                shelf.find(1).await.unwrap_err(),
                copy.find(1).await.unwrap_err(),
                book.title().await.unwrap_err(),
            ] {
                assert_eq!(error.message(), lost.message());
                assert_eq!(error.kind(), ErrorKind::Gone);
            }
            // What is called through the binding has a connection of its own.
            assert!(other.find(1).await.is_ok());
            assert!(library.open("a").find(1).title().await.is_ok());
            assert_eq!(faults.log().len(), 1);
        }
    });
}

#[test]
fn a_durable_object_that_is_reset_breaks_its_stub() {
    block_on(async {
        let faults = faults().nth(4, Fault::DurableObjectReset);
        let library = faults.over(library());
        let shelf = library.open("a").await.unwrap();
        let book = shelf.find(1).await.unwrap();
        assert_eq!(book.title().await.unwrap(), "book 1");
        let reset = book.title().await.unwrap_err();
        let why = "Durable Object reset because its code was updated.";
        // The object itself says so to what came out of it; to its stub, the runtime on this side.
        assert_eq!((reset.kind(), reset.message()), (ErrorKind::Remote, why));
        assert!(reset.remote().unwrap().is_durable_object_reset());
        for error in [
            library.open("a").await.unwrap_err(),
            library.clone().read(&book, None).await.unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.message()), (ErrorKind::Gone, why));
            assert!(error.remote().unwrap().is_durable_object_reset());
        }
        for error in [
            book.title().await.unwrap_err(),
            shelf.find(1).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Gone);
            assert_eq!(
                error.message(),
                "The execution context which hosts this callback is no longer running. (it works as long as the request \
                 of whoever implements it)"
            );
        }
        assert_eq!(faults.log(), [(4, "title", Fault::DurableObjectReset)]);
        // A new stub, of which it is the first call.
        assert!(faults.over(self::library()).open("a").await.is_ok());
        assert_eq!(faults.counted(), 9);
    });
}

#[test]
fn through_its_namespace_an_object_is_called_by_new_stubs() {
    let count = faults().nth(4, Fault::DurableObjectReset);
    let counting = count.clone();
    let context = rpc_runtime::testing::context()
        .durable_object("LIBRARIES", move |_| counting.over(library()))
        .build();
    let in_context = || -> LibraryClient { context.durable_object("LIBRARIES", "a").unwrap() };
    let alone = faults().nth(4, Fault::DurableObjectReset);
    for (faults, library) in [
        (&count, in_context()),
        (&alone, alone.over_object(library())),
    ] {
        block_on(async {
            let shelf = library.open("a").await.unwrap();
            assert!(shelf.find(1).await.is_ok());
            let copy = library.clone();
            assert!(copy.open("b").await.is_ok());
            assert_eq!(kind(library.open("c").await), Some(ErrorKind::Gone));
            // Whoever has a client of it, and whichever; but what came from the old stub is gone.
            for library in [&library, &copy] {
                assert!(library.open("a").find(1).title().await.is_ok());
            }
            assert_eq!(kind(shelf.find(1).await), Some(ErrorKind::Gone));
            assert_eq!(faults.log().len(), 1);
        });
    }
    assert!(block_on(in_context().open("a")).is_ok());
}

#[test]
fn what_a_trapped_instance_has_returned_is_gone() {
    block_on(async {
        let faults = faults().nth(3, Fault::Trapped);
        let library = faults.over(library());
        let shelf = library.open("a").await.unwrap();
        let book = shelf.find(1).await.unwrap();
        assert_eq!(kind(shelf.find(2).await), Some(ErrorKind::Trapped));
        for error in [
            shelf.find(1).await.unwrap_err(),
            book.title().await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Gone);
            assert_eq!(
                error.message(),
                "The resource is gone: its Worker's instance ended."
            );
        }
        assert!(library.open("a").find(1).title().await.is_ok());
    });
}

/// Waits until it is dropped.
struct Waiting;

impl Calculator for Waiting {
    async fn add(&self, a: u32, b: u32) -> Result<u32> {
        if a == 0 {
            std::future::pending::<()>().await;
        }
        Ok(a + b)
    }
}

#[test]
fn a_reset_or_a_trap_ends_the_calls_that_are_under_way() {
    for fault in [Fault::DurableObjectReset, Fault::Trapped] {
        let faults = faults().nth(2, fault.clone());
        let client = faults.over(CalculatorClient::from_local(Waiting));
        let (waiting, ended) = block_on(join(client.add(0, 1), client.add(1, 1)));
        let (waiting, ended) = (waiting.unwrap_err(), ended.unwrap_err());
        assert_eq!(waiting.to_string(), ended.to_string());
        assert_eq!(faults.log(), [(2, "add", fault)]);
    }
}

#[test]
fn a_declared_error_is_no_fault() {
    block_on(async {
        let faults = faults().nth(3, Fault::Disconnected);
        let shelf = faults.over(library()).open("a").await.unwrap();
        let add = async || shelf.add(Book::new(Volume(1))).await;
        assert!(matches!(
            add().await,
            Err(CallError::Declared(ShelfError::Closed))
        ));
        assert!(
            matches!(add().await, Err(CallError::Failed(error)) if error.kind() == ErrorKind::Gone)
        );
    });
}

#[test]
fn faults_of_several_kinds_are_put_on_each_other() {
    let (first, second) = (
        faults().nth(1, Fault::Overloaded),
        faults().nth(1, Fault::Hung),
    );
    let client = second.over(first.over(CalculatorClient::from_local(Adder::default())));
    let kinds = [(); 3].map(|()| kind(block_on(client.add(1, 2))));
    assert_eq!(
        kinds,
        [Some(ErrorKind::Hung), Some(ErrorKind::Remote), None]
    );
    assert_eq!((first.counted(), second.counted()), (2, 3));
}

#[test]
fn what_the_server_calls_itself_is_not_touched() {
    block_on(async {
        let faults = faults().only("title").calls(.., Fault::Disconnected);
        let library = faults.over(library());
        let read = library.read(&Book::new(Volume(3)), None).await;
        assert_eq!(read.unwrap(), "book 3");
        assert_eq!(faults.counted(), 0);
    });
}

/// Counts the calls that it is around, and those that failed.
#[derive(Clone, Default)]
struct Counting(Rc<Cell<(u32, u32)>>);

impl Interceptor for Counting {
    async fn intercept(&self, _call: &CallInfo, next: Next<'_>) -> Result<Reply> {
        let reply = next.run().await;
        let (calls, failures) = self.0.get();
        self.0
            .set((calls + 1, failures + u32::from(reply.is_err())));
        reply
    }
}

#[test]
fn deadlines_and_interceptors_see_faults() {
    block_on(async {
        let seen = Counting::default();
        let options = CallOptions::new()
            .deadline(Duration::from_millis(30))
            .intercept(seen.clone());
        let faults = faults()
            .only("title")
            .calls(1..=2, Fault::Late(Duration::from_secs(60)))
            .nth(3, Fault::Overloaded);
        // Whichever is put on first, the faults are below.
        let (above, below) = (library().with(options.clone()), library());
        for library in [faults.over(above), faults.over(below).with(options)] {
            let loan = Loan {
                book: Book::new(Volume(1)),
                days: 1,
            };
            let book = library.lend(loan).await.unwrap().book;
            assert_eq!(
                kind(book.title().await),
                Some(ErrorKind::DeadlineExceeded),
                "handles in a result have the options of its call"
            );
        }
        assert_eq!(seen.0.get(), (4, 2));
        assert_eq!(faults.counted(), 2);
    });
}

/// What workerd has calls fail with: `e2e/failures/faults.test.mjs` sees to it.
#[test]
fn faults_are_those_of_workerd() {
    let table: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../e2e/failures/faults.json")).unwrap();
    assert!(!table.is_empty());
    for row in table {
        let fault = match row["fault"].as_str() {
            Some("Trapped") => Fault::Trapped,
            Some("Hung") => Fault::Hung,
            Some("WrongValue") => Fault::WrongValue,
            Some(other) => panic!("{other}"),
            None => Fault::Thrown(thrown(&row["fault"])),
        };
        let is_of_resource = row["call"].as_str().unwrap().starts_with("/resource?");
        let (error, after) = match is_of_resource {
            false => (failure(fault).0, None),
            true => block_on(async {
                let library = faults().nth(2, fault).over(library());
                let book = library.new_book("a", 1).await.unwrap();
                let error = book.title().await.unwrap_err();
                (error, book.title().await.err())
            }),
        };
        let mut told = serde_json::json!({
            "kind": format!("{:?}", error.kind()),
            "message": error.message(),
            "remote": error.remote().map(|remote| serde_json::json!({
                "name": remote.name(),
                "isRemote": remote.is_remote(),
                "isRetryable": remote.is_retryable(),
                "isOverloaded": remote.is_overloaded(),
                "isDurableObjectReset": remote.is_durable_object_reset(),
            })),
        });
        if let Some(after) = after {
            // The methods have different names.
            let after = format!("{:?}, fail: {}", after.kind(), after.message());
            told["after"] = after.into();
        }
        assert_eq!(told, row["told"], "{}", row["what"]);
    }
}

fn thrown(row: &serde_json::Value) -> Thrown {
    let mut thrown = Thrown::new(row["message"].as_str().unwrap());
    let is = |flag: &str| row[flag].as_bool().unwrap_or_default();
    if is("isRemote") {
        thrown = thrown.remote();
    }
    if is("isRetryable") {
        thrown = thrown.retryable();
    }
    if is("isOverloaded") {
        thrown = thrown.overloaded();
    }
    if is("isDurableObjectReset") {
        thrown = thrown.durable_object_reset();
    }
    thrown
}
