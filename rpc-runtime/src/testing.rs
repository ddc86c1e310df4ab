//! Tests of servers in a plain `cargo test`, on the host.
//!
//! A server's methods run here as they do in a Worker; what they know of their call is what the test fills a
//! [`Context`] with:
//!
//! ```ignore
//! let ctx = rpc_runtime::testing::context()
//!     .props(&Customer { name: "Ada".to_owned() })
//!     .var("REGION", "eu")
//!     .service("CALCULATOR", CalculatorClient::from_local(MyCalculator))
//!     .durable_object("ROOMS", |_| RoomClient::from_local(InMemory::default()))
//!     .build();
//! let till = TillClient::from_local(MyTill { ctx: ctx.clone() });
//! assert_eq!(till.buy("tea", 2).await?, 25_00);
//! assert_eq!(ctx.run_waiting().await, 1); // what was given to `wait_until`
//! ```
//!
//! [`faults`] has calls fail as the runtime has them fail, which no test could wait for:
//!
//! ```ignore
//! let faults = rpc_runtime::testing::faults().nth(1, Fault::DurableObjectReset);
//! let room = faults.over(RoomClient::from_local(InMemory::default()));
//! assert!(enter(&room).await.is_ok()); // it tries again
//! assert_eq!(faults.log(), [(1, "enter", Fault::DurableObjectReset)]);
//! ```
//!
//! What a Worker does otherwise, since there is no wire between a local server and its client:
//!
//! - A handle that a method is given works after the method has returned, as if it were a `dup()`
//!   of it.
//! - What a server returns with [`Error::new`](crate::Error::new) arrives as it is, of the kind
//!   [`Application`](crate::ErrorKind::Application); over the wire it is [`Remote`](crate::ErrorKind::Remote) and names
//!   the method.
//! - Clients that were made of a server stay on the thread that made them.
//! - Props that an entrypoint declares are given to the server by the test, which makes it: `Server { ctx, props }`.
//!
//! Not here: anything of JavaScript. What needs the runtime itself (storage, KV, `fetch`) is tested on it; so does most
//! of the crate `worker`, whose `console_log!` and `Delay` panic here.

mod fault;
mod faults;
mod faulty;
mod plan;
mod random;

use std::any::{TypeId, type_name};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde::Serialize;

use crate::entrypoints::context::{Client, Context, ObjectId, Tree};

use crate::handles::handle::Callable;

use crate::entrypoints::context::filled::{Binding, Filled, Objects, Service};

pub use fault::{Fault, Thrown};
pub use faults::{Faults, faults};
pub use plan::Injected;

/// A context to be filled.
///
/// ```
/// let ctx = rpc_runtime::testing::context()
///     .props(&[1, 2])
///     .var("REGION", "eu")
///     .build();
/// assert_eq!(ctx.var("REGION")?, "eu");
/// assert_eq!(ctx.props::<Vec<u8>>()?, [1, 2]);
///
/// let missing = ctx.secret("KEY").unwrap_err();
/// assert_eq!(missing.kind(), rpc_runtime::ErrorKind::InvalidBinding);
/// # Ok::<(), rpc_runtime::Error>(())
/// ```
pub fn context() -> ContextBuilder {
    ContextBuilder {
        props: Tree::Object(Vec::new()),
        bindings: BTreeMap::new(),
    }
}

/// Fills a [`Context`] for a test: see [`context`].
///
/// A binding that is given twice is what it was given last; but a service or a namespace may be given once for each
/// type of client, since a Worker may serve several interfaces on one entrypoint.
#[derive(Debug)]
#[must_use = "`build` makes the context"]
pub struct ContextBuilder {
    props: Tree,
    bindings: BTreeMap<String, Binding>,
}

impl ContextBuilder {
    fn bind(mut self, name: impl Into<String>, binding: Binding) -> Self {
        self.bindings.insert(name.into(), binding);
        self
    }

    /// The caller's `props`, as JSON has them; without any, it is an object without keys, as in a Worker.
    ///
    /// What has no form in JSON is an error where it is read.
    pub fn props(mut self, props: &(impl Serialize + ?Sized)) -> Self {
        self.props = Tree::from_serde(props);
        self
    }

    /// A variable that is text.
    pub fn var(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.bind(name, Binding::Var(text.into()))
    }

    /// A variable of any kind, as JSON has it.
    pub fn object_var(self, name: impl Into<String>, value: &(impl Serialize + ?Sized)) -> Self {
        self.bind(name, Binding::Data(Tree::from_serde(value)))
    }

    /// A secret. It is not shown by `{:?}`.
    pub fn secret(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.bind(name, Binding::Secret(text.into()))
    }

    /// What a service binding leads to: mostly a server in this process, `CalculatorClient::from_local(…)`.
    pub fn service<C: Client>(mut self, name: impl Into<String>, client: C) -> Self {
        let name = name.into();
        let service = Service {
            type_name: type_name::<C>(),
            client: Rc::new(client),
        };
        let of_type = TypeId::of::<C>();
        match self.bindings.get_mut(&name) {
            Some(Binding::Services(services)) => {
                services.insert(of_type, service);
                self
            }
            _ => self.bind(
                name,
                Binding::Services(BTreeMap::from([(of_type, service)])),
            ),
        }
    }

    /// A Durable Object namespace: `object` makes a client of an object when it is first asked for, and the same object
    /// is made once.
    pub fn durable_object<C: Client + Callable>(
        mut self,
        name: impl Into<String>,
        object: impl Fn(&ObjectId) -> C + 'static,
    ) -> Self {
        let name = name.into();
        let objects = Objects::new(move |id| {
            let client = object(id);
            C::from_handle(client.handle().of_namespace())
        });
        let of_type = TypeId::of::<C>();
        match self.bindings.get_mut(&name) {
            Some(Binding::Namespace(namespace)) => {
                namespace.insert(of_type, objects);
                self
            }
            _ => self.bind(
                name,
                Binding::Namespace(BTreeMap::from([(of_type, objects)])),
            ),
        }
    }

    /// The context.
    pub fn build(self) -> Context {
        let Self { props, bindings } = self;
        Context::filled(Rc::new(Filled::new(props, bindings)))
    }
}

/// What a test asks of a context.
impl Context {
    /// How many futures were given to [`wait_until`](Self::wait_until) and have not been run.
    pub fn waiting(&self) -> usize {
        self.as_filled().map_or(0, Filled::waiting)
    }

    /// Runs what was given to [`wait_until`](Self::wait_until), and what that gives to it in turn, all at the same
    /// time; says how many futures it was.
    ///
    /// ```
    /// # pollster::block_on(async {
    /// let ctx = rpc_runtime::testing::context().build();
    /// ctx.wait_until(async { println!("after the reply") })?;
    /// assert_eq!(ctx.run_waiting().await, 1);
    /// # Ok::<(), rpc_runtime::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn run_waiting(&self) -> usize {
        let Some(filled) = self.as_filled() else {
            return 0;
        };
        let mut running = FuturesUnordered::new();
        let mut done = 0;
        poll_fn(|cx| {
            loop {
                // What runs may give more, and wait for it.
                running.extend(filled.take_waiting());
                match running.poll_next_unpin(cx) {
                    Poll::Ready(Some(())) => done += 1,
                    Poll::Ready(None) => return Poll::Ready(done),
                    Poll::Pending if filled.waiting() == 0 => return Poll::Pending,
                    Poll::Pending => {}
                }
            }
        })
        .await
    }
}
