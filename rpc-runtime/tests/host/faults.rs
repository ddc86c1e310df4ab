//! Clients whose calls fail as the runtime has them fail.

#[allow(missing_docs, unreachable_pub)]
mod generated {
    include!("../../../wit-codegen/tests/golden/calculator.rs");
}

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::{Duration, Instant};

use futures_util::future::join;
use generated::calculator::{Calculator, CalculatorClient};
use pollster::block_on;
use rpc_runtime::testing::{Fault, Faults, Thrown, faults};
use rpc_runtime::{CallInfo, CallOptions, Error, ErrorKind, Interceptor, Next, Reply, Result};

use crate::library::{Book, Item, Loan, Volume, library};

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

/// How a call on a handle fails.
fn kind<T>(outcome: Result<T>) -> Option<ErrorKind> {
    outcome.err().map(|error| error.kind())
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
