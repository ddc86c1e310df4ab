//! What the Rust client does with the other Worker, told line by line.

use std::cell::RefCell;
use std::fmt::Debug;
use std::rc::Rc;

use rpc_runtime::Result;

use crate::library::{Book, Item, LibraryClient, Loan};
use crate::server::MyBook;
use crate::watching::{Observer, ObserverTarget};

/// Keeps what it is told.
struct Notes {
    events: Rc<RefCell<Vec<String>>>,
}

impl ObserverTarget for Notes {
    async fn notify(&self, event: String) -> Result<u32> {
        self.events.borrow_mut().push(event);
        Ok(self.events.borrow().len() as u32)
    }
}

pub(crate) async fn run(path: &str, peer: &LibraryClient, n: &str) -> Result<Vec<String>> {
    let n: u32 = n.parse().unwrap_or(1);
    match path {
        "/basics" => basics(peer).await,
        "/carried" => carried(peer).await,
        "/borrowed" => borrowed(peer).await,
        "/callback" => callback(peer).await,
        "/chain" => chain(peer, n).await,
        "/awaits" => awaits(peer, n).await,
        "/churn" => churn(peer, n).await,
        "/dropped" => dropped(peer, n).await,
        "/errors" => errors(peer).await,
        other => Ok(vec![format!("no scenario {other}")]),
    }
}

fn shown<T: Debug, E: Debug>(outcome: std::result::Result<T, E>) -> String {
    match outcome {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("{error:?}"),
    }
}

async fn basics(peer: &LibraryClient) -> Result<Vec<String>> {
    let book = peer.new_book("Dune").await?;
    let shelf = peer.new_shelf("sf").await?;
    let added = shelf.add(book.dup()?).await?;
    let last = shelf.last().await?;
    let last = match &last {
        Some(last) => last.title().await?,
        None => "none".to_owned(),
    };
    let best = peer.book_best_of(vec![peer.new_book("A").await?, peer.new_book("B").await?]).await?;
    let best = match &best {
        Some(best) => best.title().await?,
        None => "none".to_owned(),
    };
    let none = peer.book_best_of(Vec::new()).await?;
    Ok(vec![book.title().await?, added.to_string(), last, best, none.is_none().to_string()])
}

async fn carried(peer: &LibraryClient) -> Result<Vec<String>> {
    let mut said = Vec::new();
    // In a record, there and back; ours and theirs.
    for book in [MyBook::handle("ours"), peer.new_book("theirs").await?] {
        let loan = peer.lend(Loan { book, days: 7 }).await?;
        said.push(format!("{} {}", loan.book.title().await?, loan.days));
    }
    let shelf = peer.open("s").await?;
    let items = peer.swap(Item::Shelf(shelf), Some(peer.new_book("spare").await?)).await?;
    for item in items {
        said.push(match item {
            Item::Book(book) => book.title().await?,
            Item::Shelf(shelf) => shelf.find(1).title().await?,
            Item::Nothing => "nothing".to_owned(),
        });
    }
    let nothing = peer.swap(Item::Nothing, None).await?;
    said.push(format!("{nothing:?}"));
    said.push(shown(peer.lend(Loan { book: MyBook::handle("x"), days: 31 }).await.map(|loan| loan.days)));
    Ok(said)
}

async fn borrowed(peer: &LibraryClient) -> Result<Vec<String>> {
    let (theirs, ours) = (peer.new_book("theirs").await?, MyBook::handle("ours"));
    let mut said = Vec::new();
    for book in [&theirs, &ours] {
        // Lent twice: it stays the caller's.
        said.push(peer.read(book, 2).await?);
        said.push(peer.read(book, 1).await?);
        said.push(theirs.compare(book).await?.to_string());
        said.push(book.title().await?);
    }
    Ok(said)
}

async fn callback(peer: &LibraryClient) -> Result<Vec<String>> {
    let events = Rc::new(RefCell::new(Vec::new()));
    let sum = peer.report(Observer::new(Notes { events: Rc::clone(&events) }), 3).await?;
    let shelf = peer.open("watched").await?;
    shelf.watch(Observer::new(Notes { events: Rc::clone(&events) })).await?;
    shelf.add(peer.new_book("Emma").await?).await?;
    let mut said = vec![sum.to_string()];
    said.append(&mut events.borrow_mut());
    drop(shelf);
    Ok(said)
}

async fn chain(peer: &LibraryClient, delay: u32) -> Result<Vec<String>> {
    let title = peer.open_slowly("chained", delay).find_slowly(7, delay).slow_title(delay).await?;
    let fallible = peer.new_shelf("fallible").find(2).title().await?;
    Ok(vec![title, fallible])
}

async fn awaits(peer: &LibraryClient, delay: u32) -> Result<Vec<String>> {
    let shelf = peer.open_slowly("awaited", delay).await?;
    let book = shelf.find_slowly(7, delay).await?;
    Ok(vec![book.slow_title(delay).await?])
}

/// Many handles, opened and dropped; then how many the other side still holds.
async fn churn(peer: &LibraryClient, n: u32) -> Result<Vec<String>> {
    let before = peer.live().await?;
    for number in 0..n {
        let shelf = peer.open("churn").await?;
        let book = shelf.find(number).await?;
        let copy = book.dup()?;
        drop((shelf, book, copy));
    }
    Ok(vec![before.to_string(), peer.live().await?.to_string()])
}

/// Calls that nobody waits for.
async fn dropped(peer: &LibraryClient, n: u32) -> Result<Vec<String>> {
    for number in 0..n {
        drop(peer.open("dropped"));
        drop(peer.open("dropped").find(number));
    }
    Ok(vec![peer.open("still").find(1).title().await?])
}

async fn errors(peer: &LibraryClient) -> Result<Vec<String>> {
    let closed = peer.open("closed").await?;
    let refused = peer.new_shelf("").await;
    let chained = peer.new_shelf("").find(1).title().await;
    let late: Result<Book> = async { peer.new_book("late").dup() }.await;
    Ok(vec![
        shown(closed.add(MyBook::handle("x")).await),
        shown(refused.map(drop)),
        shown(chained.map_err(|error| error.kind())),
        shown(late.map(drop).map_err(|error| error.to_string())),
    ])
}
