//! The library, called through its client in this process. Handles and streams work as they do between Workers.

use std::future::pending;

use futures_util::FutureExt;
use pollster::block_on;
use rpc_runtime::{ErrorKind, testing};

use super::*;
use crate::library::{LibraryClient, ObserverTarget};

fn client() -> LibraryClient {
    client_in(&testing::context().build())
}

fn client_in(ctx: &Context) -> LibraryClient {
    LibraryClient::from_local(MyLibrary { ctx: ctx.clone() })
}

fn text(text: &str) -> ByteStream {
    ByteStream::from(text.as_bytes().to_vec())
}

/// Keeps what it is told.
#[derive(Clone, Default)]
struct Notes(Rc<RefCell<Vec<(String, u32)>>>);

impl ObserverTarget for Notes {
    async fn added(&self, title: String, place: u32) -> Result<()> {
        self.0.borrow_mut().push((title, place));
        Ok(())
    }
}

#[test]
fn calls_are_chained_to_handles_that_have_not_arrived() {
    let title = block_on(client().open("Tea").find(7).title());
    assert_eq!(title.unwrap(), "Tea, volume 7");
}

#[test]
fn a_handle_is_used_as_often_as_one_likes() -> Result<()> {
    block_on(async {
        let shelf = client().open("Tea").await?;
        let (one, two) = (shelf.find(1), shelf.find(2));
        assert_eq!(two.title().await?, "Tea, volume 2");
        assert_eq!(one.await?.dup()?.title().await?, "Tea, volume 1");
        Ok(())
    })
}

#[test]
fn there_has_to_be_a_book() {
    for place in [0, 9] {
        let error = block_on(client().open("Tea").find(place).title()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Application);
        // Not `title`, which came to nothing for want of a book.
        assert_eq!(error.method(), Some("find"));
        assert!(error.message().contains("there is no book at place"));
    }
}

#[test]
fn a_text_is_read_page_by_page() -> Result<()> {
    block_on(async {
        let mut text = client().open("Tea").find(2).text().await?;
        let mut pages = Vec::new();
        while let Some(page) = text.next().await {
            pages.push(page?);
        }
        let [first, second] = &pages[..] else {
            panic!("{pages:?}");
        };
        assert_eq!(first, b"Page 1 of Tea, volume 2.\n");
        assert_eq!(second, b"Page 2 of Tea, volume 2.\n");
        Ok(())
    })
}

#[test]
fn observers_are_told_of_what_is_added() -> Result<(), CallError<Refusal>> {
    block_on(async {
        let ctx = testing::context().build();
        let notes = Notes::default();
        let shelf = client_in(&ctx).open("Tea").await?;
        shelf.add("Unseen", text("")).await?;
        shelf.watch(Observer::new(notes.clone())).await?;
        assert_eq!(shelf.add("Notes", text("To be written.")).await?, 10);
        assert_eq!(ctx.run_waiting().await, 1);
        assert_eq!(*notes.0.borrow(), [("Notes".to_owned(), 10)]);
        let added = shelf.find(10).text().await?.into_bytes(LENGTH).await?;
        assert_eq!(added, b"To be written.");

        // The shelf has the only other one.
        assert_eq!(Rc::strong_count(&notes.0), 2);
        drop(shelf);
        assert_eq!(Rc::strong_count(&notes.0), 1);
        Ok(())
    })
}

/// Never answers, or never well.
struct Bad {
    answers: bool,
    told: Rc<Cell<u32>>,
}

impl ObserverTarget for Bad {
    async fn added(&self, _title: String, _place: u32) -> Result<()> {
        self.told.set(self.told.get() + 1);
        match self.answers {
            true => Err(Error::new("not interested")),
            false => pending().await,
        }
    }
}

#[test]
fn an_observer_that_never_answers_keeps_nobody_waiting() -> Result<(), CallError<Refusal>> {
    block_on(async {
        let ctx = testing::context().build();
        let shelf = Shelf::new(MyShelf::new(ctx.clone(), Vec::new()));
        let notes = Notes::default();
        let [silent, failing] = [Rc::default(), Rc::default()];
        for (answers, told) in [(false, &silent), (true, &failing)] {
            let told = Rc::clone(told);
            shelf.watch(Observer::new(Bad { answers, told })).await?;
        }
        shelf.watch(Observer::new(notes.clone())).await?;

        let mut added = 0;
        loop {
            match shelf.add("Notes", text("")).await {
                Ok(place) => added = place,
                Err(CallError::Declared(Refusal::Full)) => break,
                Err(other) => return Err(other),
            }
            // Not done, as long as one is told that does not answer.
            let done = ctx.run_waiting().now_or_never();
            assert_eq!(done.is_none(), added <= PATIENCE);
        }
        assert_eq!(notes.0.borrow().len(), added as usize);
        // They were told no more.
        assert_eq!([silent.get(), failing.get()], [PATIENCE; 2]);
        Ok(())
    })
}

#[test]
fn a_book_is_refused_with_the_reason() -> Result<(), CallError<Refusal>> {
    block_on(async {
        let shelf = client().open("Tea").await?;
        let refused = async |title: &str| match shelf.add(title, text("")).await {
            Err(CallError::Declared(refusal)) => refusal,
            other => panic!("not refused: {other:?}"),
        };
        assert_eq!(refused("").await, Refusal::Untitled);
        shelf.add("Nine", text("")).await?;
        shelf.add("Ten", text("")).await?;
        assert_eq!(refused("Eleven").await, Refusal::Full);
        Ok(())
    })
}
