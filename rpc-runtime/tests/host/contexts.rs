//! Contexts on the host: one that has nothing, and ones that a test fills.

#[allow(missing_docs, unreachable_pub)]
mod generated {
    include!("../../../wit-codegen/tests/golden/calculator.rs");
    include!("../../../wit-codegen/tests/golden/resources.rs");
}

#[path = "../e2e/contexts/worker/src/asked.rs"]
mod asked;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use generated::calculator::{Calculator, CalculatorClient};
use generated::library::{
    Book, BookTarget, Item, Library, LibraryClient, Loan, Shelf, ShelfError, ShelfTarget, Token,
};
use generated::watching::Observer;
use pollster::block_on;
use rpc_runtime::{CallError, Context, ErrorKind, FutureValue, ObjectId, Result, testing};
use serde::{Deserialize, Serialize};

#[track_caller]
fn fails<T: Debug>(outcome: Result<T>, kind: ErrorKind, message: &str) {
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.message().contains(message), "{error}");
}

/// Adds in its own way: as many more as it was called before.
#[derive(Default)]
struct Adder {
    calls: Cell<u32>,
}

impl Calculator for Adder {
    async fn add(&self, a: u32, b: u32) -> Result<u32> {
        self.calls.set(self.calls.get() + 1);
        Ok(a + b + self.calls.get() - 1)
    }
}

fn adder() -> CalculatorClient {
    CalculatorClient::from_local(Adder::default())
}

mod a_detached_context_has_no {
    use super::*;

    #[track_caller]
    fn detached<T: Debug>(ask: impl FnOnce(&Context) -> Result<T>) {
        let context = Context::detached();
        fails(
            ask(&context.clone()),
            ErrorKind::Unsupported,
            "a detached context has no ",
        );
    }

    #[test]
    fn javascript_object() {
        detached(|context| context.as_js().map(drop));
    }

    #[test]
    fn env_js() {
        detached(|context| context.env_js().map(drop));
    }

    #[cfg(feature = "worker")]
    #[test]
    fn env() {
        detached(|context| context.env().map(drop));
    }

    #[test]
    fn ctx_js() {
        detached(|context| context.ctx_js().map(drop));
    }

    #[test]
    fn props() {
        detached(Context::props::<()>);
    }

    #[test]
    fn wait_until() {
        detached(|context| context.wait_until(async {}));
        assert_eq!(block_on(Context::detached().run_waiting()), 0);
    }

    #[test]
    fn var() {
        detached(|context| context.var("REGION"));
    }

    #[test]
    fn secret() {
        detached(|context| context.secret("KEY"));
    }

    #[test]
    fn object_var() {
        detached(|context| context.object_var::<u32>("LIMIT"));
    }

    #[test]
    fn service() {
        detached(|context| context.service::<CalculatorClient>("CALCULATOR"));
    }

    #[test]
    fn durable_object() {
        detached(|context| context.durable_object::<CalculatorClient>("ADDERS", "a"));
    }

    #[test]
    fn id_of_a_durable_object() {
        detached(|context| context.new_object_id("ADDERS", None));
    }

    #[test]
    fn text_but_that() {
        assert_eq!(format!("{:?}", Context::detached()), "Context(detached)");
    }
}

#[test]
fn what_is_javascript_says_what_else_there_is() {
    let context = testing::context().build();
    let says = "`service`, `durable_object`, `props` and `wait_until` answer in a test";
    fails(context.as_js().map(drop), ErrorKind::Unsupported, says);
    fails(context.env_js().map(drop), ErrorKind::Unsupported, says);
    fails(context.ctx_js().map(drop), ErrorKind::Unsupported, says);
    #[cfg(feature = "worker")]
    fails(context.env().map(drop), ErrorKind::Unsupported, says);
}

#[test]
fn variables_and_secrets_are_text() {
    let context = testing::context()
        .var("REGION", "eu")
        .secret("KEY", "s3cret")
        .object_var("LIMIT", &3)
        .object_var("NAME", "text")
        .build();
    // As in a Worker, one is as good as the other.
    for get in [Context::var, Context::secret] {
        assert_eq!(get(&context, "REGION").unwrap(), "eu");
        assert_eq!(get(&context, "KEY").unwrap(), "s3cret");
        assert_eq!(get(&context, "NAME").unwrap(), "text");
        fails(
            get(&context, "LIMIT"),
            ErrorKind::InvalidBinding,
            "binding LIMIT: expected a variable or secret that is text, got a variable that is no text",
        );
    }
    assert_eq!(context.object_var::<u8>("LIMIT").unwrap(), 3);
    assert_eq!(context.object_var::<String>("REGION").unwrap(), "eu");
    fails(
        context.object_var::<u8>("REGION"),
        ErrorKind::InvalidBinding,
        "binding REGION: expected u8, got string \"eu\"",
    );
    let shown = format!("{context:?}");
    assert!(
        shown.contains("\"eu\"") && !shown.contains("s3cret"),
        "{shown}"
    );
}

/// What a context gives in the runtime: the table of `e2e/contexts`.
fn table(part: &str) -> Vec<Vec<serde_json::Value>> {
    let table = include_str!("../e2e/contexts/table.json");
    let mut table: BTreeMap<String, Vec<Vec<serde_json::Value>>> =
        serde_json::from_str(table).unwrap();
    table.remove(part).unwrap()
}

#[test]
fn bindings_are_what_they_are_in_the_runtime() {
    let context = testing::context()
        .var("TEXT", "eu")
        .secret("KEY", "a key")
        .object_var("NUMBER", &3)
        .object_var("OBJECT", &serde_json::json!({ "name": "Ada", "level": 3 }))
        .service("SERVICE", adder())
        .durable_object("OBJECTS", |_| adder())
        .build();
    for row in table("bindings") {
        let text = |column: usize| row[column].as_str().unwrap();
        let asked = asked::of_binding::<CalculatorClient>(&context, text(0), text(1));
        assert_eq!(asked.as_deref(), Some(text(2)), "{row:?}");
    }
}

#[test]
fn props_are_what_they_are_in_the_runtime() {
    for row in table("props") {
        let context = testing::context().props(&row[0]).build();
        assert_eq!(asked::props(&context), row[1], "{}", row[0]);
    }
}

#[test]
fn a_service_is_called() {
    let context = testing::context().service("CALCULATOR", adder()).build();
    block_on(async {
        for earlier_calls in 0..3 {
            let calculator: CalculatorClient = context.service("CALCULATOR").unwrap();
            assert_eq!(calculator.add(1, 2).await.unwrap(), 3 + earlier_calls);
        }
    });
    fails(
        context.service::<LibraryClient>("CALCULATOR"),
        ErrorKind::InvalidBinding,
        "CalculatorClient`, not as `",
    );
}

#[test]
fn a_binding_may_have_several_interfaces() {
    let library = LibraryClient::from_local(Reading {
        context: Context::detached(),
    });
    let context = testing::context()
        .service("BOTH", adder())
        .service("BOTH", library)
        .build();
    let calculator: CalculatorClient = context.service("BOTH").unwrap();
    let library: LibraryClient = context.service("BOTH").unwrap();
    block_on(async {
        assert_eq!(calculator.add(1, 2).await.unwrap(), 3);
        let refused = library.open("closed").await.unwrap_err();
        assert!(
            refused.message().contains("a detached context"),
            "{refused}"
        );
    });
}

#[test]
fn a_durable_object_is_the_same_each_time() {
    let made = Rc::new(RefCell::new(Vec::new()));
    let log = Rc::clone(&made);
    let context = testing::context()
        .durable_object("ADDERS", move |object| {
            log.borrow_mut().push(object.clone());
            adder()
        })
        .build();
    let add = |object: ObjectId| {
        let adder: CalculatorClient = context.durable_object("ADDERS", object).unwrap();
        block_on(adder.add(0, 0)).unwrap()
    };
    let named = ObjectId::from_name;
    assert_eq!(add("a".into()), 0);
    assert_eq!(add(named("a")), 1);
    assert_eq!(add("b".into()), 0);
    assert_eq!(add(named("a").near("weur")), 2);
    assert_eq!(add(named("a").in_jurisdiction("eu")), 0);
    assert_eq!(add(named("a").in_jurisdiction("eu").near("weur")), 1);

    let first = context.new_object_id("ADDERS", None).unwrap();
    let second = context.new_object_id("ADDERS", Some("eu")).unwrap();
    assert_eq!(add(first.clone()), 0);
    assert_eq!(add(second), 0);
    // As one that was kept as text.
    assert_eq!(add(ObjectId::from_id(first.to_string())), 1);

    let made = made.borrow();
    let names: Vec<_> = made.iter().map(ObjectId::name).collect();
    assert_eq!(names, [Some("a"), Some("b"), Some("a"), None, None]);

    fails(
        context.durable_object::<CalculatorClient>("ADDERS", ObjectId::from_id("a")),
        ErrorKind::InvalidArgument,
        "binding ADDERS: an id has 64 hexadecimal digits",
    );
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Caller {
    name: String,
    nick: Option<String>,
    levels: Vec<(u8, f64)>,
    tags: BTreeMap<u8, Plan>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Plan {
    Free,
    Split(u8, u8),
    Trial { days: u8 },
}

#[test]
fn props_are_what_was_given() {
    let caller = Caller {
        name: "Ada".to_owned(),
        nick: None,
        levels: vec![(1, 1.0), (2, 0.5)],
        tags: BTreeMap::new(),
    };
    let context = testing::context().props(&caller).build();
    assert_eq!(context.props::<Caller>().unwrap(), caller);
    for plan in [Plan::Free, Plan::Split(1, 2), Plan::Trial { days: 30 }] {
        let context = testing::context().props(&plan).build();
        assert_eq!(context.props::<Plan>().unwrap(), plan);
    }

    // Keys are text, as JavaScript's are.
    let context = testing::context()
        .props(&BTreeMap::from([(1, "a")]))
        .build();
    let message = "props: <key>: expected u8, got string \"1\"";
    fails(
        context.props::<BTreeMap<u8, String>>(),
        ErrorKind::InvalidProps,
        message,
    );
    let context = testing::context()
        .props(&BTreeMap::from([((1, 2), 3)]))
        .build();
    let message = "props: key must be a string";
    fails(context.props::<()>(), ErrorKind::InvalidProps, message);
}

/// Something that one future waits for and another does.
#[derive(Clone, Default)]
struct Signal {
    given: Rc<Cell<bool>>,
    waker: Rc<RefCell<Option<Waker>>>,
}

impl Signal {
    fn give(&self) {
        self.given.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    async fn wait(self) {
        poll_fn(|cx| {
            if self.given.get() {
                return Poll::Ready(());
            }
            self.waker.replace(Some(cx.waker().clone()));
            Poll::Pending
        })
        .await;
    }
}

#[test]
fn what_waits_runs_when_it_is_asked_to() {
    let context = testing::context().build();
    let log = Rc::new(RefCell::new(Vec::new()));
    let note = |what: &'static str| {
        let log = Rc::clone(&log);
        async move { log.borrow_mut().push(what) }
    };
    let done = Signal::default();
    let is_done = done.clone().wait();
    let (later, inner) = (context.clone(), note("inner"));
    let first = note("first");
    context
        .wait_until(async move {
            first.await;
            later
                .wait_until(async move {
                    inner.await;
                    done.give();
                })
                .unwrap();
            // Of one that is given only now.
            is_done.await;
        })
        .unwrap();
    context.wait_until(note("second")).unwrap();
    assert_eq!(context.waiting(), 2);
    assert!(log.borrow().is_empty());

    assert_eq!(block_on(context.run_waiting()), 3);
    assert_eq!(*log.borrow(), ["first", "second", "inner"]);
    assert_eq!(context.waiting(), 0);
    assert_eq!(block_on(context.run_waiting()), 0);
}

#[test]
fn what_is_given_from_outside_runs_too() {
    let context = testing::context().build();
    let stop = Signal::default();
    context.wait_until(stop.clone().wait()).unwrap();
    let mut running = Box::pin(context.run_waiting());
    let ran = block_on(poll_fn(|cx| {
        if let Poll::Ready(ran) = running.as_mut().poll(cx) {
            return Poll::Ready(ran);
        }
        let stop = stop.clone();
        context.wait_until(async move { stop.give() }).unwrap();
        running.as_mut().poll(cx)
    }));
    assert_eq!(ran, 2);
}

/// A library whose books know the context.
struct Reading {
    context: Context,
}

struct Opened {
    context: Context,
    name: String,
}

impl Library for Reading {
    async fn open(&self, name: String) -> Result<Shelf> {
        let name = format!("{name} in {}", self.context.var("REGION")?);
        let context = self.context.clone();
        Ok(Shelf::new(Opened { context, name }))
    }

    async fn lend(&self, _loan: Loan) -> Result<Loan, CallError<String>> {
        Err("nothing is lent".into())
    }

    async fn swap(&self, item: Item, _token: Option<Token>) -> Result<Item> {
        Ok(item)
    }

    async fn read(&self, book: Book, _page: Option<u32>) -> Result<String> {
        book.title().await
    }

    async fn new_book(&self, _title: String, _pages: u32) -> Result<Book> {
        self.open(String::new()).await?.find(0).await
    }

    async fn book_best_of(&self, books: Vec<Book>) -> Result<Option<Book>> {
        Ok(books.into_iter().next())
    }

    async fn new_shelf(&self, name: String) -> Result<Shelf, CallError<ShelfError>> {
        Ok(self.open(name).await?)
    }
}

impl ShelfTarget for Opened {
    async fn find(&self, number: u32) -> Result<Book> {
        let (context, name) = (self.context.clone(), format!("{number} of {}", self.name));
        Ok(Book::new(Opened { context, name }))
    }

    async fn add(&self, _book: Book) -> Result<u32, CallError<ShelfError>> {
        Err(CallError::Declared(ShelfError::Closed))
    }

    async fn watch(&self, _observer: Observer) -> Result<()> {
        self.context.wait_until(async {})
    }
}

impl BookTarget for Opened {
    async fn title(&self) -> Result<String> {
        // A value that comes later asks the context later.
        let context = self.context.clone();
        let key = FutureValue::from_future(async move { context.secret("KEY") });
        Ok(format!("{} with {}", self.name, key.await?))
    }

    async fn new_(&self) -> Result<Book> {
        let (context, name) = (self.context.clone(), self.name.clone());
        Ok(Book::new(Opened { context, name }))
    }

    async fn local_(&self) -> Result<bool> {
        Ok(true)
    }

    async fn compare(&self, _other: Book) -> Result<i32> {
        Ok(0)
    }
}

#[test]
fn resources_hold_a_context() {
    let context = testing::context()
        .var("REGION", "eu")
        .secret("KEY", "a key")
        .build();
    let library = LibraryClient::from_local(Reading {
        context: context.clone(),
    });
    let title = block_on(library.open("Tea").find(7).title()).unwrap();
    assert_eq!(title, "7 of Tea in eu with a key");
}

#[test]
fn a_context_can_be_held_in_a_handler_that_is_send() {
    fn is_send<T: Send + Sync + Clone + Debug + 'static>(_: &T) {}
    is_send(&testing::context().build());
}
