//! A library that other Workers read in: the interface `library` in `wit/library`.
//!
//! A resource is a trait on the side that implements it: here `BookTarget` and `ShelfTarget`. What is sent is a handle
//! of one, `Book` and `Shelf`, and the Rust value behind it is dropped with its last handle.

rpc_runtime::include_rpc!("library");

#[cfg(all(test, not(target_family = "wasm")))]
mod tests;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::{StreamExt, stream};
use library::{Book, BookTarget, Library, Observer, Refusal, Shelf, ShelfTarget};
use rpc_runtime::{ByteStream, CallError, Context, Error, Result};

/// How many books fit on a shelf.
const PLACES: usize = 10;

/// How long the text of a book may be, in bytes.
const LENGTH: usize = 1 << 20;

/// How many books an observer is told of that has not answered.
const PATIENCE: u32 = 4;

struct MyLibrary {
    ctx: Context,
}

library::export!(MyLibrary);

impl Library for MyLibrary {
    async fn open(&self, subject: String) -> Result<Shelf> {
        let volumes = MyShelf::about(&subject);
        Ok(Shelf::new(MyShelf::new(self.ctx.clone(), volumes)))
    }
}

/// A book, to be sent to whoever asks for it.
struct Volume {
    title: String,
    pages: Vec<Vec<u8>>,
}

/// Somebody who watches a shelf.
struct Watcher {
    observer: Observer,
    /// The calls that it has not answered, or not well.
    unanswered: Rc<Cell<u32>>,
}

struct MyShelf {
    /// Of the call that returned the shelf, which lasts as long as that.
    ctx: Context,
    volumes: RefCell<Vec<Rc<Volume>>>,
    watchers: RefCell<Vec<Watcher>>,
}

impl MyShelf {
    fn new(ctx: Context, volumes: Vec<Rc<Volume>>) -> Self {
        Self {
            ctx,
            volumes: RefCell::new(volumes),
            watchers: RefCell::default(),
        }
    }

    fn about(subject: &str) -> Vec<Rc<Volume>> {
        let volume = |place| {
            let title = format!("{subject}, volume {place}");
            let page = |page| format!("Page {page} of {title}.\n").into_bytes();
            let pages = (1..=place).map(page).collect();
            Rc::new(Volume { title, pages })
        };
        (1..=8).map(volume).collect()
    }

    /// Tells whoever watches. Nobody waits for an answer, least of all who adds the book: it may never come.
    fn tell(&self, title: &str, place: u32) {
        let mut watchers = self.watchers.borrow_mut();
        // A call without an answer takes memory. Who lets them pile up, or is gone, is told no more.
        watchers.retain(|watcher| watcher.unanswered.get() < PATIENCE);
        for watcher in watchers.iter() {
            // A call is sent when it is made, so each is told in order.
            let call = watcher.observer.added(title, place);
            let unanswered = Rc::clone(&watcher.unanswered);
            unanswered.set(unanswered.get() + 1);
            let answered = async move {
                if call.await.is_ok() {
                    unanswered.set(unanswered.get() - 1);
                }
            };
            // That somebody is not told does not undo what happened.
            let _ = self.ctx.wait_until(answered);
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
        self.tell(&title, place);
        Ok(place)
    }

    async fn watch(&self, observer: Observer) -> Result<()> {
        // What a method is given ends when the method returns.
        let observer = observer.dup()?;
        self.watchers.borrow_mut().push(Watcher {
            observer,
            unanswered: Rc::default(),
        });
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
