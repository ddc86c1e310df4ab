//! A server with resources, which reads what it is lent.

#[allow(missing_docs, unreachable_pub)]
mod generated {
    include!("../../../wit-codegen/tests/golden/resources.rs");
}

use rpc_runtime::{CallError, Error, Result};

pub(crate) use generated::library::{
    Book, BookTarget, Item, Library, LibraryClient, Loan, Shelf, ShelfError, ShelfTarget, Token,
};
pub(crate) use generated::watching::Observer;

struct Shelves;
struct Place;
pub(crate) struct Volume(pub(crate) u32);

pub(crate) fn library() -> LibraryClient {
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
