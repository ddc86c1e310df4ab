//! A server whose calls fail, and what is broken when they do.

use std::any::Any;
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use wasm_bindgen::JsValue;

use super::fault::{Fault, Thrown, wrong_value};
use super::plan::Plan;
use crate::calls::incoming::IncomingCall;
use crate::error::Result;
use crate::error::known::{CONTEXT_ENDED, RESOURCE_TRAPPED};
use crate::native::run::LocalFuture;
use crate::native::timer::Timer;
use crate::objects::visitor::Visitor;
use crate::transports::in_process::{Served, Wrap};

/// Shared by all that fails so.
type SharedPlan = Rc<RefCell<Plan>>;

/// What may end, and then fails whatever is called on it: a binding's stub, the instance of wasm behind that, a stub that
/// came out of a call.
struct Link {
    /// What this one ends with: of a handle, whose call has returned it; of an instance, the stub.
    before: Option<Rc<Link>>,
    what: What,
    state: RefCell<State>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// Of a service binding, of which each call has a connection of its own.
    Service,
    /// Of a Durable Object.
    Object,
    /// Of either.
    Instance,
    Handle,
}

#[derive(Default)]
struct State {
    /// What has ended it.
    end: Option<Thrown>,
    /// The calls that are to be told.
    waiting: Vec<Waker>,
}

impl Link {
    fn new(what: What, before: Option<Rc<Self>>) -> Rc<Self> {
        Rc::new(Self {
            before,
            what,
            state: RefCell::default(),
        })
    }

    /// The instance behind a new stub.
    fn first(what: What) -> Rc<Self> {
        Self::new(What::Instance, Some(Self::new(what, None)))
    }

    /// A stub that a call of this one has returned.
    fn next(self: &Rc<Self>) -> Rc<Self> {
        Self::new(What::Handle, Some(Rc::clone(self)))
    }

    /// The one to call in the place of an instance: a new one, if it has ended, and by a new stub, if `renews` says so.
    fn current(self: &Rc<Self>, renews: bool) -> Rc<Self> {
        let stub = self.before.as_ref().filter(|_| self.what == What::Instance);
        match stub {
            Some(stub) if renews && stub.end().is_some() => Self::first(stub.what),
            Some(stub) if stub.end().is_none() && self.end().is_some() => {
                Self::new(What::Instance, Some(Rc::clone(stub)))
            }
            _ => Rc::clone(self),
        }
    }

    /// This one, and those before it.
    fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |link| link.before.as_deref())
    }

    /// What has ended it, with one before it or alone.
    fn end(&self) -> Option<Thrown> {
        self.all().find_map(|link| link.state.borrow().end.clone())
    }

    /// What has ended it, as it is told to a call that was under way.
    fn end_of_call(&self) -> Option<Thrown> {
        self.end().map(|end| self.seen_from_here(end))
    }

    /// The same, to a call that is made later. What came out of a call is told that it is gone, and not why.
    fn end_before_call(&self) -> Option<Thrown> {
        self.end().map(|end| match self.what {
            What::Handle if end.is_durable_object_reset() => Thrown::new(CONTEXT_ENDED),
            What::Handle if end.is_trap() => Thrown::new(RESOURCE_TRAPPED).remote(),
            _ => end,
        })
    }

    /// To the stub of an object the runtime on this side says that it was reset; to what came out of it, the object does.
    fn seen_from_here(&self, thrown: Thrown) -> Thrown {
        match self.what {
            What::Handle if thrown.is_durable_object_reset() => thrown.remote(),
            _ => thrown,
        }
    }

    /// What a call of it is told that fails so. What that ends has ended from then on.
    fn fail(&self, fault: &Fault, thrown: Thrown) -> Thrown {
        let is_lost = matches!(fault, Fault::Disconnected | Fault::DroppedReply);
        for link in self.all() {
            let ends = match link.what {
                // With all that came out of it.
                What::Service | What::Object if thrown.is_durable_object_reset() => true,
                What::Object => is_lost && self.what == What::Instance,
                What::Service => false,
                What::Instance => *fault == Fault::Trapped,
                What::Handle => is_lost && std::ptr::eq(link, self),
            };
            if ends {
                link.finish(&thrown);
            }
        }
        self.seen_from_here(thrown)
    }

    fn finish(&self, thrown: &Thrown) {
        let state = &mut *self.state.borrow_mut();
        state.end.get_or_insert_with(|| thrown.clone());
        state.waiting.drain(..).for_each(Waker::wake);
    }

    /// The outcome of a call, unless the stub ends before.
    async fn race<T>(&self, mut call: LocalFuture<'_, T>) -> Result<T, Thrown> {
        poll_fn(|cx| {
            if let Some(end) = self.end_of_call() {
                return Poll::Ready(Err(end));
            }
            for link in self.all() {
                let waiting = &mut link.state.borrow_mut().waiting;
                if !waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
                    waiting.push(cx.waker().clone());
                }
            }
            call.as_mut().poll(cx).map(Ok)
        })
        .await
    }
}

/// Has calls of servers fail, which are called through a binding or a stub.
pub(super) fn over(plan: SharedPlan) -> Wrap {
    wrap(plan, Link::first(What::Service))
}

/// The same, of Durable Objects, which are called through the namespace: after an error by a new stub.
pub(super) fn over_object(plan: SharedPlan) -> Wrap {
    Rc::new(move |served| {
        Rc::new(Faulty {
            served,
            plan: Rc::clone(&plan),
            link: RefCell::new(Link::first(What::Object)),
            renews: true,
        })
    })
}

fn wrap(plan: SharedPlan, link: Rc<Link>) -> Wrap {
    Rc::new(move |served| {
        Rc::new(Faulty {
            served,
            plan: Rc::clone(&plan),
            link: RefCell::new(Rc::clone(&link)),
            renews: false,
        })
    })
}

struct Faulty {
    served: Rc<dyn Served>,
    plan: SharedPlan,
    link: RefCell<Rc<Link>>,
    /// Whether there is a new stub when one has ended.
    renews: bool,
}

impl Faulty {
    fn link(&self) -> Rc<Link> {
        let link = &mut *self.link.borrow_mut();
        *link = link.current(self.renews);
        Rc::clone(link)
    }
}

impl Served for Faulty {
    fn serve(&self, call: IncomingCall) -> LocalFuture<'static, Result<JsValue>> {
        let (served, plan) = (Rc::clone(&self.served), Rc::clone(&self.plan));
        let link = self.link();
        Box::pin(run(served, plan, link, call))
    }

    fn server(&self) -> Rc<dyn Any> {
        self.served.server()
    }

    fn of_namespace(&self) -> Option<Rc<dyn Served>> {
        let served = Rc::clone(&self.served);
        let served = served.of_namespace().unwrap_or(served);
        Some(over_object(Rc::clone(&self.plan))(served))
    }
}

async fn run(
    served: Rc<dyn Served>,
    plan: SharedPlan,
    link: Rc<Link>,
    call: IncomingCall,
) -> Result<JsValue> {
    let Some(exchange) = call.exchange() else {
        return served.serve(call).await;
    };
    let (method, reply) = (call.name().schema, exchange.reply());
    let end = link.end_before_call();
    let fault = plan.borrow_mut().next(method, end.is_some());
    if let Some(end) = end {
        return Err(end.error(method, reply));
    }
    let fails = |fault: &Fault| {
        let thrown = link.fail(fault, fault.thrown()?);
        Some(thrown.error(method, reply))
    };
    if let Some(fault) = fault.as_ref().filter(|fault| !fault.runs_method())
        && let Some(error) = fails(fault)
    {
        return Err(error);
    }
    let outcome = link.race(served.serve(call)).await;
    let outcome = outcome.map_err(|end| end.error(method, reply))??;
    match &fault {
        Some(Fault::WrongValue) => return Err(wrong_value(method, reply)),
        Some(Fault::Late(how_much)) => {
            let late = Box::pin(Timer::after(*how_much));
            let late = link.race(late).await;
            late.map_err(|end| end.error(method, reply))?;
        }
        Some(fault) => {
            if let Some(error) = fails(fault) {
                return Err(error);
            }
        }
        None => {}
    }
    // So do calls of the handles that come out of it.
    exchange.visit_handles(&Visitor::new(wrap(plan, link.next())));
    Ok(outcome)
}

#[cfg(test)]
// What the macro writes is for generated modules, which are public.
#[allow(dead_code, unreachable_pub)]
mod tests {
    use std::any::Any;
    use std::cell::Cell;
    use std::collections::BTreeMap;
    use std::rc::Rc;

    use futures_util::StreamExt;
    use pollster::block_on;
    use wasm_bindgen::JsValue;

    use crate::calls::format::MethodName;
    use crate::calls::incoming::{IncomingCall, Methods};
    use crate::error::{Error, Result};
    use crate::handles::handle::Handle;
    use crate::native::run::LocalFuture;
    use crate::objects::Value;
    use crate::objects::visitor::Visitor;
    use crate::stream::{FutureValue, ItemStream};
    use crate::transports::in_process::{Served, Wrap};

    struct Nothing;

    impl Methods for Nothing {
        const METHODS: &'static [MethodName] = &[];
    }

    struct Thing {
        handle: Handle,
    }

    crate::__resource!(Thing, "a:b/c/thing", Nothing);

    struct Server;

    impl Served for Server {
        fn serve(&self, _: IncomingCall) -> LocalFuture<'static, Result<JsValue>> {
            Box::pin(async { Err(Error::new("it has no methods")) })
        }

        fn server(&self) -> Rc<dyn Any> {
            Rc::new(())
        }
    }

    fn thing() -> Thing {
        Thing {
            handle: Handle::serving(Rc::new(Server)),
        }
    }

    /// Counts the handles that are visited.
    fn counting() -> (Visitor, Rc<Cell<u32>>) {
        let count = Rc::new(Cell::new(0));
        let counter = Rc::clone(&count);
        let wrap: Wrap = Rc::new(move |served| {
            counter.set(counter.get() + 1);
            served
        });
        (Visitor::new(wrap), count)
    }

    #[track_caller]
    fn has(mut value: impl Value, handles: u32) {
        let (visitor, count) = counting();
        value.visit_handles(&visitor);
        assert_eq!(count.get(), handles);
    }

    #[test]
    fn handles_are_found_in_all_that_may_hold_them() {
        has(thing(), 1);
        has((1, thing(), Some(thing()), None::<Thing>), 2);
        has(vec![thing(), thing()], 2);
        has([thing(), thing()], 2);
        has(Box::new(thing()), 1);
        has(BTreeMap::from([("a".to_owned(), thing())]), 1);
        has(Ok::<_, Thing>(thing()), 1);
        has(Err::<(), _>(thing()), 1);
        has("none".to_owned(), 0);
    }

    #[test]
    fn handles_are_found_in_what_comes_later() {
        block_on(async {
            let (visitor, count) = counting();
            let mut things = ItemStream::from_items([thing(), thing()]);
            things.visit_handles(&visitor);
            assert_eq!(count.get(), 0);
            assert!(things.next().await.unwrap().is_ok());
            assert_eq!(count.get(), 1);
            assert_eq!(things.count().await, 1);
            let mut thing = FutureValue::ready(thing());
            thing.visit_handles(&visitor);
            assert!(thing.await.is_ok());
            assert_eq!(count.get(), 3);
        });
    }
}
