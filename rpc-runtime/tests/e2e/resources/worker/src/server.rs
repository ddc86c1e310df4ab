//! The library.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use rpc_runtime::{CallError, Context, Result};
use worker::Delay;
use worker::wasm_bindgen::externref_heap_live_count;

use crate::library::{Book, BookTarget, Item, Library, Loan, Shelf, ShelfError, ShelfTarget};
use crate::watching::Observer;

thread_local! {
    static LIVE: Cell<u32> = const { Cell::new(0) };
    /// `SHELF: CALL` for each call that was served.
    static SERVED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Counts what is behind handles in this Worker.
pub(crate) struct Live;

impl Live {
    pub(crate) fn new() -> Self {
        LIVE.set(LIVE.get() + 1);
        Self
    }

    pub(crate) fn count() -> u32 {
        LIVE.get()
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        LIVE.set(LIVE.get() - 1);
    }
}

pub(crate) async fn wait(milliseconds: u32) {
    Delay::from(Duration::from_millis(milliseconds.into())).await;
}

fn served(shelf: &str, call: &str) {
    // Only what a test asks for: the others would fill the memory.
    if shelf.starts_with("logged") {
        SERVED.with_borrow_mut(|served| served.push(format!("{shelf}: {call}")));
    }
}

pub(crate) struct MyBook {
    title: String,
    shelf: String,
    _live: Live,
}

impl MyBook {
    pub(crate) fn handle(title: impl Into<String>) -> Book {
        Self::on("", title)
    }

    fn on(shelf: impl Into<String>, title: impl Into<String>) -> Book {
        Book::new(Self {
            title: title.into(),
            shelf: shelf.into(),
            _live: Live::new(),
        })
    }
}

impl BookTarget for MyBook {
    async fn title(&self) -> Result<String> {
        served(&self.shelf, "title");
        Ok(self.title.clone())
    }

    async fn sequel(&self, delay: u32) -> Result<Book> {
        wait(delay).await;
        served(&self.shelf, "sequel");
        Ok(Self::on(&self.shelf, format!("{} II", self.title)))
    }

    async fn compare(&self, other: Book) -> Result<i32> {
        let other = other.title().await?;
        Ok(self.title.cmp(&other) as i32)
    }

    async fn tear(&self, delay: Option<u32>) -> Result<()> {
        if let Some(delay) = delay {
            wait(delay).await;
        }
        if self.title.starts_with("abort") {
            std::process::abort();
        }
        panic!("{} is torn", self.title)
    }
}

struct MyShelf {
    name: String,
    books: RefCell<Vec<Book>>,
    observers: RefCell<Vec<Observer>>,
    _live: Live,
}

impl MyShelf {
    fn handle(name: String) -> Shelf {
        Shelf::new(Self {
            name,
            books: RefCell::default(),
            observers: RefCell::default(),
            _live: Live::new(),
        })
    }
}

impl ShelfTarget for MyShelf {
    async fn find(&self, number: u32) -> Result<Book> {
        served(&self.name, "find");
        Ok(MyBook::on(&self.name, format!("{} {number}", self.name)))
    }

    async fn find_slowly(&self, number: u32, delay: u32) -> Result<Book> {
        wait(delay).await;
        self.find(number).await
    }

    async fn add(&self, book: Book) -> Result<u32, CallError<ShelfError>> {
        if self.name == "closed" {
            return Err(ShelfError::Closed.into());
        }
        let kept = book.dup()?;
        self.books.borrow_mut().push(kept);
        let observers = self
            .observers
            .borrow()
            .iter()
            .map(Observer::dup)
            .collect::<Result<Vec<_>>>()?;
        let title = book.title().await?;
        for observer in observers {
            observer.notify(&format!("added {title}")).await?;
        }
        Ok(self.books.borrow().len() as u32)
    }

    async fn misplace(&self, book: Book) -> Result<()> {
        self.books.borrow_mut().push(book);
        Ok(())
    }

    async fn last(&self) -> Result<Option<Book>> {
        self.books.borrow().last().map(Book::dup).transpose()
    }

    async fn watch(&self, observer: Observer) -> Result<()> {
        let kept = observer.dup()?;
        self.observers.borrow_mut().push(kept);
        Ok(())
    }
}

pub(crate) struct MyLibrary {
    ctx: Context,
}

crate::library::export!(MyLibrary);

impl Library for MyLibrary {
    async fn new_book(&self, title: String) -> Result<Book> {
        Ok(MyBook::handle(title))
    }

    async fn book_best_of(&self, books: Vec<Book>) -> Result<Option<Book>> {
        let mut best: Option<(String, Book)> = None;
        for book in books {
            let title = book.title().await?;
            if best.as_ref().is_none_or(|(of_best, _)| title > *of_best) {
                best = Some((title, book));
            }
        }
        Ok(best.map(|(_, book)| book))
    }

    async fn new_shelf(&self, name: String) -> Result<Shelf, CallError<ShelfError>> {
        if name.is_empty() {
            return Err(ShelfError::Unknown(name).into());
        }
        Ok(MyShelf::handle(name))
    }

    async fn open(&self, name: String) -> Result<Shelf> {
        self.ctx.env_js()?;
        served(&name, "open");
        Ok(MyShelf::handle(name))
    }

    async fn open_slowly(&self, name: String, delay: u32) -> Result<Shelf> {
        wait(delay).await;
        self.open(name).await
    }

    async fn lend(&self, loan: Loan) -> Result<Loan, CallError<String>> {
        if loan.days > 30 {
            return Err("too long".into());
        }
        Ok(Loan {
            days: loan.days + 1,
            ..loan
        })
    }

    async fn swap(&self, item: Item, spare: Option<Book>) -> Result<Vec<Item>> {
        let mut items: Vec<Item> = spare.into_iter().map(Item::Book).collect();
        items.push(item);
        Ok(items)
    }

    async fn read(&self, book: Book, times: u32) -> Result<String> {
        let mut text = Vec::new();
        for _ in 0..times {
            text.push(book.title().await?);
        }
        Ok(text.join(", "))
    }

    async fn report(&self, to: Observer, times: u32) -> Result<u32> {
        let mut sum = 0;
        for time in 0..times {
            sum += to.notify(&time.to_string()).await?;
        }
        Ok(sum)
    }

    async fn tell(&self, to: Observer, event: String) -> Result<u32> {
        to.notify(&event).await
    }

    async fn live(&self) -> Result<u32> {
        Ok(Live::count())
    }

    async fn slots(&self) -> Result<u32> {
        Ok(externref_heap_live_count())
    }

    async fn served(&self, shelf: String) -> Result<Vec<String>> {
        let of_shelf =
            |line: &String| Some(line.strip_prefix(&shelf)?.strip_prefix(": ")?.to_owned());
        Ok(SERVED.with_borrow(|served| served.iter().filter_map(of_shelf).collect()))
    }
}
