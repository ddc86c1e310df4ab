//! What is done around every call of this Worker, sent and served, whatever its clients and servers were given.

use std::cell::RefCell;
use std::rc::Rc;

use crate::calls::interceptor::{AnyInterceptor, Interceptor, SharedInterceptors};

thread_local! {
    static EVERYWHERE: RefCell<Option<Rc<dyn AnyInterceptor>>> = const { RefCell::new(None) };
}

/// From now on, `interceptor` is around every call, outside of all others.
pub(crate) fn put(interceptor: impl Interceptor) {
    EVERYWHERE.set(Some(Rc::new(interceptor)));
}

/// Whether there is one.
pub(crate) fn is_any() -> bool {
    EVERYWHERE.with_borrow(Option::is_some)
}

/// It, before those of a client or a server.
pub(crate) fn before(own: SharedInterceptors) -> SharedInterceptors {
    match EVERYWHERE.with_borrow(Clone::clone) {
        Some(first) => std::iter::once(first).chain(own.iter().cloned()).collect(),
        None => own,
    }
}
