//! A library that other Workers read in: the interface `library` in `wit/library`.
//!
//! A resource is a trait on the side that implements it: here `BookTarget` and `ShelfTarget`. What is sent is a handle
//! of one, `Book` and `Shelf`, and the Rust value behind it is dropped with its last handle.

rpc_runtime::include_rpc!("library");

#[cfg(all(test, not(target_family = "wasm")))]
mod tests;

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::{StreamExt, stream};
use library::{Book, BookTarget, Library, Observer, Refusal, Shelf, ShelfTarget};
use rpc_runtime::{ByteStream, CallError, Error, Result};

/// How many books fit on a shelf.
const PLACES: usize = 10;

/// How long the text of a book may be, in bytes.
const LENGTH: usize = 1 << 20;

struct MyLibrary;

library::export!(MyLibrary = |_ctx| MyLibrary);

impl Library for MyLibrary {
    async fn open(&self, subject: String) -> Result<Shelf> {
        Ok(Shelf::new(MyShelf::about(&subject)))
    }
}

/// A book, to be sent to whoever asks for it.
struct Volume {
    title: String,
    pages: Vec<Vec<u8>>,
}

#[derive(Default)]
struct MyShelf {
    volumes: RefCell<Vec<Rc<Volume>>>,
    observers: RefCell<Vec<Observer>>,
}

impl MyShelf {
    fn about(subject: &str) -> Self {
        let volume = |place| {
            let title = format!("{subject}, volume {place}");
            let page = |page| format!("Page {page} of {title}.\n").into_bytes();
            let pages = (1..=place).map(page).collect();
            Rc::new(Volume { title, pages })
        };
        Self {
            volumes: RefCell::new((1..=8).map(volume).collect()),
            observers: RefCell::default(),
        }
    }
}

impl ShelfTarget for MyShelf {
    async fn find(&self, place: u32) -> Result<Book> {
        let index = (place as usize).wrapping_sub(1);
        let volumes = self.volumes.borrow();
        let volume = volumes
            .get(index)
            .ok_or_else(|| Error::new(format_args!("there is no book at place {place}")))?;
        Ok(Book::new(MyBook(Rc::clone(volume))))
    }

    async fn add(&self, title: String, text: ByteStream) -> Result<u32, CallError<Refusal>> {
        if title.is_empty() {
            return Err(Refusal::Untitled.into());
        }
        let pages = vec![text.into_bytes(LENGTH).await?];
        let place = {
            let mut volumes = self.volumes.borrow_mut();
            if volumes.len() == PLACES {
                return Err(Refusal::Full.into());
            }
            let volume = Volume {
                title: title.clone(),
                pages,
            };
            volumes.push(Rc::new(volume));
            volumes.len() as u32
        };
        // A call is sent when it is made: all observers are told at once.
        let tell = |to: &Observer| to.added(&title, place);
        let told: Vec<_> = self.observers.borrow().iter().map(tell).collect();
        for call in told {
            // One that fails does not undo what happened.
            let _ = call.await;
        }
        Ok(place)
    }

    async fn watch(&self, observer: Observer) -> Result<()> {
        // What a method is given ends when the method returns.
        let kept = observer.dup()?;
        self.observers.borrow_mut().push(kept);
        Ok(())
    }
}

struct MyBook(Rc<Volume>);

impl BookTarget for MyBook {
    async fn title(&self) -> Result<String> {
        Ok(self.0.title.clone())
    }

    async fn text(&self) -> Result<ByteStream> {
        // Each page is taken when somebody reads it. The stream outlives the handle of the book.
        let volume = Rc::clone(&self.0);
        let pages = stream::iter(0..volume.pages.len());
        Ok(ByteStream::from_stream(pages.map(move |page| {
            Ok::<_, Error>(volume.pages[page].clone())
        })))
    }
}
