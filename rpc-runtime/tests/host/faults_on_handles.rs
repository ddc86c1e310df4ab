//! Faults of calls on handles: a handle that is called breaks, and what came out of it is gone.

use pollster::block_on;
use rpc_runtime::testing::{Fault, faults};
use rpc_runtime::{CallError, ErrorKind, Result};

use crate::library::{Book, Item, LibraryClient, Loan, ShelfError, Volume, library};

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
fn what_the_server_calls_itself_is_not_touched() {
    block_on(async {
        let faults = faults().only("title").calls(.., Fault::Disconnected);
        let library = faults.over(library());
        let read = library.read(&Book::new(Volume(3)), None).await;
        assert_eq!(read.unwrap(), "book 3");
        assert_eq!(faults.counted(), 0);
    });
}
