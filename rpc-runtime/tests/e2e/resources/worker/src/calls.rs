//! What the Rust client does with the other Worker, told line by line.

use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use rpc_runtime::{CallError, Error, Result};

use crate::library::{Book, Item, LibraryClient, Loan, Shelf};
use crate::server::{Live, MyBook, wait};
use crate::watching::{Observer, ObserverTarget};

type Lines = Result<Vec<String>>;

/// Keeps what it is told.
struct Notes {
    events: Rc<RefCell<Vec<String>>>,
    _live: Live,
}

impl Notes {
    fn observer(events: &Rc<RefCell<Vec<String>>>) -> Observer {
        Observer::new(Self {
            events: Rc::clone(events),
            _live: Live::new(),
        })
    }
}

impl ObserverTarget for Notes {
    async fn notify(&self, event: String) -> Result<u32> {
        if event == "refuse" {
            return Err(Error::new("not interested"));
        }
        self.events.borrow_mut().push(event);
        Ok(self.events.borrow().len() as u32)
    }
}

/// The scenario at `path`, if it is one of these.
pub(crate) async fn run(path: &str, peer: &LibraryClient, name: &str) -> Option<Lines> {
    Some(match path {
        "/basics" => basics(peer).await,
        "/carried" => carried(peer).await,
        "/borrowed" => borrowed(peer).await,
        "/callback" => callback(peer).await,
        "/chain" => chain(peer).await,
        "/unpolled" => unpolled(peer, name).await,
        "/rounds" => rounds(peer).await,
        "/errors" => errors(peer).await,
        "/wrong" => wrong(peer).await,
        "/misplaced" => misplaced(peer).await,
        "/torn" => torn(peer, name).await,
        "/keep" => keep(peer).await,
        "/kept" => kept(peer).await,
        "/panic" => panic(peer).await,
        _ => return None,
    })
}

fn failure<T: Debug>(outcome: Result<T>) -> String {
    match outcome {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("{:?}, {error}", error.kind()),
    }
}

fn refusal<T: Debug, E: Debug>(outcome: Result<T, CallError<E>>) -> String {
    match outcome {
        Ok(value) => format!("{value:?}"),
        Err(CallError::Declared(error)) => format!("{error:?}"),
        Err(CallError::Failed(error)) => failure::<T>(Err(error)),
    }
}

async fn title(book: Option<Book>) -> Result<String> {
    match book {
        Some(book) => book.title().await,
        None => Ok("none".to_owned()),
    }
}

/// Constructors, methods, a static function; a handle and its duplicate.
async fn basics(peer: &LibraryClient) -> Lines {
    let book = peer.new_book("Dune").await?;
    let shelf = peer.new_shelf("sf").await?;
    let empty = title(shelf.last().await?).await?;
    let added = shelf.add(book.dup()?).await?;
    let last = title(shelf.last().await?).await?;
    let copy = book.dup()?;
    let title_of_first = book.title().await?;
    drop(book);
    let sequel = copy.sequel(1).await?.title().await?;
    let both = vec![peer.new_book("A").await?, peer.new_book("B").await?];
    let best = title(peer.book_best_of(both).await?).await?;
    let none = title(peer.book_best_of(Vec::new()).await?).await?;
    Ok(vec![
        title_of_first,
        empty,
        added.to_string(),
        last,
        sequel,
        best,
        none,
    ])
}

/// Handles inside other values, of resources here and there; they come back, too.
async fn carried(peer: &LibraryClient) -> Lines {
    let mut said = Vec::new();
    for book in [MyBook::handle("ours"), peer.new_book("theirs").await?] {
        let loan = peer.lend(Loan { book, days: 7 }).await?;
        said.push(format!("{} {}", loan.book.title().await?, loan.days));
        // Once more, through what came back.
        let loan = peer.lend(loan).await?;
        said.push(format!("{} {}", loan.book.title().await?, loan.days));
    }
    let shelf = peer.open("s").await?;
    let spare = peer.new_book("spare").await?;
    for item in peer.swap(Item::Shelf(shelf), Some(spare)).await? {
        said.push(match item {
            Item::Book(book) => book.title().await?,
            Item::Shelf(shelf) => shelf.find(1).title().await?,
            Item::Nothing => "nothing".to_owned(),
        });
    }
    said.push(format!("{:?}", peer.swap(Item::Nothing, None).await?));
    let books = vec![
        MyBook::handle("a"),
        peer.new_book("c").await?,
        MyBook::handle("b"),
    ];
    said.push(title(peer.book_best_of(books).await?).await?);
    Ok(said)
}

/// What is lent stays the caller's: it can be lent again.
async fn borrowed(peer: &LibraryClient) -> Lines {
    let (theirs, ours) = (peer.new_book("theirs").await?, MyBook::handle("ours"));
    let mut said = Vec::new();
    for book in [&theirs, &ours] {
        said.push(peer.read(book, 2).await?);
        said.push(peer.read(book, 1).await?);
        said.push(theirs.compare(book).await?.to_string());
        said.push(ours.compare(book).await?.to_string());
        said.push(book.title().await?);
    }
    let events = Rc::default();
    let observer = Notes::observer(&events);
    for event in ["once", "twice"] {
        said.push(peer.tell(&observer, event).await?.to_string());
    }
    Ok(said)
}

/// A resource of this Worker, called by the other one.
async fn callback(peer: &LibraryClient) -> Lines {
    let events = Rc::default();
    let sum = peer.report(Notes::observer(&events), 3).await?;
    let shelf = peer.open("watched").await?;
    shelf.watch(Notes::observer(&events)).await?;
    shelf.watch(Notes::observer(&events)).await?;
    shelf.add(peer.new_book("Emma").await?).await?;
    let refused = peer.tell(&Notes::observer(&events), "refuse").await;
    let mut said = vec![sum.to_string(), failure(refused)];
    said.append(&mut events.borrow_mut());
    Ok(said)
}

/// Calls on handles that have not arrived.
async fn chain(peer: &LibraryClient) -> Lines {
    let three = peer.open("chained").find(7).title().await?;
    let slow = peer
        .open_slowly("slow", 5)
        .find_slowly(7, 5)
        .sequel(5)
        .title()
        .await?;
    // Behind a declared error, the handle is a part of what is returned.
    let fallible = peer.new_shelf("fallible").find(2).title().await?;
    let shelf = peer.open("forked");
    let (one, two) = (shelf.find(1).title(), shelf.find(2).title());
    let (two, one) = (two.await?, one.await?);
    // The handle itself, after calls were chained to it.
    let shelf = shelf.await?;
    let three_more = shelf.find(3).title().await?;
    Ok(vec![three, slow, fallible, one, two, three_more])
}

/// A chain that is not polled before the other side has served all of it.
async fn unpolled(peer: &LibraryClient, name: &str) -> Lines {
    let title = peer.open_slowly(name, 5).find_slowly(7, 5).title();
    let mut served = Vec::new();
    while served.len() < 3 {
        // Calls alone would keep the runtime from its timers.
        wait(1).await;
        served = peer.served(name).await?;
    }
    served.push(title.await?);
    Ok(served)
}

/// `future`, counted if its outcome is not there at once.
async fn counted<T>(rounds: &Cell<u32>, future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    if let Poll::Ready(outcome) = poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await {
        return outcome;
    }
    rounds.set(rounds.get() + 1);
    future.await
}

/// How often the same three calls have to wait for the other side.
async fn rounds(peer: &LibraryClient) -> Lines {
    let (chained, awaited) = (Cell::new(0), Cell::new(0));
    counted(&chained, peer.open("chained").find(7).title()).await?;
    let shelf = counted(&awaited, peer.open("awaited")).await?;
    let book = counted(&awaited, shelf.find(7)).await?;
    counted(&awaited, book.title()).await?;
    Ok(vec![chained.get().to_string(), awaited.get().to_string()])
}

/// Declared errors, what is chained to them, and handles that are not there.
async fn errors(peer: &LibraryClient) -> Lines {
    let closed = peer.open("closed").await?;
    let late = peer.new_book("late").dup();
    let unarrived = peer.new_book("unarrived");
    let sent = peer.read(&unarrived, 1).await;
    unarrived.await?;
    let lost = {
        let call = peer.lend(Loan {
            book: MyBook::handle("x"),
            days: 31,
        });
        refusal(call.await.map(|loan| loan.days))
    };
    let done = {
        let mut call = peer.open("done");
        let _ = (&mut call).await?;
        failure(call.find(1).await)
    };
    Ok(vec![
        refusal(closed.add(MyBook::handle("x")).await),
        refusal(peer.new_shelf("").await),
        failure(peer.new_shelf("").find(1).title().await),
        lost,
        failure(late),
        failure(sent),
        done,
    ])
}

/// Of a peer that returns what the schema does not say.
async fn wrong(peer: &LibraryClient) -> Lines {
    Ok(vec![
        failure(peer.new_book("wrong").await),
        refusal(peer.new_shelf("wrong").await),
        failure(peer.open("wrong").await),
        refusal(
            peer.lend(Loan {
                book: MyBook::handle("wrong"),
                days: 13,
            })
            .await,
        ),
        failure(
            peer.swap(Item::Nothing, Some(MyBook::handle("wrong")))
                .await,
        ),
        failure(peer.open("wrong books").find(1).await),
        // A handle of another resource cannot be told by looking at it.
        failure(peer.open("book").find(1).title().await),
    ])
}

/// What a method is given ends when it returns.
async fn misplaced(peer: &LibraryClient) -> Lines {
    let shelf = peer.open("misplaced").await?;
    let book = peer.new_book("theirs").await?;
    shelf.misplace(book.dup()?).await?;
    let theirs = lost(shelf.last().await).await;
    shelf.misplace(MyBook::handle("ours")).await?;
    let ours = lost(shelf.last().await).await;
    shelf.add(book).await?;
    Ok(vec![theirs, ours, title(shelf.last().await?).await?])
}

async fn lost(book: Result<Option<Book>>) -> String {
    match book {
        Ok(book) => failure(title(book).await),
        Err(error) => failure::<()>(Err(error)),
    }
}

/// The other side panics.
/// `name` is that of the book, then after how many milliseconds, if after any.
async fn torn(peer: &LibraryClient, name: &str) -> Lines {
    let (name, delay) = name.split_once(' ').unwrap_or((name, ""));
    let delay = delay.parse().ok();
    let book = peer.open(name).find(1).await?;
    let bystander = peer.new_book("bystander").await?;
    let torn = book.tear(delay).await;
    Ok(vec![
        failure(torn),
        failure(book.title().await),
        failure(bystander.title().await),
        failure(bystander.dup()?.sequel(0).title().await),
        failure(peer.new_book("after").title().await),
    ])
}

thread_local! {
    static KEPT: RefCell<Option<Shelf>> = const { RefCell::new(None) };
}

/// Keeps a handle for the next request, which the runtime does not allow.
async fn keep(peer: &LibraryClient) -> Lines {
    let shelf = peer.open("kept").await?;
    KEPT.replace(Some(shelf));
    Ok(Vec::new())
}

async fn kept(peer: &LibraryClient) -> Lines {
    let Some(shelf) = KEPT.take() else {
        return Ok(vec!["none".to_owned()]);
    };
    let found = failure(shelf.find(1).await);
    let copied = failure(shelf.dup());
    drop(shelf);
    Ok(vec![found, copied, peer.new_book("after").title().await?])
}

/// This Worker panics while it holds handles, and while the other one does.
async fn panic(peer: &LibraryClient) -> Lines {
    let shelf = peer.open("left").await?;
    let _book = shelf.find(1).await?;
    panic!("as asked")
}
